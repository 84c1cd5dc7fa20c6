package script

import (
	"runtime"
	"testing"

	"go.uber.org/goleak"
)

// A hundred runs in a row leave no process, descriptor or goroutine behind. The test looks at its
// own /proc where there is one; elsewhere goroutines must do.
func TestAHundredRunsLeakNothing(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	files, children := openFiles(t), childProcesses(t)
	p := NewPool(Config{Exe: workerExe, Spare: true})
	for i := range 100 {
		code := oneLine
		if i%10 == 0 {
			code = `throw new Error('x')`
		}
		if _, err := runCode(t, p, code); (err != nil) != (i%10 == 0) {
			t.Fatal(err)
		}
	}
	p.Close()
	if err := goleak.Find(ignore); err != nil {
		t.Error(err)
	}
	if runtime.GOOS != "linux" {
		return
	}
	if now := openFiles(t); now != files {
		t.Errorf("%d descriptors instead of %d", now, files)
	}
	if now := childProcesses(t); now != children {
		t.Errorf("%d child processes instead of %d", now, children)
	}
}
