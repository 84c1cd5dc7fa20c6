package cmd

import (
	"os"
	"strings"
	"testing"
)

// TestPinsStandWithTheirReasons holds go.mod against moving by the way: the renderer that repaints whole rows draws the
// same, and costs a line over SSH forty times as much.
func TestPinsStandWithTheirReasons(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, pin := range []string{
		"charm.land/bubbles/v2 v2.2.1\n",
		"charm.land/bubbletea/v2 v2.0.10\n",
		"charm.land/lipgloss/v2 v2.0.5\n",
		"github.com/charmbracelet/ultraviolet v0.0.0-20260703014108-f5a850f9c2b7\n",
	} {
		if !strings.Contains(text, "\t"+pin) {
			t.Errorf("%s is no longer what go.mod has; if \".ci/pins try\" found a better one, change it here too", strings.TrimSpace(pin))
		}
	}
	if n := strings.Count(text, "Lift the pin"); n != 2 {
		t.Errorf("%d pins say what lifts them", n)
	}
	if n := strings.Count(text, "// tried: "); n != 3 {
		t.Errorf("%d modules say which version was tried", n)
	}
}
