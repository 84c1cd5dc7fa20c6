// Package doctor is keydesk doctor: what works on this machine, in this terminal and with this platform. One
// file for each part; a part that breaks does not take the others with it.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"keydesk/actions/script"
	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/text"
)

// doctorLimit bounds all of it: what has not answered by then does not answer.
const doctorLimit = 12 * time.Second

type Command struct {
	JSON bool `name:"json" help:"Print JSON."`
	Copy bool `help:"Copy a probe also where what the clipboard holds cannot be put back: over SSH, through the terminal."`
}

// Help shows how it is used.
func (Command) Help() string {
	return `Looks at the terminal, the clipboard, the sandbox, the settings, the files and the platform. Exits with 1 where something is broken, and says what to do; a warning is no failure.

Example:

    keydesk doctor
    keydesk --profile work doctor
    keydesk doctor --json | jq '.findings[] | select(.state == "broken")'`
}

// verdict says how a finding is meant.
type verdict string

const (
	fine   verdict = "ok"
	plain  verdict = "-"       // a fact, neither good nor bad
	doubt  verdict = "warning" // works, but less well than it could
	broken verdict = "broken"  // does not work: exit code 1
)

// finding is one line of the table.
type finding struct {
	Group string  `json:"group"`
	Name  string  `json:"name"`
	State verdict `json:"state"`
	Found string  `json:"found"`        // what was found, and what it means
	Do    string  `json:"do,omitempty"` // what to do about it
}

// examination is what the parts of the doctor share. Nobody writes it while they run.
type examination struct {
	app      *app.App
	settings config.Settings
	problem  error // of the settings
	profile  config.Profile
	noWhere  error // why there is no platform
	copyAny  bool
	answers  answers // of the terminal
}

// Run examines everything at once and prints one table.
func (c Command) Run(ctx context.Context, a *app.App) error {
	ctx, cancel := context.WithTimeout(ctx, doctorLimit)
	defer cancel()
	x := &examination{app: a, copyAny: c.Copy}
	if x.settings, x.problem = a.ReadSettings(); x.problem != nil {
		x.settings = config.Defaults()
	}
	if x.profile, x.noWhere = a.ChooseProfile(x.settings); x.noWhere != nil {
		x.profile = x.settings.WithoutPlatform(a.Flags.Profile)
	}
	x.answers = x.askTerminal(ctx) // alone: the terminal is one
	var walls []script.Wall
	findings := together(
		func() []finding { return x.terminal() },
		func() []finding { return x.multiplexer(ctx) },
		func() []finding { return x.clipboard(ctx) },
		func() []finding { return x.browser() },
		func() []finding { walls = script.Walls(); return sandbox(walls) },
		func() []finding { return x.secrets(ctx) },
		func() []finding { return x.configuration() },
		func() []finding { return x.files() },
		func() []finding { return x.kept(ctx) },
		func() []finding { return x.platform(ctx) },
	)
	ill := 0
	for _, f := range findings {
		if f.State == broken {
			ill++
		}
	}
	if c.JSON {
		err := a.WriteJSON(struct {
			OK       bool          `json:"ok"`
			Findings []finding     `json:"findings"`
			Sandbox  []script.Wall `json:"sandbox"`
		}{ill == 0, findings, walls})
		if err != nil {
			return err
		}
	} else {
		tellFindings(a, findings)
	}
	if ill > 0 {
		return app.Told(&app.Failure{Code: app.ExitFailed, Err: errors.New("something is broken")})
	}
	return nil
}

// together runs the parts at the same time and keeps their order. A part that panics is a finding.
func together(parts ...func() []finding) []finding {
	found := make([][]finding, len(parts))
	var running sync.WaitGroup
	for i, part := range parts {
		running.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					found[i] = []finding{{"doctor", "itself", broken, fmt.Sprintf("a part of the doctor failed: %v", r), "please report it"}}
				}
			}()
			found[i] = part()
		})
	}
	running.Wait()
	var all []finding
	for _, list := range found {
		all = append(all, list...)
	}
	return all
}

// tellFindings prints the table, and below it what to do. In a terminal what was found is wrapped, so
// that it stays in its column.
func tellFindings(a *app.App, findings []finding) {
	rows := make([][]string, 0, len(findings))
	var widths [3]int
	for _, f := range findings {
		row := []string{string(f.State), f.Group, text.Line(f.Name), text.Line(f.Found)}
		for i := range widths {
			widths[i] = max(widths[i], text.Width(row[i]))
		}
		rows = append(rows, row)
	}
	columns := columns(a)
	if room := columns - widths[0] - widths[1] - widths[2] - 6; room >= 20 {
		rows = wrapLast(rows, room)
	}
	a.Table(rows)
	for _, state := range []verdict{broken, doubt} {
		for _, f := range findings {
			if f.State == state && f.Do != "" {
				a.Say("")
				a.Say("%s: %s, %s: %s", state, f.Group, f.Name, f.Found)
				fmt.Fprintln(a.Env.Stdout, "  do: "+text.Line(f.Do))
			}
		}
	}
}

// columns is the width of the terminal on standard output, 0 where there is none.
func columns(a *app.App) int {
	if !a.Env.StdoutTerminal || a.Env.Size == nil {
		return 0
	}
	columns, _, err := a.Env.Size()
	if err != nil {
		return 0
	}
	return columns
}

// wrapLast wraps the last cell of each row to room, below itself.
func wrapLast(rows [][]string, room int) [][]string {
	var wrapped [][]string
	for _, row := range rows {
		last := len(row) - 1
		for i, line := range text.Wrap(row[last], room) {
			if i > 0 {
				row = make([]string, last+1)
			}
			row = append(row[:last:last], line)
			wrapped = append(wrapped, row)
		}
	}
	return wrapped
}

// sandbox tells which walls stand around scripts. One that is missing on this system leaves the others;
// without any worker no script runs.
func sandbox(walls []script.Wall) []finding {
	list := make([]finding, 0, len(walls))
	for _, w := range walls {
		f := finding{Group: "sandbox", Name: w.Name, State: fine, Found: "stands: " + w.Detail}
		switch {
		case !w.Stands && w.Name == "worker":
			f.State, f.Found, f.Do = broken, w.Detail, "scripts cannot run until the worker starts; the log has more"
		case !w.Stands:
			f.State, f.Found, f.Do = doubt, "missing: "+w.Detail, "nothing, if you trust who writes your scripts; a newer system has this wall"
		}
		list = append(list, f)
	}
	return list
}
