package history

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"keydesk/actions"
)

func open(t testing.TB, path string) *Store {
	t.Helper()
	s := New(Options{Path: path})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func add(t testing.TB, s *Store, r actions.Run) {
	t.Helper()
	if err := s.Begin(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if r.State != actions.StateRunning {
		if err := s.Finish(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARunComesBackAsItWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "hist?o#ry %41.db")
	s := open(t, path)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("the file was made before it was needed")
	}
	r := run("1", time.UnixMilli(1700000000123))
	r.State, r.Took, r.Status, r.Attempts, r.Message, r.Error = actions.StateFailed, 1500*time.Microsecond, 500, 2, "m\x00\xff", "e"
	r.Effects = []actions.Effect{actions.Copy{Text: "c"}, actions.Open{URL: "https://x"}, actions.Toast{Level: "info", Text: "t"}, actions.Insert{Text: "i"}}
	r.Log = []string{"one"}
	add(t, s, r)
	got, err := s.Get(t.Context(), "1")
	r.Message = "m\uFFFD\uFFFD"
	if err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, r)
	}
	if byPress, err := s.Get(t.Context(), "press-1"); err != nil || byPress.ID != "1" {
		t.Errorf("%+v %v", byPress, err)
	}
	if _, err := s.Get(t.Context(), "nope"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	for _, f := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(f)
		if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
			t.Errorf("%s: %v %v", f, info, err)
		}
	}
}

func TestListFiltersAndPages(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "h.db"))
	base := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	for i := range 10 {
		r := run(strconv.Itoa(i), base.Add(time.Duration(i/2)*time.Minute))
		r.State = actions.StateDone
		if i%2 == 1 {
			r.State, r.ContactID, r.ContactName, r.ActionID, r.ActionName = actions.StateUncertain, "c2", "Zoë O'Brien", "a2", "Refund 100%"
		}
		add(t, s, r)
	}
	ids := func(f Filter) string {
		t.Helper()
		runs, err := s.List(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range runs {
			out = append(out, r.ID)
		}
		return strings.Join(out, "")
	}
	for _, tc := range []struct {
		f    Filter
		want string
	}{
		{Filter{}, "9876543210"},
		{Filter{Limit: 3}, "987"},
		{Filter{Limit: 3, After: "7"}, "654"},
		{Filter{Contact: "c2"}, "97531"},
		{Filter{Contact: "o'bri"}, "97531"},
		{Filter{Action: "100%"}, "97531"},
		{Filter{Action: "a1"}, "86420"},
		{Filter{Action: "CREATE"}, "86420"},
		{Filter{State: actions.StateUncertain, Since: base.Add(3 * time.Minute)}, "97"},
		{Filter{Until: base.Add(time.Minute)}, "10"},
		{Filter{Contact: "' OR 1=1 --"}, ""},
	} {
		if got := ids(tc.f); got != tc.want {
			t.Errorf("%+v: got %s, want %s", tc.f, got, tc.want)
		}
	}
	if last, err := s.Last(t.Context(), "a1"); err != nil || last.ID != "8" {
		t.Errorf("%+v %v", last, err)
	}
	if _, err := s.Last(t.Context(), "a9"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if n, err := s.Prune(t.Context(), base.Add(2*time.Minute)); err != nil || n != 4 {
		t.Errorf("pruned %d, %v", n, err)
	}
	if got := ids(Filter{}); got != "987654" {
		t.Error(got)
	}
}

func TestRetentionIsAppliedAtOpening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	first := New(Options{Path: path})
	old, fresh := run("old", time.Now().Add(-100*24*time.Hour)), run("new", time.Now())
	old.State, fresh.State = actions.StateDone, actions.StateDone
	add(t, first, old)
	add(t, first, fresh)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Path: path, Retention: 90 * 24 * time.Hour})
	runs, err := s.List(t.Context(), Filter{})
	if err != nil || len(runs) != 1 || runs[0].ID != "new" {
		t.Errorf("%+v %v", runs, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Begin(t.Context(), fresh); err == nil {
		t.Error("a closed store wrote")
	}
}

func TestFinishWithoutBeginWritesTheRun(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "h.db"))
	r := run("1", time.Now())
	r.State, r.Message = actions.StateDone, "ok"
	if err := s.Finish(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(t.Context(), "1"); err != nil || got.Message != "ok" || got.Summary == "" {
		t.Errorf("%+v %v", got, err)
	}
}

// child starts this test program as another console.
func child(t *testing.T, path, do string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), "HISTORY_TEST_FILE="+path, "HISTORY_TEST_DO="+do)
	return cmd
}

func TestARunCutOffByKillIsUnknown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	cmd := child(t, path, "hang")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "began\n" {
		t.Fatalf("%q %v", line, err)
	}
	s := open(t, path)
	if r, err := s.Get(t.Context(), "hanging"); err != nil || r.State != actions.StateRunning {
		t.Errorf("while it runs: %+v %v", r, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed, which is an error to Wait
	r, err := s.Get(t.Context(), "hanging")
	if err != nil || r.State != actions.StateUnknown || r.Message != UnknownMessage || r.PlanID != "press-hanging" {
		t.Errorf("after the kill: %+v %v", r, err)
	}
	runs, err := s.List(t.Context(), Filter{State: actions.StateUnknown})
	if err != nil || len(runs) != 1 {
		t.Errorf("%+v %v", runs, err)
	}
}

func TestARunWithoutEndIsUnknownAfterItsLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	s := open(t, path)
	add(t, s, run("1", time.Now()))
	later := New(Options{Path: path, Now: func() time.Time { return time.Now().Add(runLimit + time.Minute) }})
	defer func() {
		if err := later.Close(); err != nil {
			t.Error(err)
		}
	}()
	if r, err := s.Get(t.Context(), "1"); err != nil || r.State != actions.StateRunning {
		t.Errorf("%+v %v", r, err)
	}
	if r, err := later.Get(t.Context(), "1"); err != nil || r.State != actions.StateUnknown {
		t.Errorf("%+v %v", r, err)
	}
	done := run("1", time.Now())
	done.State = actions.StateDone
	if err := s.Finish(t.Context(), done); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Get(t.Context(), "1"); err != nil || r.State != actions.StateDone {
		t.Errorf("a late end was lost: %+v %v", r, err)
	}
}

func TestSeveralConsolesWriteAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b", "c"} {
		cmd := child(t, path, name)
		wg.Go(func() {
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	s := open(t, path)
	runs, err := s.List(t.Context(), Filter{Limit: 1000, State: actions.StateDone})
	if err != nil || len(runs) != 120 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

func TestFilesOfANewerKeydeskAreLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	if err := s.Begin(t.Context(), run("1", time.Now())); err == nil || !strings.Contains(err.Error(), "newer keydesk") {
		t.Error(err)
	}
}

func TestWhatIsNoDatabaseIsSaidSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 1000)), 0o644); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	err := s.Begin(t.Context(), run("1", time.Now()))
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Begin(ctx, run("1", time.Now())); err == nil {
		t.Error("a cancelled write went through")
	}
}

func BenchmarkBeginFinish(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "h.db"))
	for i := 0; b.Loop(); i++ {
		r := run(strconv.Itoa(i), time.Now())
		r.State = actions.StateDone
		add(b, s, r)
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "h.db")
	for b.Loop() {
		s := New(Options{Path: path})
		if _, err := s.List(b.Context(), Filter{}); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
