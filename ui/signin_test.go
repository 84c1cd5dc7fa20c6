package ui

import (
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/host"
)

// A session that the platform ended is begun again over everything as it is: what
// was being written stands, what was sent meanwhile goes out, once.
func TestSigningInAgainKeepsEverything(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		password := ""
		onShift(t, bench{emulator: emulator.Options{Generation: generation}, width: 120, height: 36}, func(s *shift) {
			for _, u := range s.em.Users() {
				if u.Role == "agent" {
					password = u.Password
				}
			}
			s.live()
			c := s.visit(s.em.ContactIDs()[0])
			s.await("the conversation", func() bool { return c.loaded })
			s.em.ChangePassword(s.identity().User.Email, "another one")
			s.em.RevokeTokens()
			s.press("alt+r")
			s.await("the end of the session", func() bool { return s.isSignedOut() })
			s.shows("signed out", "The platform ended your sign-in", "sign in again")
			s.hides("● live")
			s.sendText("sent meanwhile")
			s.typeText("half a sentence")
			s.pass(time.Minute)
			if s.times(c.id, "sent meanwhile") != 0 {
				t.Fatal("it went out without a session")
			}

			s.press("ctrl+x", "i")
			s.shows("Sign in as", "kept nowhere")
			s.typeText(password)
			s.press("enter")
			s.pass(5 * time.Second)
			s.shows("Not accepted: the password is wrong")
			s.hides(password)
			s.em.ChangePassword(s.identity().User.Email, password)
			s.typeText(password)
			s.press("enter")
			s.pass(5 * time.Second)
			s.hides("Sign in as", "signed out")
			s.shows("half a sentence")
			s.await("the message that waited", func() bool { return s.times(c.id, "sent meanwhile") == 1 })
			s.live()
			s.shows("● live")
			s.pass(time.Minute)
			if n := s.times(c.id, "sent meanwhile"); n != 1 {
				t.Errorf("it stands there %d times", n)
			}
		})
	})
}

// A desk stays whose it is.
func TestSomebodyElsesSignInIsNotTaken(t *testing.T) {
	onShift(t, bench{width: 120, height: 36}, func(s *shift) {
		s.live()
		before := s.me()
		var other emulator.User
		for _, u := range s.em.Users() {
			if u.Role == "manager" {
				other = u
			}
		}
		_, err := s.platform().SignIn(s.t.Context(), client.Credentials{Email: other.Email, Password: other.Password}, before)
		if client.KindOf(err) != client.KindNotSignedIn || !strings.Contains(err.Error(), "somebody else's") {
			t.Errorf("it answered %v", err)
		}
		if email, _ := s.platform().SignedInBy(); email == other.Email {
			t.Error("the other's sign-in was kept")
		}
	})
}

// The header says live only while what is on the screen is as young as it has to
// be.
func TestTheHeaderTellsWhatIsNotFresh(t *testing.T) {
	onShift(t, bench{width: 120, height: 36}, func(s *shift) {
		s.live()
		c := s.visit(s.em.ContactIDs()[0])
		s.await("the conversation", func() bool { return c.loaded && c.whole() })
		s.shows("● live")
		s.em.Delay(func(method, path string) time.Duration {
			if method == "GET" && strings.HasSuffix(path, "/contacts/"+c.id) {
				return 15 * time.Second
			}
			return 0
		})
		s.pass(40 * time.Second)
		s.shows("catching up")
		s.hides("● live")
		s.em.Delay(nil)
		s.pass(20 * time.Second)
		s.shows("● live")
	})
}

// The line that asks for a password goes away when one leaves it, also while the
// platform is being asked.
func TestTheSignInCanBeLeftWhileItAsks(t *testing.T) {
	onShift(t, bench{width: 120, height: 36}, func(s *shift) {
		s.live()
		s.em.RevokeTokens()
		s.em.ChangePassword(s.identity().User.Email, "another one")
		s.press("alt+r")
		s.await("the end of the session", s.isSignedOut)
		s.em.Delay(func(string, string) time.Duration { return 10 * time.Second })
		s.press("ctrl+x", "i")
		s.typeText("another one")
		s.press("enter")
		s.shows("asking the platform")
		s.press("esc")
		s.hides("Sign in as")
		s.em.Delay(nil)
		s.pass(time.Minute)
		s.hides("signed out")
		s.live()
	})
}

// What was known for one user is not shown to the next one of the profile.
func TestAnotherUserSeesNothingThatWasKnown(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	if !p.knows(c.id) {
		t.Fatal("nothing was known")
	}
	p.disown()
	if p.knows(c.id) {
		t.Error("it is still known")
	}
}

// Also a screen too low for a title tells that one is signed out, and by which number
// an answer goes.
func TestALowScreenTellsThatOneIsSignedOut(t *testing.T) {
	onShift(t, bench{width: 40, height: 12}, func(s *shift) {
		s.live()
		c := s.visit(s.em.ContactIDs()[0])
		s.await("the conversation", func() bool { return c.loaded })
		s.em.ReceiveMessage(c.id, emulator.Incoming{Text: "on the other one", Account: "Sales Line"})
		s.pass(8 * time.Second)
		s.shows("via Sales Line")
		s.em.RevokeTokens()
		s.em.ChangePassword(s.identity().User.Email, "another one")
		s.press("alt+r")
		s.await("the end of the session", s.isSignedOut)
		s.clearNotice()
		s.shows("signed out: ^x i")
	})
}

// On a server an agent without a key of the operator's signs in first: nothing went wrong, and what is
// typed must not show in the list.
func TestADeskOnAServerBeginsWithTheSignIn(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) {
		nobody, err := client.New(client.Options{BaseURL: d.Address, RetryWait: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(nobody.Close)
		d.Platform = nobody
		d.Host = host.New(host.Options{Served: true, Tray: t.TempDir()})
	}})
	p.shows("Sign in", "API key")
	p.hides("could not", "Could not", "no API key and no password")
	p.typeText("my-secret")
	p.hides("my-secret")
	p.press("esc")
	p.shows("Sign in on http://127.0.0.1", "signs in here")
}
