package actions

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"keydesk/actions/template"
)

// ParseDefinition reads one action as the platform returns it, bare or in its envelope. Only what is
// no action at all is an error; a config that cannot work gives a Definition whose Problem says why,
// because the platform stores such configs (contract §8.3) and the button must be shown disabled.
func ParseDefinition(data []byte) (Definition, error) {
	m, err := template.DecodeObject(data)
	if err != nil {
		return Definition{}, fmt.Errorf("reading the action: %w", err)
	}
	m = template.Unwrap(m)
	if _, ok := m["action_type"]; !ok && m["config"] == nil {
		return Definition{}, errors.New(`reading the action: it has neither "action_type" nor "config"; write e.g. {"name":"Open CRM","action_type":"url","config":{"url":"https://crm.example.com"}}`)
	}
	d := Definition{Active: true}
	d.ID, _ = m["id"].(string)
	d.Name, _ = m["name"].(string)
	d.Icon, _ = m["icon"].(string)
	if active, ok := m["is_active"].(bool); ok {
		d.Active = active
	}
	if n, ok := m["display_order"].(json.Number); ok {
		i, _ := n.Int64()
		d.Order = int(i)
	}
	typ, _ := m["action_type"].(string)
	d.Type = Type(typ)
	c := &configReader{}
	switch config := m["config"].(type) {
	case map[string]any:
		c.read(&d, config)
	case nil:
		c.kind(d.Type)
		c.problems = append(c.problems, template.Fault("config", "say there what it does: the url of a webhook or link, the code of a script", "is empty"))
	default:
		c.kind(d.Type)
		c.problems = append(c.problems, template.Fault("config", "say there what it does: the url of a webhook or link, the code of a script", "must be an object, not %s", template.KindOf(config)))
	}
	d.setProblems(c.problems)
	return d, nil
}

// setProblems keeps what was found; Problem is all of it in one sentence.
func (d *Definition) setProblems(problems []*template.Error) {
	d.Problems = problems
	switch len(problems) {
	case 0:
		d.Problem = nil
	case 1:
		d.Problem = problems[0]
	default:
		texts := make([]string, len(problems))
		for i, p := range problems {
			texts[i] = p.Error()
		}
		d.Problem = errors.New(strings.Join(texts, "; and "))
	}
}

// configReader collects everything that is wrong rather than stopping at the first.
type configReader struct{ problems []*template.Error }

// bad notes a problem with an example that would be right.
func (c *configReader) bad(field, example, format string, args ...any) {
	hint := ""
	if example != "" {
		hint = "write e.g. " + example
	}
	c.problems = append(c.problems, template.Fault(field, hint, format, args...))
}

// kind notes a type that is none.
func (c *configReader) kind(t Type) {
	switch t {
	case TypeWebhook, TypeURL, TypeJavaScript:
	case "":
		c.bad("action_type", `"webhook", "url" or "javascript"`, "is missing")
	default:
		c.bad("action_type", `"webhook", "url" or "javascript"`, "%s is no kind of action", template.Quote(string(t)))
	}
}

func (c *configReader) read(d *Definition, config map[string]any) {
	switch d.Type {
	case TypeWebhook:
		d.Webhook = Webhook{
			URL:     c.text(config, "url", "https://helpdesk.example.com/tickets", true),
			Method:  c.text(config, "method", "POST", false),
			Headers: c.headers(config["headers"]),
			Body:    c.text(config, "body", `{\"phone\":\"{{contact.phone_number}}\"}`, false),
		}
		c.link(d.Webhook.URL, forRequest)
		c.template("body", d.Webhook.Body)
		for _, h := range d.Webhook.Headers {
			c.template("headers."+h.Name, h.Value)
		}
	case TypeURL:
		d.URL.URL = c.text(config, "url", "https://crm.example.com/contacts?phone={phone}", true)
		d.URL.NewTab, _ = config["open_in_new_tab"].(bool)
		c.link(d.URL.URL, forOpening)
	case TypeJavaScript:
		d.Script.Code = c.text(config, "code", "navigator.clipboard.writeText(contact.phone_number);", true)
	default:
		c.kind(d.Type)
	}
	if ext, ok := config["keydesk"]; ok {
		m, ok := ext.(map[string]any)
		if !ok {
			c.bad("keydesk", `{"confirm":true}`, "must be an object, not %s", template.KindOf(ext))
			return
		}
		d.Options = c.options(m, false)
	}
}

// text reads a string; need says that it must not be blank.
func (c *configReader) text(config map[string]any, key, example string, need bool) string {
	v, ok := config[key]
	s, isText := v.(string)
	switch {
	case ok && v != nil && !isText:
		c.bad(key, `"`+example+`"`, "must be text, not %s", template.KindOf(v))
		return ""
	case need && strings.TrimSpace(s) == "":
		c.bad(key, `"`+example+`"`, "is empty")
	}
	return s
}

// headers reads the name → text object, sorted by name.
func (c *configReader) headers(v any) []Header {
	if v == nil {
		return nil
	}
	m, ok := v.(map[string]any)
	if !ok {
		c.bad("headers", `{"X-Source":"keydesk"}`, "must be an object of names and texts, not %s", template.KindOf(v))
		return nil
	}
	var out []Header
	for name, v := range m {
		s, ok := v.(string)
		if !ok {
			c.bad("headers."+name, `"text in quotes"`, "must be text, not %s", template.KindOf(v))
			continue
		}
		if !validToken(name) {
			c.bad("headers."+name, `X-Customer`, "%s is no header name", template.Quote(name))
			continue
		}
		out = append(out, Header{Name: name, Value: s, Secret: secretHeader(name)})
	}
	slices.SortFunc(out, func(a, b Header) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(c.problems, func(a, b *template.Error) int { return cmp.Compare(a.Field, b.Field) })
	return out
}

// template notes a placeholder that cannot be read, which would fail for every contact.
func (c *configReader) template(field, text string) {
	if _, err := template.Parse(field, text, false); err != nil {
		c.note(err)
	}
}

// link notes what is wrong with a URL whatever its values are: it is planned with a harmless value
// in every place, and only faults of the author's own text count.
func (c *configReader) link(text string, mode linkMode) {
	if strings.TrimSpace(text) == "" {
		return // said already
	}
	pieces, err := template.Parse("url", text, true)
	if err != nil {
		c.note(err)
		return
	}
	t := make(template.Filled, len(pieces))
	for i, p := range pieces {
		t[i] = template.Value{Piece: p, Path: p.Name, Data: "1"}
	}
	if _, err := planURL(t, mode); err != nil {
		c.note(err)
	}
}

func (c *configReader) note(err error) {
	var pe *template.Error
	if errors.As(err, &pe) && !pe.ByValue {
		c.problems = append(c.problems, pe)
	}
}
