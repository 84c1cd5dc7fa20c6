package store

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"keydesk/cmd/testdatabase"
)

// TestMain is also the program of the other consoles that tests start: one that types until it is
// killed, one that is killed while it sends, or one that takes what it can get.
func TestMain(m *testing.M) {
	path := os.Getenv("STORE_TEST_FILE")
	if path == "" {
		goleak.VerifyTestMain(served{m})
		return
	}
	o := Options{Path: path}
	if address := os.Getenv("STORE_TEST_DATABASE"); address != "" {
		d, err := OpenDatabase(address)
		if err != nil {
			panic(err)
		}
		o.Database, o.Desk = d, "ravi"
	}
	if err := otherConsole(o, os.Getenv("STORE_TEST_DO")); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// served are tests that end the database they share.
type served struct{ m *testing.M }

// Run runs them.
func (s served) Run() int { return testdatabase.Main(s.m.Run) }

func otherConsole(o Options, do string) error {
	s := New(o)
	ctx := context.Background()
	if _, err := s.Own(ctx, "o1", "u1"); err != nil {
		return err
	}
	switch do {
	case "type":
		for i := 1; ; i++ {
			if err := s.Save(ctx, Batch{Drafts: []Draft{{Contact: "c1", Topic: Reply.Of(""), Body: strconv.Itoa(i), Changed: time.Now()}}}); err != nil {
				return err
			}
			if i == 20 {
				fmt.Println("typing")
			}
		}
	case "send":
		for _, id := range []string{"m1", "m2", "m3"} {
			if err := s.Enqueue(ctx, outgoing(id)); err != nil {
				return err
			}
		}
		for _, id := range []string{"f1", "f2"} {
			if err := s.Enqueue(ctx, parcel(id)); err != nil {
				return err
			}
		}
		for _, id := range []string{"m1", "f1"} {
			if err := s.Claim(ctx, id, time.Time{}); err != nil {
				return err
			}
		}
		fmt.Println("sending")
		select {}
	case "adopt":
		list, err := s.Adopt(ctx)
		if err != nil {
			return err
		}
		for _, m := range list {
			if err := s.Claim(ctx, m.ID, time.Time{}); err != nil {
				return err
			}
			fmt.Println(m.ID)
		}
		time.Sleep(time.Hour) // until it is killed: what it took must stay its own
	}
	return nil
}

// parcel is a file on its way out.
func parcel(id string) Outgoing {
	return Outgoing{ID: id, Contact: "c1", Kind: File, Body: "words under " + id, Account: "acc", Written: at(1), After: at(0),
		File: &Attachment{Path: "/home/ravi/\xff " + id + ".pdf", Name: id + ".pdf", Size: 12, Modified: at(0), Type: "document", MIME: "application/pdf"}}
}

func outgoing(id string) Outgoing {
	return Outgoing{ID: id, Contact: "c1", Kind: Reply, Body: "text of " + id, Written: time.Now()}
}
