package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/theme"
)

// What a desk draws.

// view is the screen as the terminal gets it.
func (p *pump) view() tea.View { return p.root.View() }

// drawn is the screen with its colours.
func (p *pump) drawn() string { return p.view().Content }

func (p *pump) screen() string {
	lines := strings.Split(ansi.Strip(p.drawn()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func (p *pump) shows(parts ...string) {
	p.t.Helper()
	screen := p.screen()
	for _, part := range parts {
		if !strings.Contains(screen, part) {
			p.t.Fatalf("the screen does not show %q:\n%s", part, screen)
		}
	}
}

func (p *pump) hides(parts ...string) {
	p.t.Helper()
	screen := p.screen()
	for _, part := range parts {
		if strings.Contains(screen, part) {
			p.t.Fatalf("the screen shows %q:\n%s", part, screen)
		}
	}
}

// checkBounds says what reaches beyond a screen of that size.
func checkBounds(t *testing.T, p *pump, w, h int) {
	t.Helper()
	content := p.drawn()
	if content == "" && (w == 0 || h == 0) {
		return
	}
	lines := strings.Split(content, "\n")
	if len(lines) > h {
		t.Fatalf("%d×%d: %d lines", w, h, len(lines))
	}
	for y, line := range lines {
		if got := cells(line); got > w {
			t.Fatalf("%d×%d: line %d has %d cells: %q", w, h, y, got, line)
		}
	}
}

func (p *pump) width() int  { return p.root.width }
func (p *pump) height() int { return p.root.height }

// layout is where the parts of the screen are.
func (p *pump) layout() layout { return p.root.layout }

// arrange places the parts of the screen anew.
func (p *pump) arrange() { p.root.arrange() }

// buttonRow is the row of actions as drawn.
func (p *pump) buttonRow() string { return p.root.run.drawBar(p.root.layout.bar.w) }

// buttons are those that the row of actions has room for.
func (p *pump) buttons() []button { return p.root.run.layoutButtons(p.root.layout.bar.w) }

// hintRow is the row of keys at the bottom.
func (p *pump) hintRow(width int) string { return p.root.display.drawHints(width) }

func (p *pump) theme() *theme.Theme { return &p.root.Theme }

// lookName is the name of the colours in use, takeLook the choice of others.
func (p *pump) lookName() string { return p.root.lookName }

func (p *pump) takeLook(name string) { p.run(p.root.takeLook(name)) }

// asksGround says whether the terminal would be asked for its background.
func (p *pump) asksGround() bool { return p.root.askGround() != nil }

// announced is the row of plain mode that says what changed.
func (p *pump) announced() string { return p.root.display.plain.line }

// announce says aloud what changed, as Update does.
func (p *pump) announce() { p.root.display.announce() }
