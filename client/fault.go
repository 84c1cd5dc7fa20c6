package client

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// fault is what an error reply says, whatever its shape.
type fault struct {
	message    string        // "" when the body holds nothing for people
	retryAfter time.Duration // 0 when the body does not tell
	foreign    bool          // a web page: not the platform speaking
}

// decodeFault reads the error bodies of contract §16 and §23: an object with
// a message, with an error text, with an error object; plain text; HTML.
func decodeFault(raw []byte) fault {
	trimmed := bytes.TrimSpace(raw)
	if len(trimmed) == 0 {
		return fault{}
	}
	if trimmed[0] != '{' {
		if looksHTML(trimmed) {
			return fault{foreign: true}
		}
		if trimmed[0] == '[' || trimmed[0] == '"' {
			return fault{}
		}
		return fault{message: oneLine(trimmed)}
	}
	var outer struct {
		Message text            `json:"message"`
		Error   json.RawMessage `json:"error"`
		Data    json.RawMessage `json:"data"`
	}
	if json.Unmarshal(trimmed, &outer) != nil {
		return fault{}
	}
	f := fault{message: oneLine([]byte(outer.Message))}
	var inner struct {
		Message    text    `json:"message"`
		RetryAfter seconds `json:"retry_after_seconds"`
	}
	var bare text
	switch {
	case json.Unmarshal(outer.Error, &inner) == nil:
		f.retryAfter = time.Duration(inner.RetryAfter)
		if f.message == "" {
			f.message = oneLine([]byte(inner.Message))
		}
	case json.Unmarshal(outer.Error, &bare) == nil && f.message == "":
		f.message = oneLine([]byte(bare))
	}
	return f
}

// seconds is a span given as a number of seconds, also as a string. It is
// bounded to a day so that no reply can park the console for ever.
type seconds time.Duration

func (s *seconds) UnmarshalJSON(b []byte) error {
	*s = seconds(secondsOf(strings.Trim(string(b), `"`)))
	return nil
}

func secondsOf(s string) time.Duration {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(n > 0) {
		return 0
	}
	return time.Duration(min(n, 86400) * float64(time.Second))
}

// retryAfter is how long a 429 asks to wait, from the places where platforms
// say so (contract §16, §23): Retry-After as seconds or date, the body, the
// X-RateLimit-Reset time, the seconds in the message. 0 means nothing was said.
func retryAfter(h http.Header, f fault, now time.Time) time.Duration {
	told := h.Get("Retry-After")
	if d := secondsOf(told); d > 0 {
		return d
	}
	if at, err := http.ParseTime(told); err == nil && at.After(now) {
		return min(at.Sub(now), 24*time.Hour)
	}
	if f.retryAfter > 0 {
		return f.retryAfter
	}
	if at, ok := resetTime(h.Get("X-RateLimit-Reset"), now); ok && at.After(now) {
		return at.Sub(now)
	}
	if m := inSeconds.FindStringSubmatch(f.message); m != nil {
		return secondsOf(m[1])
	}
	return 0
}

var inSeconds = regexp.MustCompile(`(?i)(\d{1,5}(?:\.\d{1,3})?)\s*(?:s\b|sec)`)

// resetTime reads X-RateLimit-Reset, Unix seconds (contract §23). A small
// number can only be a span, which is how other platforms write it.
func resetTime(s string, now time.Time) (time.Time, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	switch {
	case err != nil || n <= 0:
		return time.Time{}, false
	case n <= 86400:
		return now.Add(time.Duration(n) * time.Second), true
	}
	at := time.Unix(n, 0)
	if at.After(now.Add(24 * time.Hour)) {
		return time.Time{}, false
	}
	return at, true
}

// messageLimit is how many bytes of a platform's words go into an error.
const messageLimit = 300

// oneLine makes platform words fit for a sentence: valid UTF-8, one line, no
// control or format characters, bounded, without a final stop.
func oneLine(b []byte) string {
	s := string(b[:min(len(b), 4*messageLimit)])
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > messageLimit {
		cut := messageLimit
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return strings.TrimRight(s, ". ")
}
