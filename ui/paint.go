package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"keydesk/ui/media"
)

// paintAfter is how long after a change pixels are sent: the cells beneath must
// have been drawn blank before, which takes one frame.
const paintAfter = 60 * time.Millisecond

// painted is the picture that is on the screen as pixels, which the renderer
// knows nothing of.
type painted struct {
	key string // what, where and how; "" for none
	way media.Way
}

// askTerminal asks once what the terminal can draw. Until it has answered,
// pictures are drawn in blocks.
func (r *filesRoom) askTerminal() tea.Cmd {
	if setting := media.Way(r.deps.Media); setting == media.Off || setting == media.Blocks {
		return nil
	}
	t := r.deps.Host.Terminal()
	if ask := r.screen.Ask(media.Surroundings{Program: t.Program, Term: t.Term, Kitty: t.Kitty, Mux: t.Mux}); ask != "" {
		return tea.Raw(ask)
	}
	return nil
}

// onTerminal takes what the terminal tells of itself.
func (r *filesRoom) onTerminal(msg tea.Msg) tea.Cmd {
	screen := &r.screen
	switch msg := msg.(type) {
	case tea.ColorProfileMsg:
		r.told = true
		switch msg.Profile {
		case colorprofile.TrueColor:
			r.depth = media.TrueColour
		case colorprofile.ANSI256:
			r.depth = media.Colours256
		case colorprofile.ANSI:
			r.depth = media.Colours16
		default:
			r.depth = media.NoColour
		}
	case tea.TerminalVersionMsg:
		if ask := screen.Version(msg.Name); ask != "" {
			return tea.Raw(ask)
		}
	case uv.PrimaryDeviceAttributesEvent:
		screen.Attributes(msg)
	case uv.CellSizeEvent:
		screen.Cell(msg.Width, msg.Height)
	case uv.KittyGraphicsEvent:
		screen.Graphics(string(msg.Payload) == "OK")
	}
	return nil
}

// pictureWay is how pictures are drawn now.
func (r *filesRoom) pictureWay() media.Way {
	if r.deps.Plain {
		return media.Blocks
	}
	return r.screen.Way(media.Way(r.deps.Media))
}

// pictureDepth is with how many colours blocks are drawn, and whether in
// letters.
func (r *filesRoom) pictureDepth() (media.Depth, bool) {
	switch {
	case r.Theme.Plain:
		return media.NoColour, true
	case !r.told:
		return media.Colours256, r.Theme.Glyphs.ASCII
	}
	return r.depth, r.Theme.Glyphs.ASCII
}

// repaint keeps the pixels on the screen true to what is shown: it is called
// after every change, and does nothing but when the picture, its place or its
// dialog changed.
func (r *filesRoom) repaint() tea.Cmd {
	want, picture, place := r.wantedPaint()
	was := r.painted
	if want == was {
		return nil
	}
	r.painted = want
	var cmds []tea.Cmd
	if was.key != "" {
		sequence, again := media.Clear(was.way)
		if sequence != "" {
			cmds = append(cmds, tea.Raw(sequence))
		}
		if again {
			cmds = append(cmds, tea.ClearScreen)
		}
	}
	if want.key != "" {
		cmds = append(cmds, call(r.door(), decodeLimit, func(context.Context) (string, error) {
			return picture.Draw(want.way, place)
		}, func(sequence string, err error) tea.Msg {
			return paintMade{key: want.key, sequence: sequence, err: err}
		}))
	}
	return tea.Sequence(cmds...)
}

// wantedPaint is what ought to be on the screen as pixels.
func (r *filesRoom) wantedPaint() (painted, media.Picture, media.Place) {
	v, ok := r.dialogs.Top().(*pictureViewer)
	way := media.Blocks
	if ok {
		way = r.pictureWay()
	}
	if !ok || !v.ready || !way.Graphic() || r.layout.tooSmall {
		return painted{}, media.Picture{}, media.Place{}
	}
	w, h := r.screen.CellSize()
	cols, rows := v.area(r.width, r.height)
	c, n := v.picture.Cells(cols, rows, w, h)
	place := media.Place{X: 1 + (cols-c)/2, Y: 1 + (rows-n)/2, Cols: c, Rows: n, CellW: w, CellH: h}
	return painted{key: fmt.Sprint(v.number, v.list[v.at].ID, place), way: way}, v.picture, place
}

// paintMade is the sequence that draws a picture.
type paintMade struct {
	key, sequence string
	err           error
}

func (msg paintMade) arrive(r *filesRoom) tea.Cmd {
	if msg.key != r.painted.key {
		return nil
	}
	if msg.err != nil {
		return r.say(levelBad, "The picture could not be drawn: "+msg.err.Error())
	}
	return r.deps.After(paintAfter, paintNow(msg))
}

// paintNow sends it, the frame with the blanks being out.
type paintNow paintMade

func (msg paintNow) arrive(r *filesRoom) tea.Cmd {
	if msg.key != r.painted.key {
		return nil
	}
	return tea.Raw(msg.sequence)
}

// settleAfter is how long a size must have stood to be taken for the last one:
// many frames, so that it has been drawn, and longer than the steps of a window
// that is being dragged.
const settleAfter = 150 * time.Millisecond

// redrawWider has the whole screen drawn once more after it became wider. Of a
// frame that is wider than the one before, the renderer remembers only the old
// columns: it takes the new ones for blank, and would leave what they hold
// beside whatever is drawn next. A frame drawn at a size that it knows already
// is remembered whole.
func (r *Root) redrawWider(width int) tea.Cmd {
	if r.width == 0 || width <= r.width {
		return nil
	}
	r.widenings++
	return r.deps.After(settleAfter, widened(r.widenings))
}

// widened says that the screen has stood since it became wider for that time.
type widened int

func (msg widened) arrive(r *Root) tea.Cmd {
	if int(msg) != r.widenings {
		return nil
	}
	r.files.painted = painted{} // goes with the cells, and is sent again
	return tea.ClearScreen
}
