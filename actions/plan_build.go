package actions

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/url"

	"keydesk/actions/template"
)

// Plan fills an action in for a subject and the answers to its questions (by input name; missing
// ones take their defaults). It does no I/O and takes microseconds. Errors are *template.Error or the
// definition's Problem. Unmet conditions and read-only mode do not stop a plan, so that it can be
// previewed; Run refuses them.
func (e *Engine) Plan(d Definition, s template.Subject, inputs map[string]any) (Plan, error) {
	if d.Problem != nil {
		return Plan{}, d.Problem
	}
	given, err := answers(d, s, inputs)
	if err != nil {
		return Plan{}, err
	}
	p := &planned{id: e.cfg.NewID(), action: d, made: e.cfg.Now(), inputs: given, signRef: d.Options.SignSecret}
	p.asOf = s.AsOf
	p.contactID, _ = s.Contact["id"].(string)
	p.contactName, _ = s.Contact["name"].(string)
	p.userID, _ = s.User["id"].(string)
	p.userName, _ = s.User["name"].(string)
	p.unmet = d.Options.When.Unmet(s)
	p.platform = cmp.Or(d.Options.Execution, e.cfg.Execution) == ExecutePlatform
	p.timeout = e.limit(p)
	sc := s.Scope(given)
	switch {
	case p.platform:
		err = e.planPlatform(p)
	case d.Type == TypeWebhook:
		err = e.planRequest(p, sc)
	case d.Type == TypeURL:
		err = e.planTarget(p, sc)
	case d.Type == TypeJavaScript:
		e.planScript(p, s, given)
	default:
		err = template.Fault("action_type", `use "webhook", "url" or "javascript"`, "%s is no kind of action", template.Quote(string(d.Type)))
	}
	if err != nil {
		return Plan{}, err
	}
	if p.question, err = question(p, sc); err != nil {
		return Plan{}, err
	}
	return Plan{p}, nil
}

func (e *Engine) planPlatform(p *planned) error {
	if len(p.action.Options.Inputs) > 0 {
		return template.Fault("execution", `set execution = "local" for this action`, "the platform cannot be given the answers of a form")
	}
	if p.action.ID == "" || p.contactID == "" {
		return template.Fault("execution", `set execution = "local" for this action`, "the platform runs only its own actions on its own contacts, and this one has no id")
	}
	p.summary = "run by the platform (" + string(p.action.Type) + ")"
	return nil
}

func (e *Engine) planTarget(p *planned, sc *template.Scope) error {
	t, err := sc.ResolveURL(p.action.URL.URL)
	if err != nil {
		return err
	}
	u, err := planURL(t, forOpening)
	if err != nil {
		return err
	}
	p.target = &Target{URL: u.url, Spans: u.spans, Parts: u.parts}
	for _, part := range u.parts {
		if part.Secret {
			p.noteSecret(u.url[part.Start:part.End])
			p.noteSecret(part.Text)
		}
	}
	shown, _ := maskedURL(u.url, nil, u.parts)
	p.summary = "open " + shown
	return nil
}

func (e *Engine) planScript(p *planned, s template.Subject, given map[string]any) {
	p.script = &ScriptPlan{Code: p.action.Script.Code, Bindings: map[string]any{
		"contact": copyMap(s.Contact), "user": copyMap(s.User), "organization": copyMap(s.Organization),
		"conversation": copyMap(s.Conversation), "input": given,
	}, sent: s.Sent}
	p.summary = "run a script · " + sizeText(len(p.script.Code))
}

// question is the sentence of the confirm dialog.
func question(p *planned, sc *template.Scope) (string, error) {
	d := p.action
	if !d.AsksFirst() {
		return "", nil
	}
	if d.Options.ConfirmText != "" {
		return sc.Expand("confirm", d.Options.ConfirmText)
	}
	text := "Run " + template.Quote(cmp.Or(d.Name, "this action"))
	if p.contactName != "" {
		text += " for " + template.Quote(p.contactName)
	}
	if p.request != nil {
		if u, err := url.Parse(p.request.URL); err == nil {
			text += " and send it to " + u.Host
		}
	}
	return text + "?", nil
}

// copyMap copies decoded JSON deeply: a plan must not change when the conversation does.
func copyMap(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = copyValue(v)
	}
	return out
}

func copyValue(v any) any {
	switch t := v.(type) {
	case map[string]any:
		return copyMap(t)
	case []any:
		out := make([]any, len(t))
		for i, item := range t {
			out[i] = copyValue(item)
		}
		return out
	case json.RawMessage:
		return json.RawMessage(append([]byte(nil), t...))
	}
	return v
}

// ErrRefused is wrapped by the errors of runs that were not begun because a rule forbids them.
var ErrRefused = errors.New("refused")
