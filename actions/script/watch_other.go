//go:build !linux

package script

// watchMemory waits: here the job object or the worker itself looks after its memory.
func (w *process) watchMemory(stop <-chan struct{}) {
	select {
	case <-stop:
	case <-w.gone:
	}
}
