package actions

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"keydesk/actions/template"
)

// Limits of what a reply may ask for; the same as a script's.
const (
	maxCopy = 64 << 10
	maxSaid = 300 // characters of a message
)

// said is what a webhook's JSON reply says in the platform's result shape (contract §8.4).
type said struct {
	failed  bool   // "success": false
	unclear string // why it was not understood, as the end of a sentence; nothing else is set then
	message string // its own words in one line, or a ticket's number
	words   string // the same, exactly
	ticket  bool   // message is a number that stands for the result
	effects []Effect
	cut     []string
}

// readReply interprets a reply. Only a JSON object says anything; other text is just shown. What claims to
// be JSON and cannot be read says nothing either, least of all that all is well.
func readReply(r *Response, base string) said {
	var s said
	if s.unclear = r.unclear(); s.unclear != "" || r.Truncated {
		return s
	}
	m, err := template.DecodeObject(r.Body)
	if err != nil {
		return s
	}
	s.failed = saysNo(m)
	if bytes.ContainsRune(r.Body, utf8.RuneError) {
		s.cut = append(s.cut, "Some characters of the reply could not be read; they stand as \uFFFD.")
	}
	s.message = firstText(m, "message")
	if text, ok := m["clipboard"].(string); ok && text != "" {
		if len(text) > maxCopy {
			text = template.CutBytes(text, maxCopy)
			s.cut = append(s.cut, "Only the first "+sizeText(maxCopy)+" of the clipboard text were kept.")
		}
		s.effects = append(s.effects, Copy{text})
	}
	if link := firstText(m, "redirect_url", "url"); link != "" {
		s.open(link, base)
	}
	switch t := m["toast"].(type) {
	case map[string]any:
		s.toast(firstText(t, "message", "text"), cmp.Or(textOf(t["type"]), textOf(t["level"])))
	case string:
		s.toast(t, "info")
	}
	if text, ok := m["insert"].(string); ok && text != "" {
		if len(text) > maxCopy {
			s.cut = append(s.cut, "Only the first "+sizeText(maxCopy)+" of the text for the draft were kept.")
		}
		s.effects = append(s.effects, Insert{template.CutBytes(text, maxCopy)})
	}
	if r.Status >= 400 || s.failed {
		s.message = cmp.Or(s.message, errorText(m))
	} else if s.message == "" {
		s.message = ticketNumber(m)
		s.ticket = s.message != ""
	}
	s.words, s.message = template.CutBytes(s.message, maxCopy), oneLine(s.message)
	return s
}

// unclear says why a reply that may hold a result cannot be read, or nothing.
func (r *Response) unclear() string {
	contentType, _ := headerValue(r.Header, headerContentType)
	text := bytes.TrimLeft(r.Body, " \t\r\n")
	isObject := objectStart.Match(text)
	claims := saysJSON(contentType) || isObject
	switch {
	case isMedia(contentType):
		return ""
	case r.Unread != "":
		return r.Unread
	case r.Truncated && (claims || len(text) == 0 || text[0] == '{'):
		return "it is not complete"
	case claims && len(text) > 0 && !json.Valid(r.Body):
		return "it is broken JSON"
	case callback.Match(text):
		return "it is a script that calls a function (JSONP)"
	}
	return ""
}

// objectStart is how JSON that is not called so begins; a text in braces does not.
var objectStart = regexp.MustCompile(`^\{\s*["}]`)

// callback is how a call begins that has a result as its argument.
var callback = regexp.MustCompile(`^(?:/\*\*/)?[\s;]*(?:typeof [\w$.]+ === 'function' && )?[\w$.\[\]]+\(\s*\{\s*["}]`)

// saysNo reports whether a reply calls itself a failure, in one of the ways in which interfaces do that
// answer 200 to everything: success or ok is false, some write it as a text or a number; status is
// "error" or "fail"; or there are errors and no data, as in GraphQL.
func saysNo(m map[string]any) bool {
	for _, key := range []string{"success", "ok"} {
		switch v := m[key].(type) {
		case bool:
			return !v
		case string:
			return strings.EqualFold(strings.TrimSpace(v), "false")
		case json.Number:
			return v.String() == "0"
		}
	}
	switch status, _ := m["status"].(string); strings.ToLower(status) {
	case "error", "fail", "failed", "failure":
		return true
	}
	errs, _ := m["errors"].([]any)
	return len(errs) > 0 && m["data"] == nil
}

func (s *said) toast(text, level string) {
	if text = oneLine(text); text != "" {
		s.effects = append(s.effects, Toast{Level: toastLevel(level), Text: text})
	}
}

// open adds a link the reply asked to open; a path is taken relative to the webhook's own address.
func (s *said) open(link, base string) {
	if strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
		if u, err := url.Parse(base); err == nil {
			if abs, err := u.Parse(link); err == nil {
				link = abs.String()
			}
		}
	}
	safe, err := CheckLink(link)
	if err != nil {
		s.cut = append(s.cut, "The reply asked to open "+template.Quote(link)+", which is not allowed ("+err.Error()+").")
		return
	}
	s.effects = append(s.effects, Open{safe})
}

// errorText finds the reason in the usual shapes of error replies.
func errorText(m map[string]any) string {
	if e, ok := m["error"].(map[string]any); ok {
		return firstText(e, "message", "detail", "code")
	}
	if list, ok := m["errors"].([]any); ok && len(list) > 0 {
		switch e := list[0].(type) {
		case map[string]any:
			return firstText(e, "message", "detail", "title", "code")
		case string:
			return e
		}
	}
	return firstText(m, "error", "detail", "title", "error_description")
}

// ticketNumber finds the number of what was made, if a reply plainly has one.
func ticketNumber(m map[string]any) string {
	for _, key := range []string{"ticket_id", "ticket_number", "ticket", "case_id", "case_number",
		"issue_key", "reference", "order_id"} {
		t := textOf(m[key])
		if t != "" && len(t) <= 40 && !strings.ContainsFunc(t, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
			return t
		}
	}
	return ""
}

func firstText(m map[string]any, keys ...string) string {
	for _, k := range keys {
		if s, ok := m[k].(string); ok && strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

func textOf(v any) string {
	switch t := v.(type) {
	case string:
		return t
	case json.Number:
		return t.String()
	}
	return ""
}

// oneLine makes a message of outside text fit one line of maxSaid characters.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if utf8.RuneCountInString(s) > maxSaid {
		s = string([]rune(s)[:maxSaid-1]) + "…"
	}
	return s
}

// statusText is "500 Internal Server Error".
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}
