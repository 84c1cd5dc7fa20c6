package cmd

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"keydesk/actions/script"
	"keydesk/cmd/app"
	"keydesk/cmd/terminal"
	"keydesk/config"
)

// Main runs the command line of this process and returns its exit code. A sandbox worker and the guard
// of the terminal are this same program started again, so that is looked at before anything else.
func Main() int {
	if script.IsWorker(os.Args) {
		return script.ServeWorker()
	}
	if terminal.IsGuard(os.Args) {
		return terminal.Serve(os.Stdin, os.Stdout, os.Args[2])
	}
	ignoreFileLimit()
	log.SetOutput(io.Discard) // net/http would write on the screen what a server sends behind its answer
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
	if len(os.Args) > 1 && os.Args[1] == "serve" { // a server outlives the terminal it was started at, and follows its settings by itself
		signal.Ignore(syscall.SIGHUP)
		ends = ends[:2]
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	return Run(ctx, app.Env{
		Args:           os.Args[1:],
		Stdin:          os.Stdin,
		Stdout:         os.Stdout,
		Stderr:         os.Stderr,
		Getenv:         os.Getenv,
		StdinTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		StdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ReadSecret:     terminal.ReadSecret,
		AskTerminal:    terminal.AskTerminal,
		Size:           terminal.TerminalSize,
		Keyring:        config.SystemKeyring(os.Getenv),
	})
}
