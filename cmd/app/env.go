package app

import (
	"context"
	"io"
	"time"

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
	// Paths are the places of the person's files; nil: those of this machine.
	Paths *config.Paths
	// Location is the person's time zone; nil: this machine's.
	Location *time.Location
}

// NoColor says whether the environment asks for no colours: NO_COLOR, or CLICOLOR=0 unless
// CLICOLOR_FORCE says otherwise. Commands other than the desk and the guide print none in any case.
func (a *App) NoColor() bool {
	env := a.Env.Getenv
	forced := env("CLICOLOR_FORCE") != "" && env("CLICOLOR_FORCE") != "0"
	return env("NO_COLOR") != "" || env("CLICOLOR") == "0" && !forced
}
