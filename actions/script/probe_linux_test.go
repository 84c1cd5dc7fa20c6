package script

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/dop251/goja"
	"golang.org/x/sys/unix"

	"keydesk/actions/script/walls"
)

// probed is what a program behind the walls found.
type probed struct {
	Walls    []walls.Wall
	Attempts map[string]string // "" is a success
	Count    int64             // how far goja counted meanwhile
}

// probe raises the walls as a worker does and then tries, with all that Go has, what a snippet that
// took goja over would try. Meanwhile goja runs on.
func probe(out *os.File) int {
	found := probed{Walls: walls.Raise(), Attempts: map[string]string{}}
	counted := make(chan int64)
	go func() {
		v, err := goja.New().RunString(`let n = 0; const a = []; for (let i = 0; i < 200000; i++) { n++; a.push({ i }); if (i % 50000 === 0) a.length = 0 } n`)
		if err != nil {
			counted <- -1
			return
		}
		counted <- v.ToInteger()
	}()
	try := func(name string, attempt func() error) {
		found.Attempts[name] = ""
		if err := attempt(); err != nil {
			found.Attempts[name] = err.Error()
		}
	}
	try("read a file", func() error { _, err := os.ReadFile("/etc/passwd"); return err })
	try("list a directory", func() error { _, err := os.ReadDir("/"); return err })
	try("write a file", func() error { return os.WriteFile("/tmp/keydesk-probe", []byte("x"), 0o600) })
	try("remove a file", func() error { return os.Remove("/tmp/keydesk-probe-none") })
	try("TCP", func() error { _, err := net.Dial("tcp", "127.0.0.1:9"); return err })
	try("listen", func() error { _, err := net.Listen("tcp", "127.0.0.1:0"); return err })
	try("UDP", func() error { _, err := net.Dial("udp", "127.0.0.1:9"); return err })
	try("unix socket", func() error { _, err := net.Dial("unix", "/run/x"); return err })
	try("name", func() error { _, err := net.LookupHost("localhost"); return err })
	try("exec", func() error { return exec.Command("/bin/true").Run() })
	try("exec in place", func() error { return syscall.Exec("/bin/true", []string{"true"}, nil) })
	try("fork", fork)
	try("ptrace", func() error { return unix.PtraceAttach(os.Getppid()) })
	try("kill", func() error { return unix.Kill(os.Getppid(), 0) })
	try("signal a thread", func() error { return unix.Tgkill(os.Getppid(), os.Getppid(), 0) })
	try("executable memory", func() error {
		_, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON)
		return err
	})
	try("raise a limit", func() error {
		return unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY})
	})
	try("read another process", func() error {
		return errnoOf(unix.SYS_PROCESS_VM_READV, uintptr(os.Getppid()), 0, 0)
	})
	try("io_uring", func() error { return errnoOf(unix.SYS_IO_URING_SETUP, 1, 0, 0) })
	try("bpf", func() error { return errnoOf(unix.SYS_BPF, 0, 0, 0) })
	found.Count = <-counted
	if json.NewEncoder(out).Encode(found) != nil {
		return 1
	}
	return 0
}

// fork tries to make a process. A child that comes to be, which has none of Go's threads, ends.
func fork() error {
	pid, _, errno := unix.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 {
		return errno
	}
	if pid == 0 {
		unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
	}
	return nil
}

func errnoOf(call, a, b, c uintptr) error {
	if _, _, errno := unix.Syscall(call, a, b, c); errno != 0 {
		return errno
	}
	return nil
}

func TestWallsHoldWhileGojaRuns(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, actorArg, "probe")
	cmd.WaitDelay = time.Second
	cmd.Env = []string{"SECRET=1"}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found probed
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatal(err)
	}
	if found.Count != 200000 {
		t.Errorf("goja counted to %d", found.Count)
	}
	for name, refused := range found.Attempts {
		if refused == "" {
			t.Errorf("%s went through", name)
		}
	}
	for _, w := range found.Walls {
		optional := w.Name == "Landlock files" || w.Name == "Landlock TCP" || raceDetector && (w.Name == "memory limit" || w.Name == "address space limit")
		if !w.Stands && !optional {
			t.Errorf("%s does not stand: %s", w.Name, w.Detail)
		}
	}
}

// Walls asks this very program, whose TestMain serves workers, and reports what a worker measured.
func TestWallsAreMeasuredInAWorker(t *testing.T) {
	list := Walls()
	if len(list) < 10 {
		t.Fatalf("only %+v", list)
	}
	for _, w := range list {
		if w.Name == "" || w.Detail == "" {
			t.Errorf("%+v says too little", w)
		}
		if w.Name == "seccomp" && !w.Stands {
			t.Errorf("seccomp: %s", w.Detail)
		}
	}
}
