package ui

import (
	"context"
	"log/slog"
	"os/exec"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/config"
	"keydesk/ui/host"
	"keydesk/ui/theme"
)

// Events is the realtime line; *client.Stream is the real one.
type Events interface {
	// Run connects and reconnects until ctx ends.
	Run(ctx context.Context) error
	// Next waits for an event and returns it with all that wait behind it.
	Next(ctx context.Context) ([]client.Event, error)
	// SetContact tells the platform which conversation is open.
	SetContact(id string)
}

// Deps is everything the desk needs from the rest of the program; cmd fills it.
type Deps struct {
	Context  context.Context // ends with the program
	Platform *client.Client
	Events   Events       // nil: no realtime line, the desk polls
	Store    *store.Store // what outlives this console; nil: nothing does
	// Others waits for what another desk of the same agent did; nil: there are none.
	Others   func(context.Context) (store.Change, error)
	Forget   bool // conversations that were left are not kept in memory
	Engine   *actions.Engine
	Warm     func() // keeps a spare sandbox ready; nil: none
	Host     *host.Host
	SentFile func(contactID, name string, err error) // hears of each file that was sent to the platform; nil: nobody does
	Logger   *slog.Logger                            // nil: discards

	Media     string        // how pictures are shown, one of media.Ways; "" is auto
	Downloads string        // the folder that files are saved to
	Scratch   *host.Scratch // for files that are only looked at; nil: none are

	Theme     theme.Theme
	Look      func(name string) theme.Theme // a theme by its name, for switching; nil: Theme is the only one
	Looks     []string                      // the names, built-in ones first
	LookName  string                        // the name of Theme
	Keys      map[string][]string           // key overrides by command id
	KeyPreset string                        // the keys they change: one of Presets; "" is the default one
	// KeyPlace tells where the settings give a command its keys, as file:line;
	// "" where they do not. nil: nowhere.
	KeyPlace func(id string) string
	Notify   string               // of what to notify: "mine", "all"; else of nothing
	NotifyBy string               // how; see host.Notify
	Quiet    func(time.Time) bool // when not to; nil: never
	Waits    Waits
	// ReadAnswered leaves what was seen unread on the platform until it is answered.
	ReadAnswered bool
	Views        []config.View            // tabs of the person's own
	ViewPlace    func(name string) string // where the settings make one, as file:line; nil: nowhere
	AddView      func(config.View) error  // writes one into the settings; nil: there are none to write
	Mouse        bool
	Ask          string // which actions always ask first: "danger", "webhooks", "always"; "" is "danger"
	CtrlEnter    bool   // ctrl+enter sends and enter starts a line
	Tour         bool   // leads through the first minute
	Plain        bool   // for ears: no lines, one pane, one row that says what changed
	Profile      string // as the settings name it, for "keydesk login --profile …"
	Address      string // the platform's address, for error sentences

	// Settings waits until the settings file changed and tells what that means; it
	// ends with ctx. nil: what was read at the start holds.
	Settings func(ctx context.Context) (Change, error)

	// History returns the newest n recorded runs of actions, newest first.
	// nil: no record is kept.
	History func(ctx context.Context, n int) ([]actions.Run, error)

	Guide []Topic // the manual; none: there is none to show
	// RunsOf returns the newest n recorded runs for one contact, newest first.
	// nil: no record is kept.
	RunsOf func(ctx context.Context, contact string, n int) ([]actions.Run, error)

	// Trash is the folder that keeps deleted actions as files; "": none does.
	Trash string

	// Tests remembers which actions were tested with success. nil: nothing does
	// beyond this console.
	Tests Tests

	// Configure merges the settings' part of an action into its definition.
	// nil: definitions stay as the platform has them.
	Configure func(actions.Definition) actions.Definition

	// Exec gives the terminal to a program until it ends; nil: tea.ExecProcess.
	Exec func(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd

	Now      func() time.Time // nil: time.Now
	Location *time.Location   // nil: time.Local
	// After makes a command that sends msg after d, or nothing once Context ended;
	// nil: with a timer. Tests answer at once or never, so that nothing sleeps.
	After func(d time.Duration, msg tea.Msg) tea.Cmd
}

// filled returns d with every nil that has a default replaced by it.
func (d Deps) filled() Deps {
	if d.Context == nil {
		d.Context = context.Background()
	}
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Location == nil {
		d.Location = time.Local
	}
	if d.Configure == nil {
		d.Configure = func(a actions.Definition) actions.Definition { return a }
	}
	if d.KeyPlace == nil {
		d.KeyPlace = func(string) string { return "" }
	}
	if d.Quiet == nil {
		d.Quiet = func(time.Time) bool { return false }
	}
	if d.Exec == nil {
		d.Exec = func(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
			return tea.ExecProcess(c, func(err error) tea.Msg { return done(err) })
		}
	}
	if d.Warm == nil {
		d.Warm = func() {}
	}
	if d.After == nil {
		d.After = after(d.Context)
	}
	return d
}

// after sends messages by timers that end with ctx: one that does not would hold
// the whole desk until it is due.
func after(ctx context.Context) func(time.Duration, tea.Msg) tea.Cmd {
	return func(d time.Duration, msg tea.Msg) tea.Cmd {
		return func() tea.Msg {
			timer := time.NewTimer(d)
			defer timer.Stop()
			select {
			case <-timer.C:
				return msg
			case <-ctx.Done():
				return nil
			}
		}
	}
}
