package script

import (
	"log/slog"
	"time"
)

// The limits of one run. They hold on both sides of the pipe: the worker keeps to them, and the
// parent refuses a reply that does not.
const (
	DefaultLimit = 2 * time.Second        // time a run has when its Job names none
	MaxLimit     = 30 * time.Second       // longest time a Job may ask for
	Grace        = 500 * time.Millisecond // from the interrupt at the limit to SIGKILL

	MaxClipboard = 64 << 10  // bytes of one clipboard or insert text
	MaxEffects   = 20        // effects of one run
	MaxLogLines  = 200       // log lines of one run
	MaxLogLine   = 2000      // characters of one log line
	MaxOutput    = 256 << 10 // bytes of everything a run hands back

	MaxCode = 256 << 10 // bytes of a snippet
	MaxJob  = 4 << 20   // bytes of a job with its bindings
)

// The kinds of an Effect.
const (
	EffectCopy   = "copy"
	EffectOpen   = "open"
	EffectToast  = "toast"
	EffectInsert = "insert"
)

// Job is one run of one snippet.
type Job struct {
	// Name is the action's name; it is told in log lines of the console, never to the snippet.
	Name string
	// Code is the snippet as its author wrote it: the body of a function, in which return and
	// await work.
	Code string
	// Bindings are the data the snippet may read, by global name: contact, user, organization,
	// conversation, input. Values must be JSON-able; the snippet gets copies. A missing one is an
	// empty object. "agent" and "context" are made from these.
	Bindings map[string]any
	// Limit is the time the snippet has, DefaultLimit when zero, never more than MaxLimit.
	Limit time.Duration
	// Rehearse says that the effects will be shown only. A run is the same either way, because
	// effects are values; the flag goes into the log.
	Rehearse bool
	// AllowRead lets navigator.clipboard.readText answer with Clipboard; otherwise it is refused.
	AllowRead bool
	Clipboard string
}

// Result is what a run asked for. Nothing in it has been done yet, and nothing in it may be
// trusted: texts hold whatever the snippet put there, control characters included.
type Result struct {
	// Effects in the order in which the snippet asked for them.
	Effects []Effect
	// Message is the "message" of the returned object, "" without one.
	Message string
	Log     []LogLine
	// Returned says that the snippet returned a value other than undefined.
	Returned bool
	// Cut tells what the limits took away, one sentence each.
	Cut []string
	// Took is the time from handing the job over to having the answer.
	Took time.Duration
}

// Effect is one thing a snippet asked for.
type Effect struct {
	Kind  string // one of the Effect constants
	Text  string // copy, insert: the text; toast: the message
	URL   string // open: an absolute http, https, mailto or tel URL in its normal form
	Level string // toast: success, error, info or warning
}

// LogLine is one line of console.log and its siblings.
type LogLine struct {
	Level string // debug, info, warn or error
	Text  string
}

// Config says how a Pool starts its workers.
type Config struct {
	// Exe is the program to run as a worker, this very program when empty. Its main must ask
	// IsWorker before anything else.
	Exe string
	// Args are the worker's arguments; nil means the hidden one that IsWorker knows.
	Args []string
	// Logger takes what goes wrong with workers; nil discards it.
	Logger *slog.Logger
	// Spare keeps one worker ready after the first Warm or Run, so that the next run starts at
	// once. It costs the memory of one idle worker.
	Spare bool
	// Zone is the workers' time zone, as TZ has it; "" is this process's.
	Zone string
	// Runs is how many snippets may run at once, further ones wait; 0 is 4.
	Runs int
}
