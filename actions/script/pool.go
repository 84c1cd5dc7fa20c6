package script

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	// defaultRuns is how many snippets may run at once where the Config does not say.
	defaultRuns = 4
	// settledAfter is how long a spare must have lived to be replaced when it dies. One that dies
	// sooner would only die again; the next run tries and can tell why.
	settledAfter = 2 * time.Second
)

// ErrClosed is what runs get after Close.
var ErrClosed = errors.New("the script pool is closed")

// Pool runs snippets, each in a process of its own. Its methods may be called from anywhere.
type Pool struct {
	config Config
	log    *slog.Logger
	slots  chan struct{}
	known  verdicts
	wg     sync.WaitGroup // processes and their keepers

	mu      sync.Mutex
	closed  bool
	warming bool
	spare   *process
	all     map[*process]struct{}
	news    *sync.Cond // on mu: a worker was started, or warming ended
}

// NewPool makes a pool. It starts nothing yet.
func NewPool(c Config) *Pool {
	log := c.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	p := &Pool{config: c, log: log, slots: make(chan struct{}, cmp.Or(c.Runs, defaultRuns)), all: map[*process]struct{}{}}
	p.news = sync.NewCond(&p.mu)
	return p
}

// Warm starts a spare worker in the background if there is none.
func (p *Pool) Warm() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.warming || p.spare != nil {
		return
	}
	p.warming = true
	p.wg.Go(func() {
		w, err := p.start()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.warming = false
		p.news.Broadcast()
		switch {
		case err != nil:
			p.log.Warn("no spare script worker", "error", err)
		case p.closed || p.spare != nil:
			w.kill()
		default:
			p.spare = w
		}
	})
}

// start starts a worker and watches over it to its end. The lock is not held meanwhile: starting a
// process takes milliseconds, and Warm is called from where a screen is drawn.
func (p *Pool) start() (*process, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, ErrClosed
	}
	p.wg.Add(2) // the process and its watch
	p.mu.Unlock()
	w, err := startProcess(p.config, p.wg.Done)
	if err != nil {
		p.wg.Add(-2)
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		w.kill()
	}
	p.all[w] = struct{}{}
	p.news.Broadcast()
	go func() {
		defer p.wg.Done()
		p.watch(w)
	}()
	return w, nil
}

// watch forgets a worker when it is gone, and replaces it if it was the spare.
func (p *Pool) watch(w *process) {
	<-w.done
	p.mu.Lock()
	delete(p.all, w)
	lost := p.spare == w
	if lost {
		p.spare = nil
	}
	p.mu.Unlock()
	if lost && time.Since(w.started) > settledAfter {
		p.log.Info("the spare script worker died and is replaced", "error", w.ended)
		p.Warm()
	}
}

// take gives the spare, or a new worker without one. A spare that is just being started is waited
// for: it comes sooner than another one would.
func (p *Pool) take() (w *process, spare bool, err error) {
	p.mu.Lock()
	for p.warming {
		p.news.Wait()
	}
	w, p.spare = p.spare, nil
	p.mu.Unlock()
	if w != nil && w.alive() {
		return w, true, nil
	}
	w, err = p.start()
	return w, false, err
}

// Run runs one snippet in a fresh process and gives back what it asked for. The error is an *Error
// for the snippet's own failures; the Result then holds what was asked for and logged before,
// which is to be shown and not performed. When ctx ends first, the worker is killed at once and
// the error wraps ctx's.
func (p *Pool) Run(ctx context.Context, j Job) (Result, error) {
	o, err := j.order()
	if err != nil {
		return Result{}, err
	}
	p.log.Debug("running a script", "action", j.Name, "rehearse", j.Rehearse)
	started := time.Now()
	body, err := p.ask(ctx, o, false)
	if err != nil {
		return Result{Took: time.Since(started)}, err
	}
	result, failure, err := decodeReply(body)
	result.Took = time.Since(started)
	switch {
	case err != nil:
		p.log.Error("a script worker broke the protocol", "action", j.Name, "error", err)
		return Result{Took: result.Took}, &Error{Kind: KindKilled, Message: "The script worker gave an answer that cannot be trusted; nothing of it was used."}
	case failure != nil:
		return result, failure
	}
	return result, nil
}

// order turns a job into what the worker reads.
func (j Job) order() (order, error) {
	o := order{Code: j.Code, Limit: j.Limit, AllowRead: j.AllowRead, Clipboard: j.Clipboard}
	switch {
	case o.Limit <= 0:
		o.Limit = DefaultLimit
	case o.Limit > MaxLimit:
		o.Limit = MaxLimit
	}
	if !j.AllowRead || len(o.Clipboard) > MaxClipboard {
		o.Clipboard = ""
	}
	if len(j.Code) > MaxCode {
		return o, &Error{Kind: KindRefused, Message: fmt.Sprintf("The script is longer than %d KiB.", MaxCode>>10)}
	}
	bindings := j.Bindings
	if bindings == nil {
		bindings = map[string]any{}
	}
	var err error
	if o.Bindings, err = json.Marshal(bindings); err != nil {
		return o, fmt.Errorf("preparing the data for the script: %w", err)
	}
	if len(o.Bindings) > MaxJob {
		return o, &Error{Kind: KindRefused, Message: fmt.Sprintf("The data for the script is larger than %d MiB.", MaxJob>>20)}
	}
	return o, nil
}

// Check says whether code parses, and uses nothing that would go wrong silently; the error is an
// *Error with the place, which callers share. Code that was checked before costs nothing.
func (p *Pool) Check(ctx context.Context, code string) error {
	if len(code) > MaxCode {
		return &Error{Kind: KindRefused, Message: fmt.Sprintf("The script is longer than %d KiB.", MaxCode>>10)}
	}
	failure, known := p.known.find(code)
	if !known {
		body, err := p.ask(ctx, order{Check: true, Code: code, Limit: DefaultLimit}, true)
		if err != nil {
			return err
		}
		if _, failure, err = decodeReply(body); err != nil {
			return &Error{Kind: KindKilled, Message: "The script worker gave an answer that cannot be trusted."}
		}
		p.known.keep(code, failure)
	}
	if failure != nil {
		return failure
	}
	return nil
}

// Close ends the spare worker and every run, and waits until they are gone.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed, p.spare = true, nil
	for w := range p.all {
		w.kill()
	}
	p.mu.Unlock()
	p.wg.Wait()
}
