package ui

import (
	"strings"
	"unicode/utf8"

	"keydesk/ui/keys"
	"keydesk/ui/text"
)

// drawFooter is the bottom row, or the rows at the bottom: a notice while there
// is one, else the keys that work here and now, most useful first, dropping
// from the right.
func (r *Root) drawFooter(width int) []string {
	if r.notice.text != "" {
		return r.drawNotice(width)
	}
	return []string{r.drawHints(width)}
}

func (r *Root) drawHints(width int) string {
	right := ""
	if n := r.chats.drafts(); n > 1 || n == 1 && (r.chats.open == nil || r.chats.open.compose.Value() == "") {
		right = r.theme.Warn.Render(plural(n, "draft", "drafts")+" unsent") + " "
	}
	room := width - text.Width(right)
	var b strings.Builder
	used := 0
	for _, hint := range r.hints() {
		w := text.Width(hint.key) + 1 + text.Width(hint.word) + 2
		if used+w > room {
			break
		}
		b.WriteString(" " + r.theme.Key.Render(hint.key) + " " + r.theme.Faint.Render(hint.word))
		b.WriteString(" ")
		used += w + 1
	}
	left := text.Pad(b.String(), max(0, room))
	return left + right
}

// hint is one key of the footer.
type hint struct{ key, word string }

// hints are the footer's keys: those of the dialog on top, else those of the
// focused part and then the global ones that can be used now.
func (r *Root) hints() []hint {
	var list []hint
	if r.running() != "" && r.dialogs.top() == nil {
		list = append(list, hint{"esc", "stop " + r.running()})
	}
	for _, scope := range []string{r.focus.scope(), scopeGlobal} {
		if scope == scopeGlobal && len(r.bar.list) > 0 && r.chats.open != nil && r.focus != focusBar {
			list = append(list, hint{"alt+1" + r.theme.Glyphs.Range + string(rune('0'+min(9, len(r.bar.list)))), "action"})
		}
		for i := range r.table {
			c := &r.table[i]
			if c.Scope != scope || c.Short == "" || len(c.Keys) == 0 {
				continue
			}
			if c.why != nil && c.why(r) != "" {
				continue
			}
			if key := r.hintKey(c); key != "" {
				list = append(list, hint{key, c.Short})
			}
		}
	}
	return list
}

// hintKey is the key to show for a command: while somebody types, one that is
// not text.
func (r *Root) hintKey(c *command) string {
	for _, k := range c.Keys {
		if r.focus != focusCompose || !isText(k) {
			return r.show(k)
		}
	}
	return ""
}

// isText says whether a key is text to somebody who types.
func isText(key string) bool { return utf8.RuneCountInString(key) == 1 || strings.Contains(key, " ") }

// running names the run of the open conversation that esc would stop.
func (r *Root) running() string {
	for _, d := range r.bar.list {
		if run := r.runs.byAction[d.ID]; run != nil && r.chats.open != nil && run.chat == r.chats.open.id {
			return run.name
		}
	}
	return ""
}

// label is the first key of a command as the screen shows it, "" for none.
func (r *Root) label(id string) string {
	b, ok := r.keys.Binding(id)
	if !ok || len(b.Keys) == 0 {
		return ""
	}
	return r.show(b.Keys[0])
}

// show is a key in the glyphs of the theme.
func (r *Root) show(key string) string {
	if r.theme.Glyphs.ASCII {
		return keys.ShowASCII(key)
	}
	return keys.Show(key)
}
