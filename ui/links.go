package ui

import (
	"fmt"
	"net/url"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/link"
	"keydesk/ui/media"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// thing is something in a message that can be opened or copied.
type thing struct {
	label string         // printable, what the message shows
	link  string         // "" for a file
	phone bool           // link is a number
	file  client.Message // when link is ""
	doubt string         // why to ask first, "" not to
}

// thingsOf lists what a message holds, files first.
func (r *readRoom) thingsOf(m client.Message, files bool) []thing {
	var list []thing
	seen := map[string]bool{}
	add := func(t thing) {
		if !seen[t.link] {
			seen[t.link] = true
			list = append(list, t)
		}
	}
	if files && m.MediaURL != "" {
		words := r.files.fileName(m)
		if kind := media.Word(m.MediaMIME); kind != "" {
			words += "  " + kind
		}
		add(thing{label: words, file: m})
	}
	words := text.Safe(m.Body)
	if m.Type == "contacts" || m.Type == "location" {
		words = thread.Summary(m)
	}
	for _, l := range link.Find(words) {
		add(thing{label: words[l.Start:l.End], link: l.Target, phone: l.Phone, doubt: link.Doubt(l.Target)})
	}
	if in := m.Interactive; in != nil {
		button := func(label, target string) {
			if target == "" {
				return
			}
			t := thing{label: text.Line(label), link: target, doubt: link.Doubt(target)}
			if t.doubt == "" && len(link.Find(t.label)) > 0 {
				t.doubt = "The button says " + t.label + " and leads elsewhere."
			}
			add(t)
		}
		button(in.ButtonText, in.URL)
		for _, b := range in.Buttons {
			button(b.Title, b.URL)
		}
	}
	return list
}

// things lists what the selected message holds or, where that holds nothing,
// all that is on screen, newest first.
func (r *readRoom) things(files bool) []thing {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if m, ok := c.thread.Selected(); ok {
		if list := r.thingsOf(m, files); len(list) > 0 {
			return list
		}
	}
	var list []thing
	shown := c.thread.OnScreen()
	for i := len(shown) - 1; i >= 0; i-- {
		list = append(list, r.thingsOf(shown[i], files)...)
	}
	return list
}

func (r *readRoom) needsThings() string {
	if why := r.needsChat(); why != "" || len(r.things(true)) > 0 {
		return why
	}
	return "no message on the screen has a link or a file"
}

func (r *readRoom) needsLinks() string {
	if why := r.needsChat(); why != "" || len(r.things(false)) > 0 {
		return why
	}
	return "no message on the screen has a link or a number"
}

// openThings opens the one thing there is, or asks which.
func (r *readRoom) openThings() tea.Cmd {
	return r.withThing("Open", "open", r.things(true), r.openThing)
}

// copyLink copies the one link there is, or asks which.
func (r *readRoom) copyLink() tea.Cmd {
	return r.withThing("Copy a link", "copy", r.things(false), func(t thing) tea.Cmd {
		if t.phone {
			return r.copy(t.link[len("tel:"):], "phone number", 0)
		}
		return r.copy(t.link, "link", 0)
	})
}

// openThing opens a file in the system's viewer and a link in the browser. It
// asks first where a link may not lead where it seems to.
func (r *readRoom) openThing(t thing) tea.Cmd {
	if t.link == "" {
		return r.files.openFile(t.file)
	}
	open := func() tea.Cmd {
		return r.openURL(t.link, text.CutWith(t.label, 40, r.Theme.Glyphs.Cut), 0, false)
	}
	if t.doubt == "" {
		return open()
	}
	r.dialogs.Push(r.NewQuestion("Open this link?", "Open", func(width int) []string {
		rows := text.Wrap(t.doubt, width)
		rows = append(rows, "")
		for _, row := range text.Wrap(plainAddress(t.link), width) {
			rows = append(rows, r.Theme.Strong.Render(row))
		}
		return rows
	}, open))
	return nil
}

// plainAddress is an address with its host in the letters that it is asked for
// by.
func plainAddress(target string) string {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return text.Line(target)
	}
	if port := u.Port(); port != "" {
		u.Host = link.Plain(u.Hostname()) + ":" + port
	} else {
		u.Host = link.Plain(u.Hostname())
	}
	return text.Line(u.String())
}

// withThing does something with the one thing of a list, or asks with which.
func (r *readRoom) withThing(title, verb string, list []thing, do func(thing) tea.Cmd) tea.Cmd {
	switch len(list) {
	case 0:
		return r.say(levelInfo, "No message on the screen has a link.")
	case 1:
		return do(list[0])
	}
	rows := make([]dialog.HintRow, len(list))
	for i, t := range list {
		detail := "file"
		switch {
		case t.phone:
			detail = "phone number"
		case t.link != "" && t.doubt != "":
			detail = r.Theme.Glyphs.Warn + " " + hostOf(t.link)
		case t.link != "":
			detail = hostOf(t.link)
		}
		rows[i] = dialog.HintRow{Label: t.label, Detail: detail, Pick: dialog.Then{Do: func() tea.Cmd { return do(t) }}}
	}
	r.dialogs.Push(&dialog.HintList{Theme: &r.Theme, Keys: r.KeysIn(command.ScopeHints), Title: fmt.Sprintf("%s: %d", title, len(list)), Verb: verb, Rows: rows})
	return nil
}

// hostOf is where an address leads.
func hostOf(target string) string {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	return text.Line(link.Plain(u.Hostname()))
}
