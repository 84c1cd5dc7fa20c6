package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/host"
	"keydesk/ui/media"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// maxCaption is WhatsApp's limit for the words under a file, in characters.
const maxCaption = 1024

// attachRows is how much of a folder is shown at once.
const attachRows = 7

// attach asks for a file, and then for its caption. The folder of what is typed
// is fetched once; what matches in it is found here.
type attach struct {
	theme   *theme.Theme
	keys    dialog.Keys
	chat    *chat
	warning string // that WhatsApp will refuse it, "" otherwise

	path    dialog.Field
	caption dialog.Field
	file    host.File // what was chosen, once it was looked at
	as      string    // what it is sent as; "" while no file is chosen
	kind    string    // its content type, "" when only its name tells
	note    string    // why it is not sent as what it looks like

	folder  string // whose entries are here, as typed
	listed  bool
	entries []host.Entry
	at, top int // the entry under the bar, -1 for none
	problem string
	looking bool

	lists func(folder string) tea.Cmd                       // fetches a folder's entries
	looks func(path string) tea.Cmd                         // finds out what a file is
	sends func(delivery.Item) tea.Cmd                       // hands the file over
	asks  func(caption string, hand func() tea.Cmd) tea.Cmd // hands it over after a question

	instead delivery.Item // what did not go out and is sent anew; without an id for none
	topic   store.Topic   // of the draft that is typed here
}

// draft is what was typed and is not sent: the caption, and the file it is for. A
// path alone is quickly typed again.
func (d *attach) draft() dialog.Draft {
	kept := dialog.Draft{Body: d.caption.Value(), Ref: d.path.Value()}
	if d.as != "" {
		kept.Ref = d.file.Path
	}
	if old, is := d.instead.Content.(delivery.File); strings.TrimSpace(kept.Body) == "" || is && kept.Body == old.Caption {
		return dialog.Draft{}
	}
	return kept
}

// attachCommands are the keys of the dialog.
func attachCommands() []command.Command {
	row := func(id, long string, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeAttach, id, "", long, keyNames...)}
	}
	return []command.Command{
		row("attach.accept", "Take the file or enter the folder; then send", "enter"),
		row("attach.complete", "Complete what was typed", "tab"),
		row("attach.down", "Next file of the folder", "down"),
		row("attach.up", "File before; from the caption back to the file", "up", "shift+tab"),
		row("attach.close", "Close, nothing is sent; the caption is kept", "esc"),
	}
}

func (d *attach) Update(msg tea.Msg) dialog.Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		if _, pasted := msg.(tea.PasteMsg); pasted && d.as == "" {
			return d.dropped(msg.(tea.PasteMsg))
		}
		d.Line().Update(msg)
		return nil
	}
	d.problem = ""
	switch d.keys.Typing(press) {
	case "attach.close":
		return dialog.CloseDialog{}
	case "attach.accept":
		return d.accept()
	case "attach.complete":
		if d.as == "" {
			return d.complete()
		}
	case "attach.down":
		d.move(1)
	case "attach.up":
		if d.as != "" {
			d.as = ""
			return nil
		}
		d.move(-1)
	default:
		if d.Line().Update(press) && d.as == "" {
			return d.typed()
		}
	}
	return nil
}

// dropped takes a path as terminals paste a file that is dropped onto them.
func (d *attach) dropped(msg tea.PasteMsg) dialog.Intent {
	if path := host.DroppedPath(msg.Content); path != "" && d.path.Value() == d.folder {
		d.path.Set(path)
	} else {
		d.path.Update(msg)
	}
	return d.typed()
}

// line is the line that is typed into.
func (d *attach) Line() *dialog.Field {
	if d.as != "" {
		return &d.caption
	}
	return &d.path
}

// split is the folder of what was typed, and what was typed behind it.
func (d *attach) split() (folder, name string) {
	typed := d.path.Value()
	if typed == "~" {
		return "~/", ""
	}
	i := strings.LastIndexByte(typed, '/')
	return typed[:i+1], typed[i+1:]
}

// typed fetches the folder of what was typed when it is another one.
func (d *attach) typed() dialog.Intent {
	d.at, d.top = -1, 0
	d.fresh()
	if folder, _ := d.split(); folder != d.folder || !d.listed {
		d.folder, d.listed, d.entries = folder, false, nil
		return dialog.Also{Do: func() tea.Cmd { return d.lists(folder) }}
	}
	return nil
}

// fresh lets a whole path be typed behind the folder that stands there: "//"
// begins anew at the root and "/~/" at home, as in editors.
func (d *attach) fresh() {
	typed := d.path.Value()
	if i := max(strings.LastIndex(typed, "//"), strings.LastIndex(typed, "/~/")); i >= 0 {
		d.path.Set(typed[i+1:])
	}
}

// matching are the entries that begin as what was typed; hidden ones only where
// that begins with a dot.
func (d *attach) matching() []host.Entry {
	_, name := d.split()
	want := text.Fold(name)
	var list []host.Entry
	for _, e := range d.entries {
		if strings.HasPrefix(e.Name, ".") && !strings.HasPrefix(name, ".") {
			continue
		}
		if strings.HasPrefix(text.Fold(e.Name), want) && typable(e.Name) {
			list = append(list, e)
		}
	}
	return list
}

// typable says whether a name can stand in the line, every letter of it.
func typable(name string) bool { return text.Typed(name) == name && !strings.ContainsAny(name, "\n\t") }

func (d *attach) move(by int) {
	if n := len(d.matching()); d.as == "" && n > 0 {
		d.at = min(max(d.at+by, -1), n-1)
	}
}

// take puts an entry into the line in place of what was typed of it.
func (d *attach) take(e host.Entry) dialog.Intent {
	folder, _ := d.split()
	name := folder + e.Name
	if e.Folder {
		name += "/"
	}
	d.path.Set(name)
	return d.typed()
}

// complete goes on with what was typed as far as it is clear; else the keyboard
// goes to the list, or from a file that is typed in full to its caption.
func (d *attach) complete() dialog.Intent {
	list := d.matching()
	_, name := d.split()
	switch {
	case len(list) == 0 && d.listed:
		d.problem = "nothing in this folder begins so"
		return nil
	case d.at >= 0 && d.at < len(list):
		return d.take(list[d.at])
	case len(list) == 1 && list[0].Name == name && !list[0].Folder:
		return d.accept() // nothing is left to complete: on to the caption
	case len(list) == 1:
		return d.take(list[0])
	case len(list) == 0:
		return nil
	}
	common := list[0].Name
	for _, e := range list[1:] {
		for !strings.HasPrefix(text.Fold(e.Name), text.Fold(common)) {
			common = dropLast(common)
		}
	}
	if len(common) <= len(name) {
		d.move(1)
		return nil
	}
	folder, _ := d.split()
	d.path.Set(folder + common)
	return d.typed()
}

// dropLast is s without its last letter.
func dropLast(s string) string {
	letters := []rune(s)
	return string(letters[:max(0, len(letters)-1)])
}

// accept enters a folder, takes a file, or sends it.
func (d *attach) accept() dialog.Intent {
	if d.as != "" {
		if d.keys.Pace.Spares(command.Sends) {
			return nil
		}
		return d.send()
	}
	list := d.matching()
	if _, name := d.split(); len(list) == 1 && name != "" && d.at < 0 {
		d.at = 0 // it is clear what is meant
	}
	if d.at >= 0 && d.at < len(list) {
		chosen := list[d.at]
		if again := d.take(chosen); chosen.Folder {
			return again
		}
	}
	typed := d.path.Value()
	if _, name := d.split(); name == "" && typed != "" {
		if d.move(1); d.at < 0 {
			d.problem = "there is no file to send in this folder"
		}
		return nil
	}
	if typed == "" || d.looking {
		return nil
	}
	d.looking = true
	return dialog.Also{Do: func() tea.Cmd { return d.looks(typed) }}
}

// send hands the file over. Sounds have no caption on WhatsApp: it would be lost.
func (d *attach) send() dialog.Intent {
	caption := strings.TrimSpace(d.caption.Value())
	if n := utf8.RuneCountInString(caption); n > maxCaption {
		d.problem = fmt.Sprintf("too long: WhatsApp takes %d characters under a file, this has %d; shorten it by %d", maxCaption, n, n-maxCaption)
		return nil
	}
	if d.as == "audio" && caption != "" {
		d.problem = "WhatsApp shows no caption with a sound: clear it, and send the words as a message"
		return nil
	}
	f := d.file
	it := delivery.Item{ID: d.instead.ID, Contact: d.chat.id, Account: d.chat.account(), Draft: d.topic, Content: delivery.File{
		Caption: caption, Attachment: store.Attachment{Path: f.Path, Name: f.Name, Size: f.Size, Modified: f.Modified, Type: d.as, MIME: d.kind},
	}}
	hand := func() tea.Cmd {
		d.chat.setAside(d.topic, dialog.Draft{})
		return d.sends(it)
	}
	if hasBraces(caption) { // the question stands over this dialog, which stays if the answer is no
		return dialog.Also{Do: func() tea.Cmd { return d.asks(caption, hand) }}
	}
	return dialog.Then{Do: hand}
}

// chosen takes in what a file is, and asks for the caption if it can be sent.
func (d *attach) chosen(f host.File, err error) {
	d.looking = false
	if err != nil {
		d.problem = text.Line(err.Error())
		return
	}
	as, kind, note, err := sendable(f)
	if err != nil {
		d.problem = text.Line(f.Name) + " cannot be sent: " + err.Error()
		return
	}
	d.file, d.as, d.kind, d.note = f, as, kind, note
}

// sendable tells what a file is sent as, its content type, and why it is not sent
// as what it looks like.
func sendable(f host.File) (as, kind, note string, err error) {
	kind = media.Sniff(f.Head)
	as, note, err = media.SendAs(kind, f.Size)
	if kind == "text/plain" {
		kind = "" // the name tells more: a table, a calendar entry
	}
	return as, kind, note, err
}
