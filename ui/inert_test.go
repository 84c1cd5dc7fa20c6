package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// nasty are texts that would do something to a terminal or to a reader's eyes
// if they got there as they are.
func nasty() []string {
	return []string{
		"\x1b[2J\x1b[H", "\x1b]0;owned\x07", "\x1b]52;c;ZXZpbA==\x1b\\", "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
		"\x1bP$q\"p\x1b\\", "\x1b_Gi=1;AAAA\x1b\\", "\x9b31m", "\x1b[6n", "\x1bc", "\x1b[?1049l", "\x1b%G", "\x0e\x0f", "\a\b\b\b", "a\rb", "\x7f",
		"abc\u202egnp.exe", "\u2066x\u2069", "\u200f\u200e\u061c", "pay\u200bpal", "\U000e0041\U000e007f", "\ufeff", "\u2028\u2029", "\u00ad",
		"\x85\xff\xfe", "e" + strings.Repeat("\u0301", 60), "👩\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "क्षि", "ﷺ", "\t\t\t", "\n\n\n", "|─│", strings.Repeat("長", 90),
	}
}

// poisoner is a transport that puts a nasty text behind every text that people
// wrote in the platform's answers.
type poisoner struct {
	next   http.RoundTripper
	poison []string
	at     int
}

// written are the keys of what people wrote.
var written = []string{
	"name", "profile_name", "full_name", "body", "last_message_preview", "tags", "content", "description", "message", "title", "filename", "media_filename",
	"notes", "error_message", "contact_name", "agent_name", "team_name", "category", "shortcut", "display_name", "label", "created_by_name", "city", "plan", "emoji",
}

func (p *poisoner) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := p.next.RoundTrip(req)
	if err != nil || !strings.Contains(res.Header.Get("Content-Type"), "json") || strings.Contains(req.URL.Path, "/auth/") {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	_ = res.Body.Close()
	var v any
	if json.Unmarshal(body, &v) == nil {
		body, _ = json.Marshal(p.walk("", v))
	}
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res.Header.Del("Content-Length")
	return res, nil
}

func (p *poisoner) walk(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = p.walk(k, x)
		}
	case []any:
		for i, x := range v {
			v[i] = p.walk(key, x)
		}
	case string:
		if slices.Contains(written, key) && v != "" {
			p.at++
			return v + p.poison[p.at%len(p.poison)]
		}
	}
	return v
}

// poisonedPump is a desk whose platform lies in every text.
func poisonedPump(t *testing.T, poison []string, w, h int) *pump {
	return newPump(t, bench{width: w, height: h, role: "admin", transport: &poisoner{next: http.DefaultTransport, poison: poison}, deps: func(d *Deps) {
		d.Theme = theme.New("auto", "unicode", false)
		d.History = func(_ context.Context, _ int) ([]actions.Run, error) {
			runs := make([]actions.Run, len(poison))
			for i, s := range poison {
				runs[i] = actions.Run{ActionName: s, ContactName: s, UserName: s, Message: s, Error: s, Plan: s, Summary: s, Log: []string{s}, State: actions.StateFailed}
			}
			return runs, nil
		}
	}})
}

// allowed are the sequences the desk itself draws with: colours and attributes.
var allowed = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// inert says what in a drawn text could reach a terminal or deceive a reader,
// "" for nothing.
func inert(drawn string) string {
	if !utf8.ValidString(drawn) {
		return "invalid UTF-8"
	}
	for _, r := range allowed.ReplaceAllString(drawn, "") {
		switch {
		case r == '\n':
		case r < 0x20, r >= 0x7f && r < 0xa0:
			return "a control character " + strings.ToUpper(quoteRune(r))
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x61c:
			return "a bidi control " + quoteRune(r)
		case r == 0x200b, r == 0xfeff, r == 0xad, r == 0x2028, r == 0x2029, r >= 0xe0000 && r <= 0xe007f:
			return "an invisible character " + quoteRune(r)
		}
	}
	return ""
}

func quoteRune(r rune) string {
	return strings.Trim(strings.ReplaceAll(strings.ToLower(jsonOf(string(r))), `"`, ""), " ")
}

func jsonOf(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// look fails if the screen is not inert, or its columns moved.
func (p *pump) look(where string) {
	p.t.Helper()
	v := p.view()
	if p.seen != nil {
		p.seen(v.Content)
	}
	if why := inert(v.Content); why != "" {
		p.t.Fatalf("%s: %s on the screen:\n%q", where, why, v.Content)
	}
	if why := inert(v.WindowTitle); why != "" {
		p.t.Fatalf("%s: %s in the title %q", where, why, v.WindowTitle)
	}
	lines := strings.Split(v.Content, "\n")
	if len(lines) != p.height() {
		p.t.Fatalf("%s: %d lines on a screen of %d", where, len(lines), p.height())
	}
	for i, line := range lines {
		if w := text.Width(line); w != p.width() {
			p.t.Fatalf("%s: line %d is %d cells wide, the screen %d: %q", where, i, w, p.width(), line)
		}
	}
}

// tour opens every dialog and presses every command there is, and looks each
// time.
func (p *pump) tour() {
	p.t.Helper()
	p.look("the list")
	p.press("enter")
	p.look("a conversation")
	for i := range p.commands() {
		c := &p.commands()[i]
		if c.Run == nil || c.ID == "quit" || c.ID == "suspend" || c.ID == "screen.redraw" {
			continue
		}
		p.do(c.ID)
		p.look(c.ID)
		for range 8 {
			if !p.dialogOpen() {
				break
			}
			p.look(c.ID + ", dialog")
			p.clock = p.clock.Add(dialog.Ceiling)
			p.press("down")
			p.look(c.ID + ", further down")
			p.press("esc")
		}
		p.dropDialogs()
	}
	p.press("alt+h", "enter")
	p.look("a recorded run")
	p.dropDialogs()
	if len(p.actions()) > 0 {
		p.press("alt+1")
		p.look("after a run")
		p.press("alt+v")
		p.look("its outcome")
	}
}

// Nothing a stranger wrote does anything to the terminal, wherever the desk
// shows it.
func TestTextsFromOutsideAreInertEverywhere(t *testing.T) {
	for _, s := range screens {
		p := poisonedPump(t, nasty(), s.w, s.h)
		p.tour()
		for _, s := range nasty() {
			m := client.Message{ID: "00000000-0000-4000-8000-0000000000aa", ContactID: p.openChat().id, Direction: client.Incoming, Type: "text", Body: s, CreatedAt: p.clock, Error: s, MediaFilename: s}
			p.event(client.MessageReceived{Message: m, ContactName: s})
			p.look("an event")
			p.say(levelBad, s)
			p.look("a notice")
		}
		for _, msg := range p.sent {
			if raw, ok := msg.(tea.RawMsg); ok {
				if s, ok := raw.Msg.(string); ok && strings.ContainsAny(allowed.ReplaceAllString(s, ""), "\u202e\u200b") {
					t.Fatalf("a raw sequence holds a stranger's text: %q", s)
				}
			}
		}
	}
}

// FuzzInert puts any text at all behind everything a person wrote.
func FuzzInert(f *testing.F) {
	for _, s := range nasty() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 300 {
			return
		}
		p := poisonedPump(t, []string{s}, 80, 24)
		p.look("the list")
		p.press("enter")
		p.look("a conversation")
		p.press("up", "enter")
		p.look("a message")
		p.say(levelBad, s)
		p.look("a notice")
	})
}
