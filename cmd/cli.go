package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"keydesk/cmd/actionscmd"
	"keydesk/cmd/app"
	"keydesk/cmd/desk"
	"keydesk/cmd/doctor"
	"keydesk/cmd/guide"
	"keydesk/cmd/manual"
	"keydesk/cmd/settings"
	"keydesk/config"
)

// cli is the command line: the table of subcommands.
type cli struct {
	app.Flags

	Desk       desk.Command       `cmd:"" default:"withargs" help:"Open the desk; this is what keydesk alone does."`
	Demo       desk.Demo          `cmd:"" help:"Open the desk on an embedded platform: no account, no network."`
	Serve      desk.Serve         `cmd:"" help:"Give desks to a team over SSH."`
	Login      loginCommand       `cmd:"" help:"Sign in to a platform and keep the secret."`
	Logout     logoutCommand      `cmd:"" help:"Forget the secret of a profile."`
	Actions    actionscmd.Command `cmd:"" help:"List or show custom actions."`
	Run        actionscmd.Run     `cmd:"" help:"Run one custom action."`
	History    historyCommand     `cmd:"" help:"Show or trim the record of runs."`
	Cache      desk.Cache         `cmd:"" help:"Delete what the desk keeps on this machine."`
	Settings   settings.Command   `cmd:"" name:"config" help:"Show, check or begin the settings."`
	Doctor     doctor.Command     `cmd:"" help:"Tell what works on this machine and with this platform, and what to do where it does not."`
	Version    versionCommand     `cmd:"" help:"Tell which keydesk this is."`
	Completion manual.Completion  `cmd:"" help:"Print completions for a shell."`
	Guide      guide.Command      `cmd:"" help:"Show how keydesk works, by topic, or find words in it."`
	Man        manual.Man         `cmd:"" help:"Print the man page."`
}

// Help is the end of "keydesk --help".
func (cli) Help() string {
	return `Environment: KEYDESK_URL, KEYDESK_API_KEY and KEYDESK_PROFILE stand above the settings file, flags above both.

Exit codes: 0 done, 1 failed, 2 usage, 3 platform unreachable, 4 not signed in.

Example:

    keydesk demo
    keydesk login --profile work --url https://chat.example.com
    keydesk --profile work`
}

// Run runs one command line and returns its exit code.
func Run(ctx context.Context, env app.Env) int {
	var line cli
	a := &app.App{Env: env, Flags: &line.Flags, Dispatch: again}
	defer a.Close()
	code, err := dispatch(ctx, a, &line)
	if err == nil {
		return code
	}
	return a.Fail(err)
}

// again runs the command line of somebody whom this process serves.
func again(ctx context.Context, a *app.App) int {
	var line cli
	own := *a
	own.Flags = &line.Flags
	code, err := dispatch(ctx, &own, &line)
	if err != nil {
		return own.Fail(err)
	}
	return code
}

// dispatch parses the arguments and calls the command.
func dispatch(ctx context.Context, a *app.App, line *cli) (int, error) {
	if err := a.CheckArgs(); err != nil {
		return app.ExitUsage, err
	}
	exited := -1 // kong wants to exit after --help; it is told to go on, and the result is dropped
	parser, err := newParser(line, kong.Writers(a.Env.Stdout, a.Env.Stderr), kong.Exit(func(code int) {
		if exited < 0 {
			exited = code
		}
	}))
	if err != nil {
		return app.ExitFailed, err
	}
	parsed, err := parser.Parse(a.Env.Args)
	if exited >= 0 {
		return exited, nil
	}
	if err != nil {
		return app.ExitUsage, app.Usage("%s; see %s", strings.TrimSuffix(err.Error(), "."), helpCommand(err))
	}
	if err := checkFlags(a); err != nil {
		return app.ExitUsage, err
	}
	if err := a.CheckCommand(parsed.Command()); err != nil {
		return app.ExitUsage, err
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(parser)
	if err := parsed.Run(a); err != nil {
		return app.ExitFailed, err
	}
	return app.ExitDone, nil
}

// newParser builds the command model, which completions are made from as well.
func newParser(flags *cli, options ...kong.Option) (*kong.Kong, error) {
	return kong.New(flags, append([]kong.Option{
		kong.Name("keydesk"),
		kong.Description("A console for customer-support agents: conversations, and buttons that do something with them."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}, options...)...)
}

// checkFlags refuses what the parser cannot know to be wrong.
func checkFlags(a *app.App) error {
	if a.Flags.Profile != "" {
		if err := config.CheckProfileName(a.Flags.Profile); err != nil {
			return app.Usage("--profile %v, for example --profile work", err)
		}
	}
	if a.Flags.URL != "" {
		if err := config.CheckURL(a.Flags.URL); err != nil {
			return app.Usage("--url %v, for example --url https://chat.example.com", err)
		}
	}
	return nil
}

// helpCommand is the help that belongs to where parsing stopped.
func helpCommand(err error) string {
	var at *kong.ParseError
	if errors.As(err, &at) && at.Context != nil {
		if node := at.Context.Selected(); node != nil && node.Name != "desk" {
			return fmt.Sprintf("keydesk %s --help", node.Path())
		}
	}
	return "keydesk --help"
}
