package cmd

import (
	"keydesk/actions/script"
	"keydesk/ui/text"
)

type doctorCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows how it is used.
func (doctorCommand) Help() string {
	return "Example:\n\n    keydesk doctor\n    keydesk doctor --json | jq '.sandbox[] | select(.stands | not)'"
}

// Run measures, in a worker like the one a snippet gets, what stands between it and the machine.
func (c doctorCommand) Run(a *app) error {
	walls := script.Walls()
	if c.JSON {
		return a.writeJSON(struct {
			Sandbox []script.Wall `json:"sandbox"`
		}{walls})
	}
	rows := make([][]string, 0, len(walls))
	for _, w := range walls {
		state := "stands"
		if !w.Stands {
			state = "missing"
		}
		rows = append(rows, []string{"sandbox", text.Line(w.Name), state, text.Line(w.Detail)})
	}
	a.table(rows)
	return nil
}
