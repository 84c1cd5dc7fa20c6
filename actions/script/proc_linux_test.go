package script

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func openFiles(t testing.TB) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// childProcesses counts the children of this process, zombies included.
func childProcesses(t testing.TB) int {
	t.Helper()
	n := 0
	list, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range list {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it is gone by now
		}
		fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(os.Getpid()) {
			n++
		}
	}
	return n
}

// resident is the resident and the private memory of a process in KiB.
func resident(t testing.TB, pid int) (rss, private int) {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(data)) {
		var n int
		var name string
		if _, err := fmt.Sscanf(line, "%s %d", &name, &n); err != nil {
			continue
		}
		switch name {
		case "Rss:":
			rss = n
		case "Private_Clean:", "Private_Dirty:":
			private += n
		}
	}
	return rss, private
}

// BenchmarkSpareMemory tells what a waiting spare costs.
func BenchmarkSpareMemory(b *testing.B) {
	p := newTestPool(b, true)
	for b.Loop() {
		w := awaitSpare(b, p)
		time.Sleep(200 * time.Millisecond) // until it is at rest
		rss, private := resident(b, w.cmd.Process.Pid)
		b.ReportMetric(float64(rss)/1024, "rss-MiB")
		b.ReportMetric(float64(private)/1024, "private-MiB")
	}
}

// A worker has an environment of its own, / as its directory, a process group of its own and no
// descriptors but its pipes and what the Go runtime opened, even when its parent leaks some.
func TestAWorkerInheritsNothing(t *testing.T) {
	leaked, err := os.Open("/etc/passwd")
	if err != nil {
		t.Fatal(err)
	}
	defer leaked.Close()
	p := newTestPool(t, true)
	t.Setenv("SECRET", "1")
	w := awaitSpare(t, p)
	proc := fmt.Sprintf("/proc/%d/", w.cmd.Process.Pid)
	want := strings.Join(workerEnv, "\x00") + "\x00" // what its own memory needs, and nothing of ours
	if env, err := os.ReadFile(proc + "environ"); err != nil || string(env) != want {
		t.Errorf("the environment is %q, %v; want %q", env, err, want)
	}
	if dir, err := os.Readlink(proc + "cwd"); err != nil || dir != "/" {
		t.Errorf("the directory is %q, %v", dir, err)
	}
	list, err := os.ReadDir(proc + "fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range list {
		target, err := os.Readlink(proc + "fd/" + fd.Name())
		if err == nil && !strings.HasPrefix(target, "pipe:") && !strings.HasPrefix(target, "anon_inode:") {
			t.Errorf("descriptor %s is %s", fd.Name(), target)
		}
	}
	stat, err := os.ReadFile(proc + "stat")
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if group := fields[2]; group != strconv.Itoa(w.cmd.Process.Pid) {
		t.Errorf("the process group is %s", group)
	}
}

// The spare dies with its parent, however that ends: the test kills a process that holds a pool.
func TestASpareDiesWithItsParent(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, actorArg, "parent")
	cmd.Env = append(os.Environ(), "KEYDESK_TEST_WORKER="+workerExe)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Fscan(out, &pid); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Kill()
	_ = cmd.Wait()
	// The orphan's new parent reaps it; until then it is a zombie without memory.
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.HasPrefix(string(data[bytes.LastIndexByte(data, ')')+1:]), " Z") {
			return
		}
	}
	t.Errorf("the spare %d outlives its parent", pid)
}
