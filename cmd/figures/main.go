//go:build linux

// Command figures measures what a person at the terminal pays for keydesk, and for other programs of its
// kind where they are installed, and prints a table for the guide:
//
//	go run ./cmd/figures
//
// Each program runs in a pseudo-terminal of 120×36 with 10,000 entries, in turn and three times over, so that
// whatever else the machine does, it does to all of them; the figures are medians.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	entries := flag.Int("entries", 10_000, "conversations, mails")
	rounds := flag.Int("rounds", 3, "how often each program is run")
	exe := flag.String("keydesk", "", "the program to measure; empty: it is built from this repository")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *exe, *entries, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

// run measures and prints.
func run(ctx context.Context, out io.Writer, exe string, entries, rounds int) error {
	dir, err := os.MkdirTemp("", "keydesk-figures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if exe == "" {
		exe = filepath.Join(dir, "keydesk")
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", exe, "./cmd/keydesk")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("cannot build keydesk (run this from the repository): %w\n%s", err, text)
		}
	}
	programs, err := installed(ctx, dir, exe, entries)
	if err != nil {
		return err
	}
	found := make([][]figures, len(programs))
	for range rounds {
		for i, p := range programs {
			f, err := measure(ctx, p)
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			found[i] = append(found[i], f)
		}
	}
	return table(out, programs, found, entries)
}

// table prints the medians.
func table(out io.Writer, programs []program, found [][]figures, entries int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d processors (%s), 120×36, %d entries, medians of %d rounds\n\n",
		time.Now().Format("2 January 2006"), runtime.NumCPU(), processor(), entries, len(found[0]))
	b.WriteString("| | first screen ms | key p50 / p99 ms | bytes a key | resident MiB |\n|---|---|---|---|---|\n")
	for i, p := range programs {
		median := func(of func(figures) float64) float64 {
			var all []float64
			for _, f := range found[i] {
				all = append(all, of(f))
			}
			slices.Sort(all)
			return all[len(all)/2]
		}
		fmt.Fprintf(&b, "| %s | %.0f | %.1f / %.1f | %.0f | %.0f |\n", p.name,
			median(func(f figures) float64 { return f.first }), median(func(f figures) float64 { return f.half }),
			median(func(f figures) float64 { return f.worst }), median(func(f figures) float64 { return f.bytes }),
			median(func(f figures) float64 { return f.resident }))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// processor is the name of the machine's processor.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo") // without it the name is not known
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
