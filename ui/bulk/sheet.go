package bulk

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions/batch"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/theme"
)

// A question that opens under somebody's fingers is not answered by keys already on their way.
const (
	quiet   = 400 * time.Millisecond
	ceiling = 1500 * time.Millisecond
)

// Words of a sheet.
type Words struct {
	Title string // what is done: "Create ticket", "Add the tag vip"
	Verb  string // the key that does it: "run", "assign"
	Notes []string
}

// Wants are what a sheet asks its owner to do.
type Wants struct {
	Begin func() tea.Cmd // all that is shown was agreed to
	Next  func() tea.Cmd // it goes on after a pause
	Again func() tea.Cmd // what is left over shall be planned anew
	Leave func() tea.Cmd // it was closed
}

// Sheet is the dialog about one batch: first the question, then how far it is, then what became of
// each. It never takes pasted text, and what is dangerous wants the number of conversations typed.
type Sheet struct {
	theme *theme.Theme
	keys  dialog.Keys
	now   func() time.Time

	Batch  *batch.Batch
	words  Words
	danger bool
	show   func(s batch.Step, width int) []string // a step as drawn
	wants  Wants

	typed   string // of the number
	wrong   bool   // it was another
	opened  time.Time
	lastKey time.Time

	top, all, rows int
	free           bool // it was scrolled: it no longer follows what is under way
	drawn          []drawnRow
	width          int
}

// NewSheet opens nothing yet. show draws what would be done with one conversation.
func NewSheet(k *dialog.Kit, b *batch.Batch, words Words, danger bool, show func(batch.Step, int) []string, wants Wants) *Sheet {
	now := k.Now()
	return &Sheet{theme: &k.Theme, keys: k.KeysIn(command.ScopeBulk), now: k.Now, Batch: b, words: words, danger: danger, show: show, wants: wants, opened: now, lastKey: now}
}

// Commands are the keys of the dialog.
func Commands() []command.Command {
	row := func(id, long string, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeBulk, id, "", long, keyNames...)}
	}
	return []command.Command{
		row("bulk.yes", "Do it with all that are shown", "y").As(command.Sends),
		row("bulk.typed", "Do it, where the number has to be typed", "enter").As(command.Sends),
		row("bulk.pause", "Pause, and go on", "p"),
		row("bulk.stop", "Stop: what was not begun is left", "s"),
		row("bulk.again", "Plan again what failed, changed or was left", "r"),
		row("bulk.down", "One line down", "down", "j"),
		row("bulk.up", "One line up", "up", "k"),
		row("bulk.pagedown", "One screen down", "pgdown", "ctrl+d", "space"),
		row("bulk.pageup", "One screen up", "pgup", "ctrl+u"),
		row("bulk.top", "To the beginning", "home", "g"),
		row("bulk.end", "To the end", "end", "G"),
		row("bulk.close", "Cancel; while it runs: close, and it goes on", "esc", "q", "n"),
	}
}

// Update handles a key or the mouse wheel.
func (s *Sheet) Update(msg tea.Msg) dialog.Intent {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		if msg.Mouse().Button == tea.MouseWheelUp {
			s.scroll(-dialog.WheelRows)
		} else {
			s.scroll(dialog.WheelRows)
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	}
	return nil
}

func (s *Sheet) key(press tea.KeyPressMsg) dialog.Intent {
	now := s.now()
	early := now.Sub(s.lastKey) < quiet && now.Sub(s.opened) < ceiling
	s.lastKey = now
	if s.typing() && !early && s.number(press) {
		return nil
	}
	switch id := s.keys.ID(press); id {
	case "bulk.yes", "bulk.typed":
		if early || !s.asks() {
			return nil
		}
		return s.agree(id)
	case "bulk.pause":
		if _, paused := s.Batch.Paused(); paused {
			s.Batch.Resume()
			return dialog.Also{Do: s.wants.Next}
		}
		s.Batch.Pause()
	case "bulk.stop":
		s.Batch.Stop()
		return dialog.Also{Do: s.wants.Next}
	case "bulk.again":
		if s.Batch.Over() && len(s.Batch.Again()) > 0 {
			return dialog.Then{Do: s.wants.Again}
		}
	case "bulk.close":
		return dialog.Then{Do: s.wants.Leave}
	default:
		s.move(id)
	}
	return nil
}

func (s *Sheet) move(id string) {
	page := max(1, s.rows-1)
	switch id {
	case "bulk.down":
		s.scroll(1)
	case "bulk.up":
		s.scroll(-1)
	case "bulk.pagedown":
		s.scroll(page)
	case "bulk.pageup":
		s.scroll(-page)
	case "bulk.top":
		s.scroll(-s.all)
	case "bulk.end":
		s.scroll(s.all)
	}
}

// asks says whether everything is shown and waits for an answer.
func (s *Sheet) asks() bool {
	return !s.Batch.Begun() && s.Batch.Count(batch.Unplanned) == 0 && s.Batch.Count(batch.Planned) > 0
}

// typing says whether digits are the number that has to be typed.
func (s *Sheet) typing() bool { return s.danger && s.asks() }

// number takes a digit, or takes one back; it reports whether the key was that.
func (s *Sheet) number(press tea.KeyPressMsg) bool {
	switch {
	case len(press.Text) == 1 && press.Text[0] >= '0' && press.Text[0] <= '9' && len(s.typed) < 6:
		s.typed += press.Text
	case press.Code == tea.KeyBackspace && s.typed != "":
		s.typed = s.typed[:len(s.typed)-1]
	default:
		return false
	}
	s.wrong = false
	return true
}

// agree begins, if the right key was pressed.
func (s *Sheet) agree(id string) dialog.Intent {
	if s.danger != (id == "bulk.typed") {
		return nil
	}
	if s.danger && s.typed != strconv.Itoa(s.Batch.Count(batch.Planned)) {
		s.typed, s.wrong = "", true
		return nil
	}
	s.Batch.Begin()
	s.top, s.free = 0, false
	return dialog.Also{Do: s.wants.Begin}
}

func (s *Sheet) scroll(by int) {
	s.top, s.free = max(0, min(s.top+by, s.all-s.rows)), true
}
