package actions

import (
	"cmp"
	"encoding/json"
	"keydesk/actions/places"
	"keydesk/actions/template"
	"strings"
)

// Masked is the plan as rows to show: secrets masked, a JSON body laid out over lines. It is what
// preview, confirm, --dry-run and history show.
func (p Plan) Masked() Preview { return p.preview(true) }

// MaskedExact is Masked with the body byte for byte as it is sent.
func (p Plan) MaskedExact() Preview { return p.preview(false) }

func (p Plan) preview(pretty bool) Preview {
	if p.p == nil {
		return Preview{}
	}
	v := Preview{Title: p.p.action.Name, Kind: string(p.p.action.Type), AsOf: p.p.asOf}
	switch {
	case p.p.platform:
		v.platform(p.p)
	case p.p.request != nil:
		v.request(p.p.request, pretty)
	case p.p.target != nil:
		v.target(p.p.target)
	case p.p.script != nil:
		v.script(p.p.script)
	}
	if len(p.p.notes) > 0 {
		var lines []Line
		for _, n := range p.p.notes {
			lines = append(lines, Line{Text: n})
		}
		v.add("notes", lines...)
	}
	return v
}

func (v *Preview) add(name string, lines ...Line) {
	if len(lines) > 0 {
		v.Sections = append(v.Sections, Section{name, lines})
	}
}

// addedHeaders are those of keydesk itself, in lower case; they are shown apart from the author's.
var addedHeaders = map[string]bool{"user-agent": true, "idempotency-key": true, headerWebhookID: true,
	headerTimestamp: true, headerSignature: true}

func (v *Preview) request(r *Request, pretty bool) {
	m := r.masked()
	v.add("request", Line{Label: m.Method, Text: m.URL, Marks: m.URLSpans})
	var own, added []Line
	for _, h := range m.Header {
		l := Line{Label: h.Name, Text: h.Value, Marks: h.Spans}
		if addedHeaders[strings.ToLower(h.Name)] {
			added = append(added, l)
		} else {
			own = append(own, l)
		}
	}
	v.add("headers", own...)
	v.add("added headers", added...)
	text, spans := string(m.Body), m.BodySpans
	contentType, _ := headerValue(m.Header, headerContentType)
	if pretty && places.IsJSON(contentType) {
		text, spans = indentJSON(m.Body, m.BodySpans)
	}
	if text != "" {
		v.add("body", splitLines(text, spans)...)
	}
}

func (v *Preview) target(t *Target) {
	u, spans := maskedURL(t.URL, t.Spans, t.Parts)
	v.add("link", Line{Text: u, Marks: spans})
	var lines []Line
	for _, p := range t.Parts {
		l := Line{Label: strings.TrimSpace(p.Name + " " + p.Key), Text: p.Text}
		if p.Secret {
			l.Text = Mask
		}
		for _, name := range p.From {
			l.Marks = append(l.Marks, template.Span{Start: 0, End: len(l.Text), Path: name})
		}
		lines = append(lines, l)
	}
	v.add("parts", lines...)
}

func (v *Preview) script(s *ScriptPlan) {
	var code []Line
	for i, text := range strings.Split(strings.TrimRight(s.Code, "\r\n"), "\n") {
		code = append(code, Line{Number: i + 1, Text: strings.TrimSuffix(text, "\r")})
	}
	v.add("code", code...)
	var data []Line
	for _, name := range []string{"contact", "user", "organization", "conversation", "input"} {
		m, _ := s.Bindings[name].(map[string]any)
		if len(m) == 0 {
			continue
		}
		data = append(data, Line{Label: name, Text: template.Value{Data: m, Order: s.sent[name].Keys()}.JSON()})
	}
	v.add("data", data...)
}

func (v *Preview) platform(p *planned) {
	v.add("request", Line{Label: "POST", Text: "/api/custom-actions/" + p.action.ID + "/execute"})
	v.add("body", Line{Text: template.Value{Data: map[string]any{"contact_id": p.contactID}}.JSON()})
	var lines []Line
	switch p.action.Type {
	case TypeWebhook:
		lines = append(lines, Line{Label: "template", Text: cmp.Or(p.action.Webhook.Method, "POST") + " " + maskedTemplate(p.action.Webhook.URL)})
	case TypeURL:
		lines = append(lines, Line{Label: "template", Text: "open " + maskedTemplate(p.action.URL.URL)})
	}
	v.add("template", lines...)
	v.add("notes", Line{Text: "The platform fills in the values and runs this itself; what it sends cannot be shown beforehand."})
}

// splitLines cuts text at line breaks and gives each line its part of the spans.
func splitLines(text string, spans []template.Span) []Line {
	var out []Line
	start := 0
	for {
		end := strings.IndexByte(text[start:], '\n')
		next := len(text)
		if end >= 0 {
			next = start + end
		}
		l := Line{Text: text[start:next]}
		for _, s := range spans {
			if s.Start <= next && s.End >= start && (s.End > start || s.Start == s.End) {
				l.Marks = append(l.Marks, template.Span{Start: max(s.Start, start) - start, End: min(s.End, next) - start, Path: s.Path, Place: s.Place})
			}
		}
		out = append(out, l)
		if end < 0 {
			return out
		}
		start = next + 1
		for len(spans) > 0 && spans[0].End < start {
			spans = spans[1:]
		}
	}
}

// Bodies beyond this are shown as they are: laying them out helps nobody.
const (
	maxPretty      = 256 << 10
	maxPrettyDepth = 32
)

// indentJSON lays JSON out over lines, like json.Indent, and moves the spans along.
func indentJSON(src []byte, spans []template.Span) (string, []template.Span) {
	if len(src) > maxPretty || !json.Valid(src) || depthOf(src) > maxPrettyDepth {
		return string(src), spans
	}
	in := &indenter{out: make([]byte, 0, len(src)*2)}
	moved := make([]template.Span, 0, len(spans))
	next, open := 0, -1
	for i, c := range src {
		for next < len(spans) && spans[next].Start <= i && open < 0 {
			moved = append(moved, template.Span{Start: len(in.out), End: len(in.out), Path: spans[next].Path, Place: spans[next].Place})
			if spans[next].End > i {
				open = spans[next].End
			}
			next++
		}
		in.put(c)
		if open == i+1 {
			moved[len(moved)-1].End = len(in.out)
			open = -1
		}
	}
	return string(in.out), moved
}

// indenter copies valid JSON byte by byte and adds the white space.
type indenter struct {
	out       []byte
	depth     int
	inString  bool
	escaped   bool
	justBegan bool // directly after { or [
}

func (in *indenter) newline() {
	in.out = append(in.out, '\n')
	for range in.depth {
		in.out = append(in.out, "  "...)
	}
}

func (in *indenter) put(c byte) {
	if in.inString {
		in.out = append(in.out, c)
		switch {
		case in.escaped:
			in.escaped = false
		case c == '\\':
			in.escaped = true
		case c == '"':
			in.inString = false
		}
		return
	}
	if c == ' ' || c == '\n' || c == '\r' || c == '\t' {
		return
	}
	closing := c == '}' || c == ']'
	if closing {
		in.depth--
	}
	if in.justBegan != closing { // content after an opening, or a closing after content
		in.newline()
	}
	in.justBegan = false
	in.out = append(in.out, c)
	switch c {
	case '{', '[':
		in.depth++
		in.justBegan = true
	case ',':
		in.newline()
	case ':':
		in.out = append(in.out, ' ')
	case '"':
		in.inString = true
	}
}

// depthOf is how deep valid JSON is nested.
func depthOf(src []byte) int {
	deepest, depth := 0, 0
	inString, escaped := false, false
	for _, c := range src {
		switch {
		case escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
