package script

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

const (
	// helloWithin is how long a worker may take to be ready, even on a busy machine.
	helloWithin = 10 * time.Second
	// keptErrors is how much of a worker's standard error is kept, in bytes: enough to tell why a
	// Go program died.
	keptErrors = 4096
	// drainWithin is how long the pipes of a dead worker are still read.
	drainWithin = 250 * time.Millisecond
)

// process is one worker as its parent sees it. Its three goroutines end with the child.
type process struct {
	cmd     *exec.Cmd
	in      *os.File
	started time.Time

	ready   chan struct{} // closed when the worker said hello, or never will
	replies chan []byte   // bodies of replies, closed at the end of output or at nonsense
	gone    chan struct{} // closed when the child is dead
	done    chan struct{} // closed when nothing is left of it

	mu     sync.Mutex
	walls  []Wall // from the hello, nil before and without one
	reaped bool
	ended  error        // what Wait gave
	errors bytes.Buffer // the first keptErrors bytes of standard error
	broke  error        // the nonsense at which reading stopped
	cause  error        // why the parent killed it, where that is worth telling
}

// pipes are the three pipes of a worker, the parent's ends first.
type pipes struct{ in, out, err, childIn, childOut, childErr *os.File }

func openPipes() (p pipes, err error) {
	var e1, e2, e3 error
	p.childIn, p.in, e1 = os.Pipe()
	p.out, p.childOut, e2 = os.Pipe()
	p.err, p.childErr, e3 = os.Pipe()
	if err = errors.Join(e1, e2, e3); err != nil {
		p.closeChild()
		closeAll(p.in, p.out, p.err)
	}
	return p, err
}

func (p pipes) closeChild() { closeAll(p.childIn, p.childOut, p.childErr) }

func closeAll(files ...*os.File) {
	for _, f := range files {
		if f != nil {
			f.Close()
		}
	}
}

// workerEnv is the whole environment of a worker. In a build with C, the C library keeps 64 MiB of
// addresses for each thread, of which a worker has as many as it likes; one such heap does for all.
var workerEnv = []string{"MALLOC_ARENA_MAX=1"}

// startProcess starts a worker; ended is called when it is gone for good.
func startProcess(c Config, ended func()) (*process, error) {
	exe, args, err := command(c)
	if err != nil {
		return nil, err
	}
	files, err := openPipes()
	if err != nil {
		return nil, fmt.Errorf("opening pipes to a script worker: %w", err)
	}
	cmd := &exec.Cmd{Path: exe, Args: append([]string{"keydesk"}, args...), Env: workerEnv, Dir: rootDir(exe),
		Stdin: files.childIn, Stdout: files.childOut, Stderr: files.childErr, SysProcAttr: attributes()}
	err = cmd.Start()
	files.closeChild()
	if err != nil {
		closeAll(files.in, files.out, files.err)
		return nil, fmt.Errorf("starting a script worker: %w", err)
	}
	w := &process{cmd: cmd, in: files.in, started: time.Now(), ready: make(chan struct{}),
		replies: make(chan []byte, 1), gone: make(chan struct{}), done: make(chan struct{})}
	var readers sync.WaitGroup
	readers.Go(func() { w.readErrors(files.err) })
	readers.Go(func() { w.readOutput(files.out) })
	go func() {
		defer ended()
		err := cmd.Wait()
		w.mu.Lock()
		w.reaped, w.ended = true, err
		w.mu.Unlock()
		close(w.gone)
		// What the dead worker wrote is in the pipes; nobody else holds them open, but if somebody
		// did, this ends the reading. Not every system can set the deadline; then end of file must do.
		_ = files.out.SetReadDeadline(time.Now().Add(drainWithin))
		_ = files.err.SetReadDeadline(time.Now().Add(drainWithin))
		readers.Wait()
		closeAll(files.in, files.out, files.err)
		close(w.done)
	}()
	return w, nil
}

// command is the program to start and its arguments.
func command(c Config) (exe string, args []string, err error) {
	exe = c.Exe
	if exe == "" {
		if exe, err = self(); err != nil {
			return "", nil, fmt.Errorf("finding this program to start a script worker: %w", err)
		}
	}
	if exe, err = filepath.Abs(exe); err != nil {
		return "", nil, fmt.Errorf("finding the script worker: %w", err)
	}
	args = c.Args
	if args == nil {
		args = []string{workerArg}
		if c.Zone != "" {
			args = append(args, zoneArg+c.Zone)
		} else if zone, ok := os.LookupEnv("TZ"); ok {
			args = append(args, zoneArg+zone)
		}
	}
	return exe, args, nil
}

// readOutput reads the hello and then replies, each bounded. Nonsense ends the worker.
func (w *process) readOutput(out io.Reader) {
	defer close(w.replies)
	err := w.readHello(out)
	close(w.ready)
	for err == nil {
		var body []byte
		if body, err = readFrame(out, frameReply, maxReply); err == nil {
			err = w.pass(body)
		}
	}
	if errors.Is(err, errFrameSize) || errors.Is(err, errFrameType) || errors.Is(err, errReply) {
		w.mu.Lock()
		w.broke = err
		w.mu.Unlock()
	}
	w.kill()
}

func (w *process) readHello(out io.Reader) error {
	body, err := readFrame(out, frameHello, maxHello)
	if err != nil {
		return err
	}
	walls := []Wall{}
	if err := json.Unmarshal(body, &walls); err != nil {
		return fmt.Errorf("%w: %w", errReply, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.walls = walls
	return nil
}

// pass hands a reply on. There is room for the one that is awaited; a worker that sends more than
// it was asked for waits until it is killed.
func (w *process) pass(body []byte) error {
	select {
	case w.replies <- body:
		return nil
	default:
	}
	select {
	case w.replies <- body:
		return nil
	case <-w.gone:
		return errReply
	}
}

// greeting is what the worker said in its hello, nil without one.
func (w *process) greeting() []Wall {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.walls
}

func (w *process) readErrors(from io.Reader) {
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		w.mu.Lock()
		w.errors.Write(buffer[:min(n, keptErrors-w.errors.Len())])
		w.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// alive says whether the worker still runs.
func (w *process) alive() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.reaped
}

// errMemory is why a worker was killed that had more memory than it may have.
var errMemory = errors.New("the worker had more memory than it may have")

// killFor ends the worker and notes why.
func (w *process) killFor(cause error) {
	w.mu.Lock()
	w.cause = cause
	w.mu.Unlock()
	w.kill()
}

// kill ends the worker and its process group. A group that is gone is left alone, since its number
// may be somebody else's by now.
func (w *process) kill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.reaped {
		killGroup(w.cmd.Process)
	}
}
