package weburl

import (
	"errors"
	"slices"
	"sync"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// ErrInvalid says that a text is no URL.
var ErrInvalid = errors.New("not a valid URL")

var parser = sync.OnceValue(func() whatwg.Parser { return whatwg.NewParser() })

// webSchemes are the schemes whose addresses have an origin.
var webSchemes = []string{"http", "https", "ws", "wss", "ftp"}

// URL is one parsed URL record of the standard.
type URL struct{ *whatwg.Url }

// Parse reads text as a URL, relative to base unless that is nil.
func Parse(text string, base *URL) (*URL, error) {
	var b *whatwg.Url
	if base != nil {
		b = base.Url
	}
	u, err := parser().BasicParser(text, b, nil, whatwg.NoState)
	if err != nil {
		return nil, ErrInvalid
	}
	return &URL{u}, nil
}

// Href is the whole URL in its normal form.
func (u *URL) Href() string { return u.Url.Href(false) }

// Origin is scheme, host and port for the web's own schemes, "null" otherwise.
func (u *URL) Origin() string {
	switch {
	case slices.Contains(webSchemes, u.Scheme()):
		return u.Protocol() + "//" + u.Host()
	case u.Scheme() == "blob":
		if inner, err := Parse(u.Pathname(), nil); err == nil && (inner.Scheme() == "http" || inner.Scheme() == "https") {
			return inner.Origin()
		}
	}
	return "null"
}

// Set assigns to one part, named as in JavaScript, and does what the web does with a value that
// does not fit: mostly nothing. Only href answers with an error.
func (u *URL) Set(part, value string) error {
	switch part {
	case "href":
		n, err := Parse(value, nil)
		if err != nil {
			return err
		}
		*u = *n
	case "protocol":
		u.SetProtocol(value)
	case "username":
		u.SetUsername(value)
	case "password":
		u.SetPassword(value)
	case "host":
		u.SetHost(value)
	case "hostname":
		u.SetHostname(value)
	case "port":
		u.SetPort(value)
	case "pathname":
		u.SetPathname(value)
	case "search":
		u.SetSearch(value)
	case "hash":
		u.SetHash(value)
	}
	return nil
}

// SetQuery replaces the query by text that is encoded already; "" takes it away.
func (u *URL) SetQuery(encoded string) { u.SetSearch(encoded) }
