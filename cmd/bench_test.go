//go:build linux

package cmd

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// These benchmarks are what a person at the terminal pays, measured at the pseudo-terminal of the
// real program with 10,000 conversations at 120×36:
//
//	go test ./cmd -run '^$' -bench Desk -benchtime 20x
//
// They are benchmarks and not tests because a loaded machine makes no desk wrong.

// quietFor is how long nothing is drawn before a repaint counts as over.
const quietFor = 25 * time.Millisecond

var benchedDesk = []string{"demo", "--contacts", "10000", "--rate", "0"}

// benchProgram is the program as it is shipped, for startProgram.
func benchProgram(b *testing.B) string {
	b.Helper()
	exe := filepath.Join(b.TempDir(), "keydesk")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", exe, "./keydesk")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return exe
}

// drawn is how many bytes came so far, and what is closed when more come.
func (w *screenUser) drawn() (n int, changed chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.output.Len(), w.changed
}

// repaint presses a key and waits for its repaint to end. It returns the bytes drawn and the time
// from the press to the last of them.
func (w *screenUser) repaint(key string) (bytes int, took time.Duration) {
	before, changed := w.drawn()
	start := time.Now()
	last := start
	w.press(key)
	for {
		select {
		case <-changed:
			_, changed = w.drawn()
			last = time.Now()
		case <-time.After(quietFor):
			if now, _ := w.drawn(); now > before {
				return now - before, last.Sub(start)
			}
			if time.Since(start) > time.Second {
				return 0, 0 // drew nothing
			}
		}
	}
}

func openBenched(b *testing.B) *screenUser {
	b.Helper()
	w := startProgram(b, benchProgram(b), b.TempDir(), 120, 36, nil, benchedDesk...)
	b.Cleanup(func() { _ = w.cmd.Process.Kill() })
	w.waitFor("All 10000", "live")
	return w
}

// measureKeys presses keys in turn and reports the mean bytes, the median time and the worst percent.
func measureKeys(b *testing.B, w *screenUser, keys ...string) {
	var times []time.Duration
	total := 0
	for i := 0; b.Loop(); i++ {
		n, took := w.repaint(keys[i%len(keys)])
		if n > 0 {
			total += n
			times = append(times, took)
		}
	}
	if len(times) == 0 {
		b.Fatal("no key drew anything")
	}
	slices.Sort(times)
	b.ReportMetric(float64(total)/float64(len(times)), "bytes/key")
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkDeskFirstScreen is the time from starting the program to a screen one can work with.
func BenchmarkDeskFirstScreen(b *testing.B) {
	exe := benchProgram(b)
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		w := startProgram(b, exe, b.TempDir(), 120, 36, nil, benchedDesk...)
		w.waitFor("All 10000")
		times = append(times, time.Since(start))
		_ = w.cmd.Process.Kill()
		<-w.exited
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "max-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkDeskStep moves the selection up and down within one screen.
func BenchmarkDeskStep(b *testing.B) {
	keys := append(slices.Repeat([]string{"\x1b[B"}, 12), slices.Repeat([]string{"\x1b[A"}, 12)...)
	measureKeys(b, openBenched(b), keys...)
}

// BenchmarkDeskWalk goes down through conversations that were not on screen yet: the list turns a
// page every 14 steps, and the next 50 conversations are fetched on the way.
func BenchmarkDeskWalk(b *testing.B) { measureKeys(b, openBenched(b), "\x1b[B") }

// BenchmarkDeskType types into the composer of an open conversation.
func BenchmarkDeskType(b *testing.B) {
	w := openBenched(b)
	w.press("\r")
	w.waitFor("Reply", "Where is my order?")
	measureKeys(b, w, "a", "b", " ")
}

// BenchmarkDeskIdle leaves the desk alone for two seconds an iteration: bytes drawn, share of one
// core, and the greatest memory of the program and its children.
func BenchmarkDeskIdle(b *testing.B) {
	w := openBenched(b)
	<-time.After(time.Second) // the starting-up settles
	bytes, ticks, start := 0, cpuTicks(b, w.cmd.Process.Pid), time.Now()
	for b.Loop() {
		before, _ := w.drawn()
		<-time.After(2 * time.Second)
		after, _ := w.drawn()
		bytes += after - before
	}
	seconds := time.Since(start).Seconds()
	b.ReportMetric(float64(bytes)/seconds, "bytes/s")
	b.ReportMetric(float64(cpuTicks(b, w.cmd.Process.Pid)-ticks)/seconds, "%core") // a tick is 10 ms
	b.ReportMetric(peakMemory(b, w.cmd.Process.Pid), "MiB")
	b.ReportMetric(0, "ns/op")
}

// cpuTicks is the user and system time of a process in hundredths of a second (proc(5), stat).
func cpuTicks(b *testing.B, pid int) int {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}

// peakMemory is the greatest resident size of a process, in MiB.
func peakMemory(b *testing.B, pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "VmHWM:")
	kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kib / 1024
}
