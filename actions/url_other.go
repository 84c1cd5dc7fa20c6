package actions

import (
	"keydesk/actions/places"
	"keydesk/actions/template"
	"regexp"
	"strings"
	"unicode"
)

// mailto writes an RFC 6068 address: recipients, then fields. Values cannot add recipients or
// fields, and file attachments, which some mail programs take from links, are refused.
func (p *urlPlanner) mailto(rest string) error {
	to, fields, more := strings.Cut(rest, "?")
	err := p.part("address", "", len(p.out.Text), func() error {
		return p.emit(to, "!$'*+,:@", "mail address", func(v template.Value) (string, error) { return mailAddress(p, v) })
	})
	if err != nil || !more {
		return err
	}
	p.out.Literal("?", 0)
	for i, field := range strings.Split(fields, "&") {
		if i > 0 {
			p.out.Literal("&", 0)
		}
		key, val, _ := strings.Cut(field, "=")
		if strings.IndexByte(key, mark) >= 0 {
			return p.at(-1, "a value cannot be the name of a mail field", "write the name out, e.g. subject={name}")
		}
		name := strings.ToLower(key)
		if name != "" && !mailFields[name] {
			return template.Fault("url", "use to, cc, bcc, subject, body, in-reply-to or keywords", "%s is no field a mail link may set", template.Quote(key))
		}
		p.out.Literal(key, 0)
		if !strings.Contains(field, "=") {
			continue
		}
		p.out.Literal("=", 0)
		err := p.part("field", name, len(p.out.Text), func() error {
			return p.emit(val, "!$'*,:@/?;()", "mail "+name, func(v template.Value) (string, error) { return mailField(p, name, v) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

var mailFields = map[string]bool{"to": true, "cc": true, "bcc": true, "subject": true, "body": true,
	"in-reply-to": true, "keywords": true}

// mailAddress is a value among the recipients: one address, so a comma in it is encoded.
func mailAddress(p *urlPlanner, v template.Value) (string, error) {
	t := v.Text()
	if _, err := places.HeaderText(t); err != nil {
		return "", p.about(v, err.Error(), "remove it from the contact")
	}
	return places.Percent(t, "@"), nil
}

// mailField is a value in a field. Line breaks are CRLF in a body (RFC 6068) and refused elsewhere,
// where they would start another header.
func mailField(p *urlPlanner, name string, v template.Value) (string, error) {
	t := v.Text()
	switch name {
	case "body":
		t = strings.ReplaceAll(t, "\r\n", "\n")
		t = strings.ReplaceAll(t, "\r", "\n")
		return places.Percent(strings.ReplaceAll(t, "\n", "\r\n"), ""), nil
	case "to", "cc", "bcc":
		return mailAddress(p, v)
	}
	if _, err := places.HeaderText(t); err != nil {
		return "", p.about(v, strings.ReplaceAll(err.Error(), "header", "mail "+name), "put it into the body")
	}
	return places.Percent(t, ""), nil
}

// tel writes a phone number. A value is reduced to its digits and a leading plus; anything that
// could dial on (pauses, * and # codes) is refused. The platform stores numbers without the plus
// and some hosts with it, so tel:+{phone} works for both.
func (p *urlPlanner) tel(rest string) error {
	number, params, more := strings.Cut(rest, ";")
	err := p.part("number", "", len(p.out.Text), func() error { return p.telText(number) })
	if err != nil || !more {
		return err
	}
	p.out.Literal(";", 0)
	return p.part("parameters", "", len(p.out.Text), func() error { return p.telText(params) })
}

func (p *urlPlanner) telText(s string) error {
	start := len(p.out.Text)
	for _, c := range []byte(s) {
		if c == mark {
			v := p.values[p.next]
			p.next++
			digits, err := telDigits(p, v)
			if err != nil {
				return err
			}
			if len(p.out.Text) > start {
				digits = strings.TrimPrefix(digits, "+")
			}
			p.out.Value(digits, v, "phone number")
			continue
		}
		if c == ' ' {
			continue
		}
		if !places.Unreserved(c) && strings.IndexByte("+()=;", c) < 0 {
			return template.Fault("url", "write e.g. tel:+{phone}", "%s cannot stand in a phone number", template.Quote(string(c)))
		}
		p.out.Literal(string(c), 0)
	}
	if len(p.out.Text) == start || string(p.out.Text[start:]) == "+" {
		return template.Fault("url", "", "there is no phone number to call")
	}
	return nil
}

// telDigits reads a number as search and --contact do (client.Number): what people and programs write
// between digits is passed over, and digits of other scripts count.
func telDigits(p *urlPlanner, v template.Value) (string, error) {
	var b strings.Builder
	for _, r := range withoutTrunk(v.Text()) {
		switch {
		case r == '+' || r == '\uff0b':
			if b.Len() > 0 {
				return "", p.about(v, "is no phone number ("+template.Quote(v.Text())+")", "correct the contact's number")
			}
			b.WriteByte('+')
		case unicode.Is(unicode.Nd, r):
			b.WriteByte('0' + byte(decimal(r)))
		case unicode.IsSpace(r), unicode.In(r, unicode.Pd, unicode.Cf, unicode.Zs), strings.ContainsRune(".()/\u2212\u00b7", r):
		default:
			return "", p.about(v, "is no phone number ("+template.Quote(v.Text())+")", "correct the contact's number")
		}
	}
	if strings.Trim(b.String(), "+") == "" {
		return "", p.about(v, "has no digits in it", "correct the contact's number")
	}
	text := b.String()
	if rest, ok := strings.CutPrefix(text, "00"); ok && rest != "" { // another way to write the plus
		text = "+" + rest
	}
	return text, nil
}

// trunk is the 0 that is dialled inside of a country only, as in +49 (0) 89.
var trunk = regexp.MustCompile(`^(.*?)\(\s*0\s*\)`)

// withoutTrunk leaves out such a 0 of an international number. Italy's belongs to the number.
func withoutTrunk(s string) string {
	found := trunk.FindStringSubmatch(s)
	if found == nil {
		return s
	}
	var before []byte
	for _, r := range found[1] {
		if unicode.Is(unicode.Nd, r) {
			before = append(before, '0'+byte(decimal(r)))
		}
	}
	code := strings.TrimPrefix(string(before), "00")
	if code == string(before) && !strings.ContainsAny(found[1], "+\uff0b") || code == "" || code == "39" {
		return s
	}
	return found[1] + s[len(found[0]):]
}

// decimal is the value of a decimal digit of any script: each has ten in order, and only the
// mathematical ones stand in several runs without a gap.
func decimal(r rune) int {
	if r >= 0x1d7ce && r <= 0x1d7ff {
		return int(r-0x1d7ce) % 10
	}
	n := 0
	for n < 9 && unicode.Is(unicode.Nd, r-rune(n)-1) {
		n++
	}
	return n
}
