package weburl

import "strings"

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
		u.reparse(value+":", stateSchemeStart)
	case "username":
		if u.mayHaveCredentials() {
			u.username = setUserinfo.encode(value)
		}
	case "password":
		if u.mayHaveCredentials() {
			u.password = setUserinfo.encode(value)
		}
	case "host":
		if !u.opaque {
			u.reparse(value, stateHost)
		}
	case "hostname":
		if !u.opaque {
			u.reparse(value, stateHostname)
		}
	case "port":
		u.setPort(value)
	case "pathname":
		if !u.opaque {
			u.path = nil
			u.reparse(value, statePathStart)
		}
	case "search":
		u.query = u.setTail(value, "?", stateQuery, func(s *string) { u.query = s }, func() *string { return u.query })
	case "hash":
		u.fragment = u.setTail(value, "#", stateFragment, func(s *string) { u.fragment = s }, func() *string { return u.fragment })
	}
	return nil
}

// SetQuery replaces the query by text that is encoded already; "" takes it away.
func (u *URL) SetQuery(encoded string) {
	u.query = &encoded
	if encoded == "" {
		u.query = nil
	}
}

// reparse runs the parser over value from one state; a failure leaves the URL as it was.
func (u *URL) reparse(value string, from state) {
	next := u.clone()
	p := &parser{url: next, in: clean(value), state: from, override: from}
	// A port that fails after a good host leaves the host in place, as browsers do.
	if p.run() == fail && (p.state != statePort || from != stateHost) {
		return
	}
	*u = *next
}

func (u *URL) mayHaveCredentials() bool {
	return u.Hostname() != "" && u.scheme != "file"
}

func (u *URL) setPort(value string) {
	if !u.mayHaveCredentials() {
		return
	}
	if value == "" {
		u.port = -1
		return
	}
	u.reparse(value, statePort)
}

// setTail is the common half of the search and hash setters.
func (u *URL) setTail(value, mark string, from state, put func(*string), take func() *string) *string {
	if value == "" {
		return nil
	}
	empty := ""
	put(&empty)
	u.reparse(strings.TrimPrefix(value, mark), from)
	return take()
}
