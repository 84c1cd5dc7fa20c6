package actions

import (
	"cmp"
	"encoding/base64"
	"errors"
	"keydesk/actions/places"
	"keydesk/actions/template"
	"net/http"
	"slices"
	"strings"
)

// Headers that keydesk adds, spelled as their standards do. Names are compared in any case.
const (
	headerContentType = "Content-Type"
	headerEncoding    = "Content-Encoding"
	headerUserAgent   = "User-Agent"
	headerWebhookID   = "webhook-id"
	headerTimestamp   = "webhook-timestamp"
	headerSignature   = "webhook-signature"
	headerIdempotency = "Idempotency-Key"
	headerAuth        = "Authorization"
)

// managedHeaders belong to the connection, not to the message. The platform ignores Host as well
// (contract §8.5).
var managedHeaders = map[string]bool{"Host": true, "Content-Length": true, "Transfer-Encoding": true,
	"Connection": true, "Keep-Alive": true, "Upgrade": true, "Te": true, "Trailer": true,
	"Proxy-Authorization": true, "Proxy-Connection": true, "Accept-Encoding": true, "Expect": true}

// planHeaders expands the author's headers and the local ones over them, sorted by name. Headers
// that the connection owns are left out with a note.
func planHeaders(sc *template.Scope, d Definition) (out []Header, notes []string, err error) {
	for _, h := range d.Webhook.Headers {
		if _, ok := findSecretRef(h.Value); ok {
			return nil, nil, template.Fault("headers."+h.Name, `put it into the settings: [actions."`+cmp.Or(d.Name, d.ID)+`"] headers`,
				"secret references work in local settings only, since anyone who edits actions could read this machine's secrets with them")
		}
		if localHas(d.Options.Headers, h.Name) {
			continue
		}
		p, err := planHeader(sc, h)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, p)
	}
	for _, h := range d.Options.Headers {
		if _, ok := findSecretRef(h.Value); ok {
			out = append(out, Header{Name: spelled(h.Name), Value: maskRefs(h.Value), Secret: true, ref: h.Value})
			continue
		}
		p, err := planHeader(sc, h)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, p)
	}
	out = slices.DeleteFunc(out, func(h Header) bool {
		managed := managedHeaders[http.CanonicalHeaderKey(h.Name)]
		if managed {
			notes = append(notes, "The header "+h.Name+" is left out: the connection sets it itself.")
		}
		return managed
	})
	slices.SortStableFunc(out, func(a, b Header) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	for i := 1; i < len(out); i++ {
		if strings.EqualFold(out[i].Name, out[i-1].Name) {
			return nil, nil, template.Fault("headers."+out[i].Name, "keep one of them", "stands there twice (upper and lower case do not differ)")
		}
	}
	return out, notes, nil
}

func localHas(local []Header, name string) bool {
	return slices.ContainsFunc(local, func(h Header) bool { return strings.EqualFold(h.Name, name) })
}

func planHeader(sc *template.Scope, h Header) (Header, error) {
	field := "headers." + h.Name
	if !validToken(h.Name) {
		return Header{}, template.Fault(field, "write e.g. X-Customer", "%s is no header name", template.Quote(h.Name))
	}
	t, err := sc.Resolve(field, h.Value, false)
	if err != nil {
		return Header{}, err
	}
	var b template.Output
	for _, v := range t {
		text := v.Lit
		if v.Name != "" {
			text = v.Text()
		}
		checked, err := places.HeaderText(text)
		switch {
		case err != nil && v.Name == "":
			return Header{}, &template.Error{Field: field, Reason: err.Error(), Offset: v.Start, Hint: "write it on one line"}
		case err != nil:
			return Header{}, &template.Error{Field: field, Reason: v.Path + " " + err.Error(), Offset: v.Start, Hint: "send it in the body"}
		case v.Name == "":
			b.Literal(checked, v.Start)
		default:
			b.Value(checked, v, "header value")
		}
	}
	if err := bodyHeader(field, h.Name, t); err != nil {
		return Header{}, err
	}
	out := Header{Name: spelled(h.Name), Secret: h.Secret || secretHeader(h.Name)}
	out.Value, out.Spans = trimHeader(string(b.Text), b.Spans)
	if len(out.Value) > 16<<10 {
		return Header{}, template.Fault(field, "send it in the body", "comes out longer than 16 KiB, which servers refuse")
	}
	return out, nil
}

// contentType is the header that says what the body is, as written: local settings first, and JSON if
// nothing else is said.
func (d Definition) contentType() Header {
	for _, h := range slices.Concat(d.Options.Headers, d.Webhook.Headers) {
		if strings.EqualFold(h.Name, headerContentType) && h.Value != "" {
			return h
		}
	}
	return Header{Name: headerContentType, Value: "application/json"}
}

// atHeader names the header as the author spelled it, in an error that is about the content type.
func atHeader(err error, name string) error {
	var pe *template.Error
	if errors.As(err, &pe) && pe.Field == "headers."+headerContentType {
		pe.Field = "headers." + name
	}
	return err
}

// bodyHeader refuses what would make a receiver read the body as another one than is sent: a type that
// a value chooses, and compression, which nobody here does.
func bodyHeader(field, name string, t template.Filled) error {
	switch {
	case strings.EqualFold(name, headerContentType):
		for _, v := range t {
			if v.Name != "" {
				return &template.Error{Field: field, Reason: v.Shown() + " stands in the type of the body, which decides how values are escaped",
					Hint: "write the type out, e.g. application/json", Offset: v.Start}
			}
		}
	case strings.EqualFold(name, headerEncoding):
		for _, v := range t {
			if text := strings.ToLower(strings.TrimSpace(v.Lit)); v.Name != "" || text != "" && text != "identity" {
				return template.Fault(field, "remove it", "names an encoding, and the body is sent as it is")
			}
		}
	}
	return nil
}

// spelled is the name as the author wrote it, because some receivers look at the case. User-Agent is
// the exception: net/http knows it in its own spelling only and would send a second one.
func spelled(name string) string {
	if strings.EqualFold(name, headerUserAgent) {
		return headerUserAgent
	}
	return name
}

// trimHeader drops white space at the ends, which HTTP does not carry, so that the plan shows what
// arrives.
func trimHeader(s string, spans []template.Span) (string, []template.Span) {
	left := len(s) - len(strings.TrimLeft(s, " \t"))
	t := strings.Trim(s, " \t")
	if len(t) == len(s) {
		return s, spans
	}
	var moved []template.Span
	for _, sp := range spans {
		sp.Start, sp.End = max(0, min(sp.Start-left, len(t))), max(0, min(sp.End-left, len(t)))
		moved = append(moved, sp)
	}
	return t, moved
}

// validToken reports whether s is an HTTP token: a header name or method.
func validToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; !template.IsLetter(c) && !template.IsDigit(c) && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

// headerValue finds a header by its name in any case.
func headerValue(hs []Header, name string) (string, bool) {
	for _, h := range hs {
		if strings.EqualFold(h.Name, name) {
			return h.Value, true
		}
	}
	return "", false
}

// setHeader replaces or appends.
func setHeader(hs []Header, h Header) []Header {
	for i := range hs {
		if strings.EqualFold(hs[i].Name, h.Name) {
			hs[i] = h
			return hs
		}
	}
	return append(hs, h)
}

// addDefault appends a header unless the author set it to something.
func addDefault(hs []Header, name, value string) []Header {
	if v, ok := headerValue(hs, name); ok && v != "" {
		return hs
	}
	return setHeader(hs, Header{Name: name, Value: value})
}

// basicAuth is the Authorization header for a login in the URL.
func basicAuth(login string) Header {
	if !strings.Contains(login, ":") {
		login += ":"
	}
	return Header{Name: headerAuth, Value: "Basic " + base64.StdEncoding.EncodeToString([]byte(login)), Secret: true}
}

// findSecretRef finds the first ${env:NAME} or ${keyring:NAME} in text.
func findSecretRef(text string) (ref string, ok bool) {
	for rest := text; ; {
		i := strings.Index(rest, "${")
		if i < 0 {
			return "", false
		}
		rest = rest[i:]
		end := strings.IndexByte(rest, '}')
		if end < 0 {
			return "", false
		}
		ref = rest[:end+1]
		if name := ref[2:end]; strings.HasPrefix(name, "env:") || strings.HasPrefix(name, "keyring:") {
			return ref, true
		}
		rest = rest[end:]
	}
}

// maskRefs shows a value with its references hidden: "Bearer ${env:X}" as "Bearer ••••••••".
func maskRefs(text string) string {
	for {
		ref, ok := findSecretRef(text)
		if !ok {
			return text
		}
		text = strings.Replace(text, ref, Mask, 1)
	}
}
