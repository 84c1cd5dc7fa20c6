package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"keydesk/config"
)

// cli is the command line: the table of subcommands.
type cli struct {
	flags

	Desk       deskCommand       `cmd:"" default:"withargs" help:"Open the desk; this is what keydesk alone does."`
	Demo       demoCommand       `cmd:"" help:"Open the desk on an embedded platform: no account, no network."`
	Login      loginCommand      `cmd:"" help:"Sign in to a platform and keep the secret."`
	Logout     logoutCommand     `cmd:"" help:"Forget the secret of a profile."`
	Actions    actionsCommand    `cmd:"" help:"List or show custom actions."`
	Run        runCommand        `cmd:"" help:"Run one custom action."`
	History    historyCommand    `cmd:"" help:"Show or trim the record of runs."`
	Cache      cacheCommand      `cmd:"" help:"Delete what the desk keeps on this machine."`
	Settings   configCommand     `cmd:"" name:"config" help:"Show, check or begin the settings."`
	Doctor     doctorCommand     `cmd:"" help:"Tell what works on this machine and with this platform, and what to do where it does not."`
	Version    versionCommand    `cmd:"" help:"Tell which keydesk this is."`
	Completion completionCommand `cmd:"" help:"Print completions for a shell."`
	Man        manCommand        `cmd:"" help:"Print the man page."`
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
func Run(ctx context.Context, env Env) int {
	var line cli
	a := &app{env: env, flags: &line.flags}
	defer a.close()
	code, err := dispatch(ctx, a, &line)
	if err == nil {
		return code
	}
	return a.fail(err)
}

// dispatch parses the arguments and calls the command.
func dispatch(ctx context.Context, a *app, line *cli) (int, error) {
	exited := -1 // kong wants to exit after --help; it is told to go on, and the result is dropped
	parser, err := newParser(line, kong.Writers(a.env.Stdout, a.env.Stderr), kong.Exit(func(code int) {
		if exited < 0 {
			exited = code
		}
	}))
	if err != nil {
		return exitFailed, err
	}
	parsed, err := parser.Parse(a.env.Args)
	if exited >= 0 {
		return exited, nil
	}
	if err != nil {
		return exitUsage, usage("%s; see %s", strings.TrimSuffix(err.Error(), "."), helpCommand(err))
	}
	if err := checkFlags(a); err != nil {
		return exitUsage, err
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(parser)
	if err := parsed.Run(a); err != nil {
		return exitFailed, err
	}
	return exitDone, nil
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
func checkFlags(a *app) error {
	if a.flags.Profile != "" {
		if err := config.CheckProfileName(a.flags.Profile); err != nil {
			return usage("--profile %v, for example --profile work", err)
		}
	}
	if a.flags.URL != "" {
		if err := config.CheckURL(a.flags.URL); err != nil {
			return usage("--url %v, for example --url https://chat.example.com", err)
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
