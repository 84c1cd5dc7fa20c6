package ui

import (
	"fmt"
	"path/filepath"
	"strings"

	"keydesk/ui/dialog"
	"keydesk/ui/media"
	"keydesk/ui/text"
)

func (d *attach) Draw(width, height int) dialog.Panel {
	w := min(max(width-8, 36), 76)
	w = min(w, width-2)
	const column = 10
	label := func(active bool, s string) string {
		mark := " "
		if active {
			mark = d.theme.Accent.Render(d.theme.Glyphs.Bar)
		}
		return mark + d.theme.Faint.Render(text.Pad(s, column-1))
	}
	p := dialog.Panel{}
	row, at := d.path.Draw(w - column - 1)
	body := []string{label(d.as == "", "File") + row}
	rows := max(1, min(attachRows, height-8))
	if d.as == "" {
		p.Cursor = &dialog.Point{X: column + 1 + at, Y: 1}
		body = append(body, d.list(rows, w)...)
		if kept := d.caption.Value(); kept != "" {
			body = append(body, label(false, "Caption")+d.theme.Faint.Render(text.CutWith(text.Line(kept), w-column-1, d.theme.Glyphs.Cut)))
		}
	} else {
		row, at = d.caption.Draw(w - column - 1)
		p.Cursor = &dialog.Point{X: column + 1 + at, Y: 2}
		body = append(body, label(true, "Caption")+row, "")
		if d.warning == "" || height >= dialog.Tall { // else there is room for one of them
			for _, line := range text.Wrap(d.facts(), w-2) {
				body = append(body, " "+line)
			}
		}
	}
	if d.warning != "" && (height >= dialog.Tall || d.as != "") {
		for _, line := range text.Wrap(d.theme.Glyphs.Warn+" "+d.warning, w-2) {
			body = append(body, " "+d.theme.Warn.Render(line))
		}
	}
	last := []string{""}
	if d.problem != "" {
		last = text.Wrap(d.problem, w-4)
		for i, line := range last {
			mark := " "
			if i == 0 {
				mark = d.theme.Bad.Render(d.theme.Glyphs.Failed)
			}
			last[i] = " " + mark + " " + line
		}
	}
	p.Lines = dialog.Box(d.theme, "Send a file to "+text.CutWith(d.chat.name(), 30, d.theme.Glyphs.Cut), d.edge(), append(body, last...), w)
	return p
}

// list is what matches in the folder, always as many rows.
func (d *attach) list(rows, w int) []string {
	const indent = 10
	out := make([]string, rows)
	list := d.matching()
	d.top = max(0, min(max(d.top, d.at-rows+1), max(d.at, 0)))
	for i := range out {
		n := d.top + i
		switch {
		case n < len(list):
			e := list[n]
			name, detail := e.Name+"/", ""
			if !e.Folder {
				name, detail = e.Name, media.Size(e.Size)
			}
			mark, style := " ", d.theme.Text
			if n == d.at {
				mark, style = d.theme.Accent.Render(d.theme.Glyphs.Bar), d.theme.Strong
			}
			room := w - indent - text.Width(detail) - 2
			name = text.Pad(text.CutWith(text.Line(name), room, d.theme.Glyphs.Cut), room)
			out[i] = text.Spaces(indent-1) + mark + style.Render(name) + " " + d.theme.Faint.Render(detail)
		case n == 0 && !d.listed:
			out[i] = text.Spaces(indent) + d.theme.Faint.Render("looking"+d.theme.Glyphs.Cut)
		case n == 0 && len(d.entries) == 0:
			out[i] = text.Spaces(indent) + d.theme.Faint.Render("nothing is in this folder")
		case n == 0 && strings.HasSuffix(d.path.Value(), "/"):
			out[i] = text.Spaces(indent) + d.theme.Faint.Render("only hidden files are in this folder; . shows them")
		case n == 0:
			out[i] = text.Spaces(indent) + d.theme.Faint.Render("nothing here begins so")
		}
	}
	if more := len(list) - d.top - rows; more > 0 {
		out[rows-1] = text.Spaces(indent) + d.theme.Faint.Render(fmt.Sprintf("%s %d more", d.theme.Glyphs.Cut, more+1))
		if d.at == d.top+rows-1 {
			d.top++
			return d.list(rows, w)
		}
	}
	return out
}

// facts says what is sent, and as what.
func (d *attach) facts() string {
	words := text.Line(d.file.Name) + ", " + media.Size(d.file.Size)
	if kind := media.Word(d.kind); kind != "" {
		words = text.Line(d.file.Name) + ", " + kind + ", " + media.Size(d.file.Size)
	}
	words += ": goes as " + sentAs[d.as]
	if d.note != "" {
		words += ", since " + d.note
	}
	return words + "."
}

var sentAs = map[string]string{"image": "a picture", "video": "a film", "audio": "a sound", "document": "a document"}

// edge is the lower edge: the keys of the line that is typed into.
func (d *attach) edge() []string {
	leave := d.keys.Hints("attach.close", dialog.LeaveWord(d.draft()))
	if d.as != "" {
		return append(d.keys.Hints("attach.accept", "send", "attach.up", "other file"), leave...)
	}
	return append(append(d.keys.Hints("attach.complete", "complete", "attach.accept", "take"), d.theme.Glyphs.UpDown+" choose"), leave...)
}

func (d *attach) Words() string {
	list := d.matching()
	switch {
	case d.problem != "":
		return d.problem
	case d.as != "":
		return "Caption, " + d.facts()
	case d.at >= 0 && d.at < len(list):
		return fmt.Sprintf("%s, %d of %d", text.Line(list[d.at].Name), d.at+1, len(list))
	}
	return fmt.Sprintf("Send a file: %s, %d match", text.Line(filepath.Base(d.path.Value())), len(list))
}

func (d *attach) KeepDraft() { d.chat.noteAside(d.topic, d.draft()) }
