package weburl

import "strings"

func (p *parser) hostState(c rune) verdict {
	u := p.url
	switch {
	case p.override != stateNone && u.scheme == "file":
		p.at--
		p.state = stateFileHost
		return goOn
	case c == ':' && !p.brackets:
		if p.buf.Len() == 0 || p.override == stateHostname {
			return fail
		}
		host, ok := parseHost(p.buf.String(), u.special())
		if !ok {
			return fail
		}
		u.host = &host
		p.buf.Reset()
		p.state = statePort
		return goOn
	case p.endsAuthority(c):
		p.at--
		if u.special() && p.buf.Len() == 0 {
			return fail
		}
		if p.override != stateNone && p.buf.Len() == 0 && (u.username != "" || u.password != "" || u.port >= 0) {
			return fail
		}
		host, ok := parseHost(p.buf.String(), u.special())
		if p.buf.Len() > 0 && !ok {
			return fail
		}
		u.host = &host
		p.buf.Reset()
		p.state = statePathStart
		if p.override != stateNone {
			return stop
		}
		return goOn
	}
	switch c {
	case '[':
		p.brackets = true
	case ']':
		p.brackets = false
	}
	p.buf.WriteRune(c)
	return goOn
}

func (p *parser) file(c rune) verdict {
	u := p.url
	u.scheme = "file"
	empty := ""
	u.host = &empty
	switch {
	case c == '/' || c == '\\':
		p.state = stateFileSlash
		return goOn
	case p.base == nil || p.base.scheme != "file":
		return p.again(statePath)
	}
	b := p.base.clone()
	u.host, u.path, u.query = b.host, b.path, b.query
	return p.afterInherit(c, func() {
		if startsWithDrive(p.in[max(p.at, 0):]) {
			u.path = nil
		} else {
			u.shorten()
		}
	})
}

func (p *parser) fileSlash(c rune) verdict {
	if c == '/' || c == '\\' {
		p.state = stateFileHost
		return goOn
	}
	if p.base != nil && p.base.scheme == "file" {
		p.url.host = p.base.host
		if !startsWithDrive(p.in[min(p.at, len(p.in)):]) && len(p.base.path) > 0 && isNormalDrive(p.base.path[0]) {
			p.url.path = append(p.url.path, p.base.path[0])
		}
	}
	return p.again(statePath)
}

func (p *parser) fileHost(c rune) verdict {
	if c != eof && c != '/' && c != '\\' && c != '?' && c != '#' {
		p.buf.WriteRune(c)
		return goOn
	}
	p.at--
	text := p.buf.String()
	switch {
	case p.override == stateNone && isDrive(text):
		p.state = statePath // the buffer becomes the first segment
		return goOn
	case text == "":
		p.url.host = &text
	default:
		host, ok := parseHost(text, true)
		if !ok {
			return fail
		}
		if host == "localhost" {
			host = ""
		}
		p.url.host = &host
	}
	if p.override != stateNone {
		return stop
	}
	p.buf.Reset()
	p.state = statePathStart
	return goOn
}

func (p *parser) pathStart(c rune) verdict {
	u := p.url
	empty := ""
	switch {
	case u.special():
		p.state = statePath
		if c != '/' && c != '\\' {
			p.at--
		}
	case p.override == stateNone && c == '?':
		u.query = &empty
		p.state = stateQuery
	case p.override == stateNone && c == '#':
		u.fragment = &empty
		p.state = stateFragment
	case c != eof:
		p.state = statePath
		if c != '/' {
			p.at--
		}
	case p.override != stateNone && u.host == nil:
		u.path = append(u.path, "")
	}
	return goOn
}

func (p *parser) pathState(c rune) verdict {
	u := p.url
	slash := c == '/' || u.special() && c == '\\'
	ends := c == eof || slash || p.override == stateNone && (c == '?' || c == '#')
	if !ends {
		setPath.encodeTo(&p.buf, string(c))
		return goOn
	}
	segment := p.buf.String()
	p.buf.Reset()
	switch {
	case isDoubleDot(segment):
		u.shorten()
		if !slash {
			u.path = append(u.path, "")
		}
	case isSingleDot(segment):
		if !slash {
			u.path = append(u.path, "")
		}
	default:
		if u.scheme == "file" && len(u.path) == 0 && isDrive(segment) {
			segment = segment[:1] + ":"
		}
		u.path = append(u.path, segment)
	}
	p.leavePath(c)
	return goOn
}

// leavePath goes on to the query or fragment.
func (p *parser) leavePath(c rune) {
	empty := ""
	switch c {
	case '?':
		p.url.query = &empty
		p.state = stateQuery
	case '#':
		p.url.fragment = &empty
		p.state = stateFragment
	}
}

func (p *parser) opaquePath(c rune) verdict {
	u := p.url
	switch {
	case c == '?' || c == '#':
		p.leavePath(c)
	case c == ' ':
		if next := p.char(1); next == '?' || next == '#' {
			u.path[0] += "%20"
		} else {
			u.path[0] += " "
		}
	case c != eof:
		u.path[0] += setControl.encode(string(c))
	}
	return goOn
}

func (p *parser) queryState(c rune) verdict {
	if c != eof && (c != '#' || p.override != stateNone) {
		p.buf.WriteRune(c)
		return goOn
	}
	set := setQuery
	if p.url.special() {
		set = setSpecialQuery
	}
	query := *p.url.query + set.encode(p.buf.String())
	p.url.query = &query
	p.buf.Reset()
	if c == '#' {
		p.leavePath(c)
	}
	return goOn
}

func (p *parser) fragmentState(c rune) verdict {
	if c != eof {
		setFragment.encodeTo(&p.buf, string(c))
		return goOn
	}
	fragment := *p.url.fragment + p.buf.String()
	p.url.fragment = &fragment
	p.buf.Reset()
	return goOn
}

// shorten takes away the last segment; a file URL keeps its drive letter.
func (u *URL) shorten() {
	if u.scheme == "file" && len(u.path) == 1 && isNormalDrive(u.path[0]) {
		return
	}
	if len(u.path) > 0 {
		u.path = u.path[:len(u.path)-1]
	}
}

func isDrive(s string) bool {
	return len(s) == 2 && isAlpha(rune(s[0])) && (s[1] == ':' || s[1] == '|')
}

func isNormalDrive(s string) bool { return isDrive(s) && s[1] == ':' }

func startsWithDrive(r []rune) bool {
	if len(r) < 2 || r[0] >= 0x80 || r[1] >= 0x80 || !isDrive(string(r[:2])) {
		return false
	}
	return len(r) == 2 || strings.ContainsRune(`/\?#`, r[2])
}

func isSingleDot(s string) bool { return s == "." || strings.EqualFold(s, "%2e") }

func isDoubleDot(s string) bool {
	switch strings.ToLower(s) {
	case "..", ".%2e", "%2e.", "%2e%2e":
		return true
	}
	return false
}
