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
	"keydesk/config"
)

// Env is everything a command uses of the process it runs in.
type Env struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	StdinTerminal  bool // somebody can be asked
	StdoutTerminal bool // somebody sees a screen
	// ReadSecret asks on the terminal and reads one line without showing it.
	ReadSecret func(ctx context.Context, question string) (string, error)
	// AskTerminal writes questions to the terminal and returns its answers, when they are enough or
	// ctx ends; nil: it cannot be asked.
	AskTerminal func(ctx context.Context, questions string, enough func(said []byte) bool) []byte
	// Size is the size of the terminal; nil: unknown.
	Size func() (columns, rows int, err error)
	// Keyring keeps secrets; nil where there is none.
	Keyring config.Keyring
}

// Main runs the command line of this process and returns its exit code. A sandbox worker and the keeper
// of the terminal are this same program started again, so that is looked at before anything else.
func Main() int {
	if script.IsWorker(os.Args) {
		return script.ServeWorker()
	}
	if IsKeeper(os.Args) {
		return Keep(os.Stdin, os.Stdout, os.Args[2])
	}
	log.SetOutput(io.Discard) // net/http would write on the screen what a server sends behind its answer
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return Run(ctx, Env{
		Args:           os.Args[1:],
		Stdin:          os.Stdin,
		Stdout:         os.Stdout,
		Stderr:         os.Stderr,
		Getenv:         os.Getenv,
		StdinTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		StdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ReadSecret:     readSecret,
		AskTerminal:    askTerminal,
		Size:           terminalSize,
		Keyring:        config.SystemKeyring(os.Getenv),
	})
}
