//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

const (
	columns, rows = 120, 36
	repaintOver   = 25 * time.Millisecond // a repaint is over when nothing came for so long
	settled       = 500 * time.Millisecond
	tooLong       = time.Minute
)

// figures are what one run of a program cost. Times are milliseconds.
type figures struct{ first, half, worst, bytes, resident float64 }

// screen is what a program has drawn so far.
type screen struct {
	mu    sync.Mutex
	term  vt10x.Terminal
	bytes int
	last  time.Time
}

// read draws what comes, and answers what a terminal answers and the emulator does not.
func (s *screen) read(tty io.ReadWriter) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := tty.Read(buffer)
		s.mu.Lock()
		if n > 0 {
			s.bytes, s.last = s.bytes+n, time.Now()
			_, _ = s.term.Write(buffer[:n]) // draws what it understands
		}
		s.mu.Unlock()
		if strings.Contains(string(buffer[:n]), "\x1b[c") {
			_, _ = io.WriteString(tty, "\x1b[?62;22c") // a program that is gone needs no answer
		}
		if err != nil {
			return
		}
	}
}

func (s *screen) drawn() (bytes int, last time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes, s.last
}

func (s *screen) shows(words string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.term.String(), words)
}

// measure runs a program once.
func measure(ctx context.Context, p program) (figures, error) {
	home, err := os.MkdirTemp("", "keydesk-figures-home-")
	if err != nil {
		return figures{}, err
	}
	defer os.RemoveAll(home)
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...)
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "HOME="+home, "XDG_STATE_HOME="+home, "XDG_CONFIG_HOME="+home), p.env...)
	start := time.Now()
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: rows, Cols: columns})
	if err != nil {
		return figures{}, err
	}
	s := &screen{term: vt10x.New(vt10x.WithSize(columns, rows), vt10x.WithWriter(tty))}
	var reads sync.WaitGroup
	reads.Go(func() { s.read(tty) })
	defer func() {
		_ = cmd.Process.Kill() // it has nothing to keep
		_ = cmd.Wait()
		_ = tty.Close()
		reads.Wait()
	}()
	for !s.shows(p.ready) {
		if time.Since(start) > tooLong || ctx.Err() != nil {
			return figures{}, fmt.Errorf("its first screen never showed %q", p.ready)
		}
		<-time.After(500 * time.Microsecond)
	}
	f := figures{first: milliseconds(time.Since(start))}
	<-time.After(settled)
	err = f.press(s, tty)
	f.resident = resident(cmd.Process.Pid)
	return f, err
}

// press presses the keys, each when the repaint of the one before is over.
func (f *figures) press(s *screen, tty io.Writer) error {
	var times []float64
	total := 0
	for _, key := range keysOf {
		before, _ := s.drawn()
		pressed := time.Now()
		if _, err := io.WriteString(tty, key); err != nil {
			return err
		}
		for time.Since(pressed) < time.Second {
			if now, last := s.drawn(); now > before && time.Since(last) > repaintOver {
				times = append(times, milliseconds(last.Sub(pressed)))
				total += now - before
				break
			}
			<-time.After(200 * time.Microsecond)
		}
	}
	if len(times) == 0 {
		return errors.New("no key drew anything")
	}
	slices.Sort(times)
	f.half, f.worst = times[len(times)/2], times[len(times)*99/100]
	f.bytes = float64(total) / float64(len(times))
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// resident is the memory of a process and its children, in MiB; pages that they share count for each
// process by its part.
func resident(pid int) (mib float64) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid)) // it may have ended
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			kib, _ := strconv.ParseFloat(f[1], 64)
			mib += kib / 1024
		}
	}
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for _, child := range strings.Fields(string(text)) {
			if n, err := strconv.Atoi(child); err == nil {
				mib += resident(n)
			}
		}
	}
	return mib
}
