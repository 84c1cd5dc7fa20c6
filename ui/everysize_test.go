package ui

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/actions/batch"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/cmd/chance"
	"keydesk/ui/bulk"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

// made are the dialogs by the name of their type, each with n things in it.
var made = map[string]func(p *pump, c *chat, n int) dialog.Dialog{
	"attach": func(p *pump, c *chat, n int) dialog.Dialog {
		d := &attach{theme: &p.root.Theme, keys: p.root.KeysIn(command.ScopeAttach), chat: c, path: dialog.NewField("", false), caption: dialog.NewWording(""), listed: true, at: -1, warning: some(n)}
		for i := range n {
			d.entries = append(d.entries, host.Entry{Name: fmt.Sprintf("report %d 王.pdf", i), Folder: i%3 == 0, Size: int64(i)})
		}
		return d
	},
	"bare": func(p *pump, _ *chat, n int) dialog.Dialog {
		return &dialog.Bare{Theme: &p.root.Theme, Keys: p.root.KeysIn(command.ScopeBare), Shown: dialog.Handed{What: "link", Text: some(n), Link: n%2 == 0}}
	},
	"chooser": func(p *pump, _ *chat, n int) dialog.Dialog {
		var list []dialog.Choice
		for i := range n {
			list = append(list, dialog.Choice{Label: fmt.Sprintf("%d %s", i, some(i%40)), Detail: some(i % 7), Below: some(i % 90), Pick: dialog.CloseDialog{}})
		}
		d := p.root.NewChooser("", "Nothing matches %q.", list)
		d.Preview, d.Records = true, true
		return d
	},
	"confirm": func(p *pump, _ *chat, n int) dialog.Dialog {
		return p.root.NewQuestion("", "Yes", func(w int) []string { return dialog.WrapLines(some(n), w) }, func() tea.Cmd { return nil })
	},
	"filterDialog": func(p *pump, _ *chat, n int) dialog.Dialog {
		d := p.root.find.newFilterDialog()
		d.options = d.options[:min(n, len(d.options))]
		for i := range max(0, n-len(d.options)) {
			d.offer(fmt.Sprintf("tag %d %s", i, some(i%40)))
		}
		return d
	},
	"form": func(p *pump, _ *chat, n int) dialog.Dialog {
		f := &dialog.Form{Theme: &p.root.Theme, Keys: p.root.KeysIn(command.ScopeForm), Verb: "run", Done: func(map[string]any) tea.Cmd { return nil }}
		f.Below = func(_ *dialog.Form, w int) []string { return dialog.WrapLines(some(n), w) }
		for i := range n {
			asked := questions[i%len(questions)]
			asked.Name = fmt.Sprintf("q%d", i)
			asked.Choices = asked.Choices[:min(n-1, len(asked.Choices))]
			f.Answers = append(f.Answers, dialog.NewAnswer(actions.FormField{Input: asked, Value: some(i % 60)}))
		}
		return f
	},
	"hintList": func(p *pump, _ *chat, n int) dialog.Dialog {
		d := &dialog.HintList{Theme: &p.root.Theme, Keys: p.root.KeysIn(command.ScopeHints), Verb: "open"}
		for i := range n {
			d.Rows = append(d.Rows, dialog.HintRow{Label: some(i % 50), Detail: some(i % 30), Pick: dialog.CloseDialog{}})
		}
		return d
	},
	"pictureViewer": func(p *pump, c *chat, n int) dialog.Dialog {
		d := &pictureViewer{room: &p.root.files, keys: p.root.KeysIn(command.ScopePicture), why: some(n), moved: &atomic.Int64{}}
		for range max(n, 1) { // opened from a message with a picture
			d.list = append(d.list, client.Message{ID: "none", ContactID: c.id, Type: "image", Body: some(n)})
		}
		return d
	},
	"sheet": func(p *pump, _ *chat, n int) dialog.Dialog {
		b := batch.New(make([]batch.Target, min(n, 50)))
		for i, ok := b.ToPlan(); ok && n != 2; i, ok = b.ToPlan() {
			var err error
			if i%5 == 1 {
				err = errors.New(some(i))
			}
			b.Took(i, bulk.Step{Words: some(i)}, err)
		}
		return bulk.NewSheet(&p.root.Kit, b, bulk.Words{Title: some(n), Verb: "run", Notes: []string{some(n)}}, n > 2, p.root.many.draw, bulk.Wants{})
	},
	"signIn": func(p *pump, _ *chat, n int) dialog.Dialog {
		return &signIn{theme: &p.root.Theme, keys: p.root.KeysIn(command.ScopeField), email: some(n), why: some(n), field: dialog.NewField(some(n), true), do: func(*signIn) tea.Cmd { return nil }}
	},
	"prompt": func(p *pump, c *chat, n int) dialog.Dialog {
		d := p.root.NewPrompt("", "", func(string) tea.Cmd { return nil })
		d.Editing(c.place(store.Name.Of("")), some(n))
		d.Edits.Note = some(n)
		return d
	},
	"studioRoom": func(p *pump, _ *chat, _ int) dialog.Dialog { return &p.root.studio },
	"viewer": func(p *pump, _ *chat, n int) dialog.Dialog {
		return p.root.NewViewer(command.ScopeViewer, "", func(w int) []string { return dialog.WrapLines(some(n), w) })
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
	of, err2 := filepath.Glob("*/*.go")
	if names = append(names, of...); err != nil || err2 != nil || len(names) == 0 {
		t.Fatal("no files", err, err2)
	}
	tried := 0
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
			if !ok || f.Recv == nil || f.Name.Name != "Draw" || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				continue
			}
			if to := types.ExprString(f.Type.Results.List[0].Type); to != "Panel" && to != "dialog.Panel" {
				continue
			}
			tried++
			name := types.ExprString(f.Recv.List[0].Type.(*ast.StarExpr).X)
			if made[name] == nil && made[strings.ToLower(name[:1])+name[1:]] == nil {
				t.Errorf("%s is a dialog that is not tried", name)
			}
		}
	}
	if tried < 10 {
		t.Errorf("only %d dialogs were found", tried)
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
	for _, c := range p.root.Table {
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
				drawnAtEverySize(t, n > 100, func() dialog.Dialog { return newDialog(p, c, n) }, func(d dialog.Dialog) {
					for range 12 {
						d.Update(strokes[dice.IntN(len(strokes))])
						p.clock = p.clock.Add(dialog.Ceiling)
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

func drawnAtEverySize(t *testing.T, large bool, newDialog func() dialog.Dialog, press func(dialog.Dialog)) {
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
func drawnWithin(t *testing.T, d dialog.Dialog, w, h int) {
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
	for i, line := range p.Lines {
		if got := text.Width(line); got != p.Width() || got > w {
			t.Fatalf("at %dx%d: line %d is %d cells wide, the first %d: %q", w, h, i, got, p.Width(), line)
		}
	}
	if p.Cursor != nil && (p.Cursor.X < 0 || p.Cursor.X >= w || p.Cursor.Y < 0 || p.Cursor.Y >= max(h, len(p.Lines))) {
		t.Fatalf("at %dx%d: the cursor is at %v", w, h, *p.Cursor)
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
			p.root.dialogs.List = nil
			p.root.dialogs.Push(newDialog(p, c, n))
			for i, size := range smaller {
				p.root.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				p.root.View()
				if d := p.root.dialogs.Top(); d != nil {
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
