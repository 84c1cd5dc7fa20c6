package actions

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"keydesk/actions/template"
)

// Caught returns the plan with its request going to a catcher on this machine instead of its target,
// for a test run: scheme, host and port are the catcher's, path, headers and body stay. Everything that
// shows a plan shows the catcher's address then, with a note that names the real one. The guard lets
// this run reach this one address; conditions and read-only mode do not stop it, since nothing leaves
// the desk. The id is a new one: a test is no repeat of a delivery.
func (p Plan) Caught(by netip.AddrPort, id string) (Plan, error) {
	if p.p == nil || p.p.request == nil || p.p.platform {
		return Plan{}, errors.New("only a webhook that is sent from this machine can be caught")
	}
	if !by.Addr().IsLoopback() {
		return Plan{}, fmt.Errorf("%s is no address of this machine", by)
	}
	c := *p.With(id).p
	r := c.request.clone()
	was, host := authority(r.URL)
	base := "http://" + by.String()
	r.URL = base + r.URL[was:]
	r.URLSpans = shiftSpans(r.URLSpans, was, len(base)-was)
	r.parts = slices.Clone(r.parts)
	r.parts = slices.DeleteFunc(r.parts, func(x Part) bool { return x.Start < was })
	for i := range r.parts {
		r.parts[i].Start += len(base) - was
		r.parts[i].End += len(base) - was
	}
	c.request, c.catcher, c.unmet = &r, by, ""
	c.question = ""
	shown, _ := maskedURL(r.URL, nil, r.parts)
	c.summary = fmt.Sprintf("%s %s · %s", r.Method, shown, sizeText(len(r.Body)))
	c.notes = []string{"A test: it goes to keydesk's own catcher on this machine, not to " + host + "."}
	return Plan{&c}, nil
}

// authority is where the host of a planned URL ends, and the host. A login in front of it went into a
// header.
func authority(u string) (end int, host string) {
	start := strings.Index(u, "://") + len("://")
	if end = strings.IndexAny(u[start:], "/?#"); end < 0 {
		return len(u), u[start:]
	}
	return start + end, u[start : start+end]
}

// shiftSpans leaves out the spans before a byte and moves the others.
func shiftSpans(spans []template.Span, from, by int) (out []template.Span) {
	for _, s := range spans {
		if s.Start >= from {
			out = append(out, template.Span{Start: s.Start + by, End: s.End + by, Path: s.Path, Place: s.Place})
		}
	}
	return out
}

// catcherKey is where a run's context holds the one address that the guard lets it reach.
type catcherKey struct{}

func withCatcher(ctx context.Context, by netip.AddrPort) context.Context {
	if !by.IsValid() {
		return ctx
	}
	return context.WithValue(ctx, catcherKey{}, by)
}

// toCatcher reports whether an address is the catcher of this very run.
func toCatcher(ctx context.Context, address string) bool {
	by, ok := ctx.Value(catcherKey{}).(netip.AddrPort)
	return ok && by.String() == address
}
