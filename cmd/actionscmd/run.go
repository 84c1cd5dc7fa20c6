package actionscmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/google/uuid"

	"keydesk/actions"
	"keydesk/actions/template"
	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/bulk"
)

type Run struct {
	Action    string   `arg:"" optional:"" help:"Id or name of the action."`
	File      string   `short:"f" help:"Take the action from a file, as keydesk actions pull writes it or as JSON; - is standard input." placeholder:"FILE"`
	Contact   string   `help:"Id or phone number of the contact." placeholder:"ID|PHONE"`
	Contacts  string   `help:"Run it for every contact of a list: a file with an id or phone number a line; - is standard input." placeholder:"FILE"`
	View      string   `help:"Run it for every conversation of a view of the settings." placeholder:"NAME"`
	Context   string   `help:"Take contact, user and organization from a JSON file; no platform is asked." placeholder:"FILE"`
	Input     []string `sep:"none" help:"Answer to a question of the action; may be given several times." placeholder:"NAME=VALUE"`
	AllowHost []string `sep:"none" help:"Let the webhook reach this host although its address is private; may be given several times." placeholder:"HOST"`
	DryRun    bool     `help:"Tell what would happen; send, open, copy and write nothing."`
	Curl      bool     `help:"Print the webhook as a curl line, secrets as shell variables; send nothing."`
	JSON      bool     `name:"json" help:"Print the result as JSON; effects are reported, not performed."`
	Perform   bool     `help:"With --json: perform the effects all the same."`
	Yes       bool     `short:"y" help:"Do not ask before running."`
}

// Help shows how it is used.
func (Run) Help() string {
	return `Exit code 1 means that the action failed; with --json the reason is in the result.

With --contacts or --view it is planned for every conversation first. All plans are shown and asked about at once, unless --yes is given; then it runs for one after the other, each as it was shown or not at all. With --json every conversation is one line, and exit code 1 means that not all of them are done. A line of the list that is wrong is told, and nothing runs.

Example:

    keydesk run "Create ticket" --contact 919810000000
    keydesk run "Create ticket" --contact 919810000000 --dry-run
    keydesk run -f ticket.json --context context.json --json --allow-host localhost
    keydesk run "Create ticket" --contacts late.txt --dry-run
    keydesk run "Create ticket" --view "Late VIPs" --json --yes`
}

// prepared is a run that can begin.
type prepared struct {
	settings config.Settings
	profile  config.Profile
	client   *client.Client // nil without a platform
	action   actions.Definition
	subject  template.Subject
}

// Run plans the action, asks if it must, runs it and tells what became of it.
func (c Run) Run(ctx context.Context, a *app.App) error {
	if err := c.check(); err != nil {
		return err
	}
	if err := c.checkServed(a); err != nil {
		return err
	}
	if c.Contacts != "" || c.View != "" {
		return c.many(ctx, a)
	}
	outcome, plan, err := c.outcome(ctx, a)
	if err != nil {
		return c.report(a, actions.Outcome{Message: err.Error(), Err: err}, err)
	}
	if c.Curl && !c.JSON && outcome.Err == nil {
		printCurl(a, plan.Curl())
		return nil
	}
	if c.JSON {
		if c.Curl && outcome.Request != nil {
			outcome.Request.Curl = plan.Curl()
		}
		return c.report(a, outcome, outcome.Err)
	}
	return c.tell(a, plan, outcome)
}

// forWhom are the flags given that say for whom it is run.
func (c Run) forWhom() []string {
	var given []string
	for _, f := range []struct{ flag, value string }{
		{"--contact", c.Contact}, {"--contacts", c.Contacts}, {"--view", c.View}, {"--context", c.Context},
	} {
		if f.value != "" {
			given = append(given, f.flag)
		}
	}
	return given
}

// check refuses combinations of flags that make no sense.
func (c Run) check() error {
	switch {
	case (c.Action == "") == (c.File == ""):
		return app.Usage("name one action, or give -f FILE, for example: keydesk run \"Create ticket\" --contact 919810000000")
	case len(c.forWhom()) > 1:
		return app.Usage("say only one of %s", strings.Join(c.forWhom(), ", "))
	case len(c.forWhom()) == 0:
		return app.Usage("say for whom: --contact ID|PHONE, --contacts FILE, --view NAME, or --context FILE")
	case c.File == "-" && (c.Context == "-" || c.Contacts == "-"):
		return app.Usage("only one file can be standard input")
	case (c.Contacts != "" || c.View != "") && (c.Curl || c.Perform):
		return app.Usage("--curl and --perform are for one contact")
	case c.Perform && (!c.JSON || c.DryRun || c.Curl):
		return app.Usage("--perform goes with --json, and not with --dry-run or --curl")
	}
	for _, host := range c.AllowHost {
		if err := config.CheckHost(host); err != nil {
			return app.Usage("--allow-host %v, for example --allow-host localhost:8080", err)
		}
	}
	return nil
}

// outcome does everything up to the result. An error means that nothing was known about the action
// yet, or that keydesk was called wrongly; what an action itself failed at is in the outcome.
func (c Run) outcome(ctx context.Context, a *app.App) (actions.Outcome, actions.Plan, error) {
	dry := c.DryRun || c.Curl
	inputs, err := parseInputs(c.Input)
	if err != nil {
		return actions.Outcome{}, actions.Plan{}, err
	}
	settings, err := a.ReadSettings()
	if err != nil {
		return actions.Outcome{}, actions.Plan{}, err
	}
	logger := slog.New(slog.DiscardHandler)
	if !dry {
		logger = a.Logger(settings)
	}
	run, err := c.prepare(ctx, a, settings, logger)
	if err != nil {
		return actions.Outcome{}, actions.Plan{}, err
	}
	if run.client != nil {
		defer run.client.Close()
	}
	roots, err := app.Authorities(run.profile)
	if err != nil {
		return actions.Outcome{}, actions.Plan{}, err
	}
	scripts := a.NewScripts(logger, false)
	defer scripts.Close()
	parts := app.EngineParts{Settings: settings, Profile: run.profile, Client: run.client, Hosts: c.AllowHost, Scripts: scripts, Roots: roots}
	if !dry {
		record := a.OpenHistory(settings)
		defer record.Close()
		parts.Recorder = record
	}
	engine, err := a.NewEngine(ctx, parts)
	if err != nil {
		return actions.Outcome{}, actions.Plan{}, err
	}
	defer engine.Close()
	plan, err := engine.Plan(run.action, run.subject, inputs)
	if err != nil {
		return engine.Refused(ctx, run.action, run.subject, answerHint(err, run.action, inputs)), plan, nil
	}
	if c.Curl && plan.Curl() == "" {
		return actions.Outcome{}, actions.Plan{}, app.Usage("%q has no curl line; only webhooks that this machine sends have one", run.action.Name)
	}
	if dry {
		return c.rehearse(ctx, engine, plan), plan, nil
	}
	if engine.Forbidden(plan) == nil { // else Run refuses it, and nobody need be asked before
		if err := c.permit(ctx, a, plan); err != nil {
			return actions.Outcome{}, actions.Plan{}, err
		}
	}
	outcome := engine.Run(ctx, plan)
	if !c.JSON || c.Perform {
		outcome = perform(ctx, a, run, outcome)
	}
	return outcome, plan, nil
}

// rehearse tells what a run would do. What it would be refused for is its failure too; only a curl line,
// which somebody else runs, is not kept back for keydesk's own rules.
func (c Run) rehearse(ctx context.Context, engine *actions.Engine, plan actions.Plan) actions.Outcome {
	outcome := engine.Rehearse(ctx, plan)
	if why := engine.Refusal(plan); why != nil && c.DryRun && outcome.Err == nil {
		outcome.Success, outcome.Err = false, why
		outcome.Log = slices.DeleteFunc(outcome.Log, func(l string) bool { return strings.HasPrefix(l, "It would be refused: ") })
		outcome.Words = "would be refused: " + why.Error()
		outcome.Message = joined(plan.Action().Name, ": ", outcome.Words)
	}
	if c.File == "" && !plan.Action().Active {
		outcome.Log = append(outcome.Log, "It is switched off on the platform.")
	}
	return outcome
}

// prepare finds the action and the conversation it is about; the platform is only asked for what
// does not come from files.
func (c Run) prepare(ctx context.Context, a *app.App, s config.Settings, logger *slog.Logger) (*prepared, error) {
	run := &prepared{settings: s, profile: s.WithoutPlatform(a.Flags.Profile)}
	var user, organization []byte
	if c.File == "" || c.Context == "" {
		signed, err := a.SignIn(ctx, s, logger)
		if err != nil {
			return nil, err
		}
		run.profile, run.client = signed.Profile, signed.Client
		user, organization = signed.Identity.User.Raw, signed.Identity.Organization.Raw
	}
	err := c.load(ctx, a, run, user, organization)
	if err != nil && run.client != nil {
		run.client.Close()
	}
	return run, err
}

func (c Run) load(ctx context.Context, a *app.App, run *prepared, user, organization []byte) error {
	raw, err := c.definitionText(ctx, a, run.client)
	if err != nil {
		return err
	}
	if run.action, err = definition(run.settings, raw); err != nil {
		return inFile(c.File, err)
	}
	if c.File == "" && !run.action.Active && !c.DryRun && !c.Curl {
		return fmt.Errorf("%q is switched off on the platform", run.action.Name)
	}
	if c.Context != "" {
		data, err := a.ReadInput(c.Context)
		if err != nil {
			return err
		}
		run.subject, err = template.ParseSubject(data)
		return inFile(c.Context, err)
	}
	contact, err := findContact(ctx, run.client, c.Contact)
	if err != nil {
		return err
	}
	if run.subject, err = template.NewSubject(contact.Raw, user, organization); err == nil {
		run.subject = run.subject.WithConversation(bulk.Reader{Platform: run.client, Kind: run.action.Type}.Conversation(ctx, contact))
	}
	return err
}

// findContact takes an id, or else a phone number.
func findContact(ctx context.Context, from *client.Client, wanted string) (client.Contact, error) {
	if uuid.Validate(wanted) == nil {
		return from.Contact(ctx, wanted)
	}
	return from.FindContactByPhone(ctx, wanted)
}

// permit asks the person where the action wants that; with --yes it was asked already.
func (c Run) permit(ctx context.Context, a *app.App, plan actions.Plan) error {
	if c.Yes || !plan.Action().AsksFirst() {
		return nil
	}
	if !a.Env.StdinTerminal {
		return app.Usage("%q asks before it runs, and nobody can be asked here; give --yes", plan.Action().Name)
	}
	a.Note("%s", plan.Summary())
	yes, err := a.Confirm(ctx, app.Printable(plan.Question()))
	if err != nil {
		return err
	}
	if !yes {
		return errors.New("not run")
	}
	return nil
}

// checkServed refuses, of somebody whom this machine serves, its files and its network.
func (c Run) checkServed(a *app.App) error {
	switch {
	case a.Served == nil:
		return nil
	case c.File != "" && c.File != "-" || c.Context != "" && c.Context != "-" || c.Contacts != "" && c.Contacts != "-":
		return app.Usage("files are on your own machine; give it on standard input, as -f -, --context - or --contacts -")
	case len(c.AllowHost) > 0:
		return app.Usage("which hosts webhooks may reach is the server's to say; leave out --allow-host")
	}
	return nil
}
