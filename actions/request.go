package actions

import (
	"cmp"
	"encoding/json"
	"fmt"
	"keydesk/actions/places"
	"keydesk/actions/template"
	"net/url"
	"strings"
)

// planRequest fills p.request from a webhook definition.
func (e *Engine) planRequest(p *planned, sc *template.Scope) error {
	w := p.action.Webhook
	method, err := methodOf(w)
	if err != nil {
		return err
	}
	ut, err := sc.ResolveURL(w.URL)
	if err != nil {
		return err
	}
	u, err := planURL(ut, forRequest)
	if err != nil {
		return err
	}
	headers, notes, err := planHeaders(sc, p.action)
	if err != nil {
		return err
	}
	p.notes = append(p.notes, notes...)
	if u.dropped != "" {
		p.notes = append(p.notes, template.Quote(u.dropped)+" is left out, as everything behind # when a webhook is sent; write %23 for a # that belongs to the address.")
	}
	if u.login != "" {
		headers = addLogin(headers, u.login)
	}
	headers = addDefault(headers, headerContentType, "application/json")
	contentType, _ := headerValue(headers, headerContentType)
	var body *template.Output
	if strings.TrimSpace(w.Body) == "" {
		body = template.DefaultBody(sc, cmp.Or(p.action.Options.WebhookPayload, e.cfg.WebhookPayload) == PayloadPlatform)
		if !places.IsJSON(contentType) {
			p.notes = append(p.notes, "The body is empty, so the standard JSON is sent although Content-Type says "+template.Quote(contentType)+".")
		}
	} else {
		bt, err := sc.Resolve("body", w.Body, false)
		if err != nil {
			return err
		}
		if body, err = template.Body(bt, contentType); err != nil {
			return atHeader(err, p.action.contentType().Name)
		}
	}
	headers = e.ownHeaders(p, headers)
	p.request = &Request{Method: method, URL: u.url, Header: headers, Body: body.Text,
		URLSpans: u.spans, BodySpans: body.Spans, parts: u.parts}
	e.rememberSecrets(p)
	shown, _ := maskedURL(u.url, nil, u.parts)
	p.summary = fmt.Sprintf("%s %s · %s", method, shown, sizeText(len(body.Text)))
	if target, err := url.Parse(u.url); err == nil {
		if err := e.guard.checkName(target); err != nil {
			p.notes = append(p.notes, err.Error())
		}
	}
	return nil
}

// Methods are those that webhooks usually use, the commonest first.
func Methods() []string { return []string{"POST", "GET", "PUT", "PATCH", "DELETE"} }

// methodOf is the method that is sent.
func methodOf(w Webhook) (string, error) {
	method := cmp.Or(strings.TrimSpace(w.Method), "POST")
	if !validToken(method) {
		return "", template.Fault("method", "write e.g. POST", "%s is no HTTP method", template.Quote(method))
	}
	if up := strings.ToUpper(method); up == "CONNECT" || up == "TRACE" {
		return "", template.Fault("method", "use POST", "%s is not for webhooks", up)
	}
	return method, nil
}

func addLogin(headers []Header, login string) []Header {
	if v, ok := headerValue(headers, headerAuth); ok && v != "" {
		return headers
	}
	return setHeader(headers, basicAuth(login))
}

// ownHeaders adds what keydesk sends of itself. An author's own Idempotency-Key stays; the three
// headers of a signature cannot be set by hand when keydesk signs.
func (e *Engine) ownHeaders(p *planned, headers []Header) []Header {
	headers = addDefault(headers, headerUserAgent, e.cfg.UserAgent)
	headers = addDefault(headers, headerIdempotency, p.id)
	if p.signRef == "" {
		return addDefault(headers, headerWebhookID, p.id)
	}
	headers = setHeader(headers, Header{Name: headerWebhookID, Value: p.id})
	headers = setHeader(headers, Header{Name: headerTimestamp, Value: "set when it is sent", atSend: true})
	return setHeader(headers, Header{Name: headerSignature, Value: Mask, Secret: true, atSend: true})
}

// rememberSecrets notes every secret text, so that it can be scrubbed from replies and records.
func (e *Engine) rememberSecrets(p *planned) {
	for _, h := range p.request.Header {
		if h.Secret && h.ref == "" && !h.atSend {
			p.noteSecret(h.Value)
			if _, key, ok := strings.Cut(h.Value, " "); ok {
				p.noteSecret(key)
			}
		}
	}
	for _, s := range bodySecrets(p.request) {
		held := string(p.request.Body[s.Start:s.End])
		p.noteSecret(strings.Trim(held, `"`))
		var text string
		if json.Unmarshal([]byte(held), &text) == nil {
			p.noteSecret(text)
		}
	}
	for _, part := range p.request.parts {
		if part.Secret {
			p.noteSecret(p.request.URL[part.Start:part.End])
			p.noteSecret(part.Text)
		}
	}
}

// masked is the request as it may be shown, printed or stored.
func (r *Request) masked() *Request {
	c := r.clone()
	c.URL, c.URLSpans = maskedURL(r.URL, r.URLSpans, r.parts)
	c.parts = nil
	for i, h := range c.Header {
		c.Header[i] = h.masked()
	}
	return &c
}

// sizeText is a size for people.
func sizeText(n int) string {
	switch {
	case n == 1:
		return "1 byte"
	case n < 10_000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}
