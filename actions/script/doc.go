// Package script runs the JavaScript of custom actions in a sandbox and hands back what it asked
// for as values. Nothing here touches a clipboard, a browser or a screen.
//
//	script.go    Job in, Result out, and the limits of a run
//	bindings.go  what a snippet can use, with an example each: the documentation
//	pool.go      Pool: Run, Check, Warm, Close; one spare worker
//	verdicts.go  what checks said, by the code
//	ask.go       one order to one worker: time limit, grace, cancel
//	process*.go  a worker as its parent sees it: pipes, group, end
//	watch_*.go   the parent's eye on a worker's memory
//	death.go     why a worker ended without an answer
//	wire.go      frames on the pipes; reply.go: the reply and its strict decoder
//	worker.go    the worker's own main: IsWorker, ServeWorker
//	walls.go     what stands around a worker, for doctor
//	vm/          goja: wrapper, bindings, timers, errors   weburl/  the web's URLs
//	jsregexp/  JavaScript's regular expressions
//	walls/       limits, Landlock, seccomp, job objects
//
// # What it defends against
//
// A snippet is written by whoever may edit actions on the platform, and runs on the agent's
// machine with data of customers in it. It is taken to be hostile, and so is the engine once a
// snippet runs in it:
//
//   - Each run has a process of its own: this program again, started with a hidden argument, an
//     empty environment, / as its directory, no descriptors but three pipes and a process group of
//     its own. A spare one waits ready; it is used once.
//   - Before the snippet arrives the worker has given up memory above 224 MiB, processor time,
//     files, core dumps and deep stacks, and on Linux by Landlock and seccomp every file, socket,
//     program, process and executable page. Walls tells which of these stand here.
//   - At the time limit the engine is interrupted, which tells the line. A built-in function that
//     does not notice is given up by the worker 300 ms later, and 500 ms after the limit the parent
//     kills the process group whatever it does. Canceling kills at once.
//   - What comes back is data from a hostile process: frames of bounded size, decoded strictly,
//     every limit and every address looked at again. A reply that breaks a rule is dropped whole.
//   - Effects are values. Whoever performs them asks or shows first; texts may hold control
//     characters and are to be made printable before they reach a screen.
//
// What it does not do: a snippet may put anything on the clipboard, open any web address with data
// of the contact in it, and use a processor for the length of its limit. Preview and rehearsal show
// the first two before they happen.
//
// A run never goes on with a wrong answer of the engine's where that is known: locale arguments,
// eval and a few classes of regular expressions end it with an Error of kind "unsupported", and a
// regular expression that runs out of time ends with the run instead of not matching.
package script
