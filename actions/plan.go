package actions

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"keydesk/actions/template"
)

// Plan is an action with everything filled in: what a preview shows, what a confirm dialog shows,
// and what Run does are this one value. It is immutable; accessors return copies. The zero Plan does
// nothing and is refused by Run.
type Plan struct{ p *planned }

// planned is the inside of a Plan; nothing changes it once Engine.Plan has returned.
type planned struct {
	id       string
	action   Definition
	summary  string
	question string
	notes    []string
	request  *Request
	target   *Target
	script   *ScriptPlan
	platform bool // the platform's execute endpoint runs it
	// catcher is where the request goes in a test run, instead of its target; see Caught.
	catcher netip.AddrPort
	made    time.Time
	asOf    time.Time // when the subject was told
	timeout time.Duration
	signRef string
	inputs  map[string]any
	// who and whom, for the record
	userID, userName, contactID, contactName string
	// unmet is the reason why its conditions do not hold, "" when they do.
	unmet string
	// secrets are texts that must not reach a screen or disk.
	secrets []string
}

// Target is the exact link of a url action.
type Target struct {
	URL   string
	Spans []template.Span
	Parts []Part
}

// Part is one piece of a link, decoded, for showing: scheme, host, port, path, query, fragment,
// address, number or field.
type Part struct {
	Name string
	// Key is the name of a query parameter or mail field.
	Key string
	// Text is decoded; raw outside text.
	Text string
	// Start and End are the part's byte range in the URL.
	Start, End int
	// From lists the names of the values inside, in order.
	From []string
	// Secret parts are masked wherever they are shown.
	Secret bool
}

// ScriptPlan is a script with the data it will see.
type ScriptPlan struct {
	Code string
	// Bindings has contact, user, organization, conversation and input; copies of the subject.
	Bindings map[string]any
	sent     map[string]*template.Sent // see Subject
}

// data are the bindings with their keys in the order in which the platform sent them.
func (s *ScriptPlan) data() map[string]any {
	out := make(map[string]any, len(s.Bindings))
	for name, v := range s.Bindings {
		out[name] = template.Ordered{Value: v, Order: s.sent[name].Keys()}
	}
	return out
}

// ID is the press id: sent as webhook-id and Idempotency-Key, the same over retries.
func (p Plan) ID() string {
	if p.p == nil {
		return ""
	}
	return p.p.id
}

// IsZero reports whether p is the zero Plan.
func (p Plan) IsZero() bool { return p.p == nil }

// With returns the plan with another press id: the id of an earlier press, to repeat it as the same
// delivery.
func (p Plan) With(id string) Plan {
	if p.p == nil || id == "" {
		return p
	}
	c := *p.p
	if c.request != nil {
		r := c.request.clone()
		for i := range r.Header {
			h := &r.Header[i]
			if h.Value == c.id && (strings.EqualFold(h.Name, headerWebhookID) || strings.EqualFold(h.Name, headerIdempotency)) {
				h.Value = id
			}
		}
		c.request = &r
	}
	c.id = id
	return Plan{&c}
}

// Action is the definition the plan was made of, options included.
func (p Plan) Action() Definition {
	if p.p == nil {
		return Definition{}
	}
	return p.p.action
}

// Summary is one line: "POST https://crm.example/tickets · 98 bytes". Secrets are masked.
func (p Plan) Summary() string {
	if p.p == nil {
		return ""
	}
	return p.p.summary
}

// Question is the sentence to confirm with; empty when nothing needs to be asked.
func (p Plan) Question() string {
	if p.p == nil {
		return ""
	}
	return p.p.question
}

// Notes are sentences about the plan worth reading before it runs: headers that are left out, a
// host that the guard will refuse.
func (p Plan) Notes() []string {
	if p.p == nil {
		return nil
	}
	return slices.Clone(p.p.notes)
}

// Catcher is where a test run goes instead of the action's target; not valid for any other plan.
func (p Plan) Catcher() netip.AddrPort {
	if p.p == nil {
		return netip.AddrPort{}
	}
	return p.p.catcher
}

// Platform reports whether the platform runs the action instead of this machine.
func (p Plan) Platform() bool { return p.p != nil && p.p.platform }

// Timeout is the limit of the whole run, retries included.
func (p Plan) Timeout() time.Duration {
	if p.p == nil {
		return 0
	}
	return p.p.timeout
}

// ContactID is the contact the plan was made for.
func (p Plan) ContactID() string {
	if p.p == nil {
		return ""
	}
	return p.p.contactID
}

// Request is the exact webhook request, secrets in clear; nil for other types.
func (p Plan) Request() *Request {
	if p.p == nil || p.p.request == nil {
		return nil
	}
	r := p.p.request.clone()
	return &r
}

// Target is the exact link; nil unless it is a url action.
func (p Plan) Target() *Target {
	if p.p == nil || p.p.target == nil {
		return nil
	}
	t := *p.p.target
	t.Spans, t.Parts = slices.Clone(t.Spans), slices.Clone(t.Parts)
	return &t
}

// Script is the code and its data; nil unless it is a script. The bindings must not be changed.
func (p Plan) Script() *ScriptPlan {
	if p.p == nil || p.p.script == nil {
		return nil
	}
	s := *p.p.script
	s.Bindings = maps.Clone(s.Bindings)
	return &s
}

func (r *Request) clone() Request {
	c := *r
	c.Header = slices.Clone(r.Header)
	c.Body = slices.Clone(r.Body)
	c.URLSpans, c.BodySpans = slices.Clone(r.URLSpans), slices.Clone(r.BodySpans)
	return c
}
