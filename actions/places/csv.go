package places

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// readCSV reads RFC 4180, with the delimiter that the first line has most of.
func readCSV(s string) (Body, error) {
	comma := delimiter(s)
	var b Body
	var out strings.Builder
	alone := true // the field is the first of its record
	for i := 0; i < len(s); {
		end, quoted := fieldEnd(s, i, comma)
		if end < len(s) && s[end] == mark {
			return b, refuse(len(b.Places)+marks(s[i:end]), "put it between the quotes", "stands behind the closing quote of a field")
		}
		last := end >= len(s) || s[end] != comma
		places, written, err := csvField(s[i:end], quoted, alone && last)
		if err != nil {
			return b, later(err, len(b.Places))
		}
		b.Places = append(b.Places, places...)
		out.WriteString(written)
		if end < len(s) {
			out.WriteByte(s[end])
		}
		i, alone = end+1, last
	}
	b.Text = out.String()
	return b, nil
}

// delimiter is the one of the first line that has any: what a line sep=; says, or what stands there most
// often.
func delimiter(s string) byte {
	const known = ",;\t|"
	var count [len(known)]int
	inQuotes := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"':
			inQuotes = !inQuotes
		case inQuotes:
		case c == '\n' || c == '\r':
			if i == len("sep=;") && strings.HasPrefix(strings.ToLower(s), "sep=") && strings.IndexByte(known, s[4]) >= 0 {
				return s[4]
			}
			if count != [len(known)]int{} {
				return most(known, count[:])
			}
		default:
			if n := strings.IndexByte(known, c); n >= 0 {
				count[n]++
			}
		}
	}
	return most(known, count[:])
}

func most(known string, count []int) byte {
	best := 0
	for i, n := range count {
		if n > count[best] {
			best = i
		}
	}
	return known[best]
}

// fieldEnd is where the delimiter or line end behind the field at s[at] stands.
func fieldEnd(s string, at int, comma byte) (end int, quoted bool) {
	i := at
	if s[at] == '"' {
		quoted = true
		for i++; i < len(s); i++ {
			if s[i] == '"' {
				i++
				if i >= len(s) || s[i] != '"' {
					break
				}
			}
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c == comma || c == '\n' || c == '\r' || quoted && c == mark {
			break
		}
	}
	return min(i, len(s)), quoted
}

// csvField are the places in a field, and the field as it is written: quoted where a value could need
// it. A field that is one value alone is quoted only if it has to be.
func csvField(raw string, quoted, alone bool) ([]Place, string, error) {
	if !strings.Contains(raw, Mark) {
		return nil, raw, nil
	}
	if !quoted && strings.HasPrefix(strings.TrimLeft(raw, " "), `"`) {
		return nil, "", refuse(0, "remove the space", "stands in a field with a space before its quote, which readers take for a part of it")
	}
	double := func(s string) string { return strings.ReplaceAll(s, `"`, `""`) }
	inner := literals(raw, double)
	if quoted {
		if strings.Count(raw, `"`)%2 != 0 || !strings.HasSuffix(raw, `"`) {
			return nil, "", refuse(0, `close it, and write "" for a quote in it`, "stands in a field whose quotes do not close at its end")
		}
		inner = raw[1 : len(raw)-1]
	}
	sub := strings.ReplaceAll(inner, `""`, `"`)
	c := container{"CSV field", sure(double), double}
	places, written, err := c.hold(sub, inner)
	if err != nil {
		return nil, "", err
	}
	if places, err = guarded(places, sub); err != nil {
		return nil, "", err
	}
	if raw == Mark {
		places[0].Write = onlyField(alone)
		return places, raw, nil
	}
	return places, `"` + written + `"`, nil
}

// onlyField writes a field that is one value. An empty record would be passed over by readers.
func onlyField(alone bool) func(Value) (string, error) {
	return func(v Value) (string, error) {
		s := guard(v.Text)
		if strings.ContainsAny(s, ",;|\t\r\n\"") || s != strings.TrimSpace(s) || s == "" && alone {
			return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`, nil
		}
		return s, nil
	}
}

// guarded keeps values from becoming formulas when the file is opened in a spreadsheet: sub is what
// the field means.
func guarded(places []Place, sub string) ([]Place, error) {
	text := strings.TrimLeft(strings.ReplaceAll(sub, Mark, ""), " \t")
	switch {
	case len(places) == 0:
		return nil, nil
	case text != "" && strings.IndexByte("=@", text[0]) >= 0:
		return nil, refuse(0, "put an apostrophe before it if it is a text", "stands in a formula, where no value is safe")
	case text != "" && strings.IndexByte("+-", text[0]) >= 0:
		for i := range places {
			write := places[i].Write
			places[i].Write = func(v Value) (string, error) {
				if v.Text != "" && !plainNumber.MatchString("+"+v.Text) {
					return "", unfit("put an apostrophe before the sign if it is a text", "stands behind a + or -, where spreadsheets compute, and is no number")
				}
				return write(v)
			}
		}
		return places, nil
	}
	for i, before := range strings.Split(sub, Mark) {
		if strings.Trim(before, " \t") != "" || i >= len(places) {
			break
		}
		write := places[i].Write
		places[i].Write = func(v Value) (string, error) {
			v.Text = guard(v.Text)
			return write(v)
		}
	}
	return places, nil
}

// formulaSigns begin a formula in one spreadsheet or another, the last four in those of East Asia.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// plainNumber is a number or a telephone number, which spreadsheets may compute with.
var plainNumber = regexp.MustCompile(`^[+-][0-9(][0-9 ().,/-]*$`)

// guard puts an apostrophe before what a spreadsheet would compute. Some pass over spaces and invisible
// marks before the sign.
func guard(s string) string {
	begin := strings.TrimLeft(s, " \u00a0\u200b\ufeff")
	if r, _ := utf8.DecodeRuneInString(begin); begin == "" || !strings.ContainsRune(formulaSigns, r) || plainNumber.MatchString(begin) {
		return s
	}
	return "'" + s
}

// readTSV reads tab-separated values, which have no way to write a tab or a line break.
func readTSV(s string) (Body, error) {
	b := Body{Text: s}
	for line := range strings.SplitSeq(s, "\n") {
		for field := range strings.SplitSeq(strings.TrimSuffix(line, "\r"), "\t") {
			quoted := strings.HasPrefix(strings.TrimLeft(field, " "), `"`)
			begins := strings.HasPrefix(strings.TrimLeft(field, " "), Mark)
			places, err := guarded(repeat(text("TSV field", func(s string) (string, error) {
				switch {
				case strings.ContainsAny(s, "\t\r\n"):
					return "", unfit("send the table as text/csv", "has a tab or line break, which TSV cannot hold")
				case quoted && strings.Contains(s, `"`), begins && strings.HasPrefix(s, `"`):
					return "", unfit("send the table as text/csv", "has a quote where some readers of TSV begin or end a field")
				}
				return s, nil
			}), field), field)
			if err != nil {
				return b, later(err, len(b.Places))
			}
			b.Places = append(b.Places, places...)
		}
	}
	return b, nil
}
