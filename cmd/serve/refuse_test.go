package serve

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// Connections that show no key take the places of their own address only.
func TestStrangersOfOneAddressLockNobodyOut(t *testing.T) {
	var s strangers
	l := Limits{}.filled()
	far := &net.TCPAddr{IP: net.IPv4(203, 0, 113, 7), Port: 1}
	var leave []func()
	for range 100 {
		if one := s.take(far, l); one != nil {
			leave = append(leave, one)
		}
	}
	if len(leave) != l.PerAddress || l.PerAddress >= l.Handshakes {
		t.Errorf("%d of %d are taken from one address", len(leave), l.Handshakes)
	}
	if s.take(&net.TCPAddr{IP: net.IPv4(203, 0, 113, 8), Port: 1}, l) == nil {
		t.Error("another address is locked out")
	}
	leave[0]()
	if s.take(far, l) == nil {
		t.Error("a place that was left is not given again")
	}
	now := time.Now()
	told := 0
	for i := range 100 {
		if _, tell := s.refused(far, now.Add(time.Duration(i)*time.Millisecond)); tell {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

// Whoever is known is no stranger, also without a session.
func TestConnectionsWithAKeyTakeNoPlaceOfStrangers(t *testing.T) {
	r := run(t, Limits{PerAddress: 1}, func(context.Context, *Session) int { return 0 })
	for range 3 {
		r.dial(t, "ravi")
	}
}

func TestASecondDeskIsToldOfTheFirst(t *testing.T) {
	r := run(t, Limits{}, func(ctx context.Context, s *Session) int {
		_, from, open := s.Other()
		fmt.Fprintf(s.Out, "%v %s.", open, from)
		<-ctx.Done()
		return 0
	})
	for _, want := range []string{"false .", "true 127.0.0.1."} {
		_, out := terminal(t, r.dial(t, "ravi"), 80, 24, nil)
		got := make([]byte, len(want))
		if _, err := io.ReadFull(out, got); err != nil || string(got) != want {
			t.Errorf("told %q, want %q, %v", got, want, err)
		}
	}
}

func TestAFolderHasOneServer(t *testing.T) {
	folder := t.TempDir()
	unlock, err := LockFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockFolder(folder); err == nil || !strings.Contains(err.Error(), "another keydesk serves the folder") {
		t.Errorf("a second server: %v", err)
	}
	unlock()
	if unlock, err = LockFolder(folder); err != nil {
		t.Fatalf("after the first ended: %v", err)
	}
	unlock()
}
