package actions

import (
	"slices"
	"strings"

	"keydesk/actions/places"
	"keydesk/actions/template"
)

// Mask stands for a secret wherever a plan is shown or stored.
const Mask = "••••••••"

// Names that carry secrets, in headers and as keys of a query.
var (
	secretWords = []string{"token", "secret", "password", "passwd", "apikey", "api-key", "api_key",
		"credential", "authorization", "cookie", "session"}
	secretQuery = []string{"key", "sig", "signature", "auth", "pwd", "jwt"}
)

// secretHeader reports whether a header's value must not be shown.
func secretHeader(name string) bool {
	n := strings.ToLower(name)
	if n == "idempotency-key" {
		return false
	}
	return hasSecretWord(n) || strings.HasSuffix(n, "-key") || strings.HasSuffix(n, "-auth") ||
		strings.HasSuffix(n, "-signature") || n == "x-auth"
}

// secretKey reports whether the value of a query parameter must not be shown.
func secretKey(key string) bool {
	k := strings.ToLower(key)
	return hasSecretWord(k) || slices.Contains(secretQuery, k)
}

func hasSecretWord(name string) bool {
	return slices.ContainsFunc(secretWords, func(w string) bool { return strings.Contains(name, w) })
}

// maskValue hides a secret header value but keeps the scheme of an Authorization header, so that
// one sees which kind of key it is.
func maskValue(name, v string) string {
	scheme, rest, ok := strings.Cut(v, " ")
	if ok && rest != "" && strings.HasSuffix(strings.ToLower(name), "authorization") && len(scheme) <= 16 &&
		strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789-") == "" {
		return scheme + " " + Mask
	}
	return Mask
}

// masked returns the header as it may be shown.
func (h Header) masked() Header {
	if h.Secret {
		h.Value = maskValue(h.Name, h.Value)
		h.Spans = nil
	}
	return h
}

// Shown is the header's value as it may be shown.
func (h Header) Shown() string { return h.masked().Value }

// MaskLink hides the secrets in an address, or in the path and query of one.
func MaskLink(u string) string { return maskedTemplate(u) }

// maskedURL replaces the secret parts of a URL and moves the spans along.
func maskedURL(u string, spans []template.Span, parts []Part) (string, []template.Span) {
	var out []byte
	moved := make([]template.Span, 0, len(spans))
	pos, si := 0, 0
	copyTo := func(end int) {
		for ; si < len(spans) && spans[si].End <= end; si++ {
			if s := spans[si]; s.Start >= pos {
				d := len(out) - pos
				moved = append(moved, template.Span{Start: s.Start + d, End: s.End + d, Path: s.Path, Place: s.Place})
			}
		}
		out = append(out, u[pos:end]...)
	}
	for _, p := range parts {
		if !p.Secret || p.Start < pos || p.End == p.Start {
			continue
		}
		copyTo(p.Start)
		out = append(out, Mask...)
		pos = p.End
		for si < len(spans) && spans[si].Start < pos {
			si++
		}
	}
	copyTo(len(u))
	return string(out), moved
}

// maskedTemplate hides the secrets in a URL that is not filled in yet: a login, and the values of
// query parameters whose names say so.
func maskedTemplate(u string) string {
	if i := strings.Index(u, "://"); i >= 0 {
		authority, rest := u[i+3:], ""
		if end := strings.IndexAny(authority, "/?#"); end >= 0 {
			authority, rest = authority[:end], authority[end:]
		}
		if at := strings.LastIndexByte(authority, '@'); at >= 0 {
			authority = Mask + authority[at:]
		}
		u = u[:i+3] + authority + rest
	}
	base, query, ok := strings.Cut(u, "?")
	if !ok {
		return u
	}
	query, fragment, hasFragment := strings.Cut(query, "#")
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		if key, val, ok := strings.Cut(pair, "="); ok && val != "" && secretKey(key) {
			pairs[i] = key + "=" + Mask
		}
	}
	u = base + "?" + strings.Join(pairs, "&")
	if hasFragment {
		u += "#" + fragment
	}
	return u
}

// scrub replaces every known secret in text that may be shown or stored.
func (p *planned) scrub(text string) string {
	for _, s := range slices.SortedFunc(slices.Values(p.secrets), longestFirst) {
		text = strings.ReplaceAll(text, s, Mask)
	}
	return text
}

// longestFirst keeps a secret that holds another one from being left over in part.
func longestFirst(a, b string) int { return len(b) - len(a) }

// noteSecret remembers a text to scrub, as it is and as JSON or an address would write it. Very short
// ones would blot out ordinary words.
func (p *planned) noteSecret(s string) {
	if len(s) < 6 {
		return
	}
	for _, form := range []string{s, places.JSONText(s), places.Percent(s, "")} {
		if !slices.Contains(p.secrets, form) {
			p.secrets = append(p.secrets, form)
		}
	}
}

// scrubbed is the reply without the request's secrets.
func (r *Response) scrubbed(p *planned) *Response {
	if len(p.secrets) == 0 {
		return r
	}
	c := *r
	c.size = r.Size()
	c.Body = []byte(p.scrub(string(r.Body)))
	c.Header = slices.Clone(r.Header)
	for i, h := range c.Header {
		c.Header[i].Value = p.scrub(h.Value)
	}
	return &c
}
