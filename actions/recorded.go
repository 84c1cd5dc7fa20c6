package actions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"keydesk/actions/places"
	"keydesk/actions/template"
)

// answerPath begins the path of everything that the person answered.
const answerPath = "input."

// minAnswer is the length from which an answer is looked for in other texts of a record. Shorter ones
// stand in ordinary words.
const minAnswer = 4

// recorded is the plan as the record of runs keeps it: without the answers to the action's questions,
// which may be secret, and without secrets that stand in a body.
func (p *planned) recorded() *planned {
	c := p.forRun()
	if c.request != nil {
		r := c.request.masked()
		shown := r.URL
		r.URL, r.URLSpans = hideSpans(r.URL, answered(r.URLSpans))
		for i, h := range r.Header {
			r.Header[i].Value, r.Header[i].Spans = hideSpans(h.Value, answered(h.Spans))
		}
		r.Body, r.BodySpans = hideInBody(r, answered(r.BodySpans))
		c.request, c.summary = r, strings.ReplaceAll(c.summary, shown, r.URL)
	}
	if c.target != nil {
		c.hideTarget()
	}
	if c.script != nil {
		bindings := copyMap(c.script.Bindings)
		bindings["input"] = hiddenAnswers(c.inputs)
		c.script = &ScriptPlan{Code: hideShapes(c.script.Code), Bindings: bindings, sent: c.script.sent}
	}
	for _, in := range p.action.Options.Inputs {
		if in.Type != InputYesNo && in.Type != InputChoice {
			c.noteAnswer(p.inputs[in.Name])
		}
	}
	return c
}

// noteAnswer has an answer scrubbed from what the receiver or the script says.
func (p *planned) noteAnswer(v any) {
	text := strings.TrimSpace(textOfAnswer(v))
	if len(text) >= minAnswer {
		p.secrets = append(p.secrets, text, places.JSONText(text), places.Percent(text, ""))
	}
}

func textOfAnswer(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func hiddenAnswers(inputs map[string]any) map[string]any {
	out := make(map[string]any, len(inputs))
	for name, v := range inputs {
		if v != nil && v != "" {
			v = Mask
		}
		out[name] = v
	}
	return out
}

func (p *planned) hideTarget() {
	t := *p.target
	shown, spans := maskedURL(t.URL, t.Spans, t.Parts)
	t.URL, t.Spans = hideSpans(shown, answered(spans))
	t.Parts = slices.Clone(t.Parts)
	for i, part := range t.Parts {
		if part.Secret || slices.ContainsFunc(part.From, isAnswer) {
			part.Text = Mask
		}
		part.Start, part.End = 0, 0 // the text that they are places in is gone
		t.Parts[i] = part
	}
	p.target, p.summary = &t, strings.ReplaceAll(p.summary, shown, t.URL)
}

func isAnswer(path string) bool { return strings.HasPrefix(path, answerPath) }

// answered are the spans that hold an answer.
func answered(spans []template.Span) []template.Span {
	return slices.DeleteFunc(slices.Clone(spans), func(s template.Span) bool { return !isAnswer(s.Path) })
}

// hideSpans replaces what stands in spans by the mask.
func hideSpans(text string, spans []template.Span) (string, []template.Span) {
	slices.SortFunc(spans, func(a, b template.Span) int { return cmp.Compare(a.Start, b.Start) })
	var b strings.Builder
	var moved []template.Span
	pos := 0
	for _, s := range spans {
		if s.Start < pos || s.End == s.Start {
			continue // within one that is hidden already, or an empty answer
		}
		b.WriteString(text[pos:s.Start])
		start := b.Len()
		b.WriteString(Mask)
		moved = append(moved, template.Span{Start: start, End: b.Len(), Path: s.Path, Place: s.Place})
		pos = s.End
	}
	b.WriteString(text[pos:])
	return b.String(), moved
}

// hideInBody hides answers and literal secrets. In JSON it leaves the quotes of a string, so that the
// body is still laid out over lines.
func hideInBody(r *Request, answers []template.Span) ([]byte, []template.Span) {
	hidden := slices.Concat(answers, bodySecrets(r))
	contentType, _ := headerValue(r.Header, headerContentType)
	text := string(r.Body)
	if places.IsJSON(contentType) {
		for i, s := range hidden {
			if held := text[s.Start:s.End]; len(held) >= 2 && held[0] == '"' && held[len(held)-1] == '"' {
				hidden[i].Start, hidden[i].End = s.Start+1, s.End-1
			}
		}
	}
	text, spans := hideSpans(text, hidden)
	return []byte(hideShapes(text)), spans
}

// hideShapes hides texts that are keys wherever they stand.
func hideShapes(text string) string {
	return tokenShapes().ReplaceAllStringFunc(text, func(found string) string {
		if strings.Contains(found, Mask) {
			return found
		}
		return Mask
	})
}
