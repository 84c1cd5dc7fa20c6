// Package actionscmd is keydesk actions and keydesk run: custom actions listed, shown, run, checked, and kept as
// files.
package actionscmd

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/text"
)

type Command struct {
	List   actionsListCommand   `cmd:"" default:"withargs" help:"List the custom actions in the platform's order."`
	Show   actionsShowCommand   `cmd:"" help:"Show one action with everything in it, header values masked."`
	Pull   actionsPullCommand   `cmd:"" help:"Write the actions into a directory, one file each."`
	Diff   actionsDiffCommand   `cmd:"" help:"Compare a directory of actions with the platform."`
	Push   actionsPushCommand   `cmd:"" help:"Write a directory of actions to the platform."`
	Lint   actionsLintCommand   `cmd:"" help:"Check files of actions for everything that is wrong with them."`
	Test   actionsTestCommand   `cmd:"" help:"Compare what an action would do with what is expected."`
	Import actionsImportCommand `cmd:"" help:"Take a single action over from another platform or a file, inactive."`
}

// Help shows how it is used.
func (Command) Help() string {
	return "Example:\n\n    keydesk actions list\n    keydesk actions show \"Create ticket\" --json\n    keydesk actions pull actions"
}

type actionsListCommand struct {
	JSON bool `name:"json" help:"Print JSON: one object an action, as the platform returns it."`
}

// Help shows how it is used.
func (actionsListCommand) Help() string {
	return "Example:\n\n    keydesk actions list\n    keydesk actions list --json | jq '.[].name'"
}

type actionsShowCommand struct {
	Action string `arg:"" help:"Id or name of the action."`
	JSON   bool   `name:"json" help:"Print JSON, as the platform returns it; run -f reads that."`
}

// Help shows how it is used.
func (actionsShowCommand) Help() string {
	return `With --json the action is printed in full, secrets in its headers included, so that it can be kept in a file and run with "keydesk run -f".

Example:

    keydesk actions show "Create ticket"
    keydesk actions show "Create ticket" --json > ticket.json`
}

// customActions signs in and fetches every action.
func customActions(ctx context.Context, a *app.App) (*app.Session, []client.CustomAction, error) {
	settings, err := a.ReadSettings()
	if err != nil {
		return nil, nil, err
	}
	s, err := a.SignIn(ctx, settings, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, err
	}
	list, err := s.Client.CustomActions(ctx)
	if err != nil {
		s.Client.Close()
		return nil, nil, err
	}
	return s, list, nil
}

// Run lists the actions.
func (c actionsListCommand) Run(ctx context.Context, a *app.App) error {
	s, list, err := customActions(ctx, a)
	if err != nil {
		return err
	}
	defer s.Client.Close()
	if c.JSON {
		raw := make([]json.RawMessage, 0, len(list))
		for _, action := range list {
			raw = append(raw, action.Raw)
		}
		return a.WriteJSON(raw)
	}
	if len(list) == 0 {
		a.Say("There are no custom actions yet.")
		return nil
	}
	rows := make([][]string, 0, len(list))
	for _, action := range list {
		rows = append(rows, []string{action.ID, text.Line(action.Type), text.Line(action.Name), standing(s.Settings, action)})
	}
	a.Table(rows)
	return nil
}

// standing is "on", "off", or why the action cannot work.
func standing(s config.Settings, action client.CustomAction) string {
	if !action.Active {
		return "off"
	}
	if d, err := definition(s, action.Raw); err != nil {
		return "broken: " + text.Line(err.Error())
	} else if d.Problem != nil {
		return "broken: " + text.Line(d.Problem.Error())
	}
	return "on"
}

// Run shows one action.
func (c actionsShowCommand) Run(ctx context.Context, a *app.App) error {
	s, list, err := customActions(ctx, a)
	if err != nil {
		return err
	}
	defer s.Client.Close()
	action, err := ChooseAction(list, c.Action)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.WriteJSON(action.Raw)
	}
	a.Field("name", action.Name)
	a.Field("id", action.ID)
	a.Field("type", action.Type)
	a.Field("icon", action.Icon)
	a.Field("state", standing(s.Settings, action))
	d, err := definition(s.Settings, action.Raw)
	if err != nil {
		return err
	}
	showDefinition(a, d)
	return nil
}

// showDefinition writes what the author configured; header values that look secret are masked.
func showDefinition(a *app.App, d actions.Definition) {
	block := func(name, body string) {
		a.Field(name, "")
		for line := range strings.Lines(text.Safe(body)) {
			fmt.Fprintln(a.Env.Stdout, "        "+strings.TrimRight(line, "\n"))
		}
	}
	switch d.Type {
	case actions.TypeWebhook:
		method := d.Webhook.Method
		if method == "" {
			method = "POST"
		}
		a.Field("request", method+" "+d.Webhook.URL)
		for _, h := range d.Webhook.Headers {
			a.Field("header", h.Name+": "+shownHeader(h))
		}
		if strings.TrimSpace(d.Webhook.Body) != "" {
			block("body", d.Webhook.Body)
		}
	case actions.TypeURL:
		a.Field("url", d.URL.URL)
	case actions.TypeJavaScript:
		block("code", d.Script.Code)
	}
	for _, in := range d.Options.Inputs {
		a.Field("input", fmt.Sprintf("%s (%s)", in.Name, in.Type))
	}
	if d.AsksFirst() {
		a.Field("asks", "before it runs")
	}
}

// shownHeader hides every value but those of headers that never carry a secret.
func shownHeader(h actions.Header) string {
	switch strings.ToLower(h.Name) {
	case "content-type", "accept", "user-agent":
		return h.Value
	}
	return actions.Mask
}

// ChooseAction finds an action by id, by exact name, or by name whatever its case.
func ChooseAction(list []client.CustomAction, wanted string) (client.CustomAction, error) {
	for _, same := range []func(client.CustomAction) bool{
		func(c client.CustomAction) bool { return strings.EqualFold(c.ID, wanted) },
		func(c client.CustomAction) bool { return c.Name == wanted },
		func(c client.CustomAction) bool { return strings.EqualFold(c.Name, wanted) },
	} {
		var found []client.CustomAction
		for _, action := range list {
			if same(action) {
				found = append(found, action)
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return client.CustomAction{}, fmt.Errorf("%d actions are called %q; name one by its id, for example %s", len(found), wanted, found[0].ID)
		}
	}
	names := make([]string, 0, len(list))
	for _, action := range list {
		names = append(names, action.Name)
	}
	if near := config.Nearest(wanted, names); near != "" {
		return client.CustomAction{}, fmt.Errorf("there is no action %q; did you mean %q?", wanted, near)
	}
	return client.CustomAction{}, fmt.Errorf("there is no action %q; keydesk actions list shows them", wanted)
}

// definition reads an action and lays what the settings say about it on top.
func definition(s config.Settings, raw json.RawMessage) (actions.Definition, error) {
	d, err := actions.ParseDefinition(raw)
	if err != nil {
		return d, err
	}
	return Configure(s, d), nil
}

// Configure merges the settings' part of an action into its definition. Settings for the id are
// about this very action, so they win over those for the name, which it may share.
func Configure(s config.Settings, d actions.Definition) actions.Definition {
	for _, key := range []string{d.Name, d.ID} {
		if local, ok := s.Actions[key]; ok {
			d = d.WithOptions(Options(local))
		}
	}
	return d
}

// Options says in the terms of the actions room what the settings say.
func Options(local config.ActionSettings) actions.Options {
	o := actions.Options{
		Confirm: local.Confirm, ConfirmText: local.ConfirmText, Danger: local.Danger, Key: local.Key,
		Timeout: local.Timeout, Execution: local.Execution, WebhookPayload: local.WebhookPayload, SignSecret: local.SignSecret,
		When: actions.When{Tags: local.When.Tags, Assignee: local.When.Assignee, Channels: local.When.Channels, HasFields: local.When.Fields},
	}
	for _, in := range local.Inputs {
		label := in.Label
		if label == "" {
			label = in.Name
		}
		o.Inputs = append(o.Inputs, actions.Input{
			Name: in.Name, Label: label, Type: actions.InputType(in.Type), Required: in.Required, Default: in.Default, Choices: in.Choices,
		})
	}
	for _, name := range app.SortedKeys(local.Headers) {
		o.Headers = append(o.Headers, actions.Header{Name: name, Value: local.Headers[name]})
	}
	return o
}
