package actions

import (
	"fmt"
	"net/http"
	"net/url"
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

// follow decides about a redirect. Another host is refused: the agent agreed to this one. So is
// leaving TLS. 307 and 308 repeat the request, 303 and 302 fetch the result; a moved address that
// would lose the body is told instead of followed, because the payload would silently not arrive.
func (h hop) follow(status int, location string) (hop, error) {
	to, err := h.url.Parse(location)
	if err != nil {
		return h, fmt.Errorf("%s redirected to %s, which is no address", h.url.Host, quoteShort(location))
	}
	to.Fragment, to.RawFragment, to.User = "", "", nil
	switch {
	case to.Scheme != "http" && to.Scheme != "https":
		return h, fmt.Errorf("%s redirected to a %s: address, which is not followed", h.url.Host, quoteShort(to.Scheme))
	case normalHost(to.Hostname()) != normalHost(h.url.Hostname()):
		return h, fmt.Errorf("%s redirected to another host, %s, which is not followed; if it is right, write it into the action's URL", h.url.Host, to.Host)
	case h.url.Scheme == "https" && to.Scheme == "http":
		return h, fmt.Errorf("%s redirected from https to http, which is not followed", h.url.Host)
	}
	keeps := status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
	reads := h.method == http.MethodGet || h.method == http.MethodHead
	moved := status == http.StatusMovedPermanently || status == http.StatusFound && onlySchemeDiffers(h.url, to)
	if moved && !reads {
		return h, fmt.Errorf("%s says that the address has moved to %s; the request was not repeated; write the new address into the action's URL", h.url.Host, quoteShort(to.String()))
	}
	next := hop{method: h.method, url: to, body: h.body, noBodyOf: h.noBodyOf,
		secrets: h.secrets && to.Scheme == h.url.Scheme && portOf(to) == portOf(h.url)}
	if !keeps && !reads {
		next.method, next.body, next.noBodyOf = http.MethodGet, nil, true
	}
	return next, nil
}

func onlySchemeDiffers(a, b *url.URL) bool {
	return a.Scheme != b.Scheme && a.Path == b.Path && a.RawQuery == b.RawQuery
}
