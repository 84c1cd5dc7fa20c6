package script

// Wall is one thing that stands between a snippet and the machine.
type Wall struct {
	Name   string // short, such as "seccomp"
	Stands bool   // measured in a worker, not assumed
	Detail string // what it keeps out, or why it does not stand
}

// Walls starts a worker and tells which walls stand around it.
func Walls() []Wall { return nil }
