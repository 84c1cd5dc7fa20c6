package actions

import (
	"keydesk/actions/places"
	"keydesk/actions/template"
	"net/url"
	"strings"
)

// Limits for links. Opening programs take less than servers do.
const (
	maxRequestURL = 64 << 10
	maxLink       = 16 << 10
)

// linkMode says what a planned URL is for.
type linkMode int

const (
	forRequest linkMode = iota // http and https, sent by this machine
	forOpening                 // also mailto and tel, handed to the desktop
)

// mark stands for a value in the skeleton; the author's text cannot contain it.
const mark = '\x00'

// urlPlanner takes a URL template apart by its literal text alone. Every value is one opaque mark
// in the skeleton, so no value can move a border between parts; then each part is written with the
// escaping of its place.
type urlPlanner struct {
	mode   linkMode
	values []template.Value // in order of their marks
	lits   []int            // template offset of each skeleton byte
	next   int
	out    template.Output
	parts  []Part
	// login is literal user:password of a request, which becomes an Authorization header.
	login string
	// dropped is the fragment of a request.
	dropped string
}

// plannedURL is the outcome: the exact URL with its parts.
type plannedURL struct {
	url   string
	spans []template.Span
	parts []Part
	login string
	// placed are the values with their places.
	placed []template.Place
	// dropped is the fragment of a request, which is not sent.
	dropped string
}

// planURL expands a URL template for its use.
func planURL(t template.Filled, mode linkMode) (plannedURL, error) {
	p := &urlPlanner{mode: mode}
	skeleton, err := p.skeleton(t)
	if err != nil {
		return plannedURL{}, err
	}
	scheme, rest, err := p.scheme(skeleton)
	if err != nil {
		return plannedURL{}, err
	}
	p.part("scheme", "", len(p.out.Text), func() error { p.out.Literal(scheme, 0); return nil })
	p.out.Literal(":", len(scheme))
	switch scheme {
	case "mailto":
		err = p.mailto(rest)
	case "tel":
		err = p.tel(rest)
	default:
		err = p.web(rest)
	}
	if err != nil {
		return plannedURL{}, err
	}
	return p.finish()
}

// skeleton joins literals and marks. White space around the whole is dropped; controls inside are
// refused, because browsers and servers disagree about them.
func (p *urlPlanner) skeleton(t template.Filled) (string, error) {
	var b strings.Builder
	for _, v := range t {
		if v.Name != "" {
			p.values = append(p.values, v)
			p.lits = append(p.lits, v.Start)
			b.WriteByte(mark)
			continue
		}
		for i := range len(v.Lit) {
			p.lits = append(p.lits, v.Start+i)
		}
		b.WriteString(strings.ReplaceAll(v.Lit, string(mark), "\x01"))
	}
	full := b.String()
	s := strings.TrimLeft(full, " \t\r\n")
	p.lits = p.lits[len(full)-len(s):]
	s = strings.TrimRight(s, " \t\r\n")
	if s == "" {
		return "", template.Fault("url", "write e.g. https://crm.example.com/contacts?phone={phone}", "is empty")
	}
	for i := range len(s) {
		if c := s[i]; c != mark && (c < 0x20 || c == 0x7f) {
			return "", p.at(i, "a line break or control character has no place in an address", "remove it")
		}
	}
	return s, nil
}

// at is an error at a skeleton offset.
func (p *urlPlanner) at(i int, reason, hint string) *template.Error {
	e := &template.Error{Field: "url", Reason: reason, Hint: hint, Offset: -1}
	if i >= 0 && i < len(p.lits) {
		e.Offset = p.lits[i]
	}
	return e
}

// about is an error about what a value holds.
func (p *urlPlanner) about(v template.Value, reason, hint string) *template.Error {
	return &template.Error{Field: "url", Offset: v.Start, Reason: v.Path + " " + reason, Hint: hint, ByValue: true}
}

func (p *urlPlanner) scheme(s string) (scheme, rest string, err error) {
	allowed := "http or https"
	if p.mode == forOpening {
		allowed = "http, https, mailto or tel"
	}
	colon := strings.IndexByte(s, ':')
	head := s
	if colon >= 0 {
		head = s[:colon]
	}
	if i := strings.IndexByte(head, mark); i >= 0 && !strings.ContainsAny(head[:i], "/?#") {
		return "", "", p.at(i, "a value cannot choose where an address begins",
			"write the scheme and host out, e.g. https://crm.example.com/{name}")
	}
	if colon < 0 || !validScheme(head) {
		return "", "", template.Fault("url", "write it out, e.g. https://crm.example.com/contacts", "has no scheme (%s)", allowed)
	}
	scheme = strings.ToLower(head)
	switch scheme {
	case "http", "https":
	case "mailto", "tel":
		if p.mode == forRequest {
			return "", "", template.Fault("url", "use an address that begins with https://", "a webhook cannot be sent to a %s: address", scheme)
		}
	default:
		return "", "", template.Fault("url", "use "+allowed, "%s addresses are not allowed", template.Quote(scheme+":"))
	}
	return scheme, s[colon+1:], nil
}

func validScheme(s string) bool {
	for i := range len(s) {
		if c := s[i]; !template.IsLetter(c) && (i == 0 || !template.IsDigit(c) && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

// emit writes a piece of the skeleton: literals encoded except for keep, values through val, which
// escapes them for a place.
func (p *urlPlanner) emit(text, keep, place string, val func(v template.Value) (string, error)) error {
	for text != "" {
		i := strings.IndexByte(text, mark)
		if i < 0 {
			p.out.Literal(places.PercentLiteral(text, keep), 0)
			return nil
		}
		if i > 0 {
			p.out.Literal(places.PercentLiteral(text[:i], keep), 0)
		}
		v := p.values[p.next]
		p.next++
		escaped, err := val(v)
		if err != nil {
			return err
		}
		p.out.Value(escaped, v, place)
		text = text[i+1:]
	}
	return nil
}

// part runs write and records what it wrote as one part.
func (p *urlPlanner) part(name, key string, start int, write func() error) error {
	spans := len(p.out.Spans)
	if err := write(); err != nil {
		return err
	}
	part := Part{Name: name, Key: key, Start: start, End: len(p.out.Text), Secret: key != "" && secretKey(key)}
	raw := string(p.out.Text[start:])
	if text, err := url.PathUnescape(raw); err == nil {
		part.Text = text
	} else {
		part.Text = raw
	}
	for _, s := range p.out.Spans[spans:] {
		part.From = append(part.From, s.Path)
	}
	p.parts = append(p.parts, part)
	return nil
}

// strict is the escaping of a value in path, query and fragment.
func strict(v template.Value) (string, error) { return places.Percent(v.Text(), ""), nil }

// finish checks the whole and that the standard library, which sends it, reads it the same way.
func (p *urlPlanner) finish() (plannedURL, error) {
	out := plannedURL{url: string(p.out.Text), spans: p.out.Spans, parts: p.parts, login: p.login, placed: p.out.Placed, dropped: p.dropped}
	limit := maxRequestURL
	if p.mode == forOpening {
		limit = maxLink
	}
	if len(out.url) > limit {
		return plannedURL{}, template.Fault("url", "put long values into a webhook's body", "comes out longer than %d KiB", limit>>10)
	}
	u, err := url.Parse(out.url)
	if err != nil || u.String() != out.url {
		return plannedURL{}, template.Fault("url", "write it as a browser would show it", "%s is no address that can be sent exactly", template.Quote(out.url))
	}
	return out, nil
}

// CheckLink makes a ready link safe to open: http and https with a host and without a login,
// mailto and tel; spaces and letters outside ASCII are encoded, nothing is expanded. The error says
// what is wrong with it.
func CheckLink(raw string) (string, error) {
	u, err := planURL(template.Filled{{Piece: template.Piece{Lit: raw}}}, forOpening)
	if err != nil {
		return "", err
	}
	return u.url, nil
}
