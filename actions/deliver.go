package actions

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// maxRetries is how often a delivery is repeated, only where it surely was not processed.
const maxRetries = 2

// errTimeLimit is the cause of a context that ended because the run's own limit was reached.
var errTimeLimit = errors.New("time limit")

// delivery is what came of sending: a response, or an error in a sentence.
type delivery struct {
	response  *Response
	err       error
	uncertain bool
	cancelled bool
	attempts  int
	cut       []string
	end       hop    // where the redirects ended
	link      string // where the answer lies when it was not read
}

// deliver sends a request with its retries, all within the plan's limit.
func (e *Engine) deliver(ctx context.Context, p *planned) delivery {
	s, err := e.prepare(p)
	if err != nil {
		return delivery{err: refusal(err)}
	}
	ctx, cancel := context.WithTimeoutCause(withCatcher(ctx, p.catcher), p.timeout, errTimeLimit)
	defer cancel()
	for n := 1; ; n++ {
		d := e.try(ctx, p, s)
		d.attempts = n
		delay, again := e.retryAfter(&d, n)
		if !again || n > maxRetries {
			return d.delivery
		}
		if deadline, ok := ctx.Deadline(); ok && e.cfg.Now().Add(delay).After(deadline) {
			return d.delivery
		}
		if e.cfg.Wait(ctx, delay) != nil {
			if errors.Is(context.Cause(ctx), errTimeLimit) {
				return d.delivery
			}
			return delivery{err: errors.New("cancelled; nothing was processed"), cancelled: true, attempts: n}
		}
	}
}

// attempt is one try with what the retry rule needs to know.
type attempt struct {
	delivery
	unsent bool // surely not processed, and trying again may help
}

// retryAfter says whether and when to try again: at once-ish when the connection could not be made,
// as told by 429 and 503 with a Retry-After, and never otherwise.
func (e *Engine) retryAfter(d *attempt, n int) (time.Duration, bool) {
	if d.response == nil {
		return time.Duration(n*n) * 250 * time.Millisecond, d.unsent
	}
	if d.end.took != "" {
		return 0, false // the first host took the request; only its answer is not to be had
	}
	if d.response.Status != http.StatusTooManyRequests && d.response.Status != http.StatusServiceUnavailable {
		return 0, false
	}
	v, ok := headerValue(d.response.Header, "Retry-After")
	if !ok {
		return 0, false
	}
	return parseRetryAfter(v, e.cfg.Now())
}

// try sends once and follows redirects.
func (e *Engine) try(ctx context.Context, p *planned, s *sending) attempt {
	u, err := url.Parse(p.request.URL)
	if err != nil {
		return attempt{delivery: delivery{err: err}}
	}
	next := hop{method: p.request.Method, url: u, body: p.request.Body, secrets: true}
	for redirects := 0; ; redirects++ {
		a, location := e.sendOnce(ctx, next, s, p)
		a.end = next
		if redirects > 0 && a.response == nil {
			return a.afterRedirect()
		}
		if location == "" || a.response == nil {
			return a
		}
		if redirects == maxRedirects {
			a.err = next.stop(nil, "%s keeps redirecting; correct the action's URL", next.url.Host)
		} else {
			next, a.err = next.follow(a.response.Status, location)
		}
		if a.err != nil {
			a.link, a.uncertain = asNotFollowed(a.err)
			return a
		}
	}
}

// afterRedirect is a redirect that was followed to where no reply came from. The first host has seen the
// request already, so it is not simply tried again.
func (a attempt) afterRedirect() attempt {
	a.unsent, a.uncertain = false, true
	why, _, _ := strings.Cut(a.err.Error(), "; nothing was sent")
	if a.end.took == "" && !a.end.bare {
		a.err = errors.New(why)
		return a
	}
	a.err = a.end.lost(a.end.url, why)
	a.link, _ = asNotFollowed(a.err)
	return a
}

// phase is how far a connection has come, told by httptrace.
type phase struct {
	connected atomic.Bool // a connection stands (TLS included): from now on it may arrive
	wrote     atomic.Bool // the whole request went out
}

func (ph *phase) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { ph.connected.Store(true) },
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			if i.Err == nil {
				ph.wrote.Store(true)
			}
		},
	}
}

// sendOnce is one request and its reply. location is set for a redirect that is to be followed.
func (e *Engine) sendOnce(ctx context.Context, h hop, s *sending, p *planned) (a attempt, location string) {
	var ph phase
	req, err := newRequest(httptrace.WithClientTrace(ctx, ph.trace()), h, s.at(e.cfg.Now(), h.body))
	if err != nil {
		return attempt{delivery: delivery{err: err}}, ""
	}
	start := e.cfg.Now()
	resp, err := e.http.Do(req)
	if err != nil {
		return sendFault(ctx, err, &ph, h.url.Host, p.timeout), ""
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		// What follows is the bare connection, whose reads no context ends; closing it is all that is left to do.
		a.err = errors.New(h.url.Host + " switched to another protocol instead of answering; it may have arrived")
		a.uncertain = true
		return a, ""
	}
	r := &Response{Status: resp.StatusCode, Header: ReceivedHeaders(resp.Header)}
	a.response = r
	if isRedirect(r.Status) && resp.Header.Get("Location") != "" {
		location = resp.Header.Get("Location")
	}
	a.cut = e.readBody(r, resp)
	if r.Truncated && errors.Is(ctx.Err(), context.Canceled) {
		a.cancelled = true
	}
	r.Took = e.cfg.Now().Sub(start)
	return a, location
}

// readBody reads a reply as far as the limit goes and makes its text UTF-8; it returns what was left out.
func (e *Engine) readBody(r *Response, resp *http.Response) (cut []string) {
	body, err := io.ReadAll(io.LimitReader(decompressed(resp), int64(e.cfg.MaxReply)+1))
	var unreadable errUnreadable
	switch {
	case len(body) > e.cfg.MaxReply:
		body, r.Truncated = body[:e.cfg.MaxReply], true
		cut = append(cut, "Only the first "+sizeText(e.cfg.MaxReply)+" of the reply were read.")
	case errors.As(err, &unreadable):
	case err != nil:
		r.Truncated = true
		cut = append(cut, "The reply broke off after "+sizeText(len(body))+".")
	}
	r.Body = body
	if !errors.As(err, &unreadable) {
		contentType, _ := headerValue(r.Header, headerContentType)
		r.Body, err = utf8Text(body, contentType)
	}
	if errors.As(err, &unreadable) {
		r.Unread = unreadable.text
	}
	return cut
}

// newRequest builds the request. The body cannot be rewound, so that nothing below can repeat it.
func newRequest(ctx context.Context, h hop, headers []Header) (*http.Request, error) {
	var body io.Reader = http.NoBody
	if len(h.body) > 0 {
		body = io.NopCloser(bytes.NewReader(h.body))
	}
	req, err := http.NewRequestWithContext(ctx, h.method, h.url.String(), body)
	if err != nil {
		return nil, err
	}
	req.ContentLength = int64(len(h.body))
	for _, x := range headers {
		name := strings.ToLower(x.Name)
		if !h.carries(name, x.Secret) {
			continue
		}
		req.Header[x.Name] = []string{x.Value}
	}
	return req, nil
}

// carries reports whether a header of the request goes along to here. Another host learns the name of this
// program, and nothing of what the first one was told.
func (h hop) carries(name string, secret bool) bool {
	switch {
	case h.bare:
		return name == "user-agent"
	case (secret || name == headerTimestamp) && !h.secrets:
		return false
	case name == "content-type", name == headerSignature, name == headerTimestamp:
		return h.took == ""
	}
	return true
}

// ReceivedHeaders are the headers of a request or reply as they arrived, sorted; cookies, keys and
// the like are marked secret.
func ReceivedHeaders(h http.Header) []Header {
	var out []Header
	for name, values := range h {
		for _, v := range values {
			out = append(out, Header{Name: name, Value: v, Secret: secretHeader(name)})
		}
	}
	slices.SortStableFunc(out, func(a, b Header) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
