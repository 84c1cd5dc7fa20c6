package actions

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"keydesk/actions/template"
)

// ParseOptions reads options strictly from decoded JSON or TOML: an unknown or wrong entry is an
// error that says the field, what is wrong, and what would be right. local allows what only local
// settings may hold: sign_secret, headers and webhook_payload. Durations are texts such as "5s" or
// numbers of seconds.
func ParseOptions(m map[string]any, local bool) (Options, error) {
	c := &configReader{}
	o := c.options(m, local)
	if len(c.problems) > 0 {
		return o, c.problems[0]
	}
	return o, nil
}

var (
	sharedOptions = []string{"confirm", "danger", "key", "inputs", "when", "timeout", "execution"}
	localOptions  = []string{"sign_secret", "headers", "webhook_payload"}
	inputOptions  = []string{"name", "label", "type", "required", "default", "choices"}
	whenOptions   = []string{"tag", "assignee", "channel", "has_field"}
)

func (c *configReader) options(m map[string]any, local bool) Options {
	var o Options
	for _, key := range slices.Sorted(maps.Keys(m)) {
		v, field := m[key], "keydesk."+key
		switch key {
		case "confirm":
			switch t := v.(type) {
			case bool:
				o.Confirm = t
			case string:
				o.Confirm, o.ConfirmText = true, t
				c.template(field, t)
			default:
				c.bad(field, `true or "Really refund {{contact.name}}?"`, "must be true or a sentence, not %s", template.KindOf(v))
			}
		case "danger":
			o.Danger = c.yes(field, v)
		case "key":
			o.Key = c.word(field, v, `"alt+r"`)
		case "inputs":
			o.Inputs = c.inputs(field, v)
		case "when":
			o.When = c.when(field, v)
		case "timeout":
			o.Timeout = c.duration(field, v)
		case "execution":
			o.Execution = c.oneOf(field, v, ExecuteLocal, ExecutePlatform)
		default:
			c.localOption(&o, key, v, local)
		}
	}
	return o
}

func (c *configReader) localOption(o *Options, key string, v any, local bool) {
	field := "keydesk." + key
	switch {
	case !slices.Contains(localOptions, key):
		known := sharedOptions
		if local {
			known = append(slices.Clone(known), localOptions...)
		}
		c.unknown(field, key, known)
	case !local:
		c.bad(field, "", "can be set in the local settings only, not in the action itself, where everyone can read it")
	case key == "sign_secret":
		s := c.word(field, v, `"${env:CRM_SECRET}"`)
		if ref, ok := findSecretRef(s); s != "" && (!ok || ref != s) {
			c.bad(field, `"${env:CRM_SECRET}" or "${keyring:crm}"`, "must be a reference, so that no secret stands in the file")
			return
		}
		o.SignSecret = s
	case key == "headers":
		o.Headers = c.headers(v)
	default:
		o.WebhookPayload = c.oneOf(field, v, PayloadDocument, PayloadPlatform)
	}
}

func (c *configReader) unknown(field, key string, known []string) {
	text := "is not known"
	if near := template.Nearest(key, known); near != "" {
		c.bad(field, "", "%s; did you mean %q?", text, near)
		return
	}
	c.bad(field, "", "%s; known are %s", text, strings.Join(known, ", "))
}

func (c *configReader) yes(field string, v any) bool {
	b, ok := v.(bool)
	if !ok {
		c.bad(field, "true", "must be true or false, not %s", template.KindOf(v))
	}
	return b
}

func (c *configReader) word(field string, v any, example string) string {
	s, ok := v.(string)
	if !ok {
		c.bad(field, example, "must be text, not %s", template.KindOf(v))
	}
	return strings.TrimSpace(s)
}

func (c *configReader) oneOf(field string, v any, allowed ...string) string {
	s, ok := v.(string)
	if !ok || !slices.Contains(allowed, s) {
		c.bad(field, strconv.Quote(allowed[0]), "must be one of %s", strings.Join(allowed, ", "))
		return ""
	}
	return s
}

// words reads one text or a list of texts.
func (c *configReader) words(field string, v any, example string) []string {
	switch t := v.(type) {
	case string:
		return []string{t}
	case []any:
		var out []string
		for _, item := range t {
			s, ok := item.(string)
			if !ok {
				c.bad(field, example, "must hold texts only, not %s", template.KindOf(item))
				return nil
			}
			out = append(out, s)
		}
		return out
	case []string:
		return t
	}
	c.bad(field, example, "must be a text or a list of texts, not %s", template.KindOf(v))
	return nil
}

func (c *configReader) duration(field string, v any) time.Duration {
	var d time.Duration
	var err error
	switch t := v.(type) {
	case string:
		d, err = time.ParseDuration(t)
	case json.Number:
		var f float64
		f, err = t.Float64()
		d = seconds(f)
	case float64:
		d = seconds(t)
	case int64:
		d = seconds(float64(t))
	case int:
		d = seconds(float64(t))
	default:
		err = fmt.Errorf("no duration")
	}
	if err != nil || d < 100*time.Millisecond || d > MaxTimeout {
		c.bad(field, `"5s"`, "must be a time between 100ms and %s", "5m")
		return 0
	}
	return d
}

func seconds(f float64) time.Duration {
	if f < 0 || f > 1e6 {
		return -1
	}
	return time.Duration(f * float64(time.Second))
}

func (c *configReader) inputs(field string, v any) []Input {
	list, ok := v.([]any)
	if !ok {
		c.bad(field, `[{"name":"amount","type":"number"}]`, "must be a list, not %s", template.KindOf(v))
		return nil
	}
	var out []Input
	seen := map[string]bool{}
	for i, item := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		m, ok := item.(map[string]any)
		if !ok {
			c.bad(at, `{"name":"amount","type":"number"}`, "must be an object, not %s", template.KindOf(item))
			continue
		}
		in := c.input(at, m)
		if seen[in.Name] {
			c.bad(at+".name", "", "%s is there twice", template.Quote(in.Name))
		}
		seen[in.Name] = true
		out = append(out, in)
	}
	return out
}

func (c *configReader) input(at string, m map[string]any) Input {
	in := Input{Type: InputText}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		v, field := m[key], at+"."+key
		switch key {
		case "name":
			in.Name = c.word(field, v, `"amount"`)
		case "label":
			in.Label = c.word(field, v, `"Amount"`)
		case "type":
			in.Type = InputType(c.oneOf(field, v, string(InputText), string(InputNumber), string(InputChoice), string(InputYesNo)))
		case "required":
			in.Required = c.yes(field, v)
		case "default":
			switch t := v.(type) {
			case string:
				in.Default = t
				c.template(field, t)
			case bool:
				in.Default = strconv.FormatBool(t)
			case json.Number, int64, float64:
				in.Default = fmt.Sprint(t)
			default:
				c.bad(field, `"{{contact.name}}"`, "must be text, a number or true/false, not %s", template.KindOf(v))
			}
		case "choices":
			in.Choices = c.words(field, v, `["low","high"]`)
		default:
			c.unknown(field, key, inputOptions)
		}
	}
	switch {
	case !validInputName(in.Name):
		c.bad(at+".name", `"amount"`, "must be a word of letters, digits and _, as it stands in {{input.amount}}")
	case in.Type == InputChoice && len(in.Choices) == 0:
		c.bad(at+".choices", `["low","high"]`, "is empty, and a choice needs some")
	case in.Type != InputChoice && len(in.Choices) > 0:
		c.bad(at+".type", `"choice"`, "must be choice, because there are choices")
	}
	in.Label = cmp.Or(in.Label, in.Name)
	return in
}

func validInputName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !template.IsLetter(c) && c != '_' && (i == 0 || !template.IsDigit(c)) {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

func (c *configReader) when(field string, v any) When {
	m, ok := v.(map[string]any)
	if !ok {
		c.bad(field, `{"tag":"vip"}`, "must be an object, not %s", template.KindOf(v))
		return When{}
	}
	var w When
	for _, key := range slices.Sorted(maps.Keys(m)) {
		v, at := m[key], field+"."+key
		switch key {
		case "tag", "tags":
			w.Tags = c.words(at, v, `"vip"`)
		case "assignee":
			w.Assignee = c.word(at, v, `"me", "none", "other" or "anyone"`)
		case "channel", "channels":
			w.Channels = c.words(at, v, `"Support line"`)
		case "has_field", "has-field", "has_fields":
			w.HasFields = c.words(at, v, `"contact.metadata.customer_id"`)
			for _, f := range w.HasFields {
				if root, _, dotted := template.CutRoot(template.LongName(f)); !dotted || template.Always(root) == nil {
					c.bad(at, `"contact.metadata.customer_id"`, "%s is no field", template.Quote(f))
				}
			}
		default:
			c.unknown(at, key, whenOptions)
		}
	}
	return w
}
