package store

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"keydesk/client"
)

// console opens a store as a console that is there, signed in as u1 of o1.
func console(t testing.TB, path string) *Store {
	t.Helper()
	return consoleOf(t, Options{Path: path})
}

func consoleOf(t testing.TB, o Options) *Store {
	t.Helper()
	return own(t, New(o))
}

func own(t testing.TB, s *Store) *Store {
	t.Helper()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.Own(t.Context(), "o1", "u1"); err != nil {
		t.Fatal(err)
	}
	return s
}

func save(t testing.TB, s *Store, b Batch) {
	t.Helper()
	if err := s.Save(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func start(t testing.TB, s *Store) Start {
	t.Helper()
	st, err := s.Start(t.Context(), 50)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func draft(body string) Draft {
	return Draft{Contact: "c1", Topic: Reply.Of(""), Body: body, Changed: at(1)}
}

func at(minute int) time.Time { return time.Date(2026, 11, 20, 10, minute, 0, 1000, time.UTC) }

func bodies(list []Draft) []string {
	var all []string
	for _, d := range list {
		all = append(all, d.Contact+" "+d.column()+" "+d.Body)
	}
	slices.Sort(all)
	return all
}

func ids(list []Outgoing) []string {
	var all []string
	for _, m := range list {
		all = append(all, m.ID)
	}
	return all
}

func TestDraftsComeBackByConversationAndMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "st?o#re %41.db")
	s := New(Options{Path: path})
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("the file was made before it was needed")
	}
	own(t, s)
	want := []Draft{{Contact: "c1", Topic: Reply.Of(""), Body: "a\nb", Ref: "m7", Changed: at(1)}, {Contact: "c1", Topic: Note.Of(""), Body: "for us", Changed: at(2)}}
	save(t, s, Batch{Drafts: append(want, Draft{Contact: "c2", Topic: Reply.Of(""), Body: "gone", Changed: at(3)})})
	save(t, s, Batch{Drafts: []Draft{{Contact: "c2", Topic: Reply.Of("")}}})
	for _, f := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(f)
		if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
			t.Errorf("%s: %v %v", f, info, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	next := console(t, path)
	if got := start(t, next).Drafts; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestDraftsOfALivingConsoleAreItsOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	a, b := console(t, path), console(t, path)
	save(t, a, Batch{Drafts: []Draft{draft("of a")}})
	if got := start(t, b).Drafts; len(got) != 0 {
		t.Errorf("b took %+v from a console that lives", got)
	}
	save(t, b, Batch{Drafts: []Draft{draft("of b")}})
	if got := bodies(start(t, a).Drafts); !reflect.DeepEqual(got, []string{"c1 reply of a"}) {
		t.Errorf("a has %q", got)
	}
	for _, s := range []*Store{a, b} {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := bodies(start(t, console(t, path)).Drafts); !reflect.DeepEqual(got, []string{"c1 reply of a\n\nof b"}) {
		t.Errorf("the next console has %q", got)
	}
}

func TestTheOutboxKeepsOrderAndIsClaimedOnce(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		a, b := consoleOf(t, o), consoleOf(t, o)
		save(t, a, Batch{Drafts: []Draft{draft("text of m1")}})
		want := Outgoing{ID: "m1", Contact: "c1", Kind: Reply, Body: "text of m1", ReplyTo: "r", Account: "acc", Written: at(1), After: at(0)}
		if err := a.Enqueue(t.Context(), outgoing("m0")); err != nil || len(start(t, a).Drafts) != 1 {
			t.Fatalf("a message that was no draft took one away: %v", err)
		}
		if err := a.Done(t.Context(), "m0"); err != nil {
			t.Fatal(err)
		}
		want.Was = Reply.Of("")
		if err := errors.Join(a.Enqueue(t.Context(), want), a.Enqueue(t.Context(), outgoing("m2")), a.Enqueue(t.Context(), outgoing("m3"))); err != nil {
			t.Fatal(err)
		}
		if got := start(t, a).Drafts; len(got) != 0 {
			t.Errorf("the draft stayed: %+v", got)
		}
		if err := b.Claim(t.Context(), "m1", time.Time{}); !errors.Is(err, ErrTaken) {
			t.Errorf("another console could send it: %v", err)
		}
		if got, err := b.Adopt(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("%+v %v", got, err)
		}
		if err := a.Claim(t.Context(), "m2", time.Time{}); err != nil {
			t.Fatal(err)
		}
		if err := a.Claim(t.Context(), "m2", time.Time{}); !errors.Is(err, ErrTaken) {
			t.Errorf("claimed twice: %v", err)
		}
		if err := a.Return(t.Context(), "m2", true, "why"); err != nil {
			t.Fatal(err)
		}
		if err := a.Done(t.Context(), "m3"); err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := b.Adopt(t.Context())
		if err != nil || len(got) != 2 {
			t.Fatalf("%+v %v", got, err)
		}
		got[0].number, want.Was = 0, Topic{}
		if !reflect.DeepEqual(got[0], want) {
			t.Errorf("got  %+v\nwant %+v", got[0], want)
		}
		if m := got[1]; m.ID != "m2" || !m.Unsure || m.Held != "why" || m.Attempts != 1 || m.Tried.IsZero() {
			t.Errorf("%+v", m)
		}
	})
}

// child starts this test program as another console and waits for its first words.
func child(t *testing.T, o Options, do string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), "STORE_TEST_FILE="+o.Path, "STORE_TEST_DO="+do)
	if o.Database != nil {
		cmd.Env = append(cmd.Env, "STORE_TEST_DATABASE="+o.Database.config.ConnString())
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewReader(out)
}

func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed, which is an error to Wait
}

func TestKillLosesNoDraft(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		cmd, out := child(t, o, "type")
		if line, err := out.ReadString('\n'); err != nil || line != "typing\n" {
			t.Fatalf("%q %v", line, err)
		}
		kill(t, cmd)
		st := start(t, consoleOf(t, o))
		if len(st.Drafts) != 1 || st.Aside != "" {
			t.Fatalf("%+v", st)
		}
		if n, err := strconv.Atoi(st.Drafts[0].Body); err != nil || n < 20 {
			t.Errorf("only %q was kept", st.Drafts[0].Body)
		}
	})
}

func TestKillWhileSendingIsUnsure(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		cmd, out := child(t, o, "send")
		if line, err := out.ReadString('\n'); err != nil || line != "sending\n" {
			t.Fatalf("%q %v", line, err)
		}
		s := consoleOf(t, o)
		if got, err := s.Adopt(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("taken from a console that lives: %+v %v", got, err)
		}
		kill(t, cmd)
		outlive(t, s)
		got, err := s.Adopt(t.Context())
		if err != nil || !slices.Equal(ids(got), []string{"m1", "m2", "m3", "f1", "f2"}) {
			t.Fatalf("%+v %v", got, err)
		}
		if !got[0].Unsure || got[1].Unsure || got[2].Unsure || !got[3].Unsure || got[4].Unsure {
			t.Errorf("only the first of each was being sent: %+v", got)
		}
	})
}

func TestSeveralConsolesTakeEachMessageOnce(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		s := consoleOf(t, o)
		var want []string
		for i := range 12 {
			m := outgoing(fmt.Sprintf("m%02d", i))
			if err := s.Enqueue(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			want = append(want, m.ID)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		found := make(chan string)
		for range 3 {
			cmd, out := child(t, o, "adopt")
			t.Cleanup(func() { kill(t, cmd) })
			go func() {
				for {
					line, err := out.ReadString('\n')
					if err != nil {
						return
					}
					found <- strings.TrimSpace(line)
				}
			}()
		}
		var got []string
		for range want {
			got = append(got, <-found)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("taken: %q", got)
		}
	})
}

func contact(i int) Contact {
	return Contact{Contact: client.Contact{ID: fmt.Sprintf("c%05d", i), PhoneNumber: "91", Name: "N", Tags: []string{"vip"}, LastMessageAt: at(0),
		AssignedUserID: "u1", Account: "a", LastInboundAt: at(1), ServiceWindowOpen: true, CreatedAt: at(2), UpdatedAt: at(3), UnreadCount: 2},
		At: at(0).Add(-time.Duration(i/2) * time.Minute), Preview: "p", Unread: 2, Sent: client.StatusRead}
}

func TestTheListComesBackInOrderAndInParts(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		s := consoleOf(t, o)
		var list []Contact
		for i := range 120 {
			list = append(list, contact(i))
		}
		save(t, s, Batch{Contacts: list, Listed: at(5), Total: 300})
		list[3].Preview = "changed"
		save(t, s, Batch{Contacts: list[3:4], Gone: []string{list[7].ID}})
		want := slices.Delete(slices.Clone(list), 7, 8)
		st := start(t, s)
		if !st.Listed.Equal(at(5)) || st.Total != 300 {
			t.Errorf("%v %d", st.Listed, st.Total)
		}
		got := st.Contacts
		for n := -1; len(got) != n; {
			n = len(got)
			more, err := s.More(t.Context(), got[n-1], 33)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, more...)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%d of %d, or others", len(got), len(want))
		}
	})
}

func message(i int) client.Message {
	return client.Message{ID: fmt.Sprintf("m%03d", i), ContactID: "c1", Direction: client.Outgoing, Type: "text", Body: "b\x00" + strconv.Itoa(i),
		Interactive: &client.Interactive{Type: "button", Buttons: []client.Choice{{ID: "1", Title: "t"}}}, Status: client.StatusSent,
		IsReply: true, ReplyToID: "q", ReplyTo: &client.Quoted{ID: "q", Body: "quoted"}, Reactions: []client.Reaction{{Emoji: "x", FromUser: "u"}},
		CreatedAt: at(i / 2)}
}

func TestThreadsComeBackAndGrow(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		s := consoleOf(t, o)
		var list []client.Message
		for i := range 30 {
			list = append(list, message(i))
		}
		if _, known, err := s.Thread(t.Context(), "c1", 50); known || err != nil {
			t.Error(known, err)
		}
		save(t, s, Batch{Threads: []Thread{{Contact: "c1", Messages: list[:20], Fresh: true, Home: true, Solid: at(3)}}})
		list[19].Status = client.StatusRead
		save(t, s, Batch{Threads: []Thread{{Contact: "c1", Messages: list[19:]}}})
		got, known, err := s.Thread(t.Context(), "c1", 50)
		if got.Seen.IsZero() {
			t.Error("it is not told when it was written")
		}
		got.Seen = time.Time{}
		if want := (Thread{Contact: "c1", Messages: list, Home: true, Solid: at(3)}); !known || err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v %v\ngot  %+v\nwant %+v", known, err, got, want)
		}
		if got, _, _ := s.Thread(t.Context(), "c1", 10); got.Home || !reflect.DeepEqual(got.Messages, list[20:]) {
			t.Errorf("the newest ten: %v %d", got.Home, len(got.Messages))
		}
		save(t, s, Batch{Threads: []Thread{{Contact: "c1", Messages: list[25:], Fresh: true, Solid: at(9)}}})
		if got, _, _ := s.Thread(t.Context(), "c1", 50); got.Home || !reflect.DeepEqual(got.Messages, list[25:]) {
			t.Errorf("after a fresh start: %+v", got)
		}
	})
}

func TestAnotherUserSeesNothing(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		fill := func(s *Store) {
			save(t, s, Batch{Drafts: []Draft{draft("mine")}, Contacts: []Contact{contact(1)}, Listed: at(1), Threads: []Thread{{Contact: "c1", Messages: []client.Message{message(1)}, Fresh: true}}})
			if err := errors.Join(s.Enqueue(t.Context(), outgoing("m"+rest(s))), s.Enqueue(t.Context(), parcel("f"+rest(s)))); err != nil {
				t.Fatal(err)
			}
			save(t, s, Batch{Drafts: []Draft{draft("mine")}})
		}
		s := consoleOf(t, o)
		fill(s)
		if changed, err := s.Own(t.Context(), "o2", "u1"); err != nil || !changed {
			t.Fatal(changed, err)
		}
		if st := start(t, s); len(st.Drafts)+len(st.Outbox)+len(st.Contacts) != 0 || !st.Listed.IsZero() {
			t.Errorf("another organization sees %+v", st)
		}
		if _, known, _ := s.Thread(t.Context(), "c1", 9); known {
			t.Error("another organization sees a thread")
		}
		// A console that still is the first one must not write into the other's list.
		late := New(o)
		own(t, late)
		if _, err := s.Own(t.Context(), "o2", "u1"); err != nil {
			t.Fatal(err)
		}
		save(t, late, Batch{Contacts: []Contact{contact(9)}, Drafts: []Draft{{Contact: "c5", Topic: Reply.Of(""), Body: "own work"}}})
		if st := start(t, s); len(st.Contacts) != 0 || len(st.Drafts) != 0 {
			t.Errorf("mixed: %+v", st)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if changed, err := late.Own(t.Context(), "o1", "u1"); err != nil || changed {
			t.Fatal(changed, err)
		}
		st := start(t, late)
		if got := bodies(st.Drafts); !slices.Equal(got, []string{"c1 reply mine", "c5 reply own work"}) || len(st.Outbox) != 2 {
			t.Errorf("back again: %q, %+v", got, st.Outbox)
		}
	})
}

// rest makes an id that differs by store.
func rest(s *Store) string { return s.console[len(s.console)-4:] }

func TestOnlyOwnWork(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		s := consoleOf(t, o)
		save(t, s, Batch{Contacts: []Contact{contact(1)}, Listed: at(1)})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		ownOnly := o
		ownOnly.OwnOnly = true
		only := own(t, New(ownOnly))
		if st := start(t, only); len(st.Contacts) != 0 {
			t.Errorf("%+v", st)
		}
		save(t, only, Batch{Contacts: []Contact{contact(2)}, Drafts: []Draft{draft("kept")}})
		if err := only.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := only.Close(); err != nil {
			t.Fatal(err)
		}
		if st := start(t, consoleOf(t, o)); len(st.Contacts) != 0 || len(st.Drafts) != 1 {
			t.Errorf("%+v", st)
		}
	})
}

func TestTidyKeepsWhatIsNewAndNoMore(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		now := at(0)
		o.Keep, o.Now = time.Hour, func() time.Time { return now }
		s := own(t, New(o))
		var long []client.Message
		for i := range keptMessages + 5 {
			long = append(long, message(i))
		}
		save(t, s, Batch{Contacts: []Contact{contact(1)}, Drafts: []Draft{draft("old work")}, Threads: []Thread{{Contact: "old", Messages: long[:1], Fresh: true}}})
		now = now.Add(2 * time.Hour)
		threads := []Thread{{Contact: "c1", Messages: long, Fresh: true, Home: true}}
		for i := range keptThreads - 1 {
			threads = append(threads, Thread{Contact: fmt.Sprint("t", i), Messages: long[:1], Fresh: true, Home: true})
		}
		save(t, s, Batch{Contacts: []Contact{contact(2)}, Threads: threads})
		if err := s.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		st := start(t, s)
		if len(st.Contacts) != 1 || st.Contacts[0].ID != contact(2).ID || len(st.Drafts) != 1 {
			t.Errorf("%+v", st)
		}
		if _, known, _ := s.Thread(t.Context(), "old", 9); known {
			t.Error("an old thread was kept")
		}
		got, _, err := s.Thread(t.Context(), "c1", 999)
		if err != nil || got.Home || !reflect.DeepEqual(got.Messages, long[5:]) {
			t.Errorf("%v %v, %d messages", err, got.Home, len(got.Messages))
		}
		if got, _, _ := s.Thread(t.Context(), "t0", 9); !got.Home {
			t.Error("a short thread lost its beginning")
		}
	})
}

func TestWipe(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		s, other := consoleOf(t, o), consoleOf(t, o)
		save(t, s, Batch{Drafts: []Draft{draft("secret words")}, Contacts: []Contact{contact(1)}})
		if err := errors.Join(other.Enqueue(t.Context(), outgoing("m1")), other.Enqueue(t.Context(), parcel("f1"))); err != nil {
			t.Fatal(err)
		}
		if u, err := s.Unsent(t.Context()); err != nil || u != (Unsent{Drafts: 1, Messages: 1, Files: 1}) {
			t.Errorf("%+v %v", u, err)
		}
		if err := s.Wipe(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"m1", "f1"} {
			if err := other.Claim(t.Context(), id, time.Time{}); !errors.Is(err, ErrTaken) {
				t.Errorf("%s was wiped and can still be sent: %v", id, err)
			}
		}
		for _, suffix := range companions {
			if _, err := os.Stat(o.Path + suffix); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s is still there: %v", suffix, err)
			}
		}
	})
}

func TestADamagedFileIsSetAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Path: path})
	t.Cleanup(func() { _ = s.Close() })
	st := start(t, s)
	if st.Aside == "" || !strings.HasPrefix(st.Aside, path+".damaged-") {
		t.Errorf("aside %q", st.Aside)
	}
	if data, err := os.ReadFile(st.Aside); err != nil || !strings.HasPrefix(string(data), "not a database") {
		t.Errorf("%q %v", data, err)
	}
	if st := start(t, s); st.Aside != "" {
		t.Error("said twice")
	}
}

func TestWhatCanBeReadOfADamagedFileIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := console(t, path)
	save(t, s, Batch{Drafts: []Draft{draft("rescue me")}})
	if err := errors.Join(s.Enqueue(t.Context(), outgoing("m1")), s.Enqueue(t.Context(), parcel("f1"))); err != nil {
		t.Fatal(err)
	}
	save(t, s, Batch{Drafts: []Draft{draft("rescue me")}})
	var list []Contact
	for i := range 2000 {
		list = append(list, contact(i))
	}
	save(t, s, Batch{Contacts: list})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	for offset := int64(64 << 10); offset+4096 < info.Size(); offset += 4096 { // the list's pages; the first ones hold the rest
		if _, err := f.WriteAt([]byte(strings.Repeat("\xff", 4096)), offset); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	next := console(t, path)
	if _, err := next.Start(t.Context(), 2000); err != nil {
		t.Fatal(err)
	}
	_ = next.Save(t.Context(), Batch{Contacts: list}) // touches the damaged part at the latest
	st := start(t, next)
	if got := bodies(st.Drafts); !slices.Equal(got, []string{"c1 reply rescue me"}) {
		t.Errorf("%q", got)
	}
	if u, err := next.Unsent(t.Context()); err != nil || u.Messages != 1 || u.Files != 1 {
		t.Errorf("%+v %v", u, err)
	}
	matches, err := filepath.Glob(path + ".damaged-*")
	if err != nil || len(matches) == 0 {
		t.Errorf("nothing was set aside: %v %v", matches, err)
	}
}

func TestAFileOfANewerKeydeskIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
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
	s := New(Options{Path: path})
	if _, err := s.Start(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "newer keydesk") {
		t.Error(err)
	}
}

func TestAPlaceThatCannotBeWrittenIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Path: filepath.Join(file, "s.db")})
	err := s.Save(t.Context(), Batch{Drafts: []Draft{draft("x")}})
	if err == nil || !strings.Contains(err.Error(), file) {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := console(t, filepath.Join(t.TempDir(), "s.db")).Save(ctx, Batch{Drafts: []Draft{draft("x")}}); err == nil {
		t.Error("a cancelled write went through")
	}
}

func TestTwoConsolesStartAtOnce(t *testing.T) {
	inBoth(t, func(t *testing.T, o Options) {
		for range 5 {
			errs := make(chan error, 4)
			for range cap(errs) {
				s := New(o)
				go func() {
					_, err := s.Start(t.Context(), 1)
					errs <- errors.Join(err, s.Close())
				}()
			}
			for range cap(errs) {
				if err := <-errs; err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// A desk opens its file ahead; whoever asks first is told what is wrong with it.
func TestOpeningAheadTellsNothingAndHidesNothing(t *testing.T) {
	s := New(Options{Path: filepath.Join(t.TempDir(), "desk.db"), Now: time.Now})
	s.Open(t.Context())
	if _, err := os.Stat(s.Path()); err != nil {
		t.Errorf("it was not opened: %v", err)
	}
	if _, err := s.Start(t.Context(), 10); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	bad := New(Options{Path: filepath.Join(file, "desk.db"), Now: time.Now})
	bad.Open(t.Context())
	if _, err := bad.Start(t.Context(), 10); err == nil {
		t.Error("a place that cannot be is not told")
	}
}
