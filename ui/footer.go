package ui

import (
	"slices"
	"strings"

	"keydesk/client/mirror"
	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// drawFooter is the bottom row, or the rows at the bottom: a notice while there
// is one, why the button under the keyboard cannot be pressed, else the keys
// that work here and now, most useful first, dropping from the right.
func (r *displayRoom) drawFooter(width int) []string {
	if r.notice.text != "" {
		return r.drawNotice(width, r.notice)
	}
	if why := r.focusedOff(); why != "" {
		return r.drawNotice(width, notice{level: levelWarn, text: why, hint: r.Label("action.list") + " all actions"})
	}
	return []string{r.drawHints(width)}
}

// focusedOff is why the button under the keyboard cannot be pressed, or "".
func (r *displayRoom) focusedOff() string {
	if r.focus != focusBar || r.run.bar.focus >= len(r.run.bar.list) {
		return ""
	}
	d := r.run.bar.list[r.run.bar.focus]
	if why := r.run.disabled(d); why != "" {
		return actionName(d) + " cannot run: " + why
	}
	return ""
}

// drawHints keeps the way to all other keys on every screen, however narrow.
func (r *displayRoom) drawHints(width int) string {
	list := r.hints()
	room := width
	if door := slices.IndexFunc(list, func(h hint) bool { return h.door }); door >= 0 {
		room -= list[door].width()
	}
	return r.placeHints(width, list, r.drawAside(room))
}

// placeHints draws as many keys as fit beside what stands at the right.
func (r *shell) placeHints(width int, list []hint, right string) string {
	room := width - text.Width(right)
	door := slices.IndexFunc(list, func(h hint) bool { return h.door })
	var b strings.Builder
	used := 0
	put := func(h hint) {
		b.WriteString(" " + r.Theme.Key.Render(h.key) + " " + r.Theme.Faint.Render(h.word) + " ")
		used += h.width()
	}
	for i, h := range list {
		reserved := 0
		if i < door {
			reserved = list[door].width()
		}
		if used+h.width()+reserved <= room {
			put(h)
		} else if i >= door {
			break
		}
	}
	return text.Pad(b.String(), max(0, room)) + right
}

// drawAside is what stands at the right of the keys: drafts that wait, and, on a
// screen too low for a title, the line's trouble. Where room is scarce it says the
// same in fewer words.
func (r *displayRoom) drawAside(room int) string {
	aside := ""
	// What is typed in a dialog may be one of them.
	shown := r.dialogs.Open() || r.chats.open != nil && r.chats.open.compose.Value() != ""
	if n := r.chats.drafts(); n > 1 || n == 1 && !shown {
		aside = r.Theme.Warn.Render(dialog.Plural(n, "draft", "drafts")+" unsent") + " "
		if words := r.outbox.unsentWords(); text.Width(words)+1+text.Width(aside) > room {
			aside = r.Theme.Warn.Render(dialog.Plural(n, "draft", "drafts")) + " "
		}
	}
	if words := r.outbox.unsentWords(); words != "" {
		aside = r.Theme.Warn.Render(words) + " " + aside
	}
	if r.layout.title.h == 0 && r.line.troubled() {
		mark, words := r.line.lineWords()
		word, _, _ := strings.Cut(words, " since")
		if waiting, asking := r.outbox.unsentCounts(); waiting > 0 && asking == 0 { // what the trouble means for the person
			word = r.Theme.Warn.Render(r.outbox.unsentWords())
		}
		aside = mark + " " + word + " "
	}
	if kept := r.asOf(); kept != "" && r.layout.title.h == 0 && aside == "" {
		aside = r.Theme.Warn.Render(kept) + " "
	}
	return aside
}

// troubled says whether the title, where there is one, tells of anything but a line
// that is live.
func (r *lineRoom) troubled() bool {
	s := r.session
	unkept := r.deps.Store != nil && r.kept.failed != nil
	return s.problem != nil || s.out || unkept || r.lineDown() || s.ready && (r.skewed() != "" || r.facts.State(r.deps.Now()) != mirror.Fresh)
}

// hint is one key of the footer.
type hint struct {
	key, word string
	door      bool // leads to everything else
}

func (h hint) width() int { return text.Width(h.key) + text.Width(h.word) + 3 }

// hints are the footer's keys: those of the dialog on top, else those of the
// focused part and then the global ones that can be used now.
func (r *displayRoom) hints() []hint {
	if r.dialogs.Open() {
		return nil // its keys stand in its own edge; those of the desk do not work
	}
	var list []hint
	if r.running() != "" {
		list = append(list, hint{key: "esc", word: "stop " + r.running()})
	}
	if words := r.files.fileHint(); words != "" {
		list = append(list, hint{key: "esc", word: "stop " + words})
	}
	if words := r.many.hint(); words != "" && r.focus == focusList {
		list = append(list, hint{key: r.Label("list.many"), word: words})
	}
	if _, searching := r.inbox.Search(); searching && r.focus == focusList && !r.find.finding.typing {
		list = append(list, hint{key: r.Label("list.leave"), word: "end search"})
	}
	if r.reading.seeks() && r.focus == focusThread && !r.reading.seeking.typing {
		list = append(list, hint{key: r.Label("thread.next"), word: "next hit"},
			hint{key: r.Label("thread.previous"), word: "hit before"}, hint{key: r.Label("thread.leave"), word: "end find"})
	}
	for _, scope := range []string{r.scope(), command.ScopeGlobal} {
		if scope == command.ScopeGlobal && len(r.run.bar.list) > 0 && r.chats.open != nil && r.focus != focusBar {
			list = append(list, hint{key: "alt+1" + r.Theme.Glyphs.Range + string(rune('0'+min(9, len(r.run.bar.list)))), word: "action"})
		}
		list = append(list, r.hintsOf(r.typing(), scope)...)
	}
	return list
}

// hintsOf are the keys of some scopes that can be used now.
func (r *shell) hintsOf(typing bool, scopes ...string) []hint {
	var list []hint
	for _, scope := range scopes {
		for i := range r.Table {
			c := &r.Table[i]
			if c.Scope != scope || c.Short == "" || len(c.Keys) == 0 {
				continue
			}
			if c.Why != nil && c.Why() != "" {
				continue
			}
			if key, word := r.HintKey(c, typing), r.footerWord(c); key != "" && word != "" {
				list = append(list, hint{key: key, word: word, door: c.ID == "palette" || c.ID == "studio.palette"})
			}
		}
	}
	return list
}

// shortOf is the footer's word for a command, "" to leave it out.
func (r *displayRoom) shortOf(c *command.Command) string {
	if c.ID == "thread.leave" && r.reading.seeks() || c.ID == "list.many" && (r.many.running() || r.many.needsMarks() != "") {
		return ""
	}
	if c.ID == "bar.press" && r.run.bar.focus < len(r.run.bar.list) { // its name may not fit into the button
		return c.Short + " " + text.CutWith(actionName(r.run.bar.list[r.run.bar.focus]), longestName, r.Theme.Glyphs.Cut)
	}
	if open := r.chats.open; open != nil && open.mode() == store.Note {
		switch c.ID {
		case "compose.send":
			return "add note"
		case "compose.note":
			return "reply"
		}
	}
	return c.Short
}

// running names the run of the open conversation that esc would stop.
func (r *displayRoom) running() string {
	for _, d := range r.run.bar.list {
		if run := r.run.runs.byAction[d.ID]; run != nil && r.chats.open != nil && run.chat == r.chats.open.id {
			return run.name
		}
	}
	return ""
}
