package client_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"keydesk/client"
	"keydesk/client/badline"
	"keydesk/client/emulator"
)

// prepared is one call, ready to be made once.
type prepared func(ctx context.Context) error

// everyCall has each call of the client by the name of its method. What a call
// needs is made ready on the platform first, anew for every time it is made.
func everyCall(t *testing.T, d *desk) map[string]func() prepared {
	ctx := t.Context()
	id := d.platform.ContactIDs()[0]
	picture := d.platform.ReceiveMessage(id, emulator.Incoming{Type: "image", MIME: "image/jpeg"})
	action := func() client.CustomAction {
		return must[client.CustomAction](t)(d.CreateCustomAction(ctx, client.CustomAction{Name: "Look up", Icon: "link", Type: "url",
			Config: []byte(`{"url":"https://crm.example/{{contact.id}}"}`)}))
	}
	transfer := func() client.Transfer {
		page := must[client.TransferPage](t)(d.Transfers(ctx, client.TransferQuery{Status: "active"}))
		for _, old := range page.Transfers {
			if err := d.ResumeTransfer(ctx, old.ID); err != nil {
				t.Fatal(err)
			}
		}
		return must[client.Transfer](t)(d.CreateTransfer(ctx, client.NewTransfer{ContactID: id}))
	}
	note := func() client.Note { return must[client.Note](t)(d.AddNote(ctx, id, "remember")) }
	run := func() client.Execution {
		a := action()
		a.Active = true
		must[client.CustomAction](t)(d.UpdateCustomAction(ctx, a))
		return must[client.Execution](t)(d.Execute(ctx, a.ID, id))
	}
	plain := func(do prepared) func() prepared { return func() prepared { return do } }
	calls := map[string]func() prepared{
		"Accounts":        plain(func(ctx context.Context) error { _, err := d.Accounts(ctx); return err }),
		"AddNote":         plain(func(ctx context.Context) error { _, err := d.AddNote(ctx, id, "new"); return err }),
		"Assign":          plain(func(ctx context.Context) error { return d.Assign(ctx, id, "") }),
		"CannedResponses": plain(func(ctx context.Context) error { _, err := d.CannedResponses(ctx); return err }),
		"ChatbotSettings": plain(func(ctx context.Context) error { _, err := d.ChatbotSettings(ctx); return err }),
		"Connect":         plain(func(ctx context.Context) error { _, err := d.Connect(ctx); return err }),
		"SignIn": plain(func(ctx context.Context) error {
			admin := d.platform.Users()[0]
			_, err := d.SignIn(ctx, client.Credentials{Email: admin.Email, Password: admin.Password}, d.id.User.ID)
			return err
		}),
		"Contact": plain(func(ctx context.Context) error { _, err := d.Contact(ctx, id); return err }),
		"Contacts": plain(func(ctx context.Context) error {
			_, err := d.Contacts(ctx, client.ContactQuery{Page: 2, Limit: 10})
			return err
		}),
		"CurrentOrganization": plain(func(ctx context.Context) error { _, err := d.CurrentOrganization(ctx); return err }),
		"CustomActions":       plain(func(ctx context.Context) error { _, err := d.CustomActions(ctx); return err }),
		"FindContactByPhone": plain(func(ctx context.Context) error {
			_, err := d.FindContactByPhone(ctx, must[client.Contact](t)(d.Contact(t.Context(), id)).PhoneNumber)
			return err
		}),
		"MarkRead":             plain(func(ctx context.Context) error { return d.MarkRead(ctx, id) }),
		"Me":                   plain(func(ctx context.Context) error { _, err := d.Me(ctx); return err }),
		"Messages":             plain(func(ctx context.Context) error { _, err := d.Messages(ctx, id, client.MessageQuery{}); return err }),
		"Notes":                plain(func(ctx context.Context) error { _, err := d.Notes(ctx, id, "", 10); return err }),
		"Online":               plain(func(ctx context.Context) error { _, _, err := d.Online(ctx); return err }),
		"OrganizationSettings": plain(func(ctx context.Context) error { _, err := d.OrganizationSettings(ctx); return err }),
		"React":                plain(func(ctx context.Context) error { _, err := d.React(ctx, id, picture, "🔥"); return err }),
		"Send": plain(func(ctx context.Context) error {
			_, err := d.Send(ctx, id, client.OutgoingMessage{Text: "hi"})
			return err
		}),
		"SendTemplate": func() prepared {
			list := must[[]client.Template](t)(d.Templates(ctx))
			return func(ctx context.Context) error {
				_, err := d.SendTemplate(ctx, id, list[0].Name, map[string]string{"1": "A", "2": "B", "3": "C", "name": "A", "order": "B"}, "")
				return err
			}
		},
		"SendMedia": plain(func(ctx context.Context) error {
			_, err := d.SendMedia(ctx, id, client.Upload{Filename: "a.pdf", MIME: "application/pdf", Body: strings.NewReader(strings.Repeat("%PDF", 30_000))})
			return err
		}),
		"Download": plain(func(ctx context.Context) error {
			var into bytes.Buffer
			m, err := d.Download(ctx, picture, &into, client.DownloadOptions{})
			if err == nil && (into.Len() == 0 || m.Size != int64(into.Len())) {
				return errors.New("not the whole file came")
			}
			return err
		}),
		"SessionData":  plain(func(ctx context.Context) error { _, err := d.SessionData(ctx, id); return err }),
		"SetAvailable": plain(func(ctx context.Context) error { _, err := d.SetAvailable(ctx, true); return err }),
		"SetTags":      plain(func(ctx context.Context) error { _, err := d.SetTags(ctx, id, []string{"vip"}); return err }),
		"Tags":         plain(func(ctx context.Context) error { _, err := d.Tags(ctx); return err }),
		"Teams":        plain(func(ctx context.Context) error { _, err := d.Teams(ctx); return err }),
		"TeamMembers": plain(func(ctx context.Context) error {
			_, err := d.TeamMembers(ctx, must[[]client.Team](t)(d.Teams(t.Context()))[0].ID)
			return err
		}),
		"Templates": plain(func(ctx context.Context) error { _, err := d.Templates(ctx); return err }),
		"Transfers": plain(func(ctx context.Context) error { _, err := d.Transfers(ctx, client.TransferQuery{}); return err }),
		"UpdateContact": plain(func(ctx context.Context) error {
			n := "Aarav S."
			_, err := d.UpdateContact(ctx, id, client.ContactChange{Name: &n})
			return err
		}),
		"UseCannedResponse": plain(func(ctx context.Context) error {
			return d.UseCannedResponse(ctx, must[[]client.CannedResponse](t)(d.CannedResponses(t.Context()))[0].ID)
		}),
		"Users": plain(func(ctx context.Context) error { _, err := d.Users(ctx); return err }),

		"EditNote": func() prepared {
			n := note()
			return func(ctx context.Context) error { _, err := d.EditNote(ctx, id, n.ID, "other"); return err }
		},
		"DeleteNote": func() prepared {
			n := note()
			return func(ctx context.Context) error { return d.DeleteNote(ctx, id, n.ID) }
		},
		"CreateTransfer": func() prepared {
			if err := d.ResumeTransfer(ctx, transfer().ID); err != nil {
				t.Fatal(err)
			}
			return func(ctx context.Context) error {
				_, err := d.CreateTransfer(ctx, client.NewTransfer{ContactID: id})
				return err
			}
		},
		"AssignTransfer": func() prepared {
			x := transfer()
			return func(ctx context.Context) error { return d.AssignTransfer(ctx, x.ID, d.id.User.ID, "") }
		},
		"ResumeTransfer": func() prepared {
			x := transfer()
			return func(ctx context.Context) error { return d.ResumeTransfer(ctx, x.ID) }
		},
		"PickTransfer": func() prepared {
			transfer()
			return func(ctx context.Context) error {
				_, ok, err := d.PickTransfer(ctx, "")
				if err == nil && !ok {
					return errors.New("the queue is empty")
				}
				return err
			}
		},
		"CreateCustomAction": func() prepared {
			return func(ctx context.Context) error {
				_, err := d.CreateCustomAction(ctx, client.CustomAction{Name: "Other", Icon: "link", Type: "url", Config: []byte(`{"url":"https://crm.example/"}`)})
				return err
			}
		},
		"CustomAction": func() prepared {
			a := action()
			return func(ctx context.Context) error { _, err := d.CustomAction(ctx, a.ID); return err }
		},
		"UpdateCustomAction": func() prepared {
			a := action()
			return func(ctx context.Context) error { a.Name = "New"; _, err := d.UpdateCustomAction(ctx, a); return err }
		},
		"ReplaceCustomAction": func() prepared {
			a := action()
			return func(ctx context.Context) error {
				b := a
				b.Name = "New"
				_, err := d.ReplaceCustomAction(ctx, a, b)
				return err
			}
		},
		"RemoveCustomAction": func() prepared {
			a := action()
			return func(ctx context.Context) error { return d.RemoveCustomAction(ctx, a) }
		},
		"DeleteCustomAction": func() prepared {
			a := action()
			return func(ctx context.Context) error { return d.DeleteCustomAction(ctx, a.ID) }
		},
		"Execute": func() prepared {
			a := action()
			a.Active = true
			must[client.CustomAction](t)(d.UpdateCustomAction(ctx, a))
			return func(ctx context.Context) error { _, err := d.Execute(ctx, a.ID, id); return err }
		},
	}
	if d.id.Generation == client.Upstream {
		calls["Redirect"] = func() prepared {
			path := run().RedirectURL
			return func(ctx context.Context) error { _, err := d.Redirect(ctx, path); return err }
		}
	}
	return calls
}

// withoutToken are the calls at which none can expire: they carry none, or, as a
// redirect on one generation, are refused with any.
func withoutToken(g client.Generation) []string {
	if g == client.Fork {
		return []string{"Health", "Logout", "Redirect"}
	}
	return []string{"Health", "Logout"}
}

// A token that expires just when a request arrives, at any request of any call,
// is renewed, and the call is carried out once.
func TestATokenThatExpiresAtAnyCall(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g), Contacts: 30}, "admin")
		line, err := badline.Listen(t.Context(), d.address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(line.Close)
		d.url = strings.Replace(d.url, d.address, line.Addr(), 1)
		admin := d.platform.Users()[0]
		d.signIn(t, client.Credentials{Email: admin.Email, Password: admin.Password})
		calls := everyCall(t, d)
		methods := reflect.TypeFor[*client.Client]()
		for i := range methods.NumMethod() {
			m := methods.Method(i)
			takes := m.Type.NumIn() > 1 && m.Type.In(1) == reflect.TypeFor[context.Context]()
			if takes && calls[m.Name] == nil && !slices.Contains(withoutToken(g), m.Name) {
				t.Errorf("%s is not tried here", m.Name)
			}
		}
		for name, prepare := range calls {
			do := prepare()
			line.Set()
			d.platform.ForgetRequests()
			if err := do(t.Context()); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			want := answered(d.platform)
			for n := range want {
				do := prepare()
				line.Set(badline.Fault{When: nth(n), Before: d.platform.ExpireTokens, Times: 1})
				d.platform.ForgetRequests()
				if err := do(t.Context()); err != nil {
					t.Errorf("%s, at request %d: %v", name, n+1, err)
					continue
				}
				if line.Left() != 0 {
					t.Errorf("%s: the token did not expire", name)
				}
				if got := answered(d.platform); got != want {
					t.Errorf("%s, at request %d: %d requests were carried out, not %d", name, n+1, got, want)
				}
			}
		}
	})
}

// nth picks the request that n others went before, signing in apart.
func nth(n int) func(*http.Request) bool {
	return func(r *http.Request) bool {
		if unsigned(r.URL.Path) {
			return false
		}
		n--
		return n < 0
	}
}

func unsigned(path string) bool {
	return !strings.Contains(path, "/api/") || strings.HasSuffix(path, "/auth/login") || strings.HasSuffix(path, "/auth/refresh")
}

// answered counts the requests that the platform carried out.
func answered(e *emulator.Emulator) (n int) {
	for _, r := range e.Requests() {
		if r.Status < 300 && !unsigned(r.Path) {
			n++
		}
	}
	return n
}
