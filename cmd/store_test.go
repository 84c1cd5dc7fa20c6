package cmd

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/cmd/app"
	"keydesk/cmd/desk"
	"keydesk/config"
)

// seedStore leaves drafts, waiting messages and files as a desk would: "seedstore PROFILE DRAFTS MESSAGES FILES".
func seedStore(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: seedstore PROFILE DRAFTS MESSAGES FILES")
	}
	count := func(s string) int {
		n, err := strconv.Atoi(s)
		ts.Check(err)
		return n
	}
	_, err := seed(filepath.Join(ts.MkAbs("state/keydesk/desk"), args[0]), count(args[1]), count(args[2]), count(args[3]))
	ts.Check(err)
}

// seed leaves a conversation, drafts, waiting messages and files in a folder, and returns where they are
// kept.
func seed(dir string, drafts, messages, files int) (string, error) {
	ctx := context.Background()
	s := store.New(store.Options{Path: filepath.Join(dir, desk.Account("https://x.example", client.Credentials{APIKey: "k"})+".db")})
	_, err := s.Own(ctx, "o1", "u1")
	for i := range messages {
		err = errors.Join(err, s.Enqueue(ctx, store.Outgoing{ID: fmt.Sprint("m", i), Contact: "c1", Kind: store.Reply, Body: "words"}))
	}
	for i := range files {
		err = errors.Join(err, s.Enqueue(ctx, store.Outgoing{ID: fmt.Sprint("f", i), Contact: "c1", Kind: store.File, Body: "words", File: &store.Attachment{Path: "/report.pdf"}}))
	}
	b := store.Batch{Contacts: []store.Contact{{Contact: client.Contact{ID: "c1", Name: "Aarav"}}}}
	for i := range drafts {
		b.Drafts = append(b.Drafts, store.Draft{Contact: fmt.Sprint("c", i), Topic: store.Reply.Of(""), Body: "words"})
	}
	return s.Path(), errors.Join(err, s.Save(ctx, b), s.Close())
}

// TestOffForgetsWhatWasKept: nothing stays of an earlier setting but what exists nowhere else.
func TestOffForgetsWhatWasKept(t *testing.T) {
	p := newInProcess(t)
	a := &app.App{Env: p.env}
	dir := config.FindPaths().StoreDir("work")
	desk.ForgetKept(t.Context(), a, "work")
	if _, err := seed(dir, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	desk.ForgetKept(t.Context(), a, "work")
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || p.err.Len() > 0 {
		t.Errorf("%v is still there: %v %s", dir, err, &p.err)
	}
	file, err := seed(dir, 2, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	desk.ForgetKept(t.Context(), a, "work")
	if want := `cache is "off", and profile "work" still has 2 drafts of before`; !strings.Contains(p.err.String(), want) {
		t.Errorf("%q does not say %q", &p.err, want)
	}
	s := store.New(store.Options{Path: file})
	defer s.Close()
	_, err = s.Own(t.Context(), "o1", "u1")
	st, err2 := s.Start(t.Context(), 9)
	if err != nil || err2 != nil || len(st.Contacts) != 0 || len(st.Drafts) != 2 {
		t.Errorf("%v %v %+v", err, err2, st)
	}
}

// TestAStoreThatCannotBeReadIsAskedAbout: it may hold drafts, of a newer keydesk for example.
func TestAStoreThatCannotBeReadIsAskedAbout(t *testing.T) {
	p := newInProcess(t)
	file, err := seed(config.FindPaths().StoreDir("work"), 1, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), "PRAGMA user_version = 99")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	p.run(app.ExitUsage, "--profile", "work", "cache", "clear")
	if !strings.Contains(p.err.String(), "a file that cannot be read (the local store was written by a newer keydesk") {
		t.Error(p.err.String())
	}
	p.run(app.ExitDone, "--profile", "work", "cache", "clear", "--yes")
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

// TestAccountsDoNotMix: another platform, another person or another key is another file.
func TestAccountsDoNotMix(t *testing.T) {
	same := desk.Account("https://Desk.example/support/api/", client.Credentials{Email: "Ravi@example.com", Password: "p"})
	if again := desk.Account("https://desk.example/support", client.Credentials{Email: "ravi@example.com", Password: "q"}); again != same {
		t.Errorf("one account has two files: %s, %s", same, again)
	}
	seen := map[string]bool{same: true}
	for _, other := range []string{
		desk.Account("https://desk.example/other", client.Credentials{Email: "ravi@example.com"}),
		desk.Account("http://desk.example/support", client.Credentials{Email: "ravi@example.com"}),
		desk.Account("https://desk.example/support", client.Credentials{Email: "mia@example.com"}),
		desk.Account("https://desk.example/support", client.Credentials{APIKey: "ravi@example.com"}),
		desk.Account("https://desk.example/support", client.Credentials{APIKey: "k2", Email: "ravi@example.com"}),
	} {
		if seen[other] {
			t.Errorf("%s is the file of two accounts", other)
		}
		seen[other] = true
	}
}
