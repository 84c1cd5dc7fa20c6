package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/host"
	"keydesk/ui/theme"
)

// withFiles is a bench with a folder for downloads, and the desk's choices
// changed by more.
func withFiles(t *testing.T, b bench, more func(*Deps)) (bench, string) {
	t.Helper()
	folder := t.TempDir()
	scratch := &host.Scratch{}
	t.Cleanup(func() { _ = scratch.Close() })
	b.deps = func(d *Deps) {
		d.Downloads, d.Scratch = folder, scratch
		if more != nil {
			more(d)
		}
	}
	return b, folder
}

// atMedia opens the n-th conversation and selects its newest message of a kind.
func (p *pump) atMedia(kind string) {
	p.t.Helper()
	for range 12 {
		p.press("enter")
		c := p.openChat()
		for range c.thread.Len() {
			p.press("up")
			if m, ok := c.thread.Selected(); ok && m.Type == kind {
				p.focusOn(focusThread)
				return
			}
		}
		p.press("esc", "esc", "j")
	}
	p.t.Fatalf("no conversation has a %s", kind)
}

func TestSavingAFile(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		b, folder := withFiles(t, bench{emulator: emulator.Options{Generation: generation}}, nil)
		p := newPump(t, b)
		p.atMedia("image")
		p.press("s")
		p.press("s")
		p.shows("Saved " + folder[:10])
		names, _ := filepath.Glob(filepath.Join(folder, "*"))
		if len(names) != 2 || !strings.HasSuffix(names[0], " (2).png") {
			t.Fatalf("%s: %q", generation, names)
		}
		for _, name := range names {
			if data, err := os.ReadFile(name); err != nil || !strings.HasPrefix(string(data), "\x89PNG") {
				t.Errorf("%s holds %.8q, %v", name, data, err)
			}
		}
		p.press("alt+j")
		p.shows("Files", "save  image 20", "✓ ")
		p.press("esc", "enter")
		p.shows("Kind         image/png", "Size         ")
	}
}

func TestStoppingAFile(t *testing.T) {
	b, folder := withFiles(t, bench{}, nil)
	p := newPump(t, b)
	p.atMedia("image")
	m, _ := p.openChat().thread.Selected()
	cmd := p.saveFile(m) // under way: the command has not run
	p.shows("esc stop image", "0 B")
	p.press("esc")
	p.run(cmd)
	p.shows("stopped, nothing is kept of it")
	if names, _ := filepath.Glob(filepath.Join(folder, "*")); len(names) > 0 {
		t.Errorf("left behind: %q", names)
	}
}

func TestFilesWaitTheirTurn(t *testing.T) {
	b, _ := withFiles(t, bench{}, nil)
	p := newPump(t, b)
	p.atMedia("image")
	m, _ := p.openChat().thread.Selected()
	var cmds []tea.Cmd
	for range filesAtOnce + 2 {
		cmds = append(cmds, p.saveFile(m))
	}
	if n := len(p.runningJobs()); n != filesAtOnce {
		t.Fatalf("%d at once", n)
	}
	p.shows(fmt.Sprintf("+%d", filesAtOnce-1))
	for _, cmd := range cmds {
		p.run(cmd)
	}
	for _, j := range p.fileJobs() {
		if j.state != jobDone {
			t.Errorf("job %d is %d: %s", j.number, j.state, j.why)
		}
	}
}

func TestWhatHasNoFileSaysSo(t *testing.T) {
	b, _ := withFiles(t, bench{}, nil)
	p := newPump(t, b)
	p.atMedia("sticker")
	p.press("s")
	p.shows("this platform does not keep stickers")
	p.press("v")
	p.shows("this platform does not keep stickers")
	b, _ = withFiles(t, bench{}, func(d *Deps) { d.Media = "off" })
	p = newPump(t, b)
	p.atMedia("image")
	p.press("v")
	p.shows(`media = "off"`)
	p.press("o")
	p.shows("Not opened", "saves it")
	b, _ = withFiles(t, bench{}, nil)
	p = newPump(t, b)
	p.atMedia("audio")
	p.press("v")
	p.shows("this file is no picture")
}

func TestOpeningAFile(t *testing.T) {
	var shown []string
	b, _ := withFiles(t, bench{}, func(d *Deps) {
		d.Host = host.New(host.Options{Env: func(n string) string { return map[string]string{"DISPLAY": ":0"}[n] }, GOOS: "linux",
			Browse: func(a string) error { shown = append(shown, a); return nil }})
	})
	p := newPump(t, b)
	p.atMedia("document")
	p.press("o")
	p.shows("opened in the system's viewer")
	if len(shown) != 1 || !strings.HasPrefix(shown[0], "file:///") || !strings.HasSuffix(shown[0], ".pdf") {
		t.Errorf("shown: %q", shown)
	}
}

func TestLinks(t *testing.T) {
	b, _ := withFiles(t, bench{}, nil)
	p := newPump(t, b)
	p.press("enter")
	c := p.openChat()
	say := func(id, body string) {
		p.event(client.MessageReceived{Message: client.Message{ID: id, ContactID: c.id, Direction: client.Incoming, Type: "text", Body: body, CreatedAt: p.clock}})
	}
	say("m-1", "see https://a.example/x.")
	p.press("up", "o")
	p.shows("https://a.example/x")
	say("m-2", "*https://b.example/y*, https://c.example or +91 98100 11111")
	p.press("esc")
	p.press("up")
	p.press("o")
	p.shows("Open: 3", "b.example", "phone number", "1…3 open")
	p.press("2")
	p.hides("Open: 3")
	p.shows("https://c.example")
	p.press("L")
	p.press("3")
	p.shows("phone number: ")
	say("m-3", "https://paypal.com@evil.example/login")
	p.press("esc")
	p.press("up")
	p.press("o")
	p.shows("Open this link?", "What stands before the @ is no site")
	p.clock = p.clock.Add(2 * time.Second) // a question takes no keys already in flight
	p.press("esc")
	p.hides("Open this link?")
}

func TestPictureViewer(t *testing.T) {
	b, _ := withFiles(t, bench{}, nil)
	p := newPump(t, b)
	p.atMedia("image")
	p.press("v")
	p.shows("Picture", "PNG 96x64", "receipt", "esc close")
	p.press("s")
	p.shows("Saved")
	p.press("esc")
	p.hides("PNG 96x64")
	if len(p.dialogs()) > 0 {
		t.Error("the viewer is still open")
	}
}

// With a protocol of pixels the cells stay blank, and what was drawn is taken
// away: on the next size, and at the end.
func TestPictureInPixels(t *testing.T) {
	b, _ := withFiles(t, bench{env: map[string]string{"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}}, nil)
	p := newPump(t, b)
	p.atMedia("image")
	p.sent = nil
	p.press("v")
	if raw := p.raw(); !strings.Contains(raw, "\x1b_Gi=27492,s=1") || !strings.HasSuffix(raw, "\x1b[c") {
		t.Fatalf("asks %q", raw)
	}
	p.sent = nil
	p.send(uv.CellSizeEvent{Width: 10, Height: 20})
	p.send(uv.KittyGraphicsEvent{Payload: []byte("OK")})
	p.send(uv.PrimaryDeviceAttributesEvent{62})
	p.hides("#", "@")
	p.fire()
	if raw := p.raw(); strings.Count(raw, "\x1b_Ga=T") != 1 {
		t.Fatalf("draws %.60q", raw)
	}
	p.sent = nil
	p.send(tea.WindowSizeMsg{Width: 90, Height: 28})
	p.fire()
	if raw := p.raw(); !strings.HasPrefix(raw, "\x1b_Ga=d") || strings.Count(raw, "\x1b_Ga=T") != 1 {
		t.Fatalf("at another size: %.60q", raw)
	}
	p.sent = nil
	p.press("esc")
	p.fire()
	if raw := p.raw(); raw != "\x1b_Ga=d,d=I,i=27492,q=2\x1b\\" {
		t.Fatalf("at the end: %.60q", raw)
	}
}

// raw is all that was sent past the renderer.
func (p *pump) raw() string {
	var b strings.Builder
	for _, msg := range p.sent {
		if raw, ok := msg.(tea.RawMsg); ok {
			fmt.Fprint(&b, raw.Msg)
		}
	}
	return b.String()
}

func TestScreenOfFiles(t *testing.T) {
	for _, s := range screens {
		for name, to := range map[string]func(*pump){
			"picture": func(p *pump) { p.press("v") },
			"hints": func(p *pump) {
				c := p.openChat()
				p.event(client.MessageReceived{Message: client.Message{ID: "m-9", ContactID: c.id, Direction: client.Incoming, Type: "text", CreatedAt: p.clock,
					Body: "https://shop.example/kettle?colour=blue, https://pаypal.example or +91 98100 11111"}})
				p.press("end", "esc", "up", "o")
			},
			"progress": func(p *pump) {
				m, _ := p.openChat().thread.Selected()
				_ = p.saveFile(m)
				p.fileJobs()[0].moved(1_200_000, 3_400_000)
			},
			"list": func(p *pump) {
				m, _ := p.openChat().thread.Selected()
				for range 2 {
					_ = p.saveFile(m)
				}
				p.fileJobs()[0].moved(1_200_000, 3_400_000)
				p.fileJobs()[1].state, p.fileJobs()[1].why = jobFailed, "the disk is full"
				p.press("alt+j")
			},
		} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, s.w, s.h), func(t *testing.T) {
				b, _ := withFiles(t, bench{width: s.w, height: s.h}, nil)
				p := newPump(t, b)
				p.atMedia("image")
				to(p)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}

func TestScreenOfAPictureInColour(t *testing.T) {
	b, _ := withFiles(t, bench{width: 60, height: 20}, func(d *Deps) { d.Theme = theme.New("auto", "unicode", false) })
	p := newPump(t, b)
	p.send(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	p.atMedia("image")
	p.press("v")
	golden.RequireEqual(t, []byte(p.drawn()))
}
