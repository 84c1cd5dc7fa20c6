package vm

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// isoFormat is the date format of the language's standard: a date alone is UTC, one with a clock
// is local unless it has a zone.
var isoFormat = regexp.MustCompile(`^(\d{4}|[+-]\d{6})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?$`)

// nativeIsoDate gives year, month, day, hour, minute, second, millisecond and the minutes east of
// Greenwich, null for local time; or null when the text is in another format.
func (m *Machine) nativeIsoDate(a args) goja.Value {
	found := isoFormat.FindStringSubmatch(a.text(0))
	if found == nil {
		return goja.Null()
	}
	if found[1] == "-000000" { // the standard has no such year
		found[2] = "00"
	}
	number := func(i, without int) any {
		if found[i] == "" {
			return without
		}
		n, _ := strconv.Atoi(strings.TrimPrefix(found[i], "+"))
		return n
	}
	thousandths, _ := strconv.Atoi((found[7] + "000")[:3])
	var zone any
	switch z := found[8]; {
	case z == "Z", z == "" && found[4] == "":
		zone = 0
	case z != "":
		hours, _ := strconv.Atoi(z[1:3])
		minutes, _ := strconv.Atoi(z[4:])
		if hours > 23 || minutes > 59 {
			return goja.Null()
		}
		zone = hours*60 + minutes
		if z[0] == '-' {
			zone = -hours*60 - minutes
		}
	}
	return m.rt.NewArray(number(1, 0), number(2, 1), number(3, 1), number(4, 0), number(5, 0), number(6, 0), thousandths, zone)
}

var (
	dateComment = regexp.MustCompile(`\([^()]*\)`)
	dateWord    = regexp.MustCompile(`[0-9]+|[A-Za-z]+|[-+:/,.]`)
)

// nativeDateWords splits a date in another format into numbers, words in lower case and signs; null
// when it holds anything else.
func (m *Machine) nativeDateWords(a args) goja.Value {
	text := dateComment.ReplaceAllString(a.text(0), " ")
	if len(text) > 200 || strings.TrimSpace(dateWord.ReplaceAllString(text, " ")) != "" {
		return goja.Null()
	}
	var words []any
	for _, w := range dateWord.FindAllString(text, -1) {
		words = append(words, strings.ToLower(w))
	}
	return m.rt.NewArray(words...)
}

// nativeWide says whether a text holds half of a surrogate pair, or a whole one.
func (m *Machine) nativeWide(a args) goja.Value {
	s, ok := a.call.Argument(0).(goja.String)
	if !ok {
		return m.rt.ToValue(false)
	}
	for i := range s.Length() {
		if utf16.IsSurrogate(rune(s.CharAt(i))) {
			return m.rt.ToValue(true)
		}
	}
	return m.rt.ToValue(false)
}
