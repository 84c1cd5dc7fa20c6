package vm

import (
	"embed"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// maxCalls is how deep calls may nest; calls through built-in functions also use the Go stack.
const maxCalls = 6000

// Job is one snippet with its data.
type Job struct {
	Code      string
	Bindings  []byte // one JSON object
	Limit     time.Duration
	AllowRead bool
	Clipboard string
}

// Effect, Line and Outcome are what package script calls Effect, LogLine and Result.
type (
	Effect  struct{ Kind, Text, URL, Level string }
	Line    struct{ Level, Text string }
	Outcome struct {
		Effects  []Effect
		Message  string
		Log      []Line
		Returned bool
		Cut      []string
		Failure  *Failure
	}
)

// Failure says why a run failed; Kind is one of package script's kinds.
type Failure struct {
	Kind, Message string
	Line, Column  int
}

func (f *Failure) Error() string { return f.Message }

// Machine is a runtime with its bindings, good for one job.
type Machine struct {
	rt          *goja.Runtime
	record      *recorder
	loop        loop
	expressions expressions
	limit       time.Duration
	lines       []string // the author's code, for columns

	bind, finish, describe goja.Callable
	refusals               map[*goja.Object]bool

	read      bool // readText is allowed
	clipboard string

	fault   *Failure // what the bindings found wrong; it wins over what the snippet makes of it
	expired atomic.Bool
	over    chan struct{} // closed at the time limit
	rejects []rejection
}

type rejection struct {
	promise *goja.Promise
	handled bool
}

//go:embed js
var sources embed.FS

// New builds a machine. It does all that can be done before the job is known.
func New(limits Limits) (*Machine, error) {
	m := &Machine{rt: goja.New(), record: newRecorder(limits), over: make(chan struct{}), refusals: map[*goja.Object]bool{}}
	m.rt.SetParserOptions(parser.WithDisableSourceMaps) // a source map would be read from a file
	m.rt.SetMaxCallStackSize(maxCalls)
	m.rt.SetPromiseRejectionTracker(m.track)
	m.loop.init()
	native, exports := m.natives(), m.rt.NewObject()
	load := func(name string) error { return m.load(name, native, exports) }
	if err := native.Set("load", load); err != nil {
		return nil, err
	}
	for _, name := range []string{"language", "dates", "legacy", "regexp", "guard", "desk"} {
		if err := load(name); err != nil {
			return nil, err
		}
	}
	m.bind, _ = goja.AssertFunction(exports.Get("bind"))
	m.finish, _ = goja.AssertFunction(exports.Get("finish"))
	m.describe, _ = goja.AssertFunction(exports.Get("describe"))
	return m, nil
}

// load runs one source of the bindings. What most snippets do without is loaded at first use, which
// keeps a worker's start short.
func (m *Machine) load(name string, native, exports *goja.Object) error {
	source, err := sources.ReadFile("js/" + name + ".js")
	if err != nil {
		return err
	}
	v, err := m.rt.RunScript("bindings", string(source))
	if err != nil {
		return err
	}
	setup, _ := goja.AssertFunction(v)
	_, err = setup(goja.Undefined(), native, m.rt.GlobalObject(), exports)
	return err
}

// Run runs the job to its end. It may be called once.
func (m *Machine) Run(j Job) Outcome {
	m.limit, m.read, m.clipboard = j.Limit, j.AllowRead, j.Clipboard
	m.lines = splitLines(j.Code)
	var once sync.Once
	timer := time.AfterFunc(j.Limit, func() {
		once.Do(func() {
			m.expired.Store(true)
			m.rt.Interrupt(errLimit)
			close(m.over)
		})
	})
	defer timer.Stop()
	failure := m.run(j)
	if m.fault != nil {
		failure = m.fault
	}
	out := m.record.outcome()
	out.Failure = failure
	return out
}

// Snapshot is the outcome so far, for the case that Run cannot be stopped: what was asked for up to
// now, and a timeout.
func (m *Machine) Snapshot() Outcome {
	out := m.record.outcome()
	out.Failure = &Failure{Kind: "timeout", Message: overdue(m.limit) +
		" One built-in operation (such as a regular expression, repeat or sort) took the time."}
	return out
}

func (m *Machine) run(j Job) (failure *Failure) {
	defer func() {
		if r := recover(); r != nil {
			failure = m.fromPanic(r)
		}
	}()
	program, failure := compile(j.Code)
	if failure != nil {
		return failure
	}
	data, err := m.parseJSON(j.Bindings)
	if err == nil {
		_, err = m.bind(goja.Undefined(), data)
	}
	if err != nil {
		return m.fromError(err)
	}
	v, err := m.rt.RunProgram(program)
	if err != nil {
		return m.fromError(err)
	}
	body, _ := goja.AssertFunction(v)
	value, err := body(goja.Undefined())
	if err != nil {
		return m.fromError(err)
	}
	promise, err := m.finish(goja.Undefined(), value)
	if err != nil {
		return m.fromError(err)
	}
	return m.settle(promise.Export().(*goja.Promise))
}

// parseJSON makes plain JavaScript values of JSON: nothing of Go is behind them.
func (m *Machine) parseJSON(data []byte) (goja.Value, error) {
	parse, _ := goja.AssertFunction(m.rt.Get("JSON").ToObject(m.rt).Get("parse"))
	return parse(goja.Undefined(), m.rt.ToValue(string(data)))
}

// track is told of promises that were rejected with nobody listening, and of late listeners.
func (m *Machine) track(p *goja.Promise, op goja.PromiseRejectionOperation) {
	if op == goja.PromiseRejectionReject {
		m.rejects = append(m.rejects, rejection{promise: p})
		return
	}
	for i := range m.rejects {
		if m.rejects[i].promise == p {
			m.rejects[i].handled = true
		}
	}
}
