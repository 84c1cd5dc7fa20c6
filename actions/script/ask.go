package script

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

var errDead = errors.New("the worker was dead before it got its order")

// ask has a worker carry out an order and gives the body of its reply. A worker that only checked
// may become the spare again; any other one is done for.
func (p *Pool) ask(ctx context.Context, o order, reuse bool) ([]byte, error) {
	if err := ctx.Err(); err != nil { // a quick worker would answer before anybody looks
		return nil, fmt.Errorf("waiting for a script worker: %w", err)
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a script worker: %w", ctx.Err())
	}
	data, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("preparing the order for a script worker: %w", err)
	}
	data = frame(frameOrder, data)
	for {
		w, spare, err := p.take()
		if err != nil {
			return nil, err
		}
		body, err := p.askWorker(ctx, w, data, o.Limit)
		if errors.Is(err, errDead) {
			if spare {
				continue // it died while it waited; a new one is started
			}
			err = fmt.Errorf("starting a script worker: %w", err)
		}
		p.retire(w, reuse && err == nil)
		return body, err
	}
}

// retire ends a worker, or keeps it as the spare if it may be used again and none is there.
func (p *Pool) retire(w *process, reuse bool) {
	p.mu.Lock()
	if reuse && p.config.Spare && !p.closed && !p.warming && p.spare == nil && w.alive() {
		p.spare = w
		p.mu.Unlock()
		return
	}
	p.mu.Unlock()
	w.kill()
	if p.config.Spare {
		p.Warm()
	}
}

// askWorker sends one order and waits for the reply, the end of the worker, the time limit with
// its grace, or the end of ctx, which kill the worker.
func (p *Pool) askWorker(ctx context.Context, w *process, data []byte, limit time.Duration) ([]byte, error) {
	unhook := context.AfterFunc(ctx, w.kill)
	defer unhook()
	if err := p.awaitHello(ctx, w); err != nil {
		return nil, err
	}
	var overdue atomic.Bool
	clock := time.AfterFunc(limit+Grace, func() {
		overdue.Store(true)
		w.kill()
	})
	defer clock.Stop()
	stop := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { w.watchMemory(stop) })
	defer watch.Wait()
	defer close(stop)
	if _, err := w.in.Write(data); err != nil && ctx.Err() == nil && !overdue.Load() {
		w.kill()
		<-w.done
		return nil, fmt.Errorf("%w (%v)", errDead, w.ended)
	}
	body, ok := <-w.replies
	switch {
	case ok:
		return body, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("running the script: %w", ctx.Err())
	}
	<-w.done
	if p.isClosed() {
		return nil, ErrClosed
	}
	p.log.Warn("a script worker died", "error", w.ended, "stderr", w.errors.String())
	return nil, w.death(overdue.Load(), limit)
}

// awaitHello waits until the worker is ready; a spare mostly is.
func (p *Pool) awaitHello(ctx context.Context, w *process) error {
	slow := time.AfterFunc(helloWithin, w.kill)
	defer slow.Stop()
	<-w.ready
	if w.greeting() != nil {
		return nil
	}
	w.kill()
	if ctx.Err() != nil {
		return fmt.Errorf("running the script: %w", ctx.Err())
	}
	<-w.done
	if p.isClosed() {
		return ErrClosed
	}
	p.log.Error("a script worker did not start", "error", w.ended, "stderr", w.errors.String())
	return fmt.Errorf("%w (%v)", errDead, w.ended)
}

func (p *Pool) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}
