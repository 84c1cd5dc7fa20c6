package weburl

import (
	"strconv"
	"strings"
	"unicode"
)

// state is a state of the basic URL parser.
type state int

const (
	stateNone state = iota
	stateSchemeStart
	stateScheme
	stateNoScheme
	stateSpecialRelativeOrAuthority
	statePathOrAuthority
	stateRelative
	stateRelativeSlash
	stateSpecialAuthoritySlashes
	stateSpecialAuthorityIgnoreSlashes
	stateAuthority
	stateHost
	stateHostname
	statePort
	stateFile
	stateFileSlash
	stateFileHost
	statePathStart
	statePath
	stateOpaquePath
	stateQuery
	stateFragment
)

// verdict is what a state's step says about going on.
type verdict int

const (
	goOn verdict = iota
	stop         // done early; only setters do this
	fail
)

const eof rune = -1

// parser is one run of the basic URL parser.
type parser struct {
	url      *URL
	base     *URL
	in       []rune
	at       int
	state    state
	override state // stateNone unless a setter runs the parser
	buf      strings.Builder
	seenAt   bool // an @ was met
	brackets bool // inside [ ]
	seenPass bool // the colon before the password was met
}

// Parse reads input as a URL, relative to base when that is not nil.
func Parse(input string, base *URL) (*URL, error) {
	input = strings.TrimFunc(input, func(r rune) bool { return r <= ' ' })
	p := &parser{url: &URL{port: -1}, base: base, in: clean(input), state: stateSchemeStart}
	if p.run() == fail {
		return nil, ErrInvalid
	}
	return p.url, nil
}

// clean drops the tabs and line breaks that the standard ignores anywhere.
func clean(input string) []rune {
	return []rune(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(input))
}

// run steps through the input, the end included.
func (p *parser) run() verdict {
	for ; p.at <= len(p.in); p.at++ {
		if v := p.step(p.char(0)); v != goOn {
			return v
		}
	}
	return goOn
}

// char is the character n places on, or eof.
func (p *parser) char(n int) rune {
	if p.at+n < len(p.in) && p.at+n >= 0 {
		return p.in[p.at+n]
	}
	return eof
}

// again makes the next state look at this character too.
func (p *parser) again(s state) verdict {
	p.state = s
	p.at--
	return goOn
}

func (p *parser) step(c rune) verdict {
	switch p.state {
	case stateSchemeStart:
		return p.schemeStart(c)
	case stateScheme:
		return p.scheme(c)
	case stateNoScheme:
		return p.noScheme(c)
	case stateSpecialRelativeOrAuthority:
		if c == '/' && p.char(1) == '/' {
			p.state = stateSpecialAuthorityIgnoreSlashes
			p.at++
			return goOn
		}
		return p.again(stateRelative)
	case statePathOrAuthority:
		if c == '/' {
			p.state = stateAuthority
			return goOn
		}
		return p.again(statePath)
	case stateRelative:
		return p.relative(c)
	case stateRelativeSlash:
		return p.relativeSlash(c)
	case stateSpecialAuthoritySlashes:
		if c == '/' && p.char(1) == '/' {
			p.state = stateSpecialAuthorityIgnoreSlashes
			p.at++
			return goOn
		}
		return p.again(stateSpecialAuthorityIgnoreSlashes)
	case stateSpecialAuthorityIgnoreSlashes:
		if c == '/' || c == '\\' {
			return goOn
		}
		return p.again(stateAuthority)
	case stateAuthority:
		return p.authority(c)
	case stateHost, stateHostname:
		return p.hostState(c)
	case statePort:
		return p.portState(c)
	case stateFile:
		return p.file(c)
	case stateFileSlash:
		return p.fileSlash(c)
	case stateFileHost:
		return p.fileHost(c)
	case statePathStart:
		return p.pathStart(c)
	case statePath:
		return p.pathState(c)
	case stateOpaquePath:
		return p.opaquePath(c)
	case stateQuery:
		return p.queryState(c)
	}
	return p.fragmentState(c)
}

func isAlpha(c rune) bool { return c < 0x80 && unicode.IsLetter(c) }
func isDigit(c rune) bool { return c >= '0' && c <= '9' }

func (p *parser) schemeStart(c rune) verdict {
	if isAlpha(c) {
		p.buf.WriteRune(unicode.ToLower(c))
		p.state = stateScheme
		return goOn
	}
	if p.override != stateNone {
		return fail
	}
	return p.again(stateNoScheme)
}

func (p *parser) scheme(c rune) verdict {
	if isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.' {
		p.buf.WriteRune(unicode.ToLower(c))
		return goOn
	}
	if c != ':' {
		if p.override != stateNone {
			return fail
		}
		p.buf.Reset()
		p.at = -1
		p.state = stateNoScheme
		return goOn
	}
	scheme := p.buf.String()
	u := p.url
	if p.override != stateNone {
		return p.replaceScheme(scheme)
	}
	u.scheme = scheme
	p.buf.Reset()
	switch {
	case scheme == "file":
		p.state = stateFile
	case u.special() && p.base != nil && p.base.scheme == scheme:
		p.state = stateSpecialRelativeOrAuthority
	case u.special():
		p.state = stateSpecialAuthoritySlashes
	case p.char(1) == '/':
		p.state = statePathOrAuthority
		p.at++
	default:
		u.path, u.opaque = []string{""}, true
		p.state = stateOpaquePath
	}
	return goOn
}

// replaceScheme is what the protocol setter may do.
func (p *parser) replaceScheme(scheme string) verdict {
	u := p.url
	if u.special() != isSpecial(scheme) {
		return stop
	}
	if scheme == "file" && (u.username != "" || u.password != "" || u.port >= 0) {
		return stop
	}
	if u.scheme == "file" && u.Hostname() == "" {
		return stop
	}
	u.scheme = scheme
	if port, ok := specialPorts[scheme]; ok && port == u.port {
		u.port = -1
	}
	return stop
}

func (p *parser) noScheme(c rune) verdict {
	switch {
	case p.base == nil || p.base.opaque && c != '#':
		return fail
	case p.base.opaque:
		*p.url = *p.base.clone()
		empty := ""
		p.url.fragment = &empty
		p.state = stateFragment
		return goOn
	case p.base.scheme == "file":
		return p.again(stateFile)
	}
	return p.again(stateRelative)
}

// inherit takes over the base's parts up to the query.
func (p *parser) inherit() {
	b := p.base.clone()
	p.url.username, p.url.password, p.url.host, p.url.port = b.username, b.password, b.host, b.port
	p.url.path, p.url.query = b.path, b.query
}

func (p *parser) relative(c rune) verdict {
	u := p.url
	u.scheme = p.base.scheme
	if c == '/' || u.special() && c == '\\' {
		p.state = stateRelativeSlash
		return goOn
	}
	p.inherit()
	return p.afterInherit(c, func() { u.shorten() })
}

// afterInherit goes on behind the inherited parts: a query, a fragment, or a path in the place of
// the base's last segment, which trim takes away.
func (p *parser) afterInherit(c rune, trim func()) verdict {
	empty := ""
	switch c {
	case '?':
		p.url.query = &empty
		p.state = stateQuery
	case '#':
		p.url.fragment = &empty
		p.state = stateFragment
	case eof:
	default:
		p.url.query = nil
		trim()
		return p.again(statePath)
	}
	return goOn
}

func (p *parser) relativeSlash(c rune) verdict {
	u := p.url
	switch {
	case u.special() && (c == '/' || c == '\\'):
		p.state = stateSpecialAuthorityIgnoreSlashes
		return goOn
	case c == '/':
		p.state = stateAuthority
		return goOn
	}
	u.username, u.password, u.host, u.port = p.base.username, p.base.password, p.base.host, p.base.port
	return p.again(statePath)
}

// endsAuthority says whether c ends the part with user, host and port.
func (p *parser) endsAuthority(c rune) bool {
	return c == eof || c == '/' || c == '?' || c == '#' || p.url.special() && c == '\\'
}

func (p *parser) authority(c rune) verdict {
	if c == '@' {
		if p.seenAt {
			rest := p.buf.String()
			p.buf.Reset()
			p.buf.WriteString("%40" + rest)
		}
		p.seenAt = true
		for _, r := range p.buf.String() {
			if r == ':' && !p.seenPass {
				p.seenPass = true
				continue
			}
			if p.seenPass {
				p.url.password += setUserinfo.encode(string(r))
			} else {
				p.url.username += setUserinfo.encode(string(r))
			}
		}
		p.buf.Reset()
		return goOn
	}
	if p.endsAuthority(c) {
		if p.seenAt && p.buf.Len() == 0 {
			return fail
		}
		p.at -= len([]rune(p.buf.String())) + 1
		p.buf.Reset()
		p.state = stateHost
		return goOn
	}
	p.buf.WriteRune(c)
	return goOn
}

func (p *parser) portState(c rune) verdict {
	switch {
	case isDigit(c):
		p.buf.WriteRune(c)
		return goOn
	case p.endsAuthority(c) || p.override != stateNone:
		if p.buf.Len() > 0 {
			digits := strings.TrimLeft(p.buf.String(), "0")
			port, err := strconv.Atoi("0" + digits)
			if err != nil || port > 65535 {
				return fail
			}
			p.url.port = port
			if own, ok := specialPorts[p.url.scheme]; ok && own == port {
				p.url.port = -1
			}
			p.buf.Reset()
			if p.override != stateNone {
				return stop
			}
		}
		if p.override != stateNone {
			return fail
		}
		return p.again(statePathStart)
	}
	return fail
}
