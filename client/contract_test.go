package client_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
)

// desk is a client at an emulated platform, over real loopback sockets.
type desk struct {
	*client.Client
	platform *emulator.Emulator
	address  string // host:port, to start it again at
	url      string
	id       client.Identity
	waiting  []client.Event // come, but not looked at
}

// open starts a platform and signs an agent in; role picks another user.
func open(t *testing.T, o emulator.Options, role string) *desk {
	t.Helper()
	o.Manual, o.Seed, o.BasePath = true, 7, "/desk"
	platform, err := emulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = platform.Close() })
	d := &desk{platform: platform}
	d.start(t, "127.0.0.1:0")
	for _, u := range platform.Users() {
		if u.Role == role {
			d.signIn(t, client.Credentials{Email: u.Email, Password: u.Password})
		}
	}
	return d
}

func (d *desk) start(t *testing.T, addr string) {
	t.Helper()
	url, err := d.platform.Start(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	d.url = url
	d.address, _, _ = strings.Cut(strings.TrimPrefix(url, "http://"), "/")
}

func (d *desk) signIn(t *testing.T, credentials client.Credentials) {
	t.Helper()
	c, err := client.New(client.Options{BaseURL: d.url + "/api/", Credentials: credentials})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	d.Client = c
	if d.id, err = c.Connect(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// each runs a test against both generations.
func each(t *testing.T, f func(t *testing.T, g client.Generation)) {
	for _, g := range []client.Generation{client.Upstream, client.Fork} {
		t.Run(string(g), func(t *testing.T) { f(t, g) })
	}
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestContractSignIn(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "agent")
		if d.id.Generation != g || d.id.User.Role != "agent" || d.id.User.Email == "" || d.id.Organization.Name == "" {
			t.Errorf("signed in as %+v", d.id)
		}
		if !d.id.User.Can("chat", "write") || d.id.User.Can("contacts", "write") {
			t.Errorf("permissions %v", d.id.User.Permissions)
		}
		user := d.platform.Users()[0]
		d.signIn(t, client.Credentials{APIKey: user.APIKey})
		if d.id.User.Role != user.Role {
			t.Errorf("by key %+v", d.id.User)
		}
		for _, wrong := range []client.Credentials{{APIKey: "whm_wrong"}, {Email: user.Email, Password: "wrong"}} {
			c, _ := client.New(client.Options{BaseURL: d.url, Credentials: wrong})
			if _, err := c.Connect(t.Context()); client.KindOf(err) != client.KindNotSignedIn {
				t.Errorf("%+v: %v", wrong, err)
			}
			c.Close()
		}
	})
}

func TestContractContacts(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g), Contacts: 250}, "agent")
		seen := map[string]bool{}
		var last time.Time
		for page := 1; ; page++ {
			p := must[client.ContactPage](t)(d.Contacts(t.Context(), client.ContactQuery{Page: page, Limit: 1000}))
			if len(p.Contacts) == 0 {
				break
			}
			for _, c := range p.Contacts {
				if seen[c.ID] || len(c.Raw) == 0 || !last.IsZero() && c.LastMessageAt.After(last) {
					t.Fatalf("twice, without a body, or out of order: %+v", c)
				}
				seen[c.ID], last = true, c.LastMessageAt
			}
		}
		if len(seen) != 250 {
			t.Errorf("%d contacts", len(seen))
		}
		first := must[client.ContactPage](t)(d.Contacts(t.Context(), client.ContactQuery{Limit: 1})).Contacts[0]
		alone := must[client.Contact](t)(d.Contact(t.Context(), first.ID)).KeepWindow(first)
		if alone.Name != first.Name || alone.ServiceWindowOpen != first.ServiceWindowOpen || alone.Account != first.Account {
			t.Errorf("alone %+v\nlisted %+v", alone, first)
		}
		if name := d.AccountName(first.Account); len(name) == 36 || name == "" {
			t.Errorf("the account %q is called %q", first.Account, name)
		}
		found := must[client.Contact](t)(d.FindContactByPhone(t.Context(), "+"+first.PhoneNumber))
		if found.ID != first.ID {
			t.Errorf("found %+v", found)
		}
		_, err := d.Contact(t.Context(), "00000000-0000-4000-8000-00000000abcd")
		if client.KindOf(err) != client.KindNotFound {
			t.Errorf("an unknown contact: %v", err)
		}
		_, err = d.Contact(t.Context(), "../me")
		if client.KindOf(err) != client.KindInvalid {
			t.Errorf("no id: %v", err)
		}
	})
}

// Peeking and going back mark nothing; only being told to does.
func TestContractReading(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g), Contacts: 5, Messages: 130}, "agent")
		id := d.platform.ContactIDs()[0]
		d.platform.Receive(id, "are you there?")
		unread := func() int {
			t.Helper()
			page := must[client.ContactPage](t)(d.Contacts(t.Context(), client.ContactQuery{}))
			for _, c := range page.Contacts {
				if c.ID == id {
					return c.UnreadCount
				}
			}
			t.Fatal("the contact is gone")
			return 0
		}
		before := unread()
		if before == 0 {
			t.Fatal("nothing is unread")
		}
		var all []client.Message
		q := client.MessageQuery{Limit: 50}
		for more := true; more; {
			page := must[client.MessagePage](t)(d.Messages(t.Context(), id, q))
			all = append(slices.Clone(page.Messages), all...)
			if more = page.HasMore && len(page.Messages) > 0; more {
				q.Before = page.Messages[0].ID
			}
		}
		seen := map[string]bool{}
		for i, m := range all {
			if seen[m.ID] || i > 0 && m.CreatedAt.Before(all[i-1].CreatedAt) {
				t.Fatalf("message %d twice or out of order", i)
			}
			seen[m.ID] = true
		}
		if len(all) < 131 || all[len(all)-1].Body != "are you there?" {
			t.Errorf("%d messages", len(all))
		}
		if now := unread(); now != before {
			t.Errorf("peeking left %d of %d unread", now, before)
		}
		if err := d.MarkRead(t.Context(), id); err != nil || unread() != 0 {
			t.Errorf("%v, %d unread", err, unread())
		}
		d.platform.Receive(id, "hello?")
		must[client.MessagePage](t)(d.Messages(t.Context(), id, client.MessageQuery{MarkRead: true}))
		if n := unread(); n != 0 {
			t.Errorf("reading left %d unread", n)
		}
	})
}

// listen runs the stream and waits until it is live.
func (d *desk) listen(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = d.Stream().Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	if s := await(t, d, func(s client.StreamState) bool { return true }); s.State != client.Live || s.Resync {
		t.Fatalf("the stream is %+v", s)
	}
}

// await returns the next event of a type that fits; others are passed over.
func await[E client.Event](t *testing.T, d *desk, fits func(E) bool) E {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		for i, e := range d.waiting {
			if e, ok := e.(E); ok && fits(e) {
				d.waiting = d.waiting[i+1:]
				return e
			}
		}
		events, err := d.Stream().Next(ctx)
		if err != nil {
			t.Fatalf("no such event: %v", err)
		}
		d.waiting = events
	}
}

func TestContractSending(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "agent")
		d.listen(t)
		id := d.platform.ContactIDs()[0]
		quoted := d.platform.Receive(id, "what is it?")
		got := await(t, d, func(e client.MessageReceived) bool { return e.Message.ID == quoted })
		if got.Message.Direction != client.Incoming || got.ContactName == "" || got.Message.Body != "what is it?" {
			t.Errorf("received %+v", got)
		}
		contact := must[client.Contact](t)(d.Contact(t.Context(), id))
		sent := must[client.Message](t)(d.Send(t.Context(), id, client.OutgoingMessage{Text: "ठीक 👋", ReplyTo: quoted, Account: contact.Account}))
		if sent.Status != client.StatusPending || sent.ReplyToID != quoted {
			t.Errorf("sent %+v", sent)
		}
		echo := await(t, d, func(e client.MessageReceived) bool { return e.Message.ID == sent.ID })
		if echo.Message.ReplyTo == nil || echo.Message.ReplyTo.Body != "what is it?" || !echo.Message.IsReply {
			t.Errorf("told %+v", echo.Message)
		}
		d.platform.SettleSends()
		for _, status := range []client.Status{client.StatusSent, client.StatusDelivered, client.StatusRead} {
			await(t, d, func(e client.StatusChanged) bool { return e.MessageID == sent.ID && e.Status == status })
		}
		d.platform.FailSends("failed to send text message: API error 131047")
		lost := must[client.Message](t)(d.Send(t.Context(), id, client.OutgoingMessage{Text: "late"}))
		d.platform.SettleSends()
		failed := await(t, d, func(e client.StatusChanged) bool { return e.MessageID == lost.ID })
		if failed.Status != client.StatusFailed || !strings.Contains(failed.Error, "131047") {
			t.Errorf("failed as %+v", failed)
		}

		mine := must[[]client.Reaction](t)(d.React(t.Context(), id, quoted, "🔥"))
		if len(mine) != 1 || mine[0].FromUser != d.id.User.ID {
			t.Errorf("reacted %+v", mine)
		}
		if none := must[[]client.Reaction](t)(d.React(t.Context(), id, quoted, "")); len(none) != 0 {
			t.Errorf("taken back %+v", none)
		}
		d.platform.ReactAs(sent.ID, "❤️")
		theirs := await(t, d, func(e client.ReactionsChanged) bool { return e.MessageID == sent.ID })
		if len(theirs.Reactions) != 1 || theirs.Reactions[0].FromPhone == "" {
			t.Errorf("they reacted %+v", theirs)
		}
	})
}

func TestContractSessionEnds(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "agent")
		for _, end := range []func(){d.platform.ExpireTokens, d.platform.RevokeTokens} {
			end()
			d.platform.ForgetRequests()
			var calls sync.WaitGroup
			for range 20 {
				calls.Go(func() {
					if _, err := d.Me(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			calls.Wait()
			if n := d.platform.CountRequests("POST", ""); n < 1 || n > 2 { // a refresh, and a login where that fails
				t.Errorf("%d times at the door", n)
			}
		}
		if err := d.Logout(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := d.Me(t.Context()); client.KindOf(err) != client.KindNotSignedIn {
			t.Errorf("signed out: %v", err)
		}
	})
}

// The platform goes away under the open desk and comes back.
func TestContractRestart(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "agent")
		d.listen(t)
		id := d.platform.ContactIDs()[0]
		if err := d.platform.Close(); err != nil {
			t.Fatal(err)
		}
		down := await(t, d, func(s client.StreamState) bool { return s.State != client.Live })
		if down.Err == nil {
			t.Error("no reason was told")
		}
		// Whether it is certain depends on whether a closing connection took it.
		_, err := d.Send(t.Context(), id, client.OutgoingMessage{Text: "hello"})
		if client.KindOf(err) != client.KindUnreachable {
			t.Errorf("a send to nobody: %v", err)
		}
		d.start(t, d.address)
		d.Stream().Retry()
		if live := await(t, d, func(s client.StreamState) bool { return s.State == client.Live }); !live.Resync {
			t.Error("what was missed is not told")
		}
		if _, err := d.Messages(t.Context(), id, client.MessageQuery{}); err != nil {
			t.Error(err)
		}
	})
}
