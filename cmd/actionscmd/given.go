package actionscmd

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"keydesk/actions"
	"keydesk/actions/files"
	"keydesk/client"
	"keydesk/cmd/app"
)

// definitionText is the action as the platform returns it, from the file or from the platform. What
// stands in a file of actions pull for a secret is never sent as if it were one.
func (c Run) definitionText(ctx context.Context, a *app.App, from *client.Client) ([]byte, error) {
	switch {
	case strings.HasSuffix(c.File, ".toml"):
		stored, err := readAction(a, c.File)
		if err != nil {
			return nil, err
		}
		return c.kept(stored)
	case c.File == "-":
		data, err := a.ReadInput(c.File)
		if err != nil || jsonText(data) {
			return data, err
		}
		f, err := files.Decode("standard input", data, func(string) ([]byte, error) {
			return nil, errors.New("standard input has no files beside it; write the text into the action itself")
		})
		if err != nil {
			return nil, err
		}
		return c.kept(f.Action)
	case c.File != "":
		return a.ReadInput(c.File)
	}
	list, err := from.CustomActions(ctx)
	if err != nil {
		return nil, err
	}
	action, err := ChooseAction(list, c.Action)
	return action.Raw, err
}

// kept is an action of actions pull as the platform returns it, unless a run would send what stands there
// for a secret.
func (c Run) kept(stored actions.Stored) ([]byte, error) {
	if kept := stored.HasKept(); len(kept) > 0 && !c.DryRun && !c.Curl {
		return nil, app.Usage("%s has %s in %s, and only the platform has the secret: run the action by its name, or write it out with keydesk actions pull --with-secrets",
			c.File, actions.Kept, strings.Join(kept, ", "))
	}
	return stored.JSON(), nil
}

// jsonText tells JSON from TOML, which begins with a name.
func jsonText(data []byte) bool {
	data = bytes.TrimSpace(data)
	return len(data) == 0 || data[0] == '{'
}
