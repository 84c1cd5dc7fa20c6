package history

import (
	"context"
	"database/sql"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"keydesk/actions"
)

func TestATestIsRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	s := open(t, path)
	action := actions.Stored{ID: "1", Name: "Ticket", Type: actions.TypeWebhook,
		Config: map[string]any{"url": "https://h.example", "headers": map[string]any{"Authorization": "Bearer one"}}}
	if _, ok, err := s.Tested(t.Context(), action.TestKey()); ok || err != nil {
		t.Fatalf("%v %v before any test", ok, err)
	}
	first := actions.Tested{At: time.UnixMilli(1_700_000_000_123), How: actions.TestCaught}
	if err := s.NoteTest(t.Context(), action.TestKey(), first); err != nil {
		t.Fatal(err)
	}
	on := action.Clone()
	on.ID, on.Name, on.Active, on.Order, on.Icon = "2", "Create ticket", true, 9, "zap"
	again := open(t, path)
	if got, ok, err := again.Tested(t.Context(), on.TestKey()); !ok || err != nil || got != first {
		t.Errorf("switched on it is %+v %v %v", got, ok, err)
	}
	for field, change := range map[string]func(*actions.Stored){
		"url":    func(x *actions.Stored) { x.Config["url"] = "https://other.example" },
		"secret": func(x *actions.Stored) { x.Config["headers"].(map[string]any)["Authorization"] = "Bearer two" },
		"type":   func(x *actions.Stored) { x.Type = actions.TypeURL },
		"new":    func(x *actions.Stored) { x.Config["body"] = "{}" },
	} {
		other := action.Clone()
		change(&other)
		if _, ok, _ := s.Tested(t.Context(), other.TestKey()); ok {
			t.Errorf("with another %s it still counts as tested", field)
		}
	}
	second := actions.Tested{At: first.At.Add(time.Hour), How: actions.TestReal}
	if err := s.NoteTest(t.Context(), action.TestKey(), second); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := s.Tested(t.Context(), action.TestKey()); got != second {
		t.Errorf("the newest is %+v", got)
	}
}

func TestOldTestsAreForgotten(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "history.db"))
	for i := range manyTests + 5 {
		if err := s.NoteTest(t.Context(), strconv.Itoa(i), actions.Tested{At: time.UnixMilli(int64(i)), How: actions.TestReal}); err != nil {
			t.Fatal(err)
		}
	}
	_, oldest, _ := s.Tested(t.Context(), "4")
	_, kept, _ := s.Tested(t.Context(), "5")
	if oldest || !kept {
		t.Errorf("the oldest is there: %v, the next one: %v", oldest, kept)
	}
}

// A file of the first version keeps its runs and takes tests.
func TestAFileOfTheFirstVersionIsBroughtUpToDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{marks.Replace(migrations[0]), "PRAGMA user_version = 1"} {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	add(t, s, run("1", time.UnixMilli(1_700_000_000_000)))
	if err := s.NoteTest(t.Context(), "k", actions.Tested{At: time.UnixMilli(1), How: actions.TestReal}); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Tested(t.Context(), "k"); !ok || err != nil {
		t.Error(ok, err)
	}
}
