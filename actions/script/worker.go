package script

// workerArg is the hidden first argument of a worker process.
const workerArg = "keydesk-script-worker"

// IsWorker says whether args, which are os.Args, ask for a worker.
func IsWorker(args []string) bool { return len(args) > 1 && args[1] == workerArg }

// ServeWorker runs the worker to its end and gives the exit code.
func ServeWorker() int { return 1 }
