package actions

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"keydesk/actions/template"
)

// jsonOutcome is the shape that scripts around keydesk rely on; the order of the fields is part of it.
type jsonOutcome struct {
	Success  bool          `json:"success"`
	Message  string        `json:"message"`
	Error    string        `json:"error,omitempty"`
	Effects  []jsonEffect  `json:"effects"`
	Request  *jsonRequest  `json:"request,omitempty"`
	Response *jsonResponse `json:"response,omitempty"`
	Link     string        `json:"link,omitempty"`
	Log      []string      `json:"log"`
	Duration float64       `json:"duration_ms"`
}

type jsonRequest struct {
	Method  string      `json:"method"`
	URL     string      `json:"url"`
	Headers jsonHeaders `json:"headers"`
	Body    string      `json:"body"`
	Curl    string      `json:"curl,omitempty"`
}

type jsonResponse struct {
	Status int    `json:"status"`
	Body   string `json:"body"`
}

// jsonHeaders is an object in the order of the headers.
type jsonHeaders []Header

// MarshalJSON writes {"Name":"value",…}.
func (hs jsonHeaders) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, h := range hs {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%s:%s", template.Value{Data: h.Name}.JSON(), template.Value{Data: valid(h.Value)}.JSON())
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// jsonEffect is {"type":…} with the fields of its kind.
type jsonEffect struct{ Effect }

// MarshalJSON writes one effect: copy and insert have text, open has url, toast level and message.
func (e jsonEffect) MarshalJSON() ([]byte, error) {
	switch x := e.Effect.(type) {
	case Copy:
		return plainJSON(struct {
			Type string `json:"type"`
			Text string `json:"text"`
		}{"copy", valid(x.Text)})
	case Open:
		return plainJSON(struct {
			Type string `json:"type"`
			URL  string `json:"url"`
		}{"open", valid(x.URL)})
	case Toast:
		return plainJSON(struct {
			Type    string `json:"type"`
			Level   string `json:"level"`
			Message string `json:"message"`
		}{"toast", x.Level, valid(x.Text)})
	case Insert:
		return plainJSON(struct {
			Type string `json:"type"`
			Text string `json:"text"`
		}{"insert", valid(x.Text)})
	}
	return nil, fmt.Errorf("an effect of an unknown kind, %T", e.Effect)
}

// MarshalJSON is the outcome as `keydesk run --json` prints it. Effects and log are never null;
// error, request, response and link are left out when there are none. What limits cut off is said at the end
// of the log. Text is valid UTF-8, secrets are masked.
func (o Outcome) MarshalJSON() ([]byte, error) {
	p := o.plan
	if p == nil {
		p = &planned{}
	}
	out := jsonOutcome{Success: o.Success, Message: valid(cmp.Or(o.Words, o.Message)), Effects: make([]jsonEffect, 0, len(o.Effects)),
		Link: valid(p.scrub(o.Link)), Log: make([]string, 0, len(o.Log)), Duration: math.Round(o.Took.Seconds()*1e6) / 1e3}
	if o.Err != nil {
		out.Error = valid(o.Err.Error())
	}
	for _, x := range o.Effects {
		out.Effects = append(out.Effects, jsonEffect{p.withoutSecrets(x)})
	}
	for _, l := range slices.Concat(o.Log, o.Cut) {
		out.Log = append(out.Log, valid(p.scrub(l)))
	}
	if r := o.Request; r != nil {
		body, _ := hideInBody(r, nil)
		out.Request = &jsonRequest{Method: r.Method, URL: valid(r.URL), Headers: r.Header, Body: valid(string(body)), Curl: r.Curl}
	}
	if r := o.Response; r != nil {
		out.Response = &jsonResponse{Status: r.Status, Body: valid(string(r.Body))}
	}
	return plainJSON(out)
}

// MarshalEffects and UnmarshalEffects are the effects in that same form, for the record of runs.
func MarshalEffects(effects []Effect) ([]byte, error) {
	list := make([]jsonEffect, 0, len(effects))
	for _, x := range effects {
		list = append(list, jsonEffect{x})
	}
	return plainJSON(list)
}

// UnmarshalEffects reads what MarshalEffects wrote; entries of kinds it does not know are dropped.
func UnmarshalEffects(data []byte) ([]Effect, error) {
	var list []struct{ Type, Text, URL, Level, Message string }
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	out := make([]Effect, 0, len(list))
	for _, x := range list {
		switch x.Type {
		case "copy":
			out = append(out, Copy{x.Text})
		case "open":
			out = append(out, Open{x.URL})
		case "toast":
			out = append(out, Toast{x.Level, x.Message})
		case "insert":
			out = append(out, Insert{x.Text})
		}
	}
	return out, nil
}

// plainJSON is json.Marshal without turning <, > and & into escapes.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
