package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

// stopLimit bounds how long leaving may wait for what is being sent to stop.
const stopLimit = time.Second

// sendFile hands a file over. It takes the place of one that did not go out, if
// that is still here. A path in the composer that named it goes, to be had back by
// undo.
func (r *outRoom) sendFile(it delivery.Item) tea.Cmd {
	c := r.chats.byID[it.Contact]
	f, _ := it.Content.(delivery.File)
	if c == nil {
		return nil
	}
	r.files.from = filepath.ToSlash(filepath.Dir(f.Path)) + "/"
	if host.DroppedPath(c.compose.Value()) == f.Path && c.mode() == store.Reply {
		c.compose.Clear()
	}
	if old, here := r.out.Item(it.ID); !here || old.State.Busy() {
		it.ID = localID()
	}
	it.Written = r.deps.Now()
	r.out.Put(it)
	c.thread.ClearSelection()
	c.thread.ToNewest()
	return nil
}

// fileJob sends a file when there is room for it.
func (r *outRoom) fileJob(it delivery.Item, f delivery.File) *job {
	s := fileSender{machine: r.deps.Host, platform: r.deps.Platform, sent: r.deps.SentFile}
	rows, words := r.rows(), r.out.words.held
	over := make(chan struct{})
	var answer client.Message
	j := &job{
		verb: "send", name: text.Line(f.Name), contact: it.Contact, over: over,
		again: func() tea.Cmd { return r.fileAgain(it) },
		run: func(ctx context.Context, j *job) (string, error) {
			defer close(over)
			var err error
			answer, err = delivery.Carry(ctx, rows, it, words, func(ctx context.Context, it delivery.Item) (client.Message, error) {
				return s.send(ctx, it, f, j)
			})
			return "", err
		},
		ended: func(j *job, _ string, err error) tea.Cmd { return r.fileEnded(it, f, j, answer, err) },
	}
	r.out.jobs[it.ID] = j
	return j
}

// fileSender is what the call that sends a file needs.
type fileSender struct {
	machine  *host.Host
	platform *client.Client
	sent     func(contactID, name string, err error) // nil: nobody hears of it
}

func (s fileSender) send(ctx context.Context, it delivery.Item, f delivery.File, j *job) (client.Message, error) {
	now, err := s.machine.Look(f.Path)
	if err != nil {
		return client.Message{}, delivery.Unsent(fileError{why: "it could not be read: " + err.Error()})
	}
	if now.Size != f.Size || !now.Modified.Equal(f.Modified) {
		return client.Message{}, delivery.Unsent(fileError{why: "it has changed since it was chosen; sent again, it goes as it is now", now: now})
	}
	_, body, err := s.machine.OpenToSend(f.Path)
	if err != nil {
		return client.Message{}, delivery.Unsent(fileError{why: "it could not be read: " + err.Error()})
	}
	defer func() { _ = body.Close() }() // only read
	m, err := s.platform.SendMedia(ctx, it.Contact, client.Upload{
		Type: f.Type, Filename: f.Name, MIME: f.MIME, Caption: f.Caption, Account: it.Account, Body: body, Progress: j.moved,
	})
	if s.sent != nil {
		s.sent(it.Contact, f.Name, err)
	}
	done, total := j.done.Load(), j.total.Load()
	if stopped := client.KindOf(err) == client.KindCancelled; stopped && (total <= 0 || done < total) {
		err = delivery.ErrStopped
	}
	return m, err
}

// fileError is what is wrong with a file on this machine.
type fileError struct {
	why string
	now host.File // what it is, if it is another one than was meant
}

func (e fileError) Error() string { return e.why }

// fileEnded takes in what became of the call that sent a file.
func (r *outRoom) fileEnded(it delivery.Item, f delivery.File, j *job, answer client.Message, err error) tea.Cmd {
	if j.cancel == nil { // it never ran
		r.out.Stop(it.ID)
		return nil
	}
	var changed fileError
	if errors.As(err, &changed) && changed.now.Path != "" {
		r.out.Revise(it.ID, asNow(f, changed.now))
	}
	cmd := r.answered(it.ID, answer, err)
	if now, here := r.out.Item(it.ID); here && now.State == delivery.Queued {
		r.files.jobs = slices.DeleteFunc(r.files.jobs, func(x *job) bool { return x == j }) // it comes again as another
	}
	return cmd
}

// asNow is a file as it is now, with its words.
func asNow(f delivery.File, now host.File) delivery.File {
	f.Size, f.Modified = now.Size, now.Modified
	if as, kind, _, err := sendable(now); err == nil {
		f.Type, f.MIME = as, kind
	}
	return f
}

// fileArrived is told that the platform has a file, however that became known.
func (r *outRoom) fileArrived(id string) {
	if j := r.out.jobs[id]; j != nil && j.state != jobRunning {
		j.state = jobDone
	}
	delete(r.out.jobs, id)
}

// fileAgain sends a file of the list of files again: one that is still here, or
// one that was thrown away.
func (r *outRoom) fileAgain(it delivery.Item) tea.Cmd {
	if now, here := r.out.Item(it.ID); here {
		return r.again(now)
	}
	if r.chats.byID[it.Contact] == nil {
		return r.say(levelInfo, "Open its conversation first.")
	}
	return r.sendFile(delivery.Item{Contact: it.Contact, Account: it.Account, Content: it.Content, Forced: true})
}

// stopShipping stops what is being sent and waits until it is noted how far that
// came.
func (r *outRoom) stopShipping(ctx context.Context) {
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
