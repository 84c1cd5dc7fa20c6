package cmd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"keydesk/actions"
	"keydesk/actions/files"
)

// maxRunFile is the largest action or context file, in bytes.
const maxRunFile = 8 << 20

// parseInputs reads NAME=VALUE; the engine checks the values against the action's questions.
func parseInputs(list []string) (map[string]any, error) {
	inputs := make(map[string]any, len(list))
	for _, item := range list {
		name, value, ok := strings.Cut(item, "=")
		if !ok || name == "" {
			return nil, usage("--input %q is not NAME=VALUE, for example --input amount=12", item)
		}
		inputs[name] = value
	}
	return inputs, nil
}

// answerHint says how to answer a question here that the desk would ask in a form.
func answerHint(err error, action actions.Definition, given map[string]any) error {
	var fault *actions.PlanError
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

// withoutPath is the reason of a failed file operation; the name was said already.
func withoutPath(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// readInput reads a bounded file, or standard input for "-".
func (a *app) readInput(name string) ([]byte, error) {
	from := a.env.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
		}
		defer f.Close()
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, maxRunFile+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	if len(data) > maxRunFile {
		return nil, fmt.Errorf("%s is larger than %d MiB", name, maxRunFile>>20)
	}
	return files.PlainText(data), nil
}
