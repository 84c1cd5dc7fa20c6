package script

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"keydesk/actions/script/vm"
)

// actorArg makes the test program play a part in a process of its own: a worker that snippets have
// taken over, or one that is broken.
const actorArg = "keydesk-test-actor"

func act(part string) int {
	out := os.Stdout
	if part == "probe" {
		return probe(out)
	}
	if part == "silent" {
		hang()
	}
	if part == "dies" {
		return 7
	}
	if part == "parent" {
		p := NewPool(Config{Exe: os.Getenv("KEYDESK_TEST_WORKER"), Spare: true})
		p.Warm()
		p.mu.Lock()
		for p.spare == nil {
			p.news.Wait()
		}
		w := p.spare
		p.mu.Unlock()
		<-w.ready
		fmt.Fprintln(out, w.cmd.Process.Pid)
		hang()
	}
	out.Write(frame(frameHello, []byte(`[]`)))
	if part == "hello flood" {
		for {
			out.Write(frame(frameHello, make([]byte, 4096)))
		}
	}
	if _, err := readFrame(bufio.NewReader(os.Stdin), frameOrder, maxOrder); err != nil {
		return 1
	}
	good := encodeReply(vm.Outcome{Effects: []vm.Effect{{Kind: "toast", Text: "x", Level: "info"}}})
	switch part {
	case "garbage":
		out.WriteString(strings.Repeat("\xff\x00garbage", 100))
	case "huge":
		out.Write(binary.BigEndian.AppendUint32(nil, 1<<31))
		for {
			out.Write(make([]byte, 65536))
		}
	case "hungry": // it has no walls
		fed := make([]byte, 2*memoryBound)
		for i := 0; i < len(fed); i += 4096 {
			fed[i] = 1
		}
		hang()
	case "broken":
		out.Write(frame(frameReply, good)[:8])
	case "forged":
		out.Write(frame(frameReply, encodeReply(vm.Outcome{Effects: []vm.Effect{{Kind: "open", URL: "file:///etc/passwd"}}})))
	case "too many":
		out.Write(frame(frameReply, encodeReply(vm.Outcome{Effects: make([]vm.Effect, 21)})))
	case "flood":
		out.Write(frame(frameReply, good))
		for {
			out.Write(frame(frameReply, good))
		}
	case "noise":
		for range 10000 {
			os.Stderr.WriteString(strings.Repeat("noise", 1000))
		}
	case "stall":
		hang()
	}
	return 0
}

// hang never returns and is deaf to the end of input; a timer keeps the runtime from calling it a
// deadlock.
func hang() {
	for range time.Tick(time.Hour) {
	}
}

// A worker that was taken over can do nothing to its parent: not grow it, not hang it, not have an
// effect performed that is not allowed.
func TestTheWorkerIsNotTrusted(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ part, kind, message string }{
		{"garbage", KindKilled, "cannot be trusted"},
		{"huge", KindKilled, "cannot be trusted"},
		{"hello flood", KindKilled, "cannot be trusted"},
		{"broken", KindKilled, "without an answer"},
		{"forged", KindKilled, "cannot be trusted"},
		{"too many", KindKilled, "cannot be trusted"},
		{"noise", KindKilled, "without an answer"},
		{"stall", KindTimeout, "was killed"},
		{"flood", "", ""},
	}
	before := heapInUse()
	for _, c := range cases {
		t.Run(c.part, func(t *testing.T) {
			p := NewPool(Config{Exe: self, Args: []string{actorArg, c.part}})
			defer p.Close()
			limit := 10 * time.Second // the parts that end do so sooner
			if c.part == "stall" {
				limit = 200 * time.Millisecond
			}
			r, err := p.Run(context.Background(), Job{Code: "1", Limit: limit})
			if c.kind == "" {
				if err != nil || len(r.Effects) != 1 {
					t.Errorf("%+v, %v", r, err)
				}
				return
			}
			var failure *Error
			if !errors.As(err, &failure) || failure.Kind != c.kind || !strings.Contains(failure.Message, c.message) {
				t.Errorf("%v, want %s: %s", err, c.kind, c.message)
			}
			if len(r.Effects) != 0 {
				t.Errorf("effects were taken over: %+v", r.Effects)
			}
		})
	}
	if after := heapInUse(); after > before+32<<20 {
		t.Errorf("the parent's memory grew from %d to %d MiB", before>>20, after>>20)
	}
}

func TestAWorkerThatDoesNotStartIsTold(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]Config{
		"dies":    {Exe: self, Args: []string{actorArg, "dies"}},
		"missing": {Exe: "/nonexistent/keydesk"},
	} {
		t.Run(name, func(t *testing.T) {
			p := NewPool(c)
			defer p.Close()
			_, err := p.Run(context.Background(), Job{Code: "1"})
			var failure *Error
			if err == nil || errors.As(err, &failure) || !strings.Contains(err.Error(), "starting a script worker") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestCancelKillsAtOnce(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]Config{
		"a run":          {Exe: workerExe},
		"a silent start": {Exe: self, Args: []string{actorArg, "silent"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := NewPool(c)
			defer p.Close()
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			defer cancel()
			started := time.Now()
			_, err := p.Run(ctx, Job{Code: "while (true) {}", Limit: MaxLimit})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the error is %v", err)
			}
			if took := time.Since(started); took > 2*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}
