package shot

import (
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// desk is a frame with everything a frame can have: scripts, lines, styles.
func desk() (frame string, width, height int) {
	th := theme.New("auto", "unicode", false)
	g := th.Glyphs
	const leftW, rightW = 32, 62
	pair := func(a, b string) string {
		return text.Pad(a, leftW) + th.Faint.Render(g.V) + text.Pad(" "+b, rightW)
	}
	faint := th.Faint.Render
	rows := []string{
		text.Pad(th.Title.Render(" keydesk")+"  Chai & Co.", 66) + th.Good.Render(g.Live+" live") + "   Ravi शर्मा  available",
		faint(strings.Repeat(g.H, leftW) + g.TeeDown + strings.Repeat(g.H, rightW)),
		pair(th.Selected.Render(g.Bar+"Aarav Sharma          10:42    2"), th.Strong.Render("Aarav Sharma")+"   +91 98100 00000     "+th.Accent.Render("vip  gold")),
		pair(th.Selected.Render(g.Bar)+faint("Where is my order?"), "["+th.Key.Render("1")+" "+g.Icon("ticket")+" Create ticket] ["+th.Key.Render("2")+" "+g.Icon("globe")+" Open in CRM] ["+th.Bad.Render("3 "+g.Danger+" Refund")+"]"),
		pair(" महेश पाटील            10:40    1", faint(strings.Repeat(g.H, rightW-1))),
		pair(faint(" धन्यवाद"), faint("                    today")),
		pair(" 王小明                10:12", "10:31 "+th.Strong.Render("Aarav")),
		pair(faint(" 你好，请问发货了吗？"), "      Hi, I ordered the "+th.Link.Render("blue kettle")+" 👍"),
		pair(" محمد علي             yesterday", "10:33                        "+faint("you  "+g.Delivered+" delivered")),
		pair(faint(" شكرا جزيلا"), "      Let me look that up for you."),
		pair(" Zoë O'Brien          Mon", th.Warn.Render("── 2 new "+strings.Repeat(g.H, 30))),
		pair(faint(" "+g.Read+" Refund is on its way"), faint(g.TopLeft+strings.Repeat(g.H, 40)+g.TopRight)),
		pair("", faint(g.V)+th.Note.Render(text.Pad(" NOTE <b>&amp;</b> "+g.Spinner[0]+" "+g.Icon("link")+" "+g.Icon("phone")+" "+g.Icon("bar-chart"), 40))+faint(g.V)),
		pair("", faint(g.BottomLeft+strings.Repeat(g.H, 40)+g.BottomRight)),
		faint(strings.Repeat(g.H, leftW) + g.TeeUp + strings.Repeat(g.H, rightW)),
		" " + th.Key.Render("⏎") + faint(" send  ") + th.Key.Render("^k") + faint(" all commands  ") + th.Reverse.Render(" reverse ") + " \x1b[38;2;255;150;80;9mtrue\x1b[m \x1b[48;5;24m256\x1b[m",
	}
	return strings.Join(rows, "\n"), leftW + 1 + rightW, len(rows)
}

func TestPicture(t *testing.T) {
	frame, w, h := desk()
	got := SVG(frame, Options{Width: w, Height: h, Title: "keydesk", Label: "The desk"})
	if again := SVG(frame, Options{Width: w, Height: h, Title: "keydesk", Label: "The desk"}); again != got {
		t.Error("made again, it is another picture")
	}
	if file := os.Getenv("KEYDESK_SHOT"); file != "" { // to look at it
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wellFormed(t, got)
	golden.RequireEqual(t, []byte(got))
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryPieceBeginsAtItsColumn(t *testing.T) {
	rows := grid("ab  你好 é\x1b[1mB\x1b[m│x", 20, 1)
	var got []string
	for _, r := range runs(rows[0]) {
		got = append(got, column(r.x)+":"+r.text)
	}
	want := "0:ab 33.6:你 50.4:好 75.6:é 84:B 100.8:x"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestGridIsExact(t *testing.T) {
	for _, c := range []struct {
		frame         string
		width, height int
	}{
		{"", 0, 0}, {"abc", 0, 3}, {"abc\ndef\nghi", 2, 2}, {"你好", 3, 1}, {"\x1b[31", 4, 1}, {"\x1b]0;t\ax\x1b[2J", 4, 1}, {"\xff\xfe", 3, 1},
	} {
		rows := grid(c.frame, c.width, c.height)
		if len(rows) != c.height {
			t.Fatalf("%q: %d rows", c.frame, len(rows))
		}
		for _, row := range rows {
			sum := 0
			for _, cell := range row {
				sum += cell.width
			}
			if sum != c.width {
				t.Errorf("%q: %d cells, want %d", c.frame, sum, c.width)
			}
		}
		wellFormed(t, SVG(c.frame, Options{Width: c.width, Height: c.height, Title: "a<b", Label: `"&"`}))
	}
}

func TestStyles(t *testing.T) {
	for in, want := range map[string]style{
		"\x1b[m":                        plainStyle(),
		"\x1b[1;31m":                    {fore: palette()[1], back: none, bold: true},
		"\x1b[94;100m":                  {fore: palette()[12], back: palette()[8]},
		"\x1b[38;5;196m":                {fore: 0xff0000, back: none},
		"\x1b[48;2;1;2;3;4m":            {fore: none, back: 0x010203, under: true},
		"\x1b[2;3;7;9m":                 {fore: none, back: none, faint: true, italic: true, swapped: true, strike: true},
		"\x1b[38;5m":                    plainStyle(),
		"\x1b[38m":                      plainStyle(),
		"\x1b[2J":                       plainStyle(),
		"\x1b]0;31m\a":                  plainStyle(),
		"\x1b[38;5;240m":                {fore: 0x585858, back: none},
		"\x1b[99999999999999999999999m": plainStyle(),
	} {
		if got := apply(plainStyle(), in); got != want {
			t.Errorf("%q: %+v, want %+v", in, got, want)
		}
	}
	if st := apply(apply(plainStyle(), "\x1b[1;2;3;4;7;9;31;41m"), "\x1b[22;23;24;27;29;39;49m"); st != plainStyle() {
		t.Errorf("taken back one by one: %+v", st)
	}
}

// A movie has each piece once, however many frames have it, and shows it in those.
func TestMovie(t *testing.T) {
	frames := []Frame{
		{Content: "same  one", For: time.Second},
		{Content: "same  two", Keys: "alt+p", For: 2 * time.Second},
		{Content: "same  one", Keys: "esc", For: time.Second},
	}
	svg := Movie(frames, 1, Options{Width: 10, Height: 1, Title: "t"})
	wellFormed(t, svg)
	for part, times := range map[string]int{
		">same</text>": 1, ">one</text>": 1, ">two</text>": 1, ">alt+p</text>": 1, ">esc</text>": 1, "<script": 0,
		"visibility:hidden;animation:a0 4s step-end infinite}@keyframes a0{0%{visibility:visible}25%{visibility:hidden}75%{visibility:visible}}": 1,
		"visibility:visible;animation:a1 4s step-end infinite}@keyframes a1{0%{visibility:hidden}25%{visibility:visible}75%{visibility:hidden}}": 1,
	} {
		if got := strings.Count(svg, part); got != times {
			t.Errorf("%q stands there %d times, want %d:\n%s", part, got, times, svg)
		}
	}
}
