package ui

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/ui/shot"
	"keydesk/ui/theme"
)

// pictureFolder has the pictures of README and guide.
const pictureFolder = "../.github/pictures"

// quietLine is a realtime line on which nothing happens but what a test says.
type quietLine struct{}

func (quietLine) Run(context.Context) error                    { return nil }
func (quietLine) Next(context.Context) ([]client.Event, error) { return nil, context.Canceled }
func (quietLine) SetContact(string)                            {}

// still is a picture of one screen.
type still struct {
	name, label   string
	width, height int
	theme, role   string
	to            func(p *pump)
}

func stills() []still {
	return []still{
		{"desk", "The desk: conversations on the left, an open one with its toolbar of actions on the right", 112, 32, "auto", "", func(p *pump) {
			p.press("enter")
			p.typeText("Hello Aarav, your parcel left Pune this morning")
		}},
		{"preview", "The preview of an action: method, address, headers and body of its request, with the place of every value", 112, 32, "auto", "", func(p *pump) {
			p.press("enter", "alt+p", "enter")
		}},
		{"studio", "The studio: the fields of a webhook at the left, beside them the request that they make", 120, 34, "auto", "admin", func(p *pump) {
			p.press("enter", "alt+o", "e", "tab", "tab", "tab", "tab", "tab", "tab")
		}},
		{"small", "The desk at 80 columns and 24 rows", 80, 24, "auto", "", func(p *pump) { p.press("enter", "alt+1") }},
		{"light", "The desk in the light theme, with the list of actions open", 112, 32, "light", "", func(p *pump) { p.press("enter", "alt+a") }},
	}
}

// TestPictures holds the pictures of README and guide against the desk as it looks now.
// go test ./ui -run TestPictures -update makes them again.
func TestPictures(t *testing.T) {
	for _, s := range stills() {
		t.Run(s.name, func(t *testing.T) {
			p := photographed(t, s.width, s.height, s.theme, s.role)
			s.to(p)
			holdPicture(t, s.name, shot.SVG(p.coloured(), shot.Options{
				Width: s.width, Height: s.height, Title: "keydesk demo", Label: s.label, Light: s.theme == "light",
			}))
		})
	}
	t.Run("moving", func(t *testing.T) {
		const width, height = 100, 28
		f := film{pump: photographed(t, width, height, "auto", "")}
		f.play()
		holdPicture(t, "moving", shot.Movie(f.frames, f.still, shot.Options{
			Width: width, Height: height, Title: "keydesk demo",
			Label: "A button is previewed, run, and its ticket written into a note: about twenty seconds on the desk",
		}))
	})
}

// TestPicturesAreShown fails where README or guide name a picture that is none, and where nothing names one.
func TestPicturesAreShown(t *testing.T) {
	pages, err := filepath.Glob("../cmd/guide/*.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, page := range append(pages, "../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`!\[[^\]]+\]\(([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
			file := filepath.Join(filepath.Dir(page), filepath.FromSlash(match[1]))
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: %v", page, err)
			}
			shown[filepath.Base(file)] = true
		}
	}
	kept, err := os.ReadDir(pictureFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range kept {
		if !shown[file.Name()] {
			t.Errorf("no page shows %s", file.Name())
		}
	}
}

// photographed is a desk with its colours and a line that lives.
func photographed(t *testing.T, width, height int, look, role string) *pump {
	t.Helper()
	p := newPump(t, bench{width: width, height: height, role: role, deps: func(d *Deps) {
		d.Theme, d.Events, d.Trash = theme.New(look, "unicode", false), quietLine{}, t.TempDir()
	}})
	p.event(client.StreamState{State: client.Live})
	return p
}

// coloured is the screen with its colours, and what differs between runs made equal.
func (p *pump) coloured() string {
	screen := strings.ReplaceAll(p.drawn(), strings.TrimPrefix(p.address(), "http://"), "127.0.0.1:55555")
	return httpDate.ReplaceAllString(screen, "Date: Fri, 20 Nov 2026 10:45:00 GMT")
}

// film is a pump whose screens are kept one after the other.
type film struct {
	*pump
	frames []shot.Frame
	still  int
}

// play is the script of keys: what the desk shows after each, and for how long.
func (f *film) play() {
	f.take("", 1500)
	f.keys("enter", 2000)
	f.keys("alt+p", 1500)
	f.keys("enter", 4000)
	f.still = len(f.frames) - 1
	f.keys("enter", 2500)
	f.keys("ctrl+n", 800)
	for _, part := range []string{"Tick", "et T", "CK-1", "042 ", "open", "ed, ", "ask ", "Pune ", "📦"} {
		f.typeText(part)
		f.take("", 200)
	}
	f.take("", 500)
	f.keys("enter", 2500)
	f.keys("esc", 2000)
}

func (f *film) keys(key string, ms int) {
	f.press(key)
	f.take(key, ms)
}

func (f *film) take(key string, ms int) {
	f.frames = append(f.frames, shot.Frame{Content: f.coloured(), Keys: key, For: time.Duration(ms) * time.Millisecond})
}

// holdPicture compares a picture with the one that is kept, or keeps it.
func holdPicture(t *testing.T, name, svg string) {
	t.Helper()
	const most = 300 << 10
	if len(svg) > most {
		t.Errorf("%s has %d bytes, more than %d", name, len(svg), most)
	}
	file := filepath.Join(filepath.FromSlash(pictureFolder), name+".svg")
	if updating() {
		if err := os.WriteFile(file, []byte(svg), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != svg {
		t.Errorf("the picture %s is not how the desk looks: go test ./ui -run TestPictures -update", name)
	}
}
