package client

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of one request. A time limit covers one try, from connecting to the
// last byte; waiting for the budget is bounded by the caller's context.
const (
	readLimit    = 15 * time.Second
	writeLimit   = 30 * time.Second
	executeLimit = 35 * time.Second // the platform itself gives up after 30 s (contract §8.4)
	replyLimit   = 8 << 20          // bytes of one reply, media apart
	faultLimit   = 64 << 10         // bytes read of an error reply
	leastMoved   = 4 << 10          // bytes that a streaming call moves within its limit, or is given up
	refusalsMost = 3                // times one call waits out a 429
	renewalsMost = 2                // times one call gets a new token: one may be taken back before it is used
	userAgent    = "keydesk"
)

// call is one request to the platform, before it is sent.
type call struct {
	op          string // what is being done, for errors: "load the conversations"
	method      string
	url         *url.URL
	body        []byte // nil for none
	contentType string // "" is JSON
	limit       time.Duration
	anonymous   bool // without credentials: signing in, health
	// streaming makes limit the longest time for the next leastMoved bytes
	// rather than for the whole: media take as long as they take.
	streaming bool
	progress  func(sent int64)           // of the body
	sink      func(*http.Response) error // takes a successful answer's body instead of keeping it
}

// reply is a complete answer.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// transportError marks a fault of the connection: no complete answer came.
type transportError struct {
	err     error
	sent    bool // at least the head of the request was written
	timeout bool // our own limit, not the caller's
}

func (e *transportError) Error() string { return e.err.Error() }
func (e *transportError) Unwrap() error { return e.err }

// read fetches a payload from /api/<segments>.
func (c *Client) read(ctx context.Context, op string, query url.Values, segments ...string) (json.RawMessage, error) {
	return c.payload(ctx, call{op: op, method: http.MethodGet, url: c.address.api(query, segments...), limit: readLimit})
}

// write sends v as JSON to /api/<segments>. The body is there even when v is
// nil: without one, or without its content type, one generation or the other
// misreads the request silently (contract §1.2).
func (c *Client) write(ctx context.Context, op, method string, v any, segments ...string) (json.RawMessage, error) {
	if v == nil {
		v = struct{}{}
	}
	body, err := json.Marshal(v)
	if err != nil {
		return nil, invalid(op, "it cannot be written as JSON: %v", err)
	}
	return c.payload(ctx, call{op: op, method: method, url: c.address.api(nil, segments...), body: body, limit: writeLimit})
}

// remove is a DELETE, which carries no body.
func (c *Client) remove(ctx context.Context, op string, segments ...string) (json.RawMessage, error) {
	return c.payload(ctx, call{op: op, method: http.MethodDelete, url: c.address.api(nil, segments...), limit: writeLimit})
}

// payload carries out a call and takes the payload out of its answer.
func (c *Client) payload(ctx context.Context, k call) (json.RawMessage, error) {
	r, err := c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(r.body)) == 0 && k.method != http.MethodGet {
		return nil, nil // 204: done, nothing to say
	}
	payload, wrapped, err := envelope(r.body)
	if err != nil {
		// A page of the web app means that nobody took the request; anything
		// else that is no JSON may come from behind a request carried out.
		return nil, k.malformed(err, k.method != http.MethodGet && !looksHTML(r.body))
	}
	if c.Generation() == "" && len(payload) > 0 && payload[0] == '{' {
		c.learn(wrapped)
	}
	return payload, nil
}

// learn notes the generation from how an answer came.
func (c *Client) learn(wrapped bool) {
	g := Fork
	if wrapped {
		g = Upstream
	}
	c.generation.CompareAndSwap(Generation(""), g)
}

// malformed is the error for an answer that is not the platform's.
func (k call) malformed(err error, uncertain bool) error {
	return &Error{Kind: KindProtocol, Op: k.op, Message: oneLine([]byte(err.Error())), Uncertain: uncertain, Err: err}
}

// do sends a call until it has an answer that is not "sign in first" or "not
// now", and returns it if it is a success. The first can only be met by a
// request that was not carried out. The second may come from a proxy in front
// of a platform that carried it out, so what must not happen twice is not
// repeated after it.
func (c *Client) do(ctx context.Context, k call) (*reply, error) {
	refusals, renewals := 0, 0
	for {
		token := ""
		if !k.anonymous {
			var err error
			if token, err = c.session.token(ctx); err != nil {
				return nil, notSent(named(err, k.op), renewals+refusals == 0)
			}
		}
		r, err := c.send(ctx, k, token)
		switch {
		case err != nil:
			return nil, c.transportFault(ctx, k, err)
		case r.status == http.StatusTooManyRequests:
			f := decodeFault(r.body)
			c.budget.refused(retryAfter(r.header, f, c.now()))
			refusals++
			once := k.method == http.MethodPost && !k.anonymous
			if err := c.budget.admissible(ctx, f.message, once || refusals > refusalsMost); err != nil {
				return nil, named(err, k.op)
			}
		case r.status == http.StatusUnauthorized && !k.anonymous && renewals < renewalsMost && c.session.renewable():
			renewals++
			if err := c.session.renew(ctx, token); err != nil {
				return nil, named(err, k.op)
			}
		case r.status >= 300:
			return nil, c.refusal(k, r)
		default:
			return r, nil
		}
	}
}

// send tries a call, reads more than once. Every try is paid from the budget.
func (c *Client) send(ctx context.Context, k call, token string) (*reply, error) {
	try := func() (*reply, error) {
		if err := c.budget.wait(ctx); err != nil {
			return nil, err
		}
		return c.roundTrip(ctx, k, token)
	}
	if k.method != http.MethodGet || k.sink != nil {
		return try()
	}
	return c.retries.WithContext(ctx).Get(try)
}

// roundTrip is one try: request out, answer in, within the call's limits.
func (c *Client) roundTrip(ctx context.Context, k call, token string) (*reply, error) {
	limited, moved, release := k.bound(ctx)
	defer release()
	var sent atomic.Bool
	traced := httptrace.WithClientTrace(limited, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	body := &countingBody{Reader: bytes.NewReader(k.body), taken: func(n, all int64) {
		moved(n, n == all)
		if k.progress != nil {
			k.progress(n)
		}
	}}
	failed := func(err error) error {
		return &transportError{err: err, sent: sent.Load() && body.drained(), timeout: limited.Err() != nil && ctx.Err() == nil}
	}
	req, err := c.request(traced, k, body, token)
	if err != nil {
		return nil, failed(err)
	}
	began := c.now()
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, failed(err)
	}
	defer resp.Body.Close()
	moved(0, true)
	c.budget.observe(resp.Header)
	c.skew.observe(resp.Header, began, c.now())
	if resp.StatusCode == http.StatusSwitchingProtocols {
		// What follows is the bare connection, whose reads no context ends; closing it is all that is left to do.
		return nil, k.malformed(errSwitched, k.method != http.MethodGet)
	}
	c.log.Debug("request", "method", k.method, "path", k.url.Path, "status", resp.StatusCode, "took", c.now().Sub(began))
	if k.sink != nil && resp.StatusCode < 300 {
		resp.Body = &watchedBody{ReadCloser: resp.Body, moved: moved}
		if err := k.sink(resp); err != nil {
			return nil, failed(err)
		}
		return &reply{status: resp.StatusCode, header: resp.Header}, nil
	}
	answer, err := readBody(resp)
	if errors.Is(err, errTooLarge) {
		return nil, k.malformed(errTooLarge, k.method != http.MethodGet)
	} else if err != nil {
		return nil, failed(err)
	}
	return &reply{status: resp.StatusCode, header: resp.Header, body: answer}, nil
}

// bound puts the call's time limit on a try; moved tells how many bytes went so far in one direction,
// and that its end was reached.
func (k call) bound(ctx context.Context) (limited context.Context, moved func(n int64, end bool), release func()) {
	if !k.streaming {
		limited, cancel := context.WithTimeout(ctx, k.limit)
		return limited, func(int64, bool) {}, cancel
	}
	limited, cancel := context.WithCancel(ctx)
	watchdog := time.AfterFunc(k.limit, cancel)
	var mu sync.Mutex // the transport sends the body from a goroutine of its own
	var counted int64
	moved = func(n int64, end bool) {
		mu.Lock()
		defer mu.Unlock()
		if end || n < counted || n-counted >= leastMoved {
			counted = n
			watchdog.Reset(k.limit)
		}
	}
	return limited, moved, func() { watchdog.Stop(); cancel() }
}

// request builds the HTTP request of one try.
func (c *Client) request(ctx context.Context, k call, body *countingBody, token string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, k.method, k.url.String(), nil)
	if err != nil {
		return nil, err
	}
	if k.body != nil {
		req.Body, req.ContentLength = body, int64(len(k.body))
		// Go sends again only what it never wrote; for that it needs the body anew.
		req.GetBody = func() (io.ReadCloser, error) {
			body.rewind()
			return body, nil
		}
		req.Header.Set("Content-Type", cmp.Or(k.contentType, "application/json"))
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", userAgent)
	if !k.anonymous {
		c.session.sign(req, token)
	}
	return req, nil
}

// refusal turns an answer that is no success into its error.
func (c *Client) refusal(k call, r *reply) error {
	e := &Error{Kind: kindOfStatus(r.status), Op: k.op, Status: r.status}
	if r.status < 400 {
		e.Message = "it sends us on to another address"
		if to, err := k.url.Parse(r.header.Get("Location")); err == nil && to.Host != "" {
			e.Message = fmt.Sprintf("it sends us on to %s", oneLine([]byte(to.Scheme+"://"+to.Host)))
		}
		return e
	}
	f := decodeFault(r.body)
	e.Message = f.message
	if f.foreign {
		e.Message = "a web page instead of data"
		if e.Kind == KindNotFound || e.Kind == KindInvalid {
			e.Kind = KindProtocol
		}
	}
	if e.Message == "" {
		e.Message = http.StatusText(r.status)
	}
	// A proxy that lost the platform cannot tell how far the request came.
	e.Uncertain = k.method != http.MethodGet && (r.status == http.StatusBadGateway || r.status == http.StatusGatewayTimeout)
	return e
}

// notSent marks the failure of what has to come before a request, if nothing of it went out yet.
func notSent(err error, nothing bool) error {
	var e *Error
	if !nothing || !errors.As(err, &e) {
		return err
	}
	marked := *e
	marked.unsent, marked.Uncertain = true, false
	return &marked
}

// named gives an error the name of what was being done, if it is ours.
func named(err error, op string) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	renamed := *e
	renamed.Op = op
	return &renamed
}
