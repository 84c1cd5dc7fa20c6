package actions

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"keydesk/actions/script"
	"keydesk/actions/template"
)

// Icons are the ones that the platform's own editor offers (contract §8.1).
func Icons() []string {
	return []string{"ticket", "user", "bar-chart", "link", "phone", "mail", "file-text", "external-link", "zap", "globe", "code"}
}

// Lint finds what is wrong with an action whatever contact it is run for: settings that cannot work,
// placeholders that never exist, bodies that are no JSON, unsafe addresses, secrets in plain text.
// It does no I/O and takes microseconds; Engine.CheckScript adds what only the sandbox can tell.
func (d Definition) Lint() []Finding {
	f := newFindings(d)
	f.stored(d)
	sc := anySubject(d)
	broken := map[string]bool{}
	for _, t := range d.templates() {
		if f.names(sc, t) {
			broken[t.field] = true
		}
		f.unfinished(t)
	}
	f.parts(d, sc, broken)
	f.secrets(d)
	return f.sorted()
}

// Examine finds what is wrong with an action for one subject: everything of Lint but the secrets,
// with the names that this very contact has, and what stops the plan. It does no I/O.
func (e *Engine) Examine(d Definition, s template.Subject, inputs map[string]any) []Finding {
	f := newFindings(d)
	f.stored(d)
	given, err := answers(d, s, inputs)
	if err != nil {
		f.err(RuleConfig, "", err)
		given = map[string]any{}
	}
	sc := s.Scope(given)
	broken := map[string]bool{}
	for _, t := range d.templates() {
		if !strings.HasPrefix(t.field, "keydesk.inputs") && f.names(sc, t) { // a default without a value is just empty
			broken[t.field] = true
		}
	}
	f.parts(d, sc, broken)
	if len(f.list) == 0 {
		_, err := e.Plan(d, s, inputs)
		f.err(RuleConfig, "", err)
	}
	return f.sorted()
}

// CheckScript has a script's syntax checked in the sandbox; nil for other types. What keeps it from
// being checked is a warning.
func (e *Engine) CheckScript(ctx context.Context, d Definition) []Finding {
	if d.Type != TypeJavaScript || strings.TrimSpace(d.Script.Code) == "" {
		return nil
	}
	if e.cfg.Scripts == nil {
		return []Finding{{Rule: RuleScript, Field: "code", Offset: -1, Message: "not checked: " + errNoScripts.Error(), Warning: true}}
	}
	err := e.cfg.Scripts.Check(ctx, d.Script.Code)
	if err == nil {
		return nil
	}
	var se *script.Error
	if !errors.As(err, &se) || se.Kind == script.KindKilled {
		return []Finding{{Rule: RuleScript, Field: "code", Offset: -1, Message: "not checked: " + err.Error(), Warning: true}}
	}
	x := Finding{Rule: RuleScript, Field: "code", Offset: -1, Line: se.Line, Column: se.Column, Message: se.Message}
	if se.Line > 0 {
		x.Offset = offsetOf(d.Script.Code, se.Line, max(se.Column, 1))
	}
	return []Finding{x}
}

// offsetOf is the byte offset of a line and column, both from 1, in characters.
func offsetOf(text string, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i + 1
	}
	for i, r := range text[at:] {
		if column == 1 || r == '\n' {
			return at + i
		}
		column--
	}
	return len(text)
}

// templated is one text with placeholders; single says that {name} counts too.
type templated struct {
	field, text string
	single      bool
}

// templates are all texts of an action that are expanded.
func (d Definition) templates() []templated {
	var out []templated
	add := func(field, text string, single bool) {
		if strings.TrimSpace(text) != "" {
			out = append(out, templated{field, text, single})
		}
	}
	switch d.Type {
	case TypeWebhook:
		add("url", d.Webhook.URL, true)
		for _, h := range d.Webhook.Headers {
			add("headers."+h.Name, h.Value, false)
		}
		add("body", d.Webhook.Body, false)
	case TypeURL:
		add("url", d.URL.URL, true)
	}
	add("keydesk.confirm", d.Options.ConfirmText, false)
	for i, in := range d.Options.Inputs {
		add(fmt.Sprintf("keydesk.inputs[%d].default", i), in.Default, false)
	}
	return out
}

func newFindings(d Definition) *findings {
	f := &findings{texts: map[string]string{"code": d.Script.Code}}
	for _, t := range d.templates() {
		f.texts[t.field] = t.text
	}
	return f
}

// stored notes what is wrong with the settings themselves.
func (f *findings) stored(d Definition) {
	if strings.TrimSpace(d.Name) == "" {
		f.whole(RuleConfig, "name", `write e.g. "Create ticket"`, "is empty, and the platform wants one")
	}
	if d.Icon != "" && !slices.Contains(Icons(), d.Icon) {
		f.add(Finding{Rule: RuleConfig, Field: "icon", Offset: -1, Warning: true,
			Message: template.Quote(d.Icon) + " is unknown, and shown as zap", Hint: "take one of " + strings.Join(Icons(), ", ")})
	}
	for _, p := range d.Problems {
		rule := RuleConfig
		switch {
		case p.Offset >= 0 && strings.Contains(p.Hint, "{{"):
			rule = RulePlaceholder
		case p.Field == "url":
			rule = RuleURL
		case strings.HasPrefix(p.Field, "headers"):
			rule = RuleHeader
		}
		f.err(rule, p.Field, p)
	}
}

// names notes every placeholder of a template that is none or has no value, and reports whether the
// template cannot be read.
func (f *findings) names(sc *template.Scope, t templated) (broken bool) {
	text := t.text
	pieces, err := template.Parse(t.field, text, t.single)
	for range maxBroken {
		var at *template.Error
		if err == nil || !errors.As(err, &at) || at.Offset < 0 || !strings.HasPrefix(text[at.Offset:], "{{") {
			break
		}
		f.err(RulePlaceholder, t.field, err)
		broken = true
		text = text[:at.Offset] + "  " + text[at.Offset+2:] // read on behind it
		pieces, err = template.Parse(t.field, text, t.single)
	}
	if err != nil {
		f.err(RulePlaceholder, t.field, err)
		return true
	}
	for _, p := range pieces {
		if p.Name == "" {
			continue
		}
		if _, err := sc.Lookup(t.field, p); err != nil {
			f.err(RulePlaceholder, t.field, err)
		}
	}
	return broken
}

// maxBroken is how many unreadable placeholders of one text are told.
const maxBroken = 50

// parts plans each part by itself, so that a fault in one does not hide those in the others. Names that
// do not exist are told already.
func (f *findings) parts(d Definition, known *template.Scope, broken map[string]bool) {
	pretending := *known
	pretending.Pretend = true
	sc := &pretending
	if d.Type != TypeWebhook && d.Type != TypeURL {
		return
	}
	mode, link := forRequest, d.Webhook.URL
	if d.Type == TypeURL {
		mode, link = forOpening, d.URL.URL
	}
	if strings.TrimSpace(link) != "" && !broken["url"] && !hasField(d.Problems, "url") {
		f.plan(RuleURL, "url", func() error {
			t, err := sc.ResolveURL(link)
			if err != nil {
				return err
			}
			u, err := planURL(t, mode)
			if u.dropped != "" {
				f.add(Finding{Rule: RuleURL, Field: "url", Offset: strings.Index(link, "#"), Warning: true,
					Message: "everything behind # is left out when a webhook is sent", Hint: "write %23 for a # that belongs to the address"})
			}
			return err
		})
	}
	if d.Type == TypeURL {
		return
	}
	if at := hostPlaceholder(link); at >= 0 {
		f.add(Finding{Rule: RuleURL, Field: "url", Offset: at, Message: "the platform refuses a placeholder in the host of a webhook",
			Hint: "write the host out, e.g. https://crm.example.com/{{contact.id}}"})
	}
	f.plan(RuleConfig, "method", func() error { _, err := methodOf(d.Webhook); return err })
	if method, err := methodOf(d.Webhook); err == nil && !slices.Contains(Methods(), method) {
		f.add(Finding{Rule: RuleConfig, Field: "method", Offset: -1, Warning: true,
			Message: template.Quote(method) + " is not one that webhooks usually use", Hint: "take one of " + strings.Join(Methods(), ", ") + " unless it is meant"})
	}
	f.headers(d, sc, broken)
	contentType := d.contentType()
	_, ref := findSecretRef(contentType.Value)
	if strings.TrimSpace(d.Webhook.Body) == "" || broken["body"] || ref || strings.Contains(contentType.Value, "{{") { // told of the header
		return
	}
	f.plan(RuleJSON, "body", func() error {
		t, err := sc.Resolve("body", d.Webhook.Body, false)
		if err == nil {
			_, err = template.Body(t, contentType.Value)
		}
		return atHeader(err, contentType.Name)
	})
}

func (f *findings) plan(rule, field string, do func() error) {
	err := do()
	var p *template.Error
	if err == nil || errors.As(err, &p) && p.ByValue && slices.ContainsFunc(f.list, func(x Finding) bool { return x.Field == p.Field }) {
		return // it may be due to the value of a name that does not exist
	}
	f.err(rule, field, err)
}

// hostPlaceholder is where a placeholder stands in the host of an address, or -1 (contract §8.3).
func hostPlaceholder(link string) int {
	_, rest, ok := strings.Cut(link, "://")
	if !ok {
		return -1
	}
	host := rest
	if end := strings.IndexAny(withoutPlaceholders(rest), "/?#"); end >= 0 {
		host = rest[:end]
	}
	if at := strings.IndexByte(host, '{'); at >= 0 {
		return len(link) - len(rest) + at
	}
	return -1
}

// headers checks them one by one.
func (f *findings) headers(d Definition, sc *template.Scope, broken map[string]bool) {
	seen := map[string]bool{}
	for _, h := range d.Webhook.Headers {
		field, lower := "headers."+h.Name, strings.ToLower(h.Name)
		_, ref := findSecretRef(h.Value)
		switch {
		case seen[lower]:
			f.whole(RuleHeader, field, "keep one of them", "stands there twice (upper and lower case do not differ)")
		case ref:
			f.whole(RuleHeader, field, `put it into the settings: [actions."`+cmp.Or(d.Name, d.ID)+`"] headers`,
				"secret references work in local settings only, since anyone who edits actions could read this machine's secrets with them")
		case !broken[field]:
			f.plan(RuleHeader, field, func() error { _, err := planHeader(sc, h); return err })
		}
		seen[lower] = true
	}
}

// hasField reports whether a field has a problem already.
func hasField(problems []*template.Error, field string) bool {
	return slices.ContainsFunc(problems, func(p *template.Error) bool { return p.Field == field })
}

// anySubject has a harmless value for every name that exists for every contact.
func anySubject(d Definition) *template.Scope {
	part := func(root string) map[string]any {
		m := map[string]any{}
		for _, name := range template.Always(root) {
			m[name] = "x"
		}
		return m
	}
	contact := part("contact")
	contact["tags"], contact["metadata"] = []any{"x"}, map[string]any{"x": "x"}
	contact["phone_number"] = "919800000000" // a tel: link takes nothing else
	inputs := map[string]any{}
	for _, in := range d.Options.Inputs {
		switch in.Type {
		case InputNumber:
			inputs[in.Name] = json.Number("1")
		case InputYesNo:
			inputs[in.Name] = true
		default:
			inputs[in.Name] = "x"
		}
	}
	user := part("user")
	user["email"] = "agent@lab.example" // nor does a mailto: link
	s := template.Subject{Contact: contact, User: user, Organization: part("organization"), Conversation: part("conversation")}
	sc := s.Scope(inputs)
	sc.Lenient = true
	return sc
}
