package studio

import (
	"net/url"
	"strings"
	"time"

	"keydesk/actions"
	"keydesk/ui/text"
)

// Entry is one action of the list.
type Entry struct {
	Stored actions.Stored
	// Meaning is what it means here, the settings' part included.
	Meaning actions.Definition
	// Created tells which of two of the same order the platform shows first: the newer one.
	Created time.Time
	// Key is the key it has on the desk as it is shown, "" for none.
	Key string
	// Last is its last recorded run; nil when it never ran, as far as anybody remembers.
	Last *actions.Run
	// Findings is what checking found.
	Findings []actions.Finding
	// Unsaved says that there is work on it that was not saved.
	Unsaved bool
}

// Name is the action's name, printable.
func (e Entry) Name() string {
	if name := text.Line(e.Stored.Name); name != "" {
		return name
	}
	return "(unnamed)"
}

// Problems counts what keeps the action from working.
func (e Entry) Problems() int { return count(e.Findings, false) }

// Problem is the first of them in a sentence, "" if there is none.
func (e Entry) Problem() string {
	for _, f := range e.Findings {
		if !f.Warning {
			return text.Line(f.String())
		}
	}
	return ""
}

// Doubts counts what is worth a look.
func (e Entry) Doubts() int { return count(e.Findings, true) }

// Target is where it goes, in a few words: method and host, what a link opens, or how a script begins.
func (e Entry) Target() string {
	hidden, _ := e.Stored.HideSecrets(actions.Mask)
	link, _ := hidden.Config["url"].(string)
	switch e.Stored.Type {
	case actions.TypeWebhook:
		method, _ := hidden.Config["method"].(string)
		if method == "" {
			method = "POST"
		}
		return text.Line(method + " " + short(link))
	case actions.TypeURL:
		return text.Line(short(link))
	case actions.TypeJavaScript:
		code, _ := hidden.Config["code"].(string)
		first, _, _ := strings.Cut(strings.TrimSpace(code), "\n")
		return text.Line(first)
	}
	return ""
}

// short is an address without its query.
func short(link string) string {
	before, _, _ := strings.Cut(link, "?")
	if u, err := url.Parse(before); err == nil && u.Host != "" {
		return u.Host + u.EscapedPath()
	}
	return before
}

// KindWord is a type in a word that fits a column.
func KindWord(t actions.Type) string {
	switch t {
	case actions.TypeJavaScript:
		return "script"
	case "":
		return "?"
	}
	return text.Line(string(t))
}
