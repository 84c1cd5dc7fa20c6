package weburl

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// ErrInvalid says that a text is no URL.
var ErrInvalid = errors.New("not a valid URL")

// URL is one parsed URL record of the standard.
type URL struct {
	scheme             string
	username, password string
	host               *string // nil: no host at all, which differs from an empty one
	port               int     // -1: none, or the scheme's own
	path               []string
	opaque             bool // path[0] is an opaque path, as in mailto:
	query, fragment    *string
}

// specialPorts are the special schemes with their default ports; -1 is none.
var specialPorts = map[string]int{"ftp": 21, "file": -1, "http": 80, "https": 443, "ws": 80, "wss": 443}

func isSpecial(scheme string) bool {
	_, ok := specialPorts[scheme]
	return ok
}

func (u *URL) special() bool { return isSpecial(u.scheme) }

func (u *URL) clone() *URL {
	c := *u
	c.path = slices.Clone(u.path)
	return &c
}

// Scheme is the protocol without its colon, in lower case.
func (u *URL) Scheme() string { return u.scheme }

// Protocol is the scheme with its colon.
func (u *URL) Protocol() string { return u.scheme + ":" }

// Username is the percent-encoded user name.
func (u *URL) Username() string { return u.username }

// Password is the percent-encoded password.
func (u *URL) Password() string { return u.password }

// Hostname is the host without the port, "" without one.
func (u *URL) Hostname() string {
	if u.host == nil {
		return ""
	}
	return *u.host
}

// Host is the host with the port, if that is not the scheme's own.
func (u *URL) Host() string {
	if u.host == nil || u.port < 0 {
		return u.Hostname()
	}
	return *u.host + ":" + strconv.Itoa(u.port)
}

// Port is the port in digits, "" for the scheme's own.
func (u *URL) Port() string {
	if u.port < 0 {
		return ""
	}
	return strconv.Itoa(u.port)
}

// Pathname is the path as it stands in the URL.
func (u *URL) Pathname() string {
	if u.opaque {
		return u.path[0]
	}
	if len(u.path) == 0 {
		return ""
	}
	return "/" + strings.Join(u.path, "/")
}

// Search is the query with its question mark, "" when there is none or it is empty.
func (u *URL) Search() string {
	if u.query == nil || *u.query == "" {
		return ""
	}
	return "?" + *u.query
}

// Query is the query without its question mark.
func (u *URL) Query() string {
	if u.query == nil {
		return ""
	}
	return *u.query
}

// Hash is the fragment with its number sign, "" when there is none or it is empty.
func (u *URL) Hash() string {
	if u.fragment == nil || *u.fragment == "" {
		return ""
	}
	return "#" + *u.fragment
}

// Origin is scheme, host and port for the web's own schemes, "null" otherwise.
func (u *URL) Origin() string {
	switch u.scheme {
	case "http", "https", "ws", "wss", "ftp":
		return u.scheme + "://" + u.Host()
	case "blob":
		if inner, err := Parse(u.Pathname(), nil); err == nil && (inner.scheme == "http" || inner.scheme == "https") {
			return inner.Origin()
		}
	}
	return "null"
}

// Href is the whole URL in its normal form.
func (u *URL) Href() string {
	var b strings.Builder
	b.WriteString(u.scheme)
	b.WriteByte(':')
	if u.host != nil {
		b.WriteString("//")
		if u.username != "" || u.password != "" {
			b.WriteString(u.username)
			if u.password != "" {
				b.WriteByte(':')
				b.WriteString(u.password)
			}
			b.WriteByte('@')
		}
		b.WriteString(u.Host())
	} else if !u.opaque && len(u.path) > 1 && u.path[0] == "" {
		b.WriteString("/.") // keeps "//" at the start of the path from reading as a host
	}
	b.WriteString(u.Pathname())
	if u.query != nil {
		b.WriteByte('?')
		b.WriteString(*u.query)
	}
	if u.fragment != nil {
		b.WriteByte('#')
		b.WriteString(*u.fragment)
	}
	return b.String()
}
