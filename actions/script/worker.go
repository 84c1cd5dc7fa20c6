package script

import (
	"encoding/json"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"keydesk/actions/script/vm"
	"keydesk/actions/script/walls"
)

const (
	// workerArg is the hidden first argument of a worker process.
	workerArg = "keydesk-script-worker"
	// zoneArg begins the argument with the parent's TZ, which an empty environment cannot carry.
	zoneArg = "tz="
	// stuckAfter is how long after the interrupt the worker gives up on a built-in function that
	// does not return, and answers on its own. It is less than Grace, so that the answer arrives.
	stuckAfter = 300 * time.Millisecond
	// idleAfter is how long a spare waits before it rehearses; an order that comes sooner is not
	// held up.
	idleAfter = 20 * time.Millisecond
)

// IsWorker says whether args, which are os.Args, ask for a worker. A main asks it before anything
// else, and then ends with ServeWorker's code.
func IsWorker(args []string) bool { return len(args) > 1 && args[1] == workerArg }

// ServeWorker runs this process as a worker to its end and gives the exit code. Before the first
// order is read, every wall stands and the runtime is ready.
func ServeWorker() int {
	runtime.GOMAXPROCS(2)  // one for the snippet, one for the clock and the collector
	debug.SetGCPercent(-1) // nothing to collect while the worker gets ready
	setZone(os.Args)
	raised := walls.Raise()
	machine, err := vm.New(vmLimits())
	if err != nil {
		os.Stderr.WriteString("preparing the runtime: " + err.Error() + "\n")
		return 1
	}
	debug.SetGCPercent(50)
	w := &worker{in: os.Stdin, out: os.Stdout, machine: machine}
	hello, err := json.Marshal(raised)
	if err != nil || w.send(frameHello, hello) != nil {
		return 1
	}
	return w.serve()
}

// setZone makes local time the parent's. It must run before the walls, which hide the zone files.
func setZone(args []string) {
	for _, arg := range args[min(2, len(args)):] {
		if zone, ok := strings.CutPrefix(arg, zoneArg); ok {
			os.Setenv("TZ", zone)
		}
	}
	_, _ = time.Unix(0, 0).Zone() // loads the zone
}

// worker is the child's side of the pipes.
type worker struct {
	in      io.Reader
	out     io.Writer
	machine *vm.Machine
	answer  sync.Once
	busy    sync.Mutex // held by a rehearsal or an order
}

func (w *worker) send(kind byte, body []byte) error {
	_, err := w.out.Write(frame(kind, body))
	return err
}

// serve answers checks until a run comes, answers that, and ends. The end of input ends it too:
// the parent is gone.
func (w *worker) serve() int {
	idle := time.AfterFunc(idleAfter, w.rehearse)
	defer idle.Stop()
	for {
		body, err := readFrame(w.in, frameOrder, maxOrder)
		if err != nil {
			return 0
		}
		idle.Stop()
		if done, code := w.obey(body); done {
			return code
		}
	}
}

// obey carries out one order, and says whether it was the last.
func (w *worker) obey(body []byte) (done bool, code int) {
	w.busy.Lock()
	defer w.busy.Unlock()
	var o order
	if err := json.Unmarshal(body, &o); err != nil {
		os.Stderr.WriteString("reading the order: " + err.Error() + "\n")
		return true, 1
	}
	if !o.Check {
		return true, w.run(o)
	}
	if w.send(frameReply, encodeReply(vm.Outcome{Failure: vm.Check(o.Code)})) != nil {
		return true, 1
	}
	return false, 0
}

// rehearse runs a snippet of the common kind in a runtime that is thrown away. The pages and caches
// that a first run needs are then there, which halves the time of the real one.
func (w *worker) rehearse() {
	w.busy.Lock()
	defer w.busy.Unlock()
	data, err := json.Marshal(order{Limit: time.Second, Bindings: json.RawMessage(`{"contact":{"tags":["a"],"n":1}}`),
		Code: "navigator.clipboard.writeText(`${contact.n}`);\nreturn { toast: { message: contact.tags.join() }, url: 'https://a.example/' }"})
	var o order
	if err == nil {
		err = json.Unmarshal(data, &o)
	}
	if err != nil {
		return
	}
	if machine, err := vm.New(vmLimits()); err == nil {
		encodeReply(machine.Run(vm.Job{Code: o.Code, Bindings: o.Bindings, Limit: o.Limit}))
	}
	debug.FreeOSMemory()
}

// run runs the one job of this process's life. Whoever is first answers: the run, or the watchdog
// for a run that cannot be interrupted.
func (w *worker) run(o order) int {
	walls.WatchMemory()
	go func() {
		// No second order comes. The read ends when the parent does.
		_, _ = w.in.Read(make([]byte, 1))
		os.Exit(0)
	}()
	watchdog := time.AfterFunc(o.Limit+stuckAfter, func() {
		w.reply(w.machine.Snapshot())
		os.Exit(0)
	})
	defer watchdog.Stop()
	w.reply(w.machine.Run(vm.Job{Code: o.Code, Bindings: o.Bindings, Limit: o.Limit, AllowRead: o.AllowRead, Clipboard: o.Clipboard}))
	return 0
}

func (w *worker) reply(o vm.Outcome) {
	w.answer.Do(func() {
		// A parent that cannot be written to has killed or lost this worker.
		_ = w.send(frameReply, encodeReply(o))
	})
}
