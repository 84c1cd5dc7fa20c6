package catcher

import (
	"fmt"
	"strings"
	"time"

	"keydesk/actions"
)

// Arrival is one request, exactly as it came over the wire. Texts are raw outside text.
type Arrival struct {
	At time.Time
	// Target is path and query as they were sent.
	Method, Target, Host, Proto string
	Header                      []actions.Header
	// Body is at most 1 MiB; Size is how many bytes came.
	Body []byte
	Size int64
	// Broken says that the body ended before its end.
	Broken   bool
	Answered int // the status it was answered with
}

// Preview is the arrival as rows, secrets masked, in the shape in which a plan is shown.
func (a Arrival) Preview() actions.Preview {
	p := actions.Preview{Title: a.Method + " " + actions.MaskLink(a.Target), Kind: "arrived"}
	p.Sections = append(p.Sections, actions.Section{Name: "request", Lines: []actions.Line{{Label: a.Method, Text: actions.MaskLink(a.Target)}}})
	headers := []actions.Line{{Label: "Host", Text: a.Host}}
	for _, h := range a.Header {
		headers = append(headers, actions.Line{Label: h.Name, Text: h.Shown()})
	}
	p.Sections = append(p.Sections, actions.Section{Name: "headers", Lines: headers})
	if len(a.Body) > 0 {
		var lines []actions.Line
		for text := range strings.SplitSeq(string(a.Body), "\n") {
			lines = append(lines, actions.Line{Text: strings.TrimSuffix(text, "\r")})
		}
		p.Sections = append(p.Sections, actions.Section{Name: "body", Lines: lines})
	}
	return p
}

// Words is the sentence about size and answer.
func (a Arrival) Words() string {
	s := fmt.Sprintf("%d bytes arrived by %s; the catcher answered %d.", a.Size, a.Proto, a.Answered)
	if a.Size == 1 {
		s = fmt.Sprintf("1 byte arrived by %s; the catcher answered %d.", a.Proto, a.Answered)
	}
	if int(a.Size) > len(a.Body) {
		s += fmt.Sprintf(" Only the first %d bytes are shown.", len(a.Body))
	}
	if a.Broken {
		s += " The body broke off before its end."
	}
	return s
}
