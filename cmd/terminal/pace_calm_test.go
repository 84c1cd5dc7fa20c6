package terminal

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// drawings draws its own number of drawings.
type drawings struct{ drawn *int }

func (c drawings) Init() tea.Cmd                       { return nil }
func (c drawings) Update(tea.Msg) (tea.Model, tea.Cmd) { return c, nil }
func (c drawings) View() tea.View {
	*c.drawn++
	return tea.NewView("")
}

// What happens by itself is drawn at a calm pace; what the person does, and what answers it, at once.
func TestEventsAreDrawnCalmly(t *testing.T) {
	now := time.Unix(1000, 0)
	drawn := 0
	sent := make(chan tea.Msg, 1)
	c := &calm{now: func() time.Time { return now }, send: func(msg tea.Msg) { sent <- msg }}
	defer c.stop()
	var model tea.Model = paced{Model: drawings{&drawn}, clock: &frameClock{}, calm: c}
	step := func(after time.Duration, msg tea.Msg) int {
		now = now.Add(after)
		before := drawn
		model, _ = model.Update(msg)
		_ = model.(paced).View()
		return drawn - before
	}
	type event struct{}
	if step(time.Hour, event{}) != 1 {
		t.Error("the first event after a pause is not drawn")
	}
	for range 20 {
		if step(time.Millisecond, event{}) != 0 {
			t.Fatal("an event right behind another one is drawn")
		}
	}
	if msg := <-sent; step(readingFrame, msg) != 1 {
		t.Error("what was held back is never drawn")
	}
	if step(time.Millisecond, tea.KeyPressMsg{Code: 'j'}) != 1 || step(time.Millisecond, event{}) != 1 {
		t.Error("a key, or what answers it, waits")
	}
	if step(time.Millisecond, tea.WindowSizeMsg{Width: 80, Height: 24}) != 1 {
		t.Error("another size waits")
	}
}
