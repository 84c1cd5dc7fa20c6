package store

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// killed leaves a file and its log as a console that was killed does: many drafts, each written for itself.
func killed(t *testing.T, drafts int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "s.db")
	s := New(Options{Path: path})
	if _, err := s.Own(t.Context(), "o", "u"); err != nil {
		t.Fatal(err)
	}
	for i := range drafts {
		d := Draft{Contact: fmt.Sprintf("c%02d", i), Topic: Reply.Of(""), Body: fmt.Sprintf("draft number %d", i), Changed: time.Unix(int64(i), 0)}
		if err := s.Save(t.Context(), Batch{Drafts: []Draft{d}}); err != nil {
			t.Fatal(err)
		}
	}
	dead := copied(t, path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dead
}

// copied is a copy of a file and its log, as they lie on the disk.
func copied(t *testing.T, path string) (dead string) {
	t.Helper()
	dead = filepath.Join(t.TempDir(), "s.db")
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dead+suffix, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dead
}

func changeWAL(t *testing.T, path string, change func(log []byte) []byte) {
	t.Helper()
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-wal", change(log), 0o600); err != nil {
		t.Fatal(err)
	}
}

func started(t *testing.T, path string) Start {
	t.Helper()
	s := New(Options{Path: path, Alive: func(string) bool { return false }})
	t.Cleanup(func() { _ = s.Close() })
	st, err := s.Start(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// A byte of the log that was changed is noticed wherever it stands: the store is set aside, that is
// told, and the drafts behind the byte are read all the same.
func TestAChangedLogIsSetAside(t *testing.T) {
	const drafts = 8
	whole := killed(t, drafts)
	if st := started(t, whole); st.Aside != "" || len(st.Drafts) != drafts {
		t.Fatalf("a killed console: set aside %q, %d drafts", st.Aside, len(st.Drafts))
	}
	original := killed(t, drafts)
	info, err := os.Stat(original + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	read, tried := 0, 0
	for at := 0; at < int(info.Size()); at += 4001 {
		path := copied(t, original)
		changeWAL(t, path, func(log []byte) []byte { log[min(at, len(log)-1)] ^= 0x15; return log })
		if _, err := Examine(t.Context(), path); err == nil {
			t.Errorf("byte %d: the doctor finds it in order", at)
		}
		st := started(t, path)
		if st.Aside == "" {
			t.Errorf("byte %d of %d: nothing was noticed, %d drafts", at, info.Size(), len(st.Drafts))
		}
		read, tried = read+len(st.Drafts), tried+drafts
	}
	if read*10 < tried*9 {
		t.Errorf("%d of %d drafts were read", read, tried)
	}
	t.Logf("%d of %d drafts were read", read, tried)
}

// What a kill leaves at the end of a log is no damage.
func TestATornLogIsInOrder(t *testing.T) {
	const drafts = 5
	page := 4096
	for name, change := range map[string]func(log []byte) []byte{
		"a part of a frame":      func(log []byte) []byte { return append(log, log[len(log)-page-frameHeader:len(log)-100]...) },
		"a frame's header alone": func(log []byte) []byte { return append(log, log[len(log)-page-frameHeader:len(log)-page]...) },
		"nothing":                func(log []byte) []byte { return nil },
		"a part of the header":   func(log []byte) []byte { return log[:20] },
		"frames of the log before": func(log []byte) []byte {
			old := append([]byte(nil), log[walHeader:]...)
			for at := 0; at < len(old); at += frameHeader + page {
				binary.BigEndian.PutUint32(old[at+8:], 7)
			}
			return append(log, old...)
		},
		"a frame half over the log before": func(log []byte) []byte {
			torn := append([]byte(nil), log[len(log)-page-frameHeader:]...)
			torn[frameHeader+9] ^= 1 // of the earlier frame's page
			old := append([]byte(nil), torn...)
			binary.BigEndian.PutUint32(old[8:], 7)
			return append(append(log, torn...), old...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := killed(t, drafts)
			changeWAL(t, path, change)
			want := drafts
			if name == "nothing" || name == "a part of the header" {
				want = -1 // all was in the log
			}
			if st := started(t, path); st.Aside != "" || want >= 0 && len(st.Drafts) != want {
				t.Errorf("set aside %q, %d drafts", st.Aside, len(st.Drafts))
			}
		})
	}
}
