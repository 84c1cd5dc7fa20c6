// Package settings is keydesk config: the settings shown with their origin, checked, and begun.
package settings

import (
	"errors"
	"fmt"
	"strings"

	"keydesk/cmd/app"
	"keydesk/cmd/desk"
	"keydesk/config"
	"keydesk/ui"
	"keydesk/ui/text"
)

type Command struct {
	Show   configShowCommand   `cmd:"" default:"withargs" help:"Show every setting and where its value comes from."`
	Check  configCheckCommand  `cmd:"" help:"Tell what is wrong in the settings file, by line."`
	Init   configInitCommand   `cmd:"" help:"Write a settings file in which everything is explained."`
	Path   configPathCommand   `cmd:"" help:"Print where the settings file is."`
	Schema configSchemaCommand `cmd:"" help:"Print the JSON schema of the settings, for editors."`
}

// Help shows how it is used.
func (Command) Help() string {
	return "Example:\n\n    keydesk config init\n    keydesk config show\n    keydesk config check"
}

type configShowCommand struct {
	JSON bool `name:"json" help:"Print JSON: one object a setting, with key, value, origin and place."`
}

// Help shows how it is used.
func (configShowCommand) Help() string {
	return "Example:\n\n    keydesk config show\n    keydesk config show --json | jq '.[] | select(.origin != \"default\")'"
}

// Run shows every setting.
func (c configShowCommand) Run(a *app.App) error {
	s, err := a.ReadSettings()
	if err != nil {
		return err
	}
	values := Explained(a, s)
	if c.JSON {
		return a.WriteJSON(values)
	}
	rows := make([][]string, 0, len(values))
	for _, v := range values {
		rows = append(rows, []string{text.Line(v.Key), text.Line(ShownValue(v.Value)), OriginWords(v)})
	}
	a.Table(rows)
	return nil
}

// Explained are the settings with what flags and environment say above them.
func Explained(a *app.App, s config.Settings) []config.Value {
	if a.Flags.URL != "" {
		s = s.WithURL(a.Flags.URL, "--url")
	}
	var over []config.Override
	if a.Env.Getenv("NO_COLOR") != "" {
		over = append(over, config.Override{Key: "theme", Value: "no colours", Origin: config.FromEnvironment, Place: "NO_COLOR"})
	}
	if desk.Gaps(a, s) {
		over = append(over, config.Override{Key: "glyphs", Value: "ascii", Origin: config.FromEnvironment, Place: "TERM=linux"})
	}
	if a.Flags.Profile != "" {
		over = append(over, config.Override{Key: "default_profile", Value: a.Flags.Profile, Origin: config.FromFlag, Place: "--profile"})
	}
	if a.Flags.ReadOnly {
		over = append(over, config.Override{Key: "read_only", Value: true, Origin: config.FromFlag, Place: "--read-only"})
	}
	if a.Flags.Plain {
		over = append(over, config.Override{Key: "plain", Value: true, Origin: config.FromFlag, Place: "--plain"})
	}
	return s.Explain(a.Flags.Profile, over...)
}

// ShownValue writes a value as the file would.
func ShownValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "(not set)"
	case string:
		return `"` + v + `"`
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = ShownValue(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return fmt.Sprint(v)
}

func OriginWords(v config.Value) string {
	if v.Place == "" {
		return string(v.Origin)
	}
	return fmt.Sprintf("%s %s", v.Origin, text.Line(v.Place))
}

type configCheckCommand struct{}

// Help shows how it is used.
func (configCheckCommand) Help() string {
	return `Exits with 0 when everything is in order, with 2 otherwise.

Example:

    keydesk config check
    keydesk --config mine.toml config check`
}

// Run tells every problem on a line of its own, as compilers do, so that editors can jump there.
func (configCheckCommand) Run(a *app.App) error {
	s, err := a.ReadSettings()
	var problems config.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	for _, p := range problems {
		a.Say("%s", p)
	}
	conflicts := ui.KeyConflicts(desk.Choices(a, ui.Deps{}, s))
	for _, c := range conflicts {
		a.Say("%s", c)
	}
	if err != nil {
		return app.Told(err)
	}
	if len(conflicts) > 0 {
		return app.Told(app.Usage("%s", strings.Join(conflicts, "; ")))
	}
	if s.Path == "" {
		a.Say("There is no settings file; %s would be read. keydesk config init writes one.", a.SettingsFile())
		return nil
	}
	a.Say("%s is in order.", s.Path)
	return nil
}

type configInitCommand struct {
	Force bool `help:"Write it although there is one already; that is kept as config.toml.old."`
}

// Help shows how it is used.
func (configInitCommand) Help() string {
	return "Every line of the file is a comment that explains a setting and shows its default.\n\nExample:\n\n    keydesk config init"
}

// Run writes the commented default file.
func (c configInitCommand) Run(a *app.App) error {
	path := a.SettingsFile()
	if err := config.InitFile(path, c.Force); err != nil {
		return err
	}
	a.Say("Wrote %s, and beside it %s, by which editors complete and check it.", path, config.SchemaFile)
	return nil
}

type configPathCommand struct{}

// Help shows how it is used.
func (configPathCommand) Help() string {
	return "Example:\n\n    $EDITOR \"$(keydesk config path)\"\n    keydesk config path"
}

// Run prints the path, whether there is a file or not.
func (configPathCommand) Run(a *app.App) error {
	a.Say("%s", a.SettingsFile())
	return nil
}

type configSchemaCommand struct{}

// Help shows how it is used.
func (configSchemaCommand) Help() string {
	return "Example:\n\n    keydesk config schema > config.schema.json"
}

// Run prints the schema.
func (configSchemaCommand) Run(a *app.App) error {
	_, err := a.Env.Stdout.Write(config.JSONSchema())
	return err
}
