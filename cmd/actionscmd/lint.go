package actionscmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"keydesk/actions"
	"keydesk/actions/files"
	"keydesk/cmd/app"
	"keydesk/ui"
	"keydesk/ui/text"
)

type actionsLintCommand struct {
	Paths []string `arg:"" name:"path" help:"Directories of actions, or single files, as pull writes them or as JSON; - is JSON on standard input." type:"path"`
	JSON  bool     `name:"json" help:"Print JSON: one object a finding."`
}

// Help shows how it is used.
func (actionsLintCommand) Help() string {
	return `Looks for placeholders that do not exist, values where none is safe, bodies that are no JSON, unsafe addresses, scripts that do not parse, keys that are taken, and secrets in plain text. No platform is asked. One line a finding, FILE:LINE: MESSAGE. Exit codes: 0 nothing or warnings only, 1 errors or a directory without an action, 2 usage.

Of every placeholder the place is named on stderr, FILE:LINE: {{contact.name}}: JSON string. That is how its value is escaped. With --json it is an object of level "place" among the findings.

Example:

    keydesk actions lint actions
    keydesk actions lint actions/create-ticket.toml --json`
}

// linted is a finding with its place.
type linted struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column,omitempty"`
	Level   string `json:"level"` // error, warning, or place for where a placeholder stands
	Rule    string `json:"rule"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	// Placeholder and Place are set for the level place.
	Placeholder string `json:"placeholder,omitempty"`
	Place       string `json:"place,omitempty"`
}

// Run checks files.
func (c actionsLintCommand) Run(ctx context.Context, a *app.App) error {
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	pool := app.NewPool(a.Logger(settings), true)
	defer pool.Close()
	engine, err := actions.NewEngine(actions.Config{Scripts: pool})
	if err != nil {
		return err
	}
	defer engine.Close()
	out, empty := []linted{}, []error{}
	for _, path := range c.Paths {
		list, found, err := loadForLint(a, path)
		if err != nil {
			return err
		}
		if len(list)+len(found) == 0 {
			empty = append(empty, fmt.Errorf("%s holds no action, neither as TOML nor as JSON; name the folder that keydesk actions pull wrote", app.Printable(near(path))))
		}
		out = append(out, found...)
		wanted := make([]actions.Definition, len(list))
		for i, f := range list {
			wanted[i] = Configure(settings, f.Action.Definition())
		}
		refused := ui.RefusedKeys(ui.Deps{Keys: settings.Keys, CtrlEnter: settings.Send == "ctrl+enter"}, wanted)
		named := map[string]string{}
		for i, f := range list {
			d := f.Action.Definition()
			if first, twice := named[d.Name]; twice && d.Name != "" {
				out = append(out, place(path, f, actions.Finding{Rule: actions.RuleConfig, Field: "name", Offset: -1, Warning: true,
					Message: fmt.Sprintf("%q is the name of %s, too", d.Name, first), Hint: "give each its own, so that agents and keydesk run can tell them apart"}))
			} else {
				named[d.Name] = f.Name
			}
			findings := append(d.Lint(), engine.CheckScript(ctx, d)...)
			if refused[i] != "" {
				findings = append(findings, actions.Finding{Rule: actions.RuleKey, Field: "keydesk.key", Offset: -1, Message: refused[i]})
			}
			for _, x := range findings {
				out = append(out, place(path, f, x))
			}
			for _, p := range d.Places() {
				x := place(path, f, actions.Finding{Rule: "place", Field: p.Field, Line: p.Line, Column: p.Column, Message: p.Name + ": " + p.Place})
				x.Level, x.Placeholder, x.Place = "place", p.Name, p.Place
				out = append(out, x)
			}
		}
	}
	if err := c.tell(a, out); err != nil {
		for _, one := range empty {
			a.Note("%v", one)
		}
		return err
	}
	return errors.Join(empty...)
}

// loadForLint reads a directory or one file; what cannot be read is a finding.
func loadForLint(a *app.App, path string) (list []*files.File, found []linted, err error) {
	if filepath.Ext(path) == ".json" || path == "-" {
		return lintJSON(a, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, app.Usage("cannot read %s: %v", path, app.WithoutPath(err))
	}
	base := path
	var problems []error
	if info.IsDir() {
		dir, err := files.Open(path)
		if err != nil {
			return nil, nil, err
		}
		defer dir.Close()
		list, problems = dir.LoadBroken()
		kept, wrong, err := lintJSONIn(a, path)
		if err != nil {
			return nil, nil, err
		}
		list, found = append(list, kept...), append(found, wrong...)
	} else {
		base = filepath.Dir(path)
		f, err := files.ReadFile(path)
		problems = append(problems, files.All(err)...)
		if f != nil {
			list = append(list, f)
		}
	}
	for _, err := range problems {
		x := linted{File: path, Line: 1, Level: "error", Rule: actions.RuleConfig, Message: err.Error()}
		var p *files.Problem
		if errors.As(err, &p) {
			x.File, x.Line, x.Message = filepath.Join(base, filepath.Base(p.File)), max(p.Line, 1), p.Text
		}
		found = append(found, x)
	}
	slices.SortStableFunc(list, func(a, b *files.File) int { // as the toolbar has them: that decides about keys
		return cmp.Or(cmp.Compare(a.Action.Order, b.Action.Order), cmp.Compare(a.Name, b.Name))
	})
	return list, found, nil
}

// lintJSONIn reads the actions as JSON in a directory. Other JSON, such as bodies kept there, is left
// alone: it has no action_type.
func lintJSONIn(a *app.App, dir string) (list []*files.File, found []linted, err error) {
	paths, err := filepath.Glob(filepath.Join(globbed(dir), "*.json"))
	if err != nil {
		return nil, nil, err
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, app.Usage("cannot read %s: %v", path, app.WithoutPath(err))
		}
		if !strings.Contains(string(data), `"action_type"`) {
			continue
		}
		one, wrong, err := lintJSON(a, path)
		if err != nil {
			return nil, nil, err
		}
		list, found = append(list, one...), append(found, wrong...)
	}
	return list, found, nil
}

// globbed is a path in which nothing is a pattern.
func globbed(path string) string {
	return strings.NewReplacer(`[`, `[[]`, `*`, `[*]`, `?`, `[?]`).Replace(path)
}

// lintJSON reads an action as JSON, as run -f takes it.
func lintJSON(a *app.App, path string) (list []*files.File, found []linted, err error) {
	data, err := a.ReadInput(path)
	if err != nil {
		return nil, nil, app.Usage("%v", err)
	}
	s, err := actions.ParseStored(data)
	if err != nil {
		return nil, []linted{{File: path, Line: 1, Level: "error", Rule: actions.RuleConfig, Message: err.Error()}}, nil
	}
	return []*files.File{{Name: filepath.Base(path), Action: s}}, nil, nil
}

// place says where in the files a finding is.
func place(path string, f *files.File, x actions.Finding) linted {
	file, line := f.At(x.Field, x.Line)
	base := path
	if ending := filepath.Ext(path); ending == ".toml" || ending == ".json" || path == "-" {
		base = filepath.Dir(path)
	}
	out := linted{File: filepath.Join(base, file), Line: line, Level: "error", Rule: x.Rule, Field: x.Field, Message: x.Message, Hint: x.Hint}
	if file != f.Name {
		out.Column = x.Column
	}
	if x.Warning && x.Rule != actions.RuleSecret { // in a file a secret is one too many
		out.Level = "warning"
	}
	return out
}

// near is a file's path from here, as editors and CI take it, where the file is below.
func near(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// tell prints the findings, by place.
func (c actionsLintCommand) tell(a *app.App, out []linted) error {
	slices.SortStableFunc(out, func(x, y linted) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
	})
	errs := 0
	for i := range out {
		out[i].File = near(out[i].File)
		x := out[i]
		if x.Level == "error" {
			errs++
		}
		if c.JSON {
			continue
		}
		to, line := a.Env.Stdout, x.Message
		if x.Level == "place" {
			to = a.Env.Stderr
		} else if x.Field != "" && x.Rule != actions.RuleKey {
			line = x.Field + ": " + line
		}
		if x.Hint != "" {
			line += "; " + x.Hint
		}
		if x.Level == "warning" {
			line = "warning: " + line
		}
		where := fmt.Sprintf("%s:%d", x.File, x.Line)
		if x.Column > 0 {
			where += fmt.Sprintf(":%d", x.Column)
		}
		fmt.Fprintln(to, text.Line(where+": "+line))
	}
	if c.JSON {
		if err := a.WriteJSON(out); err != nil {
			return err
		}
	}
	if errs > 0 {
		return app.Told(errors.New(app.Counted(errs, "error")))
	}
	return nil
}
