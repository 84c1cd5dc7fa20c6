package cmd

import (
	"fmt"

	"keydesk/cmd/app"
)

type versionCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows how it is used.
func (versionCommand) Help() string {
	return "Example:\n\n    keydesk version\n    keydesk version --json"
}

// Run prints the version.
func (c versionCommand) Run(a *app.App) error {
	b := app.ThisBuild()
	if c.JSON {
		return a.WriteJSON(b)
	}
	line := "keydesk " + b.Version
	if b.Revision != "" {
		line += " " + b.Revision[:min(12, len(b.Revision))]
		if b.Modified {
			line += " with changes"
		}
	}
	fmt.Fprintf(a.Env.Stdout, "%s (%s, %s)\n", line, b.Go, b.Platform)
	return nil
}
