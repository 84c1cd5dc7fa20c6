package actions

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"keydesk/actions/template"
)

// What the author may write literally in each place without it being encoded.
const (
	keepPath     = "!$&'()*+,;=:@"
	keepQuery    = "!$'()*,;:@/?+"
	keepFragment = "!$&'()*+,;=:@/?"
)

// web writes everything after "http:" or "https:".
func (p *urlPlanner) web(rest string) error {
	if !strings.HasPrefix(rest, "//") {
		return template.Fault("url", "write e.g. https://crm.example.com/", "has no host: the scheme must be followed by //")
	}
	rest = rest[2:]
	p.out.Literal("//", 0)
	end := strings.IndexAny(rest, "/?#\\")
	if end < 0 {
		end = len(rest)
	}
	authority, rest := rest[:end], rest[end:]
	if strings.HasPrefix(rest, "\\") {
		return template.Fault("url", "use /", "a backslash after the host is read differently by different programs")
	}
	if err := p.authority(authority); err != nil {
		return err
	}
	path := rest
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		path, rest = rest[:i], rest[i:]
	} else {
		rest = ""
	}
	if err := p.path(path); err != nil {
		return err
	}
	if strings.HasPrefix(rest, "?") {
		query, fragment, more := strings.Cut(rest[1:], "#")
		p.out.Literal("?", 0)
		if err := p.query(query); err != nil {
			return err
		}
		rest = ""
		if more {
			rest = "#" + fragment
		}
	}
	// A fragment is never sent to a server, so a request has none.
	if p.mode == forRequest && strings.IndexByte(rest, mark) >= 0 {
		return p.at(len(p.lits)-len(rest), "everything behind # is left out when a webhook is sent, and a value stands there",
			"write %23 for a # that belongs to the address")
	}
	if p.mode == forRequest && len(rest) > 1 {
		p.dropped = rest
	}
	if len(rest) < 2 || p.mode == forRequest {
		return nil
	}
	p.out.Literal("#", 0)
	return p.part("fragment", "", len(p.out.Text), func() error { return p.emit(rest[1:], keepFragment, "fragment", strict) })
}

func (p *urlPlanner) authority(s string) error {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		login := s[:i]
		switch {
		case strings.IndexByte(login, mark) >= 0:
			return p.at(-1, "a value stands before the @ of the host, where it would be a login",
				"put it into the path or query, e.g. https://crm.example.com/?q={name}")
		case p.mode == forOpening:
			return template.Fault("url", "remove everything up to the @", "links with a login in front of the host are not opened")
		}
		if text, err := url.PathUnescape(login); err == nil {
			login = text
		}
		p.login = login
		s = s[i+1:]
	}
	host, port, hasPort := s, "", false
	if i := strings.LastIndexByte(s, ':'); i >= 0 && i > strings.LastIndexByte(s, ']') {
		host, port, hasPort = s[:i], s[i+1:], true
	}
	if err := p.part("host", "", len(p.out.Text), func() error { return p.host(host) }); err != nil {
		return err
	}
	if !hasPort || port == "" {
		return nil
	}
	p.out.Literal(":", 0)
	return p.part("port", "", len(p.out.Text), func() error { return p.port(port) })
}

// host writes the host label by label. A value may only be letters, digits and inner hyphens: a dot
// in it would choose another domain.
func (p *urlPlanner) host(s string) error {
	if s == "" {
		return template.Fault("url", "write e.g. https://crm.example.com/", "has no host")
	}
	if strings.HasPrefix(s, "[") {
		addr, err := netip.ParseAddr(strings.TrimSuffix(s[1:], "]"))
		if err != nil || !strings.HasSuffix(s, "]") || !addr.Is6() || addr.Zone() != "" {
			return template.Fault("url", "", "%s is no IPv6 address", template.Quote(s))
		}
		p.out.Literal(strings.ToLower(s), 0)
		return nil
	}
	start, first := len(p.out.Text), p.next
	labels := strings.Split(s, ".")
	for i, label := range labels {
		if i > 0 {
			p.out.Literal(".", 0)
		}
		if err := p.hostLabel(label, i == len(labels)-1 && i > 0); err != nil {
			return err
		}
	}
	out := string(p.out.Text[start:])
	if len(out) > 253 {
		return template.Fault("url", "", "has a host longer than 253 characters")
	}
	if p.next == first {
		return plainAddress(out)
	}
	if last := out[strings.LastIndexByte(strings.TrimSuffix(out, "."), '.')+1:]; looksNumeric(last) {
		return p.about(p.values[first], "would make the host a number, which is read as an IP address",
			"write the domain out and use the value for a label before it")
	}
	return nil
}

// plainAddress refuses the other spellings of an IPv4 address (2130706433, 0x7f.1, 0177.0.0.1, 127.1):
// some programs and proxies read them as the address, others as a name, so nobody could say what
// is meant.
func plainAddress(host string) error {
	bare := strings.TrimSuffix(host, ".")
	if !looksNumeric(bare[strings.LastIndexByte(bare, '.')+1:]) {
		return nil
	}
	if addr, err := netip.ParseAddr(host); err == nil && addr.Is4() {
		return nil
	}
	return template.Fault("url", "write the address as four numbers, e.g. 127.0.0.1", "%s is read as different addresses by different programs", template.Quote(host))
}

func (p *urlPlanner) hostLabel(label string, last bool) error {
	if label == "" {
		if last {
			return nil // a closing dot names the root
		}
		return template.Fault("url", "", "has an empty part between the dots of its host")
	}
	start := len(p.out.Text)
	if strings.IndexByte(label, mark) < 0 && !isASCII(label) {
		ascii, err := idna.Lookup.ToASCII(label)
		if err != nil {
			return template.Fault("url", "", "%s is no host name", template.Quote(label))
		}
		label = ascii
	}
	for text := label; text != ""; {
		before, after, found := strings.Cut(text, string(mark))
		for i := range len(before) {
			if c := before[i]; !template.IsLetter(c) && !template.IsDigit(c) && c != '-' && c != '_' {
				return template.Fault("url", "write e.g. https://crm.example.com/", "%s cannot stand in a host", template.Quote(string(before[i:])))
			}
		}
		p.out.Literal(strings.ToLower(before), 0)
		if found {
			v := p.values[p.next]
			p.next++
			t := v.Text()
			if !plainLabel(t) {
				return p.about(v, "stands in the host and is no plain label ("+template.Quote(t)+")",
					"only letters, digits and hyphens may stand there")
			}
			p.out.Value(strings.ToLower(t), v, "host name")
		}
		text = after
	}
	if len(p.out.Text)-start > 63 {
		return template.Fault("url", "", "has a part of the host longer than 63 characters")
	}
	return nil
}

// plainLabel: 1 to 63 letters, digits or inner hyphens; no "xn--", which would be another script.
func plainLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' || strings.HasPrefix(strings.ToLower(s), "xn--") {
		return false
	}
	for i := range len(s) {
		if !template.IsLetter(s[i]) && !template.IsDigit(s[i]) && s[i] != '-' {
			return false
		}
	}
	return true
}

// looksNumeric reports what browsers read as (part of) an IPv4 address.
func looksNumeric(label string) bool {
	label = strings.ToLower(strings.TrimSuffix(label, "."))
	if rest, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(rest, "0123456789abcdef") == ""
	}
	return label != "" && strings.Trim(label, "0123456789") == ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func (p *urlPlanner) port(s string) error {
	start, first := len(p.out.Text), p.next
	err := p.emit(s, "", "port", func(v template.Value) (string, error) { return v.Text(), nil })
	if err != nil {
		return err
	}
	text := string(p.out.Text[start:])
	if n, err := strconv.ParseUint(text, 10, 16); err != nil || n == 0 || len(text) > 5 || text[0] == '+' {
		e := template.Fault("url", "write e.g. https://crm.example.com:8443/", "%s is no port (1 to 65535)", template.Quote(text))
		e.ByValue = p.next > first
		return e
	}
	return nil
}

// path writes the path segment by segment. A value that leaves its segment empty or makes it . or ..
// would address something else, so it is refused.
func (p *urlPlanner) path(s string) error {
	if s == "" {
		return nil
	}
	return p.part("path", "", len(p.out.Text), func() error {
		for i, segment := range strings.Split(s, "/") {
			if i > 0 {
				p.out.Literal("/", 0)
			}
			start, first := len(p.out.Text), p.next
			if err := p.emit(segment, keepPath, "path segment", strict); err != nil {
				return err
			}
			if p.next == first {
				continue
			}
			switch strings.ReplaceAll(strings.ToLower(string(p.out.Text[start:])), "%2e", ".") {
			case "":
				return p.about(p.values[first], "is empty, and the path needs it", "put it into the query if it may be empty")
			case ".", "..":
				return p.about(p.values[first], "would change the path to another one", "put it into the query")
			}
		}
		return nil
	})
}
