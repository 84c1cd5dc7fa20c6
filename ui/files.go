package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/ui/media"
	"keydesk/ui/text"
)

// Files on their way: bounded, so that one click too many does not take the line
// from the conversation.
const (
	fileLimit    = 30 * time.Minute       // for one file; a line that stands still ends it sooner
	filesAtOnce  = 3                      // the others wait
	keptJobs     = 50                     // remembered for the list
	progressTick = 300 * time.Millisecond // how often progress is drawn
)

// jobState is how far a file is.
type jobState int

const (
	jobWaiting jobState = iota
	jobRunning
	jobDone
	jobFailed
	jobStopped
)

// job is one file on its way here or out.
type job struct {
	number  int
	verb    string // "save", "open" or "send"
	name    string // printable
	contact string // whose conversation
	state   jobState
	why     string // it failed, printable
	path    string // where it was saved
	cancel  context.CancelFunc

	over     chan struct{}  // is closed when the call has noted what became of it; nil: it notes nothing
	stopping bool           // cancel was called, and the answer is awaited
	again    func() tea.Cmd // starts it once more
	run      func(context.Context, *job) (string, error)
	ended    func(*job, string, error) tea.Cmd

	done, total atomic.Int64 // bytes; written by the call, total is -1 until it is known
}

// moved is the job's progress as the client reports it.
func (j *job) moved(done, total int64) {
	j.done.Store(done)
	j.total.Store(total)
}

// progress is how far it is, in words: "1.2 of 3.4 MB".
func (j *job) progress() string {
	done, total := j.done.Load(), j.total.Load()
	switch {
	case j.state == jobWaiting:
		return "waits"
	case total > 0:
		have, unit, _ := strings.Cut(media.Size(done), " ")
		if of := media.Size(total); strings.HasSuffix(of, " "+unit) {
			return have + " of " + of
		}
		return media.Size(done) + " of " + media.Size(total)
	}
	return media.Size(done)
}

// running are the jobs under way.
func (f *filesRoom) running() []*job {
	var list []*job
	for _, j := range f.jobs {
		if j.state == jobRunning {
			list = append(list, j)
		}
	}
	return list
}

// startJob takes a job up, now or when one of those before it has ended.
func (r *filesRoom) startJob(j *job) tea.Cmd {
	r.number++
	j.number = r.number
	j.total.Store(-1)
	r.jobs = append(r.jobs, j)
	for i := 0; len(r.jobs) > keptJobs && i < len(r.jobs); {
		if s := r.jobs[i].state; s == jobWaiting || s == jobRunning {
			i++
			continue
		}
		r.jobs = append(r.jobs[:i:i], r.jobs[i+1:]...)
	}
	return r.nextJobs()
}

// nextJobs starts what waits while there is room.
func (r *filesRoom) nextJobs() tea.Cmd {
	var cmds []tea.Cmd
	for _, j := range r.jobs {
		if j.state != jobWaiting || len(r.running()) >= filesAtOnce {
			continue
		}
		ctx, cancel := context.WithCancel(r.deps.Context)
		j.state, j.cancel = jobRunning, cancel
		number, run := j.number, j.run
		cmds = append(cmds, call(door{ctx: ctx, log: r.deps.Logger}, fileLimit, func(ctx context.Context) (string, error) {
			return run(ctx, j)
		}, func(path string, err error) tea.Msg { return jobEnded{number: number, path: path, err: err} }))
	}
	if len(cmds) > 0 && !r.ticking {
		r.ticking = true
		cmds = append(cmds, r.deps.After(progressTick, filesMoved{}))
	}
	return tea.Batch(cmds...)
}

// filesMoved draws the progress again while something moves.
type filesMoved struct{}

func (filesMoved) arrive(r *filesRoom) tea.Cmd {
	if r.ticking = len(r.running()) > 0; r.ticking {
		return r.deps.After(progressTick, filesMoved{})
	}
	return nil
}

// jobEnded is what became of a job.
type jobEnded struct {
	number int
	path   string
	err    error
}

func (msg jobEnded) arrive(r *filesRoom) tea.Cmd {
	for _, j := range r.jobs {
		if j.number != msg.number || j.state != jobRunning {
			continue
		}
		j.cancel()
		j.path = msg.path
		switch {
		case msg.err == nil:
			j.state = jobDone
		case errors.Is(msg.err, context.Canceled), errors.Is(msg.err, delivery.ErrStopped), client.KindOf(msg.err) == client.KindCancelled:
			j.state, j.why = jobStopped, "stopped"
		default:
			j.state, j.why = jobFailed, text.Line(msg.err.Error())
		}
		return tea.Batch(j.ended(j, msg.path, msg.err), r.nextJobs())
	}
	return nil
}

// stopFiles stops what is under way for the open conversation, or, with none of
// its own, the newest; it reports whether there was any.
func (r *filesRoom) stopFiles() (cmd tea.Cmd, stopped bool) {
	var newest *job
	for _, j := range r.jobs {
		if j.state != jobRunning && j.state != jobWaiting || j.stopping {
			continue
		}
		if c := r.chats.open; newest == nil || newest.state == jobWaiting || j.state == jobRunning && (c == nil || c.id == j.contact || newest.contact != c.id) {
			newest = j
		}
	}
	if newest == nil {
		return nil, false
	}
	return r.stopJob(newest), true
}

// stopJob stops a job; one that waits ends at once.
func (r *filesRoom) stopJob(j *job) tea.Cmd {
	switch j.state {
	case jobRunning:
		j.stopping = true
		j.cancel()
	case jobWaiting:
		j.state, j.why = jobStopped, "stopped"
		return j.ended(j, "", context.Canceled)
	}
	return nil
}

// fileHint is the footer's words on what is under way, "" when nothing is.
func (r *filesRoom) fileHint() string {
	list := r.running()
	if len(list) == 0 {
		return ""
	}
	j := list[len(list)-1]
	words := j.progress()
	if r.width >= 60 {
		words = text.CutWith(j.name, max(8, r.width/4), r.Theme.Glyphs.Cut) + " " + words
	}
	if n := len(list); n > 1 {
		words += fmt.Sprintf(" +%d", n-1)
	}
	return words
}

// fileMessage is the message that a file command means: the selected one.
func (r *filesRoom) fileMessage() (m client.Message, why string) {
	if why := r.needsChat(); why != "" {
		return m, why
	}
	m, ok := r.chats.open.thread.Selected()
	if !ok {
		return m, "select a message with a file first (" + r.Theme.Glyphs.UpDown + ")"
	}
	return m, whyNoFile(m)
}

// whyNoFile is why a message has no file to fetch, "" when it has.
func whyNoFile(m client.Message) string {
	switch {
	case m.MediaURL != "":
		return ""
	case m.Type == "sticker":
		return "this platform does not keep stickers"
	case m.Type == "image", m.Type == "video", m.Type == "audio", m.Type == "document":
		return "the platform has no file for this message any more"
	}
	return "this message has no file"
}

func (r *filesRoom) needsFile() string {
	_, why := r.fileMessage()
	return why
}

// fileName is the name that a message's file gets here.
func (r *filesRoom) fileName(m client.Message) string {
	return media.FileName(m.MediaFilename, m.MediaMIME, m.Type+" "+m.CreatedAt.In(r.deps.Location).Format("2006-01-02 1504"))
}

// saveFile saves the file of the selected message.
func (r *filesRoom) saveFile() tea.Cmd {
	m, why := r.fileMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	return r.keepFile(m)
}

// keepFile fetches a message's file into the folder for downloads.
func (r *filesRoom) keepFile(m client.Message) tea.Cmd {
	name, folder, platform, machine := r.fileName(m), r.deps.Downloads, r.deps.Platform, r.deps.Host
	return r.startJob(&job{
		verb: "save", name: name, contact: m.ContactID,
		again: func() tea.Cmd { return r.keepFile(m) },
		run: func(ctx context.Context, j *job) (string, error) {
			return machine.Save(ctx, folder, func(n int) string { return media.Numbered(name, n) }, fetch(ctx, platform, m.ID, j))
		},
		ended: func(j *job, path string, err error) tea.Cmd {
			if err != nil {
				return r.fileTrouble(j, err)
			}
			r.noteSize(m, j.done.Load())
			if machine.HasTray() {
				return r.say(levelGood, "Saved "+path+" in your tray, "+media.Size(j.done.Load())+"; scp fetches it.")
			}
			return r.say(levelGood, "Saved "+path+", "+media.Size(j.done.Load())+".")
		},
	})
}

// fetch is a function that writes a message's media.
func fetch(ctx context.Context, platform *client.Client, id string, j *job) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := platform.Download(ctx, id, w, client.DownloadOptions{Progress: j.moved})
		return err
	}
}

// openFile hands a message's file to the system's viewer.
func (r *filesRoom) openFile(m client.Message) tea.Cmd {
	machine, scratch, platform := r.deps.Host, r.deps.Scratch, r.deps.Platform
	name := r.fileName(m)
	if why := machine.CanShow(); why != "" || scratch == nil {
		return r.say(levelWarn, "Not opened: "+why+". "+r.Label("thread.save")+" saves it, "+r.Label("thread.view")+" shows a picture here.")
	}
	stem := name[:len(name)-len(media.NameEnding(name))]
	return r.startJob(&job{
		verb: "open", name: name, contact: m.ContactID,
		again: func() tea.Cmd { return r.openFile(m) },
		run: func(ctx context.Context, j *job) (string, error) {
			_, err := machine.View(ctx, scratch, stem, func(head []byte) string { return media.Viewable(media.Sniff(head)) }, fetch(ctx, platform, m.ID, j))
			return "", err
		},
		ended: func(j *job, _ string, err error) tea.Cmd {
			if err != nil {
				return r.fileTrouble(j, err)
			}
			r.noteSize(m, j.done.Load())
			return r.say(levelGood, name+": opened in the system's viewer.")
		},
	})
}

// fileTrouble says that a file did not arrive.
func (r *filesRoom) fileTrouble(j *job, err error) tea.Cmd {
	if j.state == jobStopped {
		return r.say(levelInfo, j.name+": stopped, nothing is kept of it.")
	}
	return r.say(levelBad, fmt.Sprintf("Could not %s %s: %s", j.verb, j.name, err))
}

// noteSize remembers how large a message's file is: the platform does not tell
// before it is fetched (contract §5.2).
func (r *filesRoom) noteSize(m client.Message, size int64) {
	if r.sizes == nil {
		r.sizes = map[string]int64{}
	}
	r.sizes[m.ID] = size
	if c := r.chats.byID[m.ContactID]; c != nil {
		c.thread.SetMediaSize(m.ID, size)
	}
}

// fileSize is how large a message's file is in words, "" while nobody knows.
func (r *filesRoom) fileSize(id string) string {
	if size := r.sizes[id]; size > 0 {
		return media.Size(size)
	}
	return ""
}
