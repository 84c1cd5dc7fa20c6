package cmd

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"keydesk/client"
	"keydesk/client/store"
)

// seedStore leaves drafts and waiting messages as a desk would: "seedstore PROFILE DRAFTS MESSAGES".
func seedStore(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: seedstore PROFILE DRAFTS MESSAGES")
	}
	count := func(s string) int {
		n, err := strconv.Atoi(s)
		ts.Check(err)
		return n
	}
	ctx := context.Background()
	s := store.New(store.Options{Path: filepath.Join(ts.MkAbs("state/keydesk/desk"), args[0], account("https://x.example", client.Credentials{APIKey: "k"})+".db")})
	_, err := s.Own(ctx, "o1", "u1")
	ts.Check(err)
	for i := range count(args[2]) {
		ts.Check(s.Enqueue(ctx, store.Outgoing{ID: fmt.Sprint("m", i), Contact: "c1", Mode: store.Reply, Body: "words"}))
	}
	var drafts []store.Draft
	for i := range count(args[1]) {
		drafts = append(drafts, store.Draft{Contact: fmt.Sprint("c", i), Mode: store.Reply, Body: "words"})
	}
	ts.Check(s.Save(ctx, store.Batch{Drafts: drafts}))
	ts.Check(s.Close())
}

// TestAccountsDoNotMix: another platform, another person or another key is another file.
func TestAccountsDoNotMix(t *testing.T) {
	same := account("https://Desk.example/support/api/", client.Credentials{Email: "Ravi@example.com", Password: "p"})
	if again := account("https://desk.example/support", client.Credentials{Email: "ravi@example.com", Password: "q"}); again != same {
		t.Errorf("one account has two files: %s, %s", same, again)
	}
	seen := map[string]bool{same: true}
	for _, other := range []string{
		account("https://desk.example/other", client.Credentials{Email: "ravi@example.com"}),
		account("http://desk.example/support", client.Credentials{Email: "ravi@example.com"}),
		account("https://desk.example/support", client.Credentials{Email: "mia@example.com"}),
		account("https://desk.example/support", client.Credentials{APIKey: "ravi@example.com"}),
		account("https://desk.example/support", client.Credentials{APIKey: "k2", Email: "ravi@example.com"}),
	} {
		if seen[other] {
			t.Errorf("%s is the file of two accounts", other)
		}
		seen[other] = true
	}
}
