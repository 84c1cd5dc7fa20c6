package media

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/sixel"
)

// kittyID names the one picture that is ever on the screen, so that taking it
// away leaves those of other programs alone. It is "kd" in numbers.
const kittyID = 27492

// Place is where on the screen a picture goes, in cells from 0, and how many
// pixels a cell has.
type Place struct {
	X, Y, Cols, Rows int
	CellW, CellH     int
}

// Draw is the sequence that draws the picture at a place and leaves the cursor
// where it was; "" for a way that draws no pixels. The cells beneath must be
// blank already. It takes up to a tenth of a second.
func (p Picture) Draw(way Way, at Place) (string, error) {
	if p.pixels == nil || !way.Graphic() {
		return "", nil
	}
	var body string
	var err error
	switch way {
	case Kitty:
		body, err = p.kitty(at)
	case ITerm:
		body, err = p.iterm(at)
	case Sixel:
		body, err = p.sixel(at)
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("\x1b7\x1b[%d;%dH%s\x1b8", at.Y+1, at.X+1, body), nil
}

// Clear is the sequence that takes the picture away again. Those that are part
// of the cells go when the screen is drawn anew: again is true then.
func Clear(way Way) (sequence string, again bool) {
	if way == Kitty {
		return fmt.Sprintf("\x1b_Ga=d,d=I,i=%d,q=2\x1b\\", kittyID), false
	}
	return "", way.Graphic()
}

// encoded is the picture as PNG in base64, in the pixels of the place.
func (p Picture) encoded(at Place) (string, int, error) {
	w, h := p.size(at)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, scaled(p.pixels, w, h)); err != nil {
		return "", 0, err
	}
	return base64.StdEncoding.EncodeToString(out.Bytes()), out.Len(), nil
}

// size is how many pixels are sent: those of the place, but no more than there
// are, since the terminal itself can enlarge.
func (p Picture) size(at Place) (int, int) {
	b := p.pixels.Bounds()
	return fit(b.Dx(), b.Dy(), at.Cols*at.CellW, at.Rows*at.CellH)
}

// kitty is the protocol of kitty, also spoken by ghostty, Konsole and WezTerm:
// pieces of 4096 letters, the first of which says what is to be done. q=2 keeps
// the terminal from answering, C=1 the cursor from moving.
func (p Picture) kitty(at Place) (string, error) {
	const piece = 4096
	data, _, err := p.encoded(at)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	lead := fmt.Sprintf("a=T,f=100,t=d,q=2,C=1,i=%d,p=1,c=%d,r=%d,", kittyID, at.Cols, at.Rows)
	for {
		n := min(piece, len(data))
		more := 0
		if n < len(data) {
			more = 1
		}
		fmt.Fprintf(&b, "\x1b_G%sm=%d;%s\x1b\\", lead, more, data[:n])
		if data, lead = data[n:], ""; more == 0 {
			return b.String(), nil
		}
	}
}

// iterm is the protocol of iTerm2, also spoken by WezTerm and mintty.
func (p Picture) iterm(at Place) (string, error) {
	data, size, err := p.encoded(at)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("\x1b]1337;File=inline=1;size=%d;width=%d;height=%d;preserveAspectRatio=1;doNotMoveCursor=1:%s\x07",
		size, at.Cols, at.Rows, data), nil
}

// sixel is DEC's protocol. Its pixels are the screen's, so the picture is
// scaled to exactly those of the place.
func (p Picture) sixel(at Place) (string, error) {
	b := p.pixels.Bounds()
	w, h := grown(b.Dx(), b.Dy(), at.Cols*at.CellW, at.Rows*at.CellH)
	h = max(1, h-h%6) // a last row of less than six would reach below the place in some terminals
	var out bytes.Buffer
	if err := (&sixel.Encoder{}).Encode(&out, scaled(p.pixels, w, h)); err != nil {
		return "", err
	}
	return ansi.SixelGraphics(0, 1, 0, out.Bytes()), nil // 1: what is not drawn stays as it is
}
