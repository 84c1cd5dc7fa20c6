package link

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Link is one address in a text, or one phone number.
type Link struct {
	Start, End int    // in the text, in bytes
	Target     string // what is opened: with a scheme, otherwise as written
	Phone      bool   // a number; Target is its tel: address
}

// most is how many links one text has; a message with more is no message.
const most = 64

// Find lists the links of a text in order. Addresses are those that begin with
// http, https, mailto, tel or www; what belongs to the sentence around one, such
// as its full stop, its brackets and WhatsApp's *marks*, is no part of it.
func Find(text string) []Link {
	var found []Link
	for at := 0; at < len(text) && len(found) < most; {
		lead := leading(text[at:])
		if lead != "" && !wordBefore(text[:at]) {
			if end := end(text, at); end > at+len(lead) && whole(text[at:end], lead) {
				found = append(found, Link{Start: at, End: end, Target: target(text[at:end], lead)})
				at = end
				continue
			}
		}
		if end, digits := phone(text, at); end > at {
			found = append(found, Link{Start: at, End: end, Target: "tel:+" + digits, Phone: true})
			at = end
			continue
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return found
}

// leading is the way an address begins here, as Find knows it; "" for none.
func leading(s string) string {
	for _, lead := range []string{"https://", "http://", "mailto:", "tel:", "www."} {
		if len(s) > len(lead) && strings.EqualFold(s[:len(lead)], lead) {
			return lead
		}
	}
	return ""
}

func target(s, lead string) string {
	if lead == "www." {
		return "https://" + s
	}
	return lead + s[len(lead):]
}

// wordBefore reports whether a word goes on here: "xhttps://" is none.
func wordBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && (r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '@' || r == '/')
}

// end is where the address that begins at from ends.
func end(text string, from int) int {
	end := len(text)
	for i, r := range text[from:] {
		if stops(r) {
			end = from + i
			break
		}
	}
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	for end > from {
		r, n := utf8.DecodeLastRuneInString(text[from:end])
		if !trails(r, before, text[from:end]) {
			break
		}
		end -= n
	}
	return end
}

// stops reports whether a rune is in no address: blanks, quotes, and the
// punctuation of scripts that put no space behind it.
func stops(r rune) bool {
	switch {
	case unicode.IsSpace(r), unicode.IsControl(r), r == utf8.RuneError:
		return true
	case r >= 0x3000 && r <= 0x3003, r >= 0x3008 && r <= 0x301f, r >= 0xff01 && r <= 0xff0f, r >= 0xff1a && r <= 0xff20,
		r >= 0xff3b && r <= 0xff40, r >= 0xff5b && r <= 0xff65, r >= 0x2018 && r <= 0x201f:
		return true
	}
	return strings.ContainsRune("<>\"`{}|\\^«»‹›…।؛؟،", r)
}

// trails reports whether the last rune of an address belongs to the sentence.
// A bracket does when it was not opened within, an underline when the address
// stands between two.
func trails(r, before rune, s string) bool {
	switch r {
	case '.', ',', ';', ':', '!', '?', '\'', '*', '~':
		return true
	case '_':
		return before == '_'
	case ')':
		return strings.Count(s, ")") > strings.Count(s, "(")
	case ']':
		return strings.Count(s, "]") > strings.Count(s, "[")
	}
	return false
}

// whole reports whether something stands behind the lead that can be gone to.
func whole(s, lead string) bool {
	rest := s[len(lead):]
	switch lead {
	case "mailto:":
		at := strings.IndexByte(rest, '@')
		return at > 0 && at < len(rest)-1
	case "tel:":
		return strings.ContainsAny(rest, "0123456789")
	case "www.":
		return strings.Contains(rest, ".") && letterOrDigit(rest)
	}
	return letterOrDigit(rest) || strings.HasPrefix(rest, "[")
}

func letterOrDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
