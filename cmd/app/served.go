package app

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"keydesk/actions"
	"keydesk/actions/script"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/cmd/serve"
	"keydesk/config"
)

// Served is what the server of a team lends to one session. Files, settings and programs of the machine
// are the server's.
type Served struct {
	Session     *serve.Session
	Logger      *slog.Logger
	Tour        bool // the desk leads through the first minute
	Settings    func() (config.Settings, error)
	Greeting    func() string          // what the agent must know at once, "" for nothing
	Changed     func() <-chan struct{} // closed when Settings are others
	Profile     func(config.Settings) (config.Profile, error)
	Credentials func(context.Context) (client.Credentials, error)
	Reference   func(ctx context.Context, ref string) (string, error) // finds a secret that the settings name
	Transport   func(config.Profile) (http.RoundTripper, error)       // shared by all clients of a platform
	Pool        func(*time.Location) *script.Pool                     // shared by all of a time zone
	Database    *store.Database                                       // keeps what the agents have; nil: their folders do
}

// audited notes runs in the audit log.
type audited struct {
	actions.Recorder
	session *serve.Session
}

// Finish notes which action ran on which contact with which outcome, and nothing of what was written.
func (a audited) Finish(ctx context.Context, r actions.Run) error {
	a.session.Metrics().Action(string(r.State))
	a.session.Audit("action", "action_id", r.ActionID, "action", r.ActionName, "type", string(r.Type), "contact_id", r.ContactID,
		"outcome", string(r.State), "status", r.Status, "run", r.ID)
	return a.Recorder.Finish(ctx, r)
}

// overSSH says what works without a desk.
const overSSH = "over SSH these work: run, actions list, history, guide; and scp for files; without a command the desk opens"

// Joined is the command of somebody who is served, with the name of the action as one word: ssh takes the
// quotes away that stood around it. Words up to the first flag are the name.
func Joined(args []string) []string {
	if len(args) < 2 || args[0] != "run" {
		return args
	}
	name := args[1:]
	if i := slices.IndexFunc(name, func(word string) bool { return strings.HasPrefix(word, "-") }); i >= 0 {
		name = name[:i]
	}
	if len(name) < 2 {
		return args
	}
	return append([]string{"run", strings.Join(name, " ")}, args[1+len(name):]...)
}

// CheckArgs refuses, of somebody who is served, what is no command for them, before it is taken for a
// mistake in one.
func (a *App) CheckArgs() error {
	if a.Served == nil || len(a.Env.Args) == 0 {
		return nil
	}
	args := append(a.Env.Args, "")
	switch {
	case args[0] == "run", args[0] == "history", args[0] == "guide", args[0] == "actions" && (args[1] == "list" || strings.HasPrefix(args[1], "-")):
		return nil
	case args[0] == "actions":
		return Usage(overSSH)
	case args[0] == "scp":
		return Usage("this scp speaks the protocol of before 2022; leave out -O, or take sftp")
	}
	return Usage("%q does not run here; %s", a.Env.Args[0], overSSH)
}

// CheckCommand refuses, of somebody who is served, all that is not about the platform.
func (a *App) CheckCommand(command string) error {
	if a.Served == nil {
		return nil
	}
	works := map[string]bool{"run": true, "actions list": true, "history": true, "history list": true, "guide": true}
	f := a.Flags
	switch {
	case !works[strings.TrimSpace(strings.SplitN(command, "<", 2)[0])]:
		return Usage(overSSH)
	case f.Config != "" || f.URL != "" || f.Profile != "":
		return Usage("--config, --profile and --url are the server's; leave them out")
	}
	return nil
}
