package places

import "strings"

// readLines reads a JSON value a line. A value never holds a line break, since it is escaped in a
// string and written on one line elsewhere.
func readLines(s string) (Body, error) { return readRecords(s, "\n") }

// readSeq reads JSON texts that begin with a record separator each (RFC 7464).
func readSeq(s string) (Body, error) {
	head, _, _ := strings.Cut(s, "\x1e")
	if strings.Contains(head, Mark) {
		return Body{}, refuse(0, `begin every record with \u001e`, "stands before the first record separator")
	}
	return readRecords(s, "\x1e")
}

func readRecords(s, between string) (Body, error) {
	var b Body
	var texts []string
	for record := range strings.SplitSeq(s, between) {
		inner, err := readJSON(record)
		if err != nil {
			return b, later(err, len(b.Places))
		}
		texts = append(texts, inner.Text)
		b.Places = append(b.Places, inner.Places...)
		if inner.checks != nil {
			b.checks = []func(string) error{func(body string) error {
				for record := range strings.SplitSeq(body, between) {
					if err := namesOnce(record); err != nil {
						return err
					}
				}
				return nil
			}}
		}
	}
	b.Text = strings.Join(texts, between)
	b.Documents = func(body string) (out []Stretch) {
		at := 0
		for record := range strings.SplitSeq(body, between) {
			if strings.TrimSpace(record) != "" {
				out = append(out, Stretch{at, at + len(record)})
			}
			at += len(record) + len(between)
		}
		return out
	}
	return b, nil
}

// later moves a refusal of a stretch behind the values before it.
func later(err error, by int) error {
	if r, ok := err.(*Refusal); ok && r.Value >= 0 {
		moved := *r
		moved.Value += by
		return &moved
	}
	return err
}
