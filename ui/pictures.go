package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/media"
	"keydesk/ui/text"
)

// decodeLimit is how long one picture may take to be decoded.
const decodeLimit = 5 * time.Second

// pictureViewer shows the pictures of a conversation, one at a time, over the
// whole screen: what lies beneath would move under pixels that do not.
type pictureViewer struct {
	room    *filesRoom
	keys    dialog.Keys
	list    []client.Message // oldest first
	at      int
	number  int // tells the answer awaited from one that comes late
	cancel  context.CancelFunc
	moved   *atomic.Int64
	picture media.Picture
	ready   bool
	why     string // it cannot be shown
	size    int64

	lines []string // as blocks, drawn for drawn
	drawn string
}

func pictureCommands() []command.Command {
	row := func(id, long string, names ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopePicture, id, "", long, names...)}
	}
	return []command.Command{
		row("picture.next", "Next picture", "right", "down", "l", "n", "space"),
		row("picture.previous", "Previous picture", "left", "up", "h", "p"),
		row("picture.save", "Save it", "s"),
		row("picture.open", "Open it in the system's viewer", "o"),
		row("picture.close", "Close", "esc", "q", "v", "enter"),
	}
}

func (r *filesRoom) needsPicture() string {
	m, why := r.fileMessage()
	switch {
	case why != "":
		return why
	case r.deps.Media == string(media.Off):
		return `media = "off" in the settings shows no pictures`
	case m.Type != "image" && m.Type != "sticker" && media.Family(m.MediaMIME) != "image":
		return "this file is no picture; " + r.Label("thread.open") + " opens it, " + r.Label("thread.save") + " saves it"
	}
	return ""
}

// viewPicture shows the picture of the selected message.
func (r *filesRoom) viewPicture() tea.Cmd {
	m, why := r.fileMessage()
	if why != "" {
		return r.say(levelInfo, why)
	}
	v := &pictureViewer{room: r, keys: r.KeysIn(command.ScopePicture), list: r.chats.open.thread.Pictures(), at: -1}
	for i := range v.list {
		if v.list[i].ID == m.ID {
			v.at = i
		}
	}
	if v.at < 0 { // a picture sent as a document
		v.list, v.at = []client.Message{m}, 0
	}
	r.dialogs.Push(v)
	return tea.Batch(r.askTerminal(), v.load())
}

// pictureLoaded is a picture that was fetched and decoded.
type pictureLoaded struct {
	viewer  *pictureViewer
	number  int
	picture media.Picture
	size    int64
	err     error
}

// load fetches the picture shown, and stops fetching the one before it.
func (v *pictureViewer) load() tea.Cmd {
	v.stop()
	v.number++
	v.ready, v.why, v.lines, v.drawn = false, "", nil, ""
	ctx, cancel := context.WithCancel(v.room.deps.Context)
	v.cancel, v.moved = cancel, &atomic.Int64{}
	number, id, platform, moved := v.number, v.list[v.at].ID, v.room.deps.Platform, v.moved
	return tea.Batch(call(door{ctx: ctx, log: v.room.deps.Logger}, fileLimit, func(ctx context.Context) (pictureLoaded, error) {
		var data bytes.Buffer
		_, err := platform.Download(ctx, id, &data, client.DownloadOptions{Limit: media.MostBytes, Progress: func(done, _ int64) { moved.Store(done) }})
		if err != nil {
			return pictureLoaded{}, err
		}
		quick, done := context.WithTimeout(ctx, decodeLimit)
		defer done()
		p, err := media.Decode(quick, data.Bytes())
		if err != nil {
			err = fmt.Errorf("this file cannot be shown: %w", err)
		}
		return pictureLoaded{picture: p, size: int64(data.Len())}, err
	}, func(l pictureLoaded, err error) tea.Msg {
		l.viewer, l.number, l.err = v, number, err
		return l
	}), v.room.tickPictures())
}

// tickPictures draws the progress while a picture is fetched.
func (r *filesRoom) tickPictures() tea.Cmd { return r.deps.After(progressTick, pictureTick{}) }

type pictureTick struct{}

func (pictureTick) arrive(r *filesRoom) tea.Cmd {
	if v, ok := r.dialogs.Top().(*pictureViewer); ok && !v.ready && v.why == "" {
		return r.tickPictures()
	}
	return nil
}

func (msg pictureLoaded) arrive(r *filesRoom) tea.Cmd {
	v := msg.viewer
	if msg.number != v.number {
		return nil
	}
	v.stop()
	if msg.err != nil {
		if errors.Is(msg.err, context.Canceled) || client.KindOf(msg.err) == client.KindCancelled {
			return nil
		}
		v.why = text.Line(msg.err.Error())
		return nil
	}
	v.picture, v.size, v.ready = msg.picture, msg.size, true
	r.noteSize(v.list[v.at], msg.size)
	return nil
}

// stop ends a fetch that is under way.
func (v *pictureViewer) stop() {
	if v.cancel != nil {
		v.cancel()
		v.cancel = nil
	}
}

func (v *pictureViewer) Update(msg tea.Msg) dialog.Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		if wheel, ok := msg.(tea.MouseWheelMsg); ok {
			return v.step(map[bool]int{true: -1, false: 1}[wheel.Mouse().Button == tea.MouseWheelUp])
		}
		return nil
	}
	m := v.list[v.at]
	switch v.keys.ID(press) {
	case "picture.next":
		return v.step(1)
	case "picture.previous":
		return v.step(-1)
	case "picture.save":
		return dialog.Also{Do: func() tea.Cmd { return v.room.keepFile(m) }}
	case "picture.open":
		return dialog.Also{Do: func() tea.Cmd { return v.room.openFile(m) }}
	case "picture.close":
		v.stop()
		return dialog.CloseDialog{}
	}
	return nil
}

func (v *pictureViewer) step(by int) dialog.Intent {
	at := min(max(v.at+by, 0), len(v.list)-1)
	if at == v.at {
		return nil
	}
	v.at = at
	return dialog.Also{Do: func() tea.Cmd { return v.load() }}
}

// area is where the picture may go, in cells within the frame.
func (v *pictureViewer) area(width, height int) (cols, rows int) {
	return max(1, width-2), max(1, height-3)
}

func (v *pictureViewer) Draw(width, height int) dialog.Panel {
	r := v.room
	cols, rows := v.area(width, height)
	body := make([]string, 0, rows+1)
	switch {
	case v.why != "":
		body = append(body, centred(cols, rows, text.Wrap(v.why, max(1, min(cols-4, 60)))...)...)
	case !v.ready:
		words := "fetching the picture" + r.Theme.Glyphs.Cut
		if n := v.moved.Load(); n > 0 {
			words += " " + media.Size(n)
		}
		body = append(body, centred(cols, rows, r.Theme.Faint.Render(words))...)
	case r.pictureWay().Graphic():
		body = append(body, centred(cols, rows)...)
	default:
		body = append(body, v.blocks(cols, rows)...)
	}
	body = append(body, " "+text.CutWith(v.facts(), max(0, cols-2), r.Theme.Glyphs.Cut))
	title := "Picture"
	if len(v.list) > 1 {
		title = fmt.Sprintf("Picture %d of %d", v.at+1, len(v.list))
	}
	var words []string
	if len(v.list) > 1 {
		words = append(words, r.Theme.Glyphs.LeftRight+" others")
	}
	if said := r.notice.text; said != "" {
		title = text.CutWith(said, max(1, cols-4), r.Theme.Glyphs.Cut) // what saving came to: the footer is covered
	} else if under := r.fileHint(); under != "" {
		title += "  " + r.Theme.Glyphs.Dot + "  " + under
	}
	words = append(words, v.keys.Hints("picture.save", "save", "picture.open", "open", "picture.close", "close")...)
	return dialog.Panel{Lines: dialog.Box(&r.Theme, title, words, body, cols)}
}

// facts is the row below the picture: what it is, and its caption.
func (v *pictureViewer) facts() string {
	m := v.list[v.at]
	s := ""
	if i := v.picture.Info; v.ready {
		s = fmt.Sprintf("%s %dx%d, %s", media.Word("image/"+i.Format), i.Width, i.Height, media.Size(v.size))
	}
	if caption := text.Line(m.Body); caption != "" {
		if s != "" {
			s += "  "
		}
		s += caption
	}
	return s
}

// blocks are the rows of the picture as blocks, made once per size.
func (v *pictureViewer) blocks(cols, rows int) []string {
	depth, ascii := v.room.pictureDepth()
	key := fmt.Sprint(cols, rows, depth, ascii)
	if v.drawn != key {
		v.lines, v.drawn = v.picture.Blocks(cols, rows, depth, ascii), key
	}
	return centred(cols, rows, v.lines...)
}

// words is the picture shown, for somebody who listens.
func (v *pictureViewer) Words() string {
	m := v.list[v.at]
	words := fmt.Sprintf("Picture %d of %d", v.at+1, len(v.list))
	if m.Body != "" {
		words += ", " + text.Line(m.Body)
	}
	if v.why != "" {
		words += ", " + v.why
	}
	return words
}
