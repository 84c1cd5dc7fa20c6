package actionscmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"keydesk/actions"
	"keydesk/actions/template"
	"keydesk/cmd/app"
)

// parseInputs reads NAME=VALUE; the engine checks the values against the action's questions.
func parseInputs(list []string) (map[string]any, error) {
	inputs := make(map[string]any, len(list))
	for _, item := range list {
		name, value, ok := strings.Cut(item, "=")
		if !ok || name == "" {
			return nil, app.Usage("--input %q is not NAME=VALUE, for example --input amount=12", item)
		}
		inputs[name] = value
	}
	return inputs, nil
}

// answerHint says how to answer a question here that the desk would ask in a form.
func answerHint(err error, action actions.Definition, given map[string]any) error {
	var fault *template.Error
	if !errors.As(err, &fault) {
		return err
	}
	name, ok := strings.CutPrefix(fault.Field, "input.")
	asked := slices.ContainsFunc(action.Options.Inputs, func(in actions.Input) bool { return in.Name == name })
	if _, answered := given[name]; !ok || !asked || answered {
		return err
	}
	return fmt.Errorf("%w; answer with --input %s=VALUE", err, name)
}

// inFile says in which file the fault is, if it came from one.
func inFile(name string, err error) error {
	if err == nil || name == "" || name == "-" {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}
