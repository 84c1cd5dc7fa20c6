package ui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/cmd/chance"
	"keydesk/ui/command"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

// made are the dialogs by the name of their type, each with n things in it.
var made = map[string]func(p *pump, c *chat, n int) dialog{
	"attach": func(p *pump, c *chat, n int) dialog {
		d := &attach{theme: &p.root.theme, keys: p.root.dialogKeys(command.ScopeAttach), chat: c, path: newField("", false), caption: newWording(""), listed: true, at: -1, warning: some(n)}
		for i := range n {
			d.entries = append(d.entries, host.Entry{Name: fmt.Sprintf("report %d 王.pdf", i), Folder: i%3 == 0, Size: int64(i)})
		}
		return d
	},
	"bare": func(p *pump, _ *chat, n int) dialog {
		return &bare{theme: &p.root.theme, keys: p.root.dialogKeys(command.ScopeBare), shown: handed{what: "link", text: some(n), link: n%2 == 0}}
	},
	"chooser": func(p *pump, _ *chat, n int) dialog {
		var list []choice
		for i := range n {
			list = append(list, choice{label: fmt.Sprintf("%d %s", i, some(i%40)), detail: some(i % 7), below: some(i % 90), pick: closeDialog{}})
		}
		d := p.root.newChooser("", "Nothing matches %q.", list)
		d.preview, d.records = true, true
		return d
	},
	"confirm": func(p *pump, _ *chat, n int) dialog {
		return p.root.newQuestion("", "Yes", func(w int) []string { return wrapLines(some(n), w) }, func() tea.Cmd { return nil })
	},
	"filterDialog": func(p *pump, _ *chat, n int) dialog {
		d := p.root.newFilterDialog()
		d.options = d.options[:min(n, len(d.options))]
		for i := range max(0, n-len(d.options)) {
			d.offer(fmt.Sprintf("tag %d %s", i, some(i%40)))
		}
		return d
	},
	"form": func(p *pump, _ *chat, n int) dialog {
		f := &form{theme: &p.root.theme, keys: p.root.dialogKeys(command.ScopeForm), verb: "run", done: func(map[string]any) tea.Cmd { return nil }}
		f.below = func(_ *form, w int) []string { return wrapLines(some(n), w) }
		for i := range n {
			asked := questions[i%len(questions)]
			asked.Name = fmt.Sprintf("q%d", i)
			asked.Choices = asked.Choices[:min(n-1, len(asked.Choices))]
			f.answers = append(f.answers, newAnswer(actions.FormField{Input: asked, Value: some(i % 60)}))
		}
		return f
	},
	"hintList": func(p *pump, _ *chat, n int) dialog {
		d := &hintList{theme: &p.root.theme, keys: p.root.dialogKeys(command.ScopeHints), verb: "open"}
		for i := range n {
			d.rows = append(d.rows, hintRow{label: some(i % 50), detail: some(i % 30), pick: closeDialog{}})
		}
		return d
	},
	"pictureViewer": func(p *pump, c *chat, n int) dialog {
		d := &pictureViewer{root: p.root, keys: p.root.dialogKeys(command.ScopePicture), why: some(n), moved: &atomic.Int64{}}
		for range max(n, 1) { // opened from a message with a picture
			d.list = append(d.list, client.Message{ID: "none", ContactID: c.id, Type: "image", Body: some(n)})
		}
		return d
	},
	"signIn": func(p *pump, _ *chat, n int) dialog {
		return &signIn{theme: &p.root.theme, keys: p.root.dialogKeys(command.ScopeField), email: some(n), why: some(n), field: newField(some(n), true), do: func(*signIn) tea.Cmd { return nil }}
	},
	"prompt": func(p *pump, c *chat, n int) dialog {
		d := p.root.newPrompt("", "", func(string) tea.Cmd { return nil })
		d.editing(c.place(store.Name.Of("")), some(n))
		d.edits.note = some(n)
		return d
	},
	"studioScreen": func(p *pump, _ *chat, _ int) dialog { return &studioScreen{root: p.root} },
	"viewer": func(p *pump, _ *chat, n int) dialog {
		return p.root.newViewer(command.ScopeViewer, "", func(w int) []string { return wrapLines(some(n), w) })
	},
}

// some is n words: wide letters, long ones and short ones.
func some(n int) string {
	words := []string{"a", "王王", "क्षि", "supercalifragilisticexpialidocious", "👩\u200d👩\u200d👧", "\n", "of"}
	var b strings.Builder
	for i := range n {
		b.WriteString(words[i%len(words)] + " ")
	}
	return b.String()
}

// TestEveryDialogIsTriedAtEverySize fails for a dialog that made does not have.
func TestEveryDialogIsTriedAtEverySize(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "draw" || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				continue
			}
			if to, ok := f.Type.Results.List[0].Type.(*ast.Ident); !ok || to.Name != "panel" {
				continue
			}
			name := f.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name
			if made[name] == nil {
				t.Errorf("%s is a dialog that is not tried", name)
			}
		}
	}
}

// widths and heights are where something changes its shape, and one beside it.
var (
	widths  = []int{minWidth, 41, 69, 80, 100, 140, 200}
	heights = []int{minHeight, 11, 12, 15, 17, 24, 60}
	smaller = [][2]int{{0, 0}, {0, 60}, {200, 0}, {1, 1}, {3, 2}, {39, 24}, {80, 9}, {minWidth, minHeight}, {200, 60}}
	amounts = []int{0, 1, 2, 500}
)

// strokes is one of each key that the table has, text, a paste and the mouse everywhere.
func (p *pump) strokes() []tea.Msg {
	var list []tea.Msg
	seen := map[string]bool{"ctrl+z": true, "ctrl+c": true}
	for _, c := range p.root.table {
		for _, whole := range c.Keys {
			for key := range strings.FieldsSeq(whole) {
				if !seen[key] {
					seen[key] = true
					list = append(list, keyPress(key))
				}
			}
		}
	}
	for _, r := range "aé王\u0301 9" {
		list = append(list, tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
	}
	for _, s := range []string{"", "\n", "a\u200db\n\x1b[31m", some(3000)} {
		list = append(list, tea.PasteMsg{Content: s})
	}
	for _, at := range [][2]int{{-1, -1}, {0, 0}, {1, 1}, {3, 2}, {4, 3}, {10, 8}, {70, 9}, {199, 59}, {65535, 65535}} {
		m := tea.Mouse{X: at[0], Y: at[1], Button: tea.MouseLeft}
		list = append(list, tea.MouseClickMsg(m), tea.MouseReleaseMsg(m), tea.MouseMotionMsg(m))
		m.Button = tea.MouseWheelUp
		list = append(list, tea.MouseWheelMsg(m))
		m.Button = tea.MouseWheelDown
		list = append(list, tea.MouseWheelMsg(m))
	}
	return list
}

// TestDialogsStandEverySize draws every dialog, with nothing in it, one thing and very many, at every
// size, and gives it keys, pastes and the mouse there. What it then wants is not done.
func TestDialogsStandEverySize(t *testing.T) {
	p := newPump(t, bench{role: "admin"})
	c := p.openFirst()
	strokes := p.strokes()
	for name, newDialog := range made {
		for _, n := range amounts {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				dice := rand.New(rand.NewPCG(chance.Seed(), uint64(n)))
				drawnAtEverySize(t, n > 100, func() dialog { return newDialog(p, c, n) }, func(d dialog) {
					for range 12 {
						d.Update(strokes[dice.IntN(len(strokes))])
						p.clock = p.clock.Add(ceiling)
					}
				})
				d := newDialog(p, c, n)
				for _, msg := range strokes { // before it was ever drawn
					d.Update(msg)
				}
			})
		}
	}
}

func drawnAtEverySize(t *testing.T, large bool, newDialog func() dialog, press func(dialog)) {
	d := newDialog()
	for i, w := range widths {
		for k, h := range heights {
			if large && (i%3 != 0 || k%3 != 0) {
				continue
			}
			if k%5 == i%5 {
				d = newDialog()
			}
			drawnWithin(t, d, w, h)
			if (i+k)%4 == 0 {
				press(d)
				drawnWithin(t, d, w, h)
			}
		}
	}
}

// drawnWithin draws a dialog and fails if it is wider than the screen, or its cursor beside it.
func drawnWithin(t *testing.T, d dialog, w, h int) {
	t.Helper()
	defer func() {
		if v := recover(); v != nil {
			t.Fatalf("at %dx%d: %v", w, h, v)
		}
	}()
	p := d.Draw(w, h)
	if teller, ok := d.(interface{ Words() string }); ok {
		_ = teller.Words()
	}
	for i, line := range p.lines {
		if got := text.Width(line); got != p.width() || got > w {
			t.Fatalf("at %dx%d: line %d is %d cells wide, the first %d: %q", w, h, i, got, p.width(), line)
		}
	}
	if p.cursor != nil && (p.cursor.x < 0 || p.cursor.x >= w || p.cursor.y < 0 || p.cursor.y >= max(h, len(p.lines))) {
		t.Fatalf("at %dx%d: the cursor is at %v", w, h, *p.cursor)
	}
}

// TestDialogsStandOnASmallScreen opens each dialog on the desk and makes the screen smaller than a desk:
// then none is drawn, and keys do no harm.
func TestDialogsStandOnASmallScreen(t *testing.T) {
	p := newPump(t, bench{role: "admin"})
	c := p.openFirst()
	strokes := p.strokes()
	for name, newDialog := range made {
		for _, n := range amounts {
			p.root.dialogs.stack = nil
			p.root.dialogs.push(newDialog(p, c, n))
			for i, size := range smaller {
				p.root.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				p.root.View()
				if d := p.root.dialogs.top(); d != nil {
					d.Update(strokes[(i*17+n)%len(strokes)])
				}
				p.root.View()
			}
			if t.Failed() {
				t.Fatal(name)
			}
		}
	}
}
