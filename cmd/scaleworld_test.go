//go:build linux

package cmd

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/cmd/app"
	"keydesk/cmd/desk"
)

// world is a platform in this process for a desk in another one, whose memory and
// time are then its own.
type world struct {
	t        testing.TB
	em       *emulator.Emulator
	url      string
	agent    emulator.User
	client   *client.Client
	contacts []client.Contact // as the platform lists them, before anything happens
}

func newWorld(t testing.TB, o emulator.Options) *world {
	t.Helper()
	em, err := emulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	url, err := em.Start(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = em.Close() })
	w := &world{t: t, em: em, url: url, agent: desk.UserOf(em, "agent")}
	if w.client, err = client.New(client.Options{BaseURL: url, Credentials: client.Credentials{APIKey: w.agent.APIKey}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.client.Close)
	w.contacts = w.list()
	return w
}

// list is the platform's whole list.
func (w *world) list() (all []client.Contact) {
	w.t.Helper()
	for n := 1; ; n++ {
		page, err := w.client.Contacts(context.Background(), client.ContactQuery{Page: n, Limit: 100})
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, page.Contacts...)
		if len(page.Contacts) < page.Limit {
			return all
		}
	}
}

// kept is the file in which a desk at home keeps what it knows of this platform.
func (w *world) kept(home string) *store.Store {
	path := filepath.Join(home, "state", "keydesk", "desk", "default", desk.Account(w.url, client.Credentials{APIKey: w.agent.APIKey})+".db")
	s := store.New(store.Options{Path: path})
	w.t.Cleanup(func() { _ = s.Close() })
	return s
}

// home is a home in which an earlier desk has kept the whole list.
func (w *world) home() string {
	w.t.Helper()
	home := w.t.TempDir()
	ctx, s := context.Background(), w.kept(home)
	id, err := w.client.Connect(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := s.Own(ctx, id.Organization.ID, id.User.ID); err != nil {
		w.t.Fatal(err)
	}
	list := make([]store.Contact, len(w.contacts))
	for i, c := range w.contacts {
		list[i] = store.Contact{Contact: c, At: c.LastMessageAt, Preview: c.LastMessagePreview, Unread: c.UnreadCount}
	}
	if err := s.Save(ctx, store.Batch{Contacts: list, Listed: time.Now(), Total: len(list)}); err != nil {
		w.t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		w.t.Fatal(err)
	}
	return home
}

// env lets a desk find this platform and its user.
func (w *world) env() []string {
	return []string{"KEYDESK_URL=" + w.url, "KEYDESK_API_KEY=" + w.agent.APIKey}
}

// tally is how what a desk has kept compares with the platform, in messages.
type tally struct {
	compared, lost, doubled int
	why                     string // the first difference, "" for none
}

// differ notes a difference of so many messages: more than 0 are lost, fewer doubled.
func (t *tally) differ(lost int, format string, args ...any) {
	t.lost += max(0, lost)
	t.doubled += max(0, -lost)
	if t.why == "" {
		t.why = fmt.Sprintf(format, args...)
	}
}

// tally compares what a desk at home has kept with the platform: unread messages and
// the newest one's time of every conversation, and of those that were read, which
// have no unread ones, the last messages.
func (w *world) tally(home string, read ...string) (t tally) {
	w.t.Helper()
	ctx, s := context.Background(), w.kept(home)
	defer s.Close()
	start, err := s.Start(ctx, 1<<20)
	if err != nil {
		w.t.Fatal(err)
	}
	known := map[string]store.Contact{}
	for _, c := range start.Contacts {
		known[c.ID] = c
	}
	for _, c := range w.list() {
		k, is := known[c.ID]
		delete(known, c.ID)
		late := c.LastMessageAt.Sub(k.At).Abs() > time.Millisecond
		counts := !slices.Contains(read, c.ID) // reading it may be under way
		if counts {
			t.compared += c.UnreadCount
		}
		switch {
		case !is:
			t.differ(max(1, c.UnreadCount), "%s is not known", c.Name)
		case counts && k.Unread != c.UnreadCount:
			t.differ(c.UnreadCount-k.Unread, "%s: %d unread of %d, %v of %v", c.Name, k.Unread, c.UnreadCount, k.At, c.LastMessageAt)
		case late:
			t.differ(1, "%s: the newest message is of %v, not %v", c.Name, k.At, c.LastMessageAt)
		}
	}
	for _, c := range known {
		t.differ(-max(1, c.Unread), "%s is known only here", c.Name)
	}
	for _, id := range read {
		w.compare(s, id, &t)
	}
	return t
}

// pageOfThread is how many of a thread's last messages a desk has at least: it begins
// anew with so many where some were dropped, and fetches older ones when they are
// wanted. Behind the first one that it has there is no gap.
const pageOfThread = 50

// compare compares the last messages of a thread.
func (w *world) compare(s *store.Store, id string, t *tally) {
	w.t.Helper()
	ctx := context.Background()
	page, err := w.client.Messages(ctx, id, client.MessageQuery{Limit: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	there := page.Messages
	kept, _, err := s.Thread(ctx, id, len(there))
	if err != nil {
		w.t.Fatal(err)
	}
	here := map[string]int{}
	for _, m := range kept.Messages {
		here[m.ID]++
	}
	first := slices.IndexFunc(there, func(m client.Message) bool { return here[m.ID] > 0 })
	there = there[min(max(first, 0), max(0, len(there)-pageOfThread)):]
	lost, extra := 0, 0
	for _, m := range there {
		if here[m.ID]--; here[m.ID] < 0 {
			lost++
		}
	}
	for _, n := range here {
		extra += max(0, n)
	}
	t.compared += len(there)
	if lost > 0 {
		t.differ(lost, "%d of the last %d messages of a thread are missing", lost, len(there))
	}
	if extra -= lost; extra > 0 { // as many older ones stand in the place of those that are missing
		t.differ(-extra, "%d messages of a thread are there twice or are not the platform's", extra)
	}
}

// agrees waits until what the desk has kept is what the platform holds.
func (w *world) agrees(home, open string) {
	w.t.Helper()
	if t := w.settled(home, open); t.why != "" {
		w.t.Fatal(t.why)
	}
}

// settled waits until what the desk has kept is what the platform holds, or until it
// is clear that it never will be.
func (w *world) settled(home string, read ...string) tally {
	w.t.Helper()
	end := time.Now().Add(patience)
	for {
		t := w.tally(home, read...)
		if t.why == "" || time.Now().After(end) {
			return t
		}
		<-time.After(100 * time.Millisecond) // the desk writes that often at most
	}
}

// flood lets customers write so many messages a second for a while, half of them
// to the first forty as on a real platform; 0 is as fast as it goes. It returns
// how many they wrote.
func (w *world) flood(ctx context.Context, rate, total int) int {
	start := time.Now()
	for n := range total {
		if rate > 0 && n%10 == 0 {
			due := start.Add(time.Duration(n) * time.Second / time.Duration(rate))
			select {
			case <-time.After(time.Until(due)):
			case <-ctx.Done():
				return n
			}
		}
		among := len(w.contacts)
		if n%2 == 0 {
			among = min(among, 40)
		}
		w.em.Receive(w.contacts[n*7919%among].ID, fmt.Sprintf("message %d, 注文はどこですか 🙂", n))
	}
	return total
}

// TestAFloodArrivesWhole lets messages come as fast as they go to a desk with a
// conversation open, and compares what the desk knows with the platform in the end:
// with a platform that keeps them all for a slow reader, and with one that keeps 256
// as it really does, for a desk that is stopped until some of them are dropped.
func TestAFloodArrivesWhole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		buffer int
		flood  func(t *testing.T, w *world, desk *screenUser)
	}{
		"all of it": {buffer: 8192, flood: func(t *testing.T, w *world, _ *screenUser) {
			w.flood(t.Context(), 0, 4000)
			if dropped := w.em.DroppedFrames(); dropped > 0 {
				t.Fatalf("the platform dropped %d frames", dropped)
			}
		}},
		"with frames dropped": {flood: func(t *testing.T, w *world, desk *screenUser) {
			w.flood(t.Context(), 0, 1000)
			signal := func(s syscall.Signal) {
				if err := desk.cmd.Process.Signal(s); err != nil {
					t.Fatal(err)
				}
			}
			signal(syscall.SIGSTOP)
			for sent := 0; w.em.DroppedFrames() == 0; sent += 1000 {
				if sent == 100_000 { // far more than a system's buffers hold
					t.Fatal("the platform drops nothing")
				}
				w.flood(t.Context(), 0, 1000)
			}
			signal(syscall.SIGCONT)
			w.flood(t.Context(), 0, 1000)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, emulator.Options{Contacts: 300, Seed: 1, SocketBuffer: c.buffer})
			home := t.TempDir()
			desk := startTerminal(t, home, 120, 36, w.env())
			desk.waitFor("All 300", "live")
			desk.press("\r")
			desk.waitFor("Reply", "Where is my order?")
			c.flood(t, w, desk)
			w.em.Receive(w.contacts[0].ID, "the last of them")
			desk.waitFor("the last of them")
			w.agrees(home, w.contacts[0].ID)
			desk.press("\x03")
			desk.ends(app.ExitDone)
		})
	}
}
