package client

import (
	"fmt"
	"net/url"
	"strings"
)

// address is where a platform lives: scheme, host and perhaps a base path,
// under which /api, /health and /ws are found.
type address struct{ base url.URL }

// parseAddress reads what a person types. It tolerates white space, a trailing
// slash and a given "/api", takes a base path, and refuses what can never
// work, with the reason.
func parseAddress(s string) (address, error) {
	const op = "use the platform's address"
	s = strings.TrimSpace(s)
	if s == "" {
		return address{}, invalid(op, "it is empty; give one like https://desk.example.com")
	}
	if !strings.Contains(s, "://") {
		return address{}, invalid(op, "%q has no http:// or https:// in front", oneLine([]byte(s)))
	}
	u, err := url.Parse(s)
	if err != nil {
		return address{}, invalid(op, "it is not a valid URL")
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return address{}, invalid(op, "only http and https are possible, not %q", oneLine([]byte(u.Scheme)))
	case u.Hostname() == "":
		return address{}, invalid(op, "%q names no host", oneLine([]byte(s)))
	case u.User != nil:
		return address{}, invalid(op, "a password does not belong into it; use an API key or sign in")
	case u.RawQuery != "" || u.Fragment != "":
		return address{}, invalid(op, "it must end before any ? or #")
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	path = strings.TrimRight(strings.TrimSuffix(path, "/api"), "/")
	base := url.URL{Scheme: u.Scheme, Host: u.Host}
	if base.Path, err = url.PathUnescape(path); err != nil {
		return address{}, invalid(op, "its path is not valid")
	}
	return address{base: base}, nil
}

// join returns the URL of an absolute path under the base path.
func (a address) join(path string, query url.Values) *url.URL {
	u := a.base
	u.Path += path
	u.RawQuery = query.Encode()
	return &u
}

// api returns the URL of /api/<segments>, each segment escaped, so that no id
// can ever leave its place in the path.
func (a address) api(query url.Values, segments ...string) *url.URL {
	u := a.base
	plain, escaped := u.Path+"/api", u.EscapedPath()+"/api"
	for _, s := range segments {
		s = segment(s)
		plain += "/" + s
		escaped += "/" + url.PathEscape(s)
	}
	u.Path, u.RawPath = plain, escaped
	u.RawQuery = query.Encode()
	return &u
}

// segment replaces what a server might take for a way through its paths, even
// escaped, by an id that none has: the platform then says "invalid id".
func segment(s string) string {
	if strings.Trim(s, ".") == "" || strings.ContainsAny(s, `/\`) {
		return "-"
	}
	return s
}

// websocket returns the URL of the realtime channel (contract §15.1).
func (a address) websocket() string {
	u := a.base
	u.Scheme = map[string]string{"http": "ws", "https": "wss"}[u.Scheme]
	u.Path += "/ws"
	return u.String()
}

// host is how errors name the platform.
func (a address) host() string { return a.base.Host }

func (a address) String() string { return a.base.String() }

// localPath checks that a redirect given by the platform stays on the platform
// and returns it under the base path (contract §8.6).
func (a address) localPath(path string) (*url.URL, error) {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/api/") {
		return nil, fmt.Errorf("%w: not a path of the platform", errShape)
	}
	full := a.join(u.Path, nil)
	full.RawQuery = u.RawQuery
	return full, nil
}
