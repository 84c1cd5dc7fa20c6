package ui

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/ui/dialog"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// withHome is a bench of somebody with some files.
func withHome(t *testing.T, b bench) (bench, string) {
	t.Helper()
	home := t.TempDir()
	for name, content := range map[string]string{
		"receipt.png": pngHead + strings.Repeat("x", 300), "report.pdf": "%PDF-1.7 ...", "voice.ogg": "OggS....", "empty.txt": "",
		"table.csv": "a,b\n1,2\n", ".secret": "x", "Pictures/王小明 छवि.png": pngHead, "Pictures/old.webp": "RIFF0000WEBPVP8 ",
	} {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.env = map[string]string{"HOME": home}
	return b, home
}

// newestOf is the newest message of the open conversation.
func (p *pump) newestOf() client.Message {
	m, _ := p.openChat().thread.Newest()
	return m
}

func TestSendingAFile(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		b, _ := withHome(t, bench{emulator: emulator.Options{Generation: generation}})
		p := newPump(t, b)
		p.openFirst()
		p.press("ctrl+o")
		p.shows("Send a file to Aarav Sharma", "~/", "Pictures/", "receipt.png", "308 B", "table.csv")
		p.hides(".secret")
		p.typeText("rece")
		p.hides("table.csv")
		p.press("tab")
		p.shows("~/receipt.png")
		p.press("enter")
		p.shows("Caption", "receipt.png, PNG, 308 B: goes as a picture.")
		p.typeText("Here you are 你好")
		p.press("enter")
		p.shows("receipt.png, 308 B, is on its way.", "[image]", "Here you are 你好")
		m := p.newestOf()
		if m.Type != "image" || m.Body != "Here you are 你好" || len(p.openChat().items()) != 0 {
			t.Fatalf("the thread has %+v", m)
		}
		p.press("alt+j")
		p.shows("send  receipt.png", "✓")
		p.press("esc", "ctrl+o") // the folder of the last one
		p.shows(filepath.ToSlash(p.fileFolder())[:12])
	})
}

// A folder of hidden files says so, and not that something typed fits nothing.
func TestAFolderOfHiddenFiles(t *testing.T) {
	b, home := withHome(t, bench{})
	if err := os.MkdirAll(filepath.Join(home, "Quiet"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "Quiet", ".profile"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPump(t, b)
	p.openFirst()
	p.press("ctrl+o")
	p.typeText("Quiet/")
	p.shows("only hidden files are in this folder")
	p.typeText(".")
	p.shows(".profile")
}

func TestChoosingAFile(t *testing.T) {
	b, home := withHome(t, bench{})
	p := newPump(t, b)
	p.openFirst()
	p.press("ctrl+o")
	p.press("down", "enter") // the folder
	p.shows("~/Pictures/", "old.webp", "王小明 छवि.png")
	p.typeText("OLD")
	p.press("tab", "enter")
	p.shows("old.webp", "goes as a document, since WhatsApp shows no WebP")
	p.press("up")
	p.shows("File", "~/Pictures/old.webp")
	for name, says := range map[string]string{
		"gone.pdf": "there is no file " + home[:8], "empty.txt": "empty.txt cannot be sent: it is empty", "": "Pictures/",
	} {
		d := p.dialog().(*attach)
		d.path.Set("~")
		p.typeText("/" + name) // typed, so that the folder is listed
		p.press("enter")
		p.shows(says)
	}
	d := p.dialog().(*attach)
	d.path.Set("~/")
	p.typeText(home + "/Pictures/ol") // a whole path, behind what stands there
	if got := d.path.Value(); got != home+"/Pictures/ol" {
		t.Fatalf("typed %q", got)
	}
	p.shows("old.webp")
	p.typeText("/~/rec")
	if got := d.path.Value(); got != "~/rec" {
		t.Fatalf("typed %q", got)
	}
	d.path.Set("~/")
	p.typeText("zzz")
	p.shows("nothing here begins so")
	p.press("tab")
	p.shows("nothing in this folder begins so")
	d.path.Set("~/")
	p.typeText("re")
	p.press("tab") // receipt and report
	if got := d.path.Value(); got != "~/re" || d.at != 0 {
		t.Fatalf("completed to %q, at %d", got, d.at)
	}
	d.path.Set("~/")
	p.typeText("voice.ogg")
	p.press("tab") // nothing is left to complete
	p.shows("Caption")
	p.typeText("listen")
	p.press("enter")
	p.shows("WhatsApp shows no caption with a sound")
	for range "listen" {
		p.press("backspace")
	}
	p.press("enter")
	if m := p.newestOf(); m.Type != "audio" {
		t.Fatalf("sent as %q", m.Type)
	}
}

func TestATooLargeFileIsRefusedBeforeAnythingIsSent(t *testing.T) {
	b, home := withHome(t, bench{})
	big := filepath.Join(home, "film.mp4")
	if err := os.WriteFile(big, []byte("....ftypisom"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(big, 16<<20); err != nil {
		t.Fatal(err)
	}
	p := newPump(t, b)
	p.openFirst()
	p.press("ctrl+o")
	p.typeText("film.mp4")
	p.press("enter")
	p.shows("film.mp4 cannot be sent: it has 16.8 MB", "15.7 MB")
	if n := p.em.CountRequests("POST", "/api/messages/media"); n != 0 {
		t.Fatalf("%d requests", n)
	}
}

// What is typed under a file reaches the customer as it was typed, or not at all.
func TestACaptionGoesOutAsItWasTyped(t *testing.T) {
	b, _ := withHome(t, bench{})
	p := newPump(t, b)
	p.openFirst()
	p.press("ctrl+o")
	p.typeText("report.pdf")
	p.press("enter")
	const words = "done 👍🏽 by 👩\u200d💻"
	p.send(tea.PasteMsg{Content: strings.Repeat("long ", 206)})
	p.press("enter")
	p.shows("too long: WhatsApp takes 1024 characters under a file, this has 1029", "shorten it by 5")
	p.press("ctrl+u")
	p.send(tea.PasteMsg{Content: words})
	p.press("enter")
	if m := p.newestOf(); m.Body != words || m.MediaFilename != "report.pdf" {
		t.Fatalf("sent %q", m.Body)
	}
}

// A file that did not go out keeps what is needed to try again.
func TestAFileThatFails(t *testing.T) {
	b, home := withHome(t, bench{})
	p := newPump(t, b)
	p.openFirst()
	send := func() {
		p.press("ctrl+o")
		p.typeText("report.pdf")
		p.press("enter")
		p.typeText("the report")
		p.press("enter")
	}
	p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	send()
	p.shows("Could not send the file: your role does not allow it", "the report", "R retry  e edit  x drop")
	p.press("up", "e")
	p.shows("Send a file to", filepath.Base(home))
	p.press("enter")
	p.shows("the report", "report.pdf, PDF")
	p.press("enter")
	if m := p.newestOf(); m.Type != "document" || m.Body != "the report" || m.MediaFilename != "report.pdf" {
		t.Fatalf("sent %+v", m)
	}
	if c := p.openChat(); len(c.items()) != 0 {
		t.Fatal("the one that failed is still there")
	}
	p.em.FailNext(1, 500, "")
	send()
	p.press("esc")
	if err := os.Remove(filepath.Join(home, "report.pdf")); err != nil {
		t.Fatal(err)
	}
	p.focusOn(focusThread)
	p.press("R")
	if p.dialogOpen() { // it may have arrived: asked first
		p.clock = p.clock.Add(dialog.Ceiling)
		p.press("y")
	}
	p.shows("there is no file")
	p.press("x")
	p.clock = p.clock.Add(dialog.Ceiling)
	p.press("y")
	if c := p.openChat(); len(c.items()) != 0 {
		t.Fatal("it was not thrown away")
	}
}

func TestStoppingAFileThatIsSent(t *testing.T) {
	b, _ := withHome(t, bench{})
	p := newPump(t, b)
	c := p.openFirst()
	path := func(name string) delivery.Item {
		f, err := p.host().Look("~/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return delivery.Item{Contact: c.id, Content: delivery.File{Caption: "c",
			Attachment: store.Attachment{Path: f.Path, Name: f.Name, Size: f.Size, Modified: f.Modified, Type: "document"}}}
	}
	var cmds []tea.Cmd
	for range filesAtOnce + 1 {
		cmds = append(cmds, p.sendFileNow(path("report.pdf")))
	}
	p.shows("esc stop report.pdf", "pending")
	for range filesAtOnce + 1 {
		p.press("esc")
	}
	for _, cmd := range cmds {
		p.run(cmd)
	}
	if n := p.em.CountRequests("POST", "/api/messages/media"); n != 0 {
		t.Fatalf("%d were sent all the same", n)
	}
	if len(c.items()) != filesAtOnce+1 {
		t.Fatalf("%d are kept", len(c.items()))
	}
	for i, x := range c.items() {
		if m := p.unsentOf(c)[i]; x.State != delivery.Held || m.Status != client.StatusFailed {
			t.Errorf("%s, message %s", x.State, m.Status)
		}
	}
	p.shows("stopped before it was sent", "It stays here with its caption")
	p.press("ctrl+c")
	p.shows("4 files that were not sent")
}

// An answer that was lost is asked for by looking: the thread tells.
func TestAFileThatArrivedAllTheSame(t *testing.T) {
	b, _ := withHome(t, bench{transport: &losing{path: "/api/messages/media"}})
	p := newPump(t, b)
	c := p.openFirst()
	p.press("ctrl+o")
	p.typeText("table.csv")
	p.press("enter", "enter")
	p.shows("so look before you try")
	if len(c.items()) != 1 {
		t.Fatalf("%d kept", len(c.items()))
	}
	p.press("up", "R")
	p.shows("Send the file again?")
	p.clock = p.clock.Add(dialog.Ceiling)
	p.press("esc", "alt+r")
	if n := len(c.items()); n != 0 {
		t.Fatalf("%d kept although the thread has it:\n%s", n, p.screen())
	}
	if m := p.newestOf(); m.MediaFilename != "table.csv" {
		t.Fatalf("the thread has %+v", m)
	}
}

// losing is a line that breaks once, after the platform took a request.
type losing struct {
	path string
	done bool
}

func (l *losing) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil && req.Method == "POST" && req.URL.Path == l.path && !l.done {
		l.done = true
		_ = resp.Body.Close()
		return nil, fmt.Errorf("read: connection reset by peer")
	}
	return resp, err
}

func TestADroppedFileIsOffered(t *testing.T) {
	b, home := withHome(t, bench{})
	p := newPump(t, b)
	c := p.openFirst()
	p.send(tea.PasteMsg{Content: "'" + home + "/receipt.png' "})
	p.shows("receipt.png is a file here, 308 B: ^o sends it, with a caption.")
	p.press("ctrl+o", "enter")
	p.shows("receipt.png, PNG")
	p.press("enter")
	if c.compose.Value() != "" || p.newestOf().Type != "image" {
		t.Fatalf("the composer has %q", c.compose.Value())
	}
	p.press("alt+z")
	if !strings.Contains(c.compose.Value(), "receipt.png") {
		t.Fatal("undo does not bring the path back")
	}
	p.press("ctrl+x", "k")
	p.send(tea.PasteMsg{Content: "/start"})
	p.hides("is a file here")
	if c.compose.Value() != "/start" {
		t.Fatalf("the composer has %q", c.compose.Value())
	}
}

// Nothing from a file's name reaches the terminal as it is.
func TestNamesOfFilesAreInert(t *testing.T) {
	b, home := withHome(t, bench{})
	if err := os.WriteFile(filepath.Join(home, "a\x1b[31mred\u202egnp.exe"), []byte("x"), 0o600); err != nil {
		t.Skip("the file system does not take such a name")
	}
	p := newPump(t, b)
	p.openFirst()
	p.press("ctrl+o")
	if v := p.drawn(); strings.Contains(v, "\x1b[31mred") || strings.Contains(v, "\u202e") {
		t.Fatal("an escape sequence of a name is on the screen")
	}
	p.send(tea.PasteMsg{Content: "a\x1b[31mred\u202egnp.exe"})
	p.press("enter")
	if v := p.drawn(); strings.Contains(v, "\x1b[31mred") || strings.Contains(v, "\u202e") {
		t.Fatal("an escape sequence of a name is on the screen")
	}
}

func TestScreensOfSendingAFile(t *testing.T) {
	states := []struct {
		name string
		to   func(p *pump)
	}{
		{"list", func(p *pump) { p.press("ctrl+o", "down", "down") }},
		{"caption", func(p *pump) {
			p.press("ctrl+o")
			p.typeText("table.csv")
			p.press("enter")
			p.typeText("die Liste 你好")
		}},
		{"refused", func(p *pump) { p.press("ctrl+o"); p.typeText("empty.txt"); p.press("enter") }},
		{"failed", func(p *pump) {
			p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
			p.press("ctrl+o")
			p.typeText("receipt.png")
			p.press("enter")
			p.typeText("your receipt")
			p.press("enter", "up")
		}},
	}
	for _, s := range screens {
		for _, state := range states {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, s.w, s.h), func(t *testing.T) {
				b, home := withHome(t, bench{width: s.w, height: s.h})
				p := newPump(t, b)
				p.forgetFolder()
				p.openFirst()
				state.to(p)
				if strings.Contains(p.screen(), home) {
					t.Fatal("the screen depends on where the test runs")
				}
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}

// A name may hold what is not drawn as it is, such as the joiners of an emoji.
func TestAFileWhoseNameHasJoinersIsSent(t *testing.T) {
	p, home, _, _ := withHomeAndStore(t)
	name := "família 👩‍👩‍👧 خانه\u200cها.pdf"
	if err := os.WriteFile(filepath.Join(home, name), []byte("%PDF-1.7 x"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := p.openFirst()
	p.press("ctrl+o")
	p.typeText("/~/fam")
	p.shows("família")
	p.press("enter")
	p.typeText("file one")
	p.press("enter")
	if got := p.files(c.id); got != name+" one" {
		t.Fatalf("the platform holds %q", got)
	}
}
