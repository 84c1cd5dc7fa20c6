package actions

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"keydesk/actions/template"
)

const maxRedirects = 5

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// hop is where a request goes next; redirects change it.
type hop struct {
	method  string
	url     *url.URL
	body    []byte
	secrets bool // credentials and signature go along
	// took is the host that took the request and sent us elsewhere for its answer, and how: 302. From then
	// on the request is a GET without the body and its headers.
	took       string
	tookStatus int
	// bare: the answer lies at another host, which gets nothing but the question for it.
	bare bool
}

// notFollowed is a redirect that is told instead of followed.
type notFollowed struct {
	text string
	link string // where it leads, as far as that can be opened
	took bool   // the request may have been processed
}

func (e *notFollowed) Error() string { return e.text }

// follow decides about a redirect. 307 and 308 repeat the request, which the agent agreed to for this host
// only. 301, 302 and 303 after a POST say that it was taken and where its answer lies; that is read, at
// another host without anything of the request. A moved address that would lose the body is told instead,
// because the payload would silently not arrive; so is leaving TLS.
func (h hop) follow(status int, location string) (hop, error) {
	to, err := h.url.Parse(location)
	if err != nil {
		return h, h.stop(nil, "%s redirected to %s, which is no address", h.url.Host, template.Quote(location))
	}
	to.User = nil
	shown := *to
	to.Fragment, to.RawFragment = "", ""
	keeps := status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
	reads := h.method == http.MethodGet || h.method == http.MethodHead
	same := normalHost(to.Hostname()) == normalHost(h.url.Hostname())
	moved := !keeps && !reads && (samePlace(h.url, to) && status != http.StatusSeeOther || status == http.StatusMovedPermanently && same)
	switch {
	case to.Scheme != "http" && to.Scheme != "https":
		return h, h.stop(nil, "%s redirected to a %s: address, which is not followed", h.url.Host, template.Quote(to.Scheme))
	case keeps && !same && !h.bare:
		return h, h.stop(&shown, "%s answered %d, that the request belongs to another host, %s, which is not followed: it was not repeated there; if it is right, write %s into the action's URL",
			h.url.Host, status, to.Host, template.Quote(to.String()))
	case moved:
		return h, h.stop(&shown, "%s says that the address has moved to %s; the request was not repeated; write the new address into the action's URL", h.url.Host, template.Quote(to.String()))
	}
	next := hop{method: h.method, url: to, body: h.body, took: h.took, tookStatus: h.tookStatus, bare: h.bare || !same,
		secrets: h.secrets && same && to.Scheme == h.url.Scheme && portOf(to) == portOf(h.url)}
	if !keeps && !reads {
		next.method, next.body, next.took, next.tookStatus = http.MethodGet, nil, h.url.Host, status
	}
	if next.bare {
		next.body = nil
	}
	if h.url.Scheme == "https" && to.Scheme == "http" {
		if next.took == "" {
			return h, h.stop(&shown, "%s redirected from https to http, which is not followed", h.url.Host)
		}
		return h, next.lost(&shown, "it was not read, since that would leave https")
	}
	return next, nil
}

// stop is a redirect that is not followed; to is nil where there is nothing to open.
func (h hop) stop(to *url.URL, format string, args ...any) error {
	e := &notFollowed{text: fmt.Sprintf(format, args...), took: h.took != ""}
	if to != nil {
		e.link = openable(to)
	}
	return e
}

// lost is an answer that lies elsewhere and was not read. What is known of the request stands first: it
// was taken, so repeating it is nothing to do lightly.
func (h hop) lost(at *url.URL, why string) error {
	e := &notFollowed{took: true, link: openable(at)}
	lies := template.Quote(at.String())
	switch {
	case h.took == "":
		e.text = fmt.Sprintf("the answer lies at %s; %s", lies, why)
	case signInPath.MatchString(at.Host + at.Path):
		e.text = fmt.Sprintf("%s answered %d and sent keydesk to sign in at %s; %s; whether the request was processed is not known", h.took, h.tookStatus, lies, why)
	default:
		e.text = fmt.Sprintf("%s took the request and answered %d: it was processed there, and its answer lies at %s; %s", h.took, h.tookStatus, lies, why)
	}
	return e
}

// openable is a link the person may open, or nothing.
func openable(u *url.URL) string {
	link, err := CheckLink(u.String())
	if err != nil {
		return ""
	}
	return link
}

// samePlace reports addresses that differ in scheme, host or a last slash only, as when a site moves.
func samePlace(a, b *url.URL) bool {
	return strings.TrimSuffix(a.Path, "/") == strings.TrimSuffix(b.Path, "/") && a.RawQuery == b.RawQuery && a.String() != b.String()
}

// strayed says why the end of a chain of redirects is no answer to the request, or nothing: a page for
// people at another host, or a page to sign in.
func (h hop) strayed(r *Response) error {
	if h.took == "" && !h.bare || !isPage(r) {
		return nil
	}
	signIn := passwordField.Match(r.Body) || signInPath.MatchString(h.url.Host+h.url.Path)
	if !signIn && !h.bare {
		return nil // the page of what was made, at the same host
	}
	what := "a web page"
	if signIn {
		what = "a page to sign in"
	}
	return &notFollowed{took: true, link: openable(h.url),
		text: fmt.Sprintf("the redirects ended at %s, %s, not at an answer; whether the request was processed is not known", template.Quote(h.url.Host+h.url.Path), what)}
}

var (
	passwordField = regexp.MustCompile(`(?i)<input[^>]+type\s*=\s*["']?password`)
	signInPath    = regexp.MustCompile(`(?i)\b(sign-?in|log-?in|logon|sso|saml2?|oauth2?|authorize|accounts)\b|ServiceLogin`)
)

// isPage reports a web page for people, by its type or by its first words.
func isPage(r *Response) bool {
	contentType, _ := headerValue(r.Header, headerContentType)
	media := mediaOf(contentType)
	if media == "text/html" || media == "application/xhtml+xml" {
		return !objectStart.Match(bytes.TrimSpace(r.Body)) // some call their JSON so
	}
	return (media == "" || media == "text/plain") && strings.HasPrefix(http.DetectContentType(r.Body), "text/html")
}

// asNotFollowed is what of an error the outcome needs besides its text.
func asNotFollowed(err error) (link string, took bool) {
	var e *notFollowed
	if errors.As(err, &e) {
		return e.link, e.took
	}
	return "", false
}
