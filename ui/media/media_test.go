package media

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/sixel"
)

// drawing is a picture with a red, a green, a blue and a see-through quarter.
func drawing(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := [...]color.NRGBA{{R: 255, G: 0, B: 0, A: 255}, {R: 0, G: 255, B: 0, A: 255}, {R: 0, G: 0, B: 255, A: 255}, {}}[x*2/w+2*(y*2/h)]
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func asPNG(img image.Image) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

func decoded(t *testing.T, data []byte) Picture {
	t.Helper()
	p, err := Decode(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// claim is a PNG whose header says any size, with nothing behind it.
func claim(w, h uint32, depth, kind byte) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = append(binary.BigEndian.AppendUint32(head, h), depth, kind, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

func TestCheckRefusesBeforeDecoding(t *testing.T) {
	for want, data := range map[string][]byte{
		"no picture":  []byte("hello"),
		"damaged":     []byte("\x89PNG\r\n\x1a\nxxxx"),
		"4097 pixels": claim(16000, 4097, 8, 6),
		"20000 by 4":  claim(20000, 4, 8, 6),
		"more memory": claim(8000, 5000, 16, 6),
		"MiB":         make([]byte, MostBytes+1),
	} {
		if _, err := Decode(t.Context(), data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := Check(claim(4000, 3000, 8, 2)); err != nil {
		t.Errorf("a phone's photo: %v", err)
	}
	if _, err := Decode(t.Context(), claim(400, 300, 8, 2)); err == nil || !strings.Contains(err.Error(), "cut short") {
		t.Errorf("a header alone: %v", err)
	}
}

func TestJPEGCost(t *testing.T) {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, drawing(16, 16), nil)
	if got := jpegCost(b.Bytes()); got != 3 {
		t.Errorf("a plain one costs %d", got)
	}
	progressive := bytes.Replace(b.Bytes(), []byte{0xff, 0xc0}, []byte{0xff, 0xc2}, 1)
	if got := jpegCost(progressive); got != 15 {
		t.Errorf("a progressive one costs %d", got)
	}
	if got := jpegCost([]byte("\xff\xd8\xff\xe0\x00\x02junk")); got != 20 {
		t.Errorf("one that cannot be followed costs %d", got)
	}
}

func TestDecodeKnowsTheFormats(t *testing.T) {
	var g, j bytes.Buffer
	_ = gif.Encode(&g, drawing(40, 20), nil)
	_ = jpeg.Encode(&j, drawing(40, 20), nil)
	for _, data := range [][]byte{asPNG(drawing(40, 20)), g.Bytes(), j.Bytes()} {
		if p := decoded(t, data); p.Info.Width != 40 || p.Info.Height != 20 {
			t.Errorf("%+v", p.Info)
		}
	}
	if p := decoded(t, asPNG(drawing(3000, 30))); p.pixels.Bounds().Dx() != shownSide || p.Info.Width != 3000 {
		t.Errorf("a wide one is kept at %v", p.pixels.Bounds())
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Decode(over, asPNG(drawing(40, 20))); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
}

func TestBlocks(t *testing.T) {
	p := decoded(t, asPNG(drawing(4, 4)))
	for depth, want := range map[Depth]string{
		TrueColour: "\x1b[48;2;255;0;0m  \x1b[48;2;0;255;0m  \x1b[m",
		Colours256: "\x1b[48;5;196m  \x1b[48;5;46m  \x1b[m",
		Colours16:  "\x1b[101m  \x1b[102m  \x1b[m",
		NoColour:   "==++",
	} {
		lines := p.Blocks(4, 2, depth, false)
		if len(lines) != 2 {
			t.Fatalf("%d: %q", depth, lines)
		}
		if depth != NoColour && depth != Colours16 && lines[0] != want {
			t.Errorf("%d: %q, want %q", depth, lines[0], want)
		}
		if plain := ansi.Strip(lines[1]); depth == TrueColour && (plain != "    " || !strings.HasSuffix(lines[1], "\x1b[49m  ")) {
			t.Errorf("what is see-through shows the screen: %q", lines[1])
		}
		if depth == NoColour && strings.ContainsAny(lines[0], "\x1b▀▄") {
			t.Errorf("letters: %q", lines[0])
		}
	}
	if lines := decoded(t, asPNG(drawing(4, 3))).Blocks(4, 2, TrueColour, false); len(lines) != 2 || !strings.Contains(lines[1], "▀") {
		t.Errorf("an odd row: %q", lines)
	}
	for w := range 60 {
		for h := range 20 {
			for _, line := range p.Blocks(w, h, Colours16, w%2 == 0) {
				if ansi.StringWidth(line) > w {
					t.Fatalf("%dx%d: %q", w, h, line)
				}
			}
			if n := len(p.Blocks(w, h, Colours256, w%2 == 0)); n > h {
				t.Fatalf("%dx%d: %d rows", w, h, n)
			}
		}
	}
}

func TestKittyComesInPieces(t *testing.T) {
	p := decoded(t, asPNG(noise(200, 200)))
	out, err := p.Draw(Kitty, Place{X: 2, Y: 3, Cols: 20, Rows: 10, CellW: 10, CellH: 20})
	if err != nil || !strings.HasPrefix(out, "\x1b7\x1b[4;3H\x1b_Ga=T,f=100,t=d,q=2,C=1,i=27492,p=1,c=20,r=10,m=1;") || !strings.HasSuffix(out, "\x1b\\\x1b8") {
		t.Fatalf("%.80q … %v", out, err)
	}
	var data strings.Builder
	pieces := regexp.MustCompile(`\x1b_G([^;]*);([^\x1b]*)\x1b\\`).FindAllStringSubmatch(out, -1)
	for i, m := range pieces {
		last := i == len(pieces)-1
		if len(m[2]) > 4096 || strings.HasSuffix(m[1], "m=0") != last {
			t.Errorf("piece %d: %s, %d letters", i, m[1], len(m[2]))
		}
		data.WriteString(m[2])
	}
	raw, err := base64.StdEncoding.DecodeString(data.String())
	if err != nil || len(pieces) < 2 {
		t.Fatal(len(pieces), err)
	}
	if got, err := png.Decode(bytes.NewReader(raw)); err != nil || got.Bounds().Dx() != 200 {
		t.Errorf("%v", err)
	}
	if clear, again := Clear(Kitty); clear != "\x1b_Ga=d,d=I,i=27492,q=2\x1b\\" || again {
		t.Errorf("%q", clear)
	}
}

func noise(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	n := uint32(1)
	for i := range img.Pix {
		n = n*1664525 + 1013904223
		img.Pix[i] = byte(n >> 24)
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func TestITerm(t *testing.T) {
	out, err := decoded(t, asPNG(drawing(8, 8))).Draw(ITerm, Place{Cols: 4, Rows: 2, CellW: 10, CellH: 20})
	if err != nil || !strings.HasPrefix(out, "\x1b7\x1b[1;1H\x1b]1337;File=inline=1;size=") || !strings.HasSuffix(out, "\x07\x1b8") ||
		!strings.Contains(out, ";width=4;height=2;preserveAspectRatio=1;doNotMoveCursor=1:") {
		t.Errorf("%q, %v", out, err)
	}
	if _, again := Clear(ITerm); !again {
		t.Error("it is not drawn over")
	}
}

// What a sixel terminal shows is the picture.
func TestSixelRoundTrip(t *testing.T) {
	out, err := decoded(t, asPNG(drawing(48, 48))).Draw(Sixel, Place{Cols: 5, Rows: 3, CellW: 10, CellH: 20})
	body, ok := strings.CutPrefix(out, "\x1b7\x1b[1;1H\x1bP0;1q")
	if !ok {
		body, ok = strings.CutPrefix(out, "\x1b7\x1b[1;1H\x1bP0;1;0q")
	}
	if err != nil || !ok || !strings.HasSuffix(body, "\x1b\\\x1b8") {
		t.Fatalf("%.60q, %v", out, err)
	}
	img, err := (&sixel.Decoder{}).Decode(strings.NewReader(strings.TrimSuffix(body, "\x1b\\\x1b8")))
	if err != nil || img.Bounds().Dx() > 50 || img.Bounds().Dy() > 60 {
		t.Fatalf("%v, %v", img.Bounds(), err)
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for _, c := range []struct {
		x, y    int
		r, g, b uint32
	}{{w / 4, h / 4, 1, 0, 0}, {3 * w / 4, h / 4, 0, 1, 0}, {w / 4, 3 * h / 4, 0, 0, 1}} {
		r, g, b, _ := img.At(c.x, c.y).RGBA()
		if r>>15 != c.r || g>>15 != c.g || b>>15 != c.b {
			t.Errorf("at %d,%d: %x %x %x", c.x, c.y, r, g, b)
		}
	}
}

func TestDetector(t *testing.T) {
	for name, c := range map[string]struct {
		s        Surroundings
		version  string
		graphics bool
		attrs    []int
		cell     bool
		want     Way
		asks     bool // about kitty's protocol
	}{
		"xterm":          {attrs: []int{62, 22}, want: Blocks},
		"xterm, sixel":   {attrs: []int{62, 4, 22}, cell: true, want: Sixel},
		"sixel, no size": {attrs: []int{62, 4}, want: Blocks},
		"kitty":          {s: Surroundings{Term: "xterm-kitty", Kitty: true}, graphics: true, attrs: []int{62}, want: Kitty, asks: true},
		"kitty, silent":  {s: Surroundings{Term: "xterm-kitty"}, attrs: []int{62}, want: Blocks, asks: true},
		"ghostty":        {version: "ghostty 1.2", graphics: true, attrs: []int{62}, want: Kitty, asks: true},
		"iTerm2":         {version: "iTerm2 3.5", attrs: []int{62, 4}, cell: true, want: ITerm},
		"tmux in kitty":  {s: Surroundings{Term: "tmux-256color", Kitty: true, Mux: true}, version: "tmux 3.5", attrs: []int{1, 2}, want: Blocks},
		"tmux in iTerm":  {s: Surroundings{Program: "iTerm.app", Mux: true}, attrs: []int{1, 2, 4}, cell: true, want: Sixel},
	} {
		var d Detector
		if d.Way(Auto) != Blocks {
			t.Errorf("%s: guessed", name)
		}
		asked := d.Ask(c.s)
		if d.Ask(c.s) != "" || !strings.HasSuffix(asked, askAttrs) {
			t.Errorf("%s: asks twice, or not for the attributes", name)
		}
		if c.version != "" {
			asked += d.Version(c.version)
		}
		if strings.Contains(asked, "\x1b_G") != c.asks {
			t.Errorf("%s: asks %q", name, asked)
		}
		if c.graphics {
			d.Graphics(true)
		}
		if c.cell {
			d.Cell(9, 18)
		}
		d.Attributes(c.attrs)
		if got := d.Way(Auto); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if d.Way(Off) != Off || d.Way(Kitty) != Kitty {
			t.Errorf("%s: does not do as told", name)
		}
	}
}

func TestKinds(t *testing.T) {
	for head, want := range map[string]string{
		"\x89PNG\r\n\x1a\n...": "image/png", "OggS....": "audio/ogg", "%PDF-1.4": "application/pdf", "\x00\x00\x00\x18ftypisom": "video/mp4",
		"RIFF....WEBPVP8L": "image/webp", "hello, महेश": "text/plain", "#!/bin/sh": "", "<html>": "", " <svg": "", "MZ\x90\x00": "",
		"[Desktop Entry]": "", "\x7fELF": "", "PK\x03\x04": "", "": "", "a\x1b[31m": "",
	} {
		if got := Sniff([]byte(head)); got != want {
			t.Errorf("%q is %q, want %q", head, got, want)
		}
	}
	for _, kind := range []string{"text/html", "image/svg+xml", "application/x-sh", "application/zip", ""} {
		if Viewable(kind) != "" {
			t.Errorf("%s may be opened", kind)
		}
	}
	for _, c := range []struct {
		kind, as string
		size     int64
		note     bool
	}{{"image/png", "image", 1000, false}, {"image/png", "document", 6e6, true}, {"image/webp", "document", 10, true},
		{"application/pdf", "document", 10, false}, {"audio/ogg; codecs=opus", "audio", 10, false}, {"audio/flac", "document", 10, true}} {
		as, note, err := SendAs(c.kind, c.size)
		if err != nil || as != c.as || (note != "") != c.note {
			t.Errorf("%s goes as %s (%s), %v", c.kind, as, note, err)
		}
	}
	for _, size := range []int64{0, 15 << 20} {
		if _, _, err := SendAs("image/png", size); err == nil {
			t.Errorf("%d bytes would be sent", size)
		}
	}
	if got := []string{Size(12), Size(311_900), Size(999_600), Size(3_400_000)}; !slices.Equal(got, []string{"12 B", "312 kB", "1.0 MB", "3.4 MB"}) {
		t.Error(got)
	}
}
