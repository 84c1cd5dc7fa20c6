package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/host"
	"keydesk/ui/media"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// stopLimit bounds how long leaving may wait for what is being sent to stop.
const stopLimit = time.Second

// parcelKept tells whether a file was taken into the local store.
type parcelKept struct {
	contact, localID string
	err              error
}

// keepParcel takes a file into the local store before it is sent, so that a crash
// loses nothing that was written under it.
func (r *Root) keepParcel(c *chat, p *parcel) tea.Cmd {
	kept := r.deps.Store
	if kept == nil {
		return r.ship(c, p)
	}
	p.busy = true
	row := p.row()
	p.Was = "" // taken in anew it is none
	return call(r.door(), keepLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, kept.Enqueue(ctx, row)
	}, func(_ struct{}, err error) tea.Msg {
		return parcelKept{contact: row.Contact, localID: row.ID, err: err}
	})
}

// row is what the local store gets: the file is the desk's own to change.
func (p *parcel) row() store.Outgoing {
	row, file := p.Outgoing, *p.File
	row.File = &file
	return row
}

func (msg parcelKept) arrive(r *Root) tea.Cmd {
	c, p := r.parcel(msg.contact, msg.localID)
	if p == nil {
		return nil
	}
	p.busy, p.kept = false, msg.err == nil
	if msg.err != nil {
		return tea.Batch(r.keepTrouble(msg.err), r.ship(c, p))
	}
	return r.ship(c, p)
}

// ship sends a file now, or says what it waits for. One that the person has to
// decide about stays.
func (r *Root) ship(c *chat, p *parcel) tea.Cmd {
	old := r.deps.Now().Sub(p.Written)
	switch {
	case p.sending(), p.Held != "":
		return nil
	case !r.session.ready || r.mail.away:
		p.queued = true
		r.showParcel(c, p, thread.StatusWaiting, waitsForLine)
		return r.tryLater()
	case !p.forced && old > staleAfter:
		p.Held = "it was written " + ago(old) + " ago and may not be meant any more"
		r.showParcel(c, p, thread.StatusHeld, p.Held)
		return r.noteHeld(p.Outgoing, p.kept)
	}
	if !p.forced && c.textBefore(p.Written) {
		p.queued = true
		r.showParcel(c, p, thread.StatusWaiting, waitsItsTurn)
		return nil
	}
	if !p.Unsure { // else what was known then counts: it may have arrived by now
		p.Tried, p.After = r.deps.Now(), c.newest().CreatedAt
	}
	p.trail = untraced
	r.showParcel(c, p, client.StatusPending, "")
	return r.startJob(r.parcelJob(p))
}

// shipAll sends the files of a conversation that wait for the line, and looks for
// those that may have arrived.
func (r *Root) shipAll(c *chat) tea.Cmd {
	var cmds []tea.Cmd
	for _, p := range c.sortedParcels() {
		cmds = append(cmds, r.ship(c, p))
	}
	return tea.Batch(append(cmds, r.trace(c))...)
}

// parcelJob sends a file when its turn comes, if it still is the one that was
// meant.
func (r *Root) parcelJob(p *parcel) *job {
	s := shipment{machine: r.deps.Host, platform: r.deps.Platform, row: p.row()}
	if p.kept {
		s.kept = r.deps.Store
	}
	over := make(chan struct{})
	var answer client.Message
	p.job = &job{
		verb: "send", name: text.Line(p.File.Name), contact: p.Contact, over: over,
		again: func() tea.Cmd { return r.sendAgain(p) },
		run: func(ctx context.Context, j *job) (string, error) {
			defer close(over)
			var err error
			answer, err = s.send(ctx, j)
			return "", err
		},
		ended: func(j *job, _ string, err error) tea.Cmd { return r.parcelEnded(p, j, answer, err) },
	}
	return p.job
}

// shipment is what the call that sends a file needs.
type shipment struct {
	machine  *host.Host
	platform *client.Client
	kept     *store.Store // nil: it has no row there
	row      store.Outgoing
}

// send sends the file, and notes in the local store what became of it: nobody else
// may live to do so.
func (s shipment) send(ctx context.Context, j *job) (client.Message, error) {
	m, err := s.attempt(ctx, j)
	if s.kept == nil || errors.Is(err, store.ErrTaken) {
		return m, err
	}
	note, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepLimit)
	defer cancel()
	// Where this cannot be noted, the claim stands, and a later console takes it for one that may have arrived.
	if err == nil {
		_ = s.kept.Done(note, s.row.ID)
		return m, nil
	}
	f := j.fate(err)
	_ = s.kept.Return(note, s.row.ID, s.row.Unsure || f.unsure, f.held)
	return m, err
}

func (s shipment) attempt(ctx context.Context, j *job) (client.Message, error) {
	file := s.row.File
	now, err := s.machine.Look(file.Path)
	if err != nil {
		return client.Message{}, fileError{why: "it could not be read: " + err.Error()}
	}
	if now.Size != file.Size || !now.Modified.Equal(file.Modified) {
		return client.Message{}, fileError{why: "it has changed since it was chosen; sent again, it goes as it is now", now: now}
	}
	_, body, err := s.machine.OpenToSend(file.Path)
	if err != nil {
		return client.Message{}, fileError{why: "it could not be read: " + err.Error()}
	}
	defer func() { _ = body.Close() }() // only read
	if s.kept != nil {
		if err := s.kept.Claim(ctx, s.row.ID, s.row.After); err != nil {
			return client.Message{}, claimError{err}
		}
	}
	return s.platform.SendMedia(ctx, s.row.Contact, client.Upload{
		Type: file.Type, Filename: file.Name, MIME: file.MIME, Caption: s.row.Body, Account: s.row.Account, Body: body, Progress: j.moved,
	})
}

// fileError is what is wrong with a file on this machine.
type fileError struct {
	why string
	now host.File // what it is, if it is another one than was meant
}

func (e fileError) Error() string { return e.why }

// fate is what became of a file that was not sent for certain.
type fate struct {
	held   string // why the person has to decide; "": it goes out by itself when the line is back
	unsure bool   // it may have arrived
}

// fate tells what a failed send means for its file.
func (j *job) fate(err error) fate {
	unsure := client.IsUncertain(err)
	switch client.KindOf(err) {
	case client.KindServer, client.KindRateLimited, client.KindProtocol:
		unsure = client.MayHaveReached(err) // these may come from behind a file that is stored
	}
	switch kind := client.KindOf(err); {
	case errors.Is(err, context.Canceled), kind == client.KindCancelled:
		if done, total := j.done.Load(), j.total.Load(); total > 0 && done >= total {
			return fate{held: "stopped when all of it was sent: it may have arrived", unsure: true}
		}
		return fate{held: "stopped before it was sent"}
	case heldBy(err) == "" && !unsure && kind != client.KindRateLimited:
		return fate{}
	}
	return fate{held: text.Line(err.Error()), unsure: unsure}
}

// parcelEnded puts the platform's message in the place of ours, or says why there
// is none and what to do.
func (r *Root) parcelEnded(p *parcel, j *job, answer client.Message, err error) tea.Cmd {
	c := r.chats.byID[p.Contact]
	if c == nil || c.parcels[p.ID] != p {
		return nil // another user's
	}
	if err == nil {
		c.settleParcel(p, answer)
		r.noteSize(answer, p.File.Size)
		r.keepMessage(c, answer.ID)
		r.applyEarly(c)
		return tea.Batch(r.say(levelGood, j.name+", "+media.Size(p.File.Size)+", is on its way."), r.reached(), r.push(c))
	}
	var claim claimError
	if errors.As(err, &claim) && j.state != jobStopped {
		return r.parcelNotClaimed(c, p, claim.err)
	}
	f := j.fate(err)
	p.Held, p.Unsure = f.held, p.Unsure || f.unsure
	if p.Held == "" {
		return r.parcelWaits(c, p, j)
	}
	r.showParcel(c, p, client.StatusFailed, p.Held)
	var noted, look tea.Cmd
	lost := p.lost()
	if lost {
		look = r.traceLater(c, settleFor)
	}
	if j.cancel == nil { // it never ran, so nothing is noted yet
		noted = r.noteHeld(p.Outgoing, p.kept)
	}
	why := p.Held
	var fault *client.Error
	if !errors.As(err, &fault) || j.state == jobStopped {
		why = j.name + " was not sent: " + why
	}
	var changed fileError
	if errors.As(err, &changed) && changed.now.Path != "" {
		p.take(changed.now)
	}
	why = strings.TrimSuffix(why, ".")
	if lost {
		why = "Whether " + j.name + " arrived is not known, and is looked up in a moment"
	}
	return tea.Batch(noted, look, r.say(levelBad, why+". It stays here with its caption: "+r.failedHint()+"."), r.push(c))
}

// parcelWaits keeps a file that the platform was not reached with: it has not
// begun, and goes out as messages do when the line is back.
func (r *Root) parcelWaits(c *chat, p *parcel, j *job) tea.Cmd {
	first := !r.mail.away
	r.mail.away = true
	r.files.jobs = slices.DeleteFunc(r.files.jobs, func(x *job) bool { return x == j }) // it comes again as another
	r.deps.Logger.Warn("a file waits for the line", "contact", c.id)
	var said tea.Cmd
	if first {
		said = r.say(levelWarn, "The platform was not reached: what you send waits, and goes out by itself when it is back.")
		r.notice.about = aboutSending
	}
	return tea.Batch(said, r.ship(c, p))
}

// parcelNotClaimed is a file that another console has, or of which the disk could
// not note that it is sent.
func (r *Root) parcelNotClaimed(c *chat, p *parcel, err error) tea.Cmd {
	if errors.Is(err, store.ErrTaken) {
		p.kept = false
		c.dropParcel(p)
		return tea.Batch(r.say(levelInfo, "Another console has this file, or what was kept of it was deleted; it is not sent from here."), r.push(c))
	}
	p.Held = "it could not be noted on the disk that it is sent, so a crash could send it twice"
	r.showParcel(c, p, thread.StatusHeld, p.Held)
	return tea.Batch(r.keepTrouble(err), r.push(c))
}

// take takes in what a file is now, for the next time it is sent.
func (p *parcel) take(f host.File) {
	p.File.Size, p.File.Modified = f.Size, f.Modified
	if as, kind, _, err := sendable(f); err == nil {
		p.File.Type, p.File.MIME = as, kind
	}
}

// stopShipping stops what is being sent and waits until it is noted how far that
// came.
func (r *Root) stopShipping(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, stopLimit)
	defer cancel()
	for _, j := range r.files.running() {
		if j.over == nil {
			continue
		}
		j.cancel()
		select {
		case <-j.over:
		case <-ctx.Done():
		}
	}
}
