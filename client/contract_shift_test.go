package client_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"keydesk/client"
	"keydesk/client/emulator"
)

func TestContractActions(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "admin")
		listed := must[[]client.CustomAction](t)(d.CustomActions(t.Context()))
		made := must[client.CustomAction](t)(d.CreateCustomAction(t.Context(), client.CustomAction{Name: "Look up", Icon: "link", Type: "url",
			Config: []byte(`{"url":"https://crm.example/{{contact.id}}","keydesk":{"confirm":true}}`), Order: 42}))
		if made.Active || made.Order != 42 {
			t.Errorf("made %+v", made)
		}
		contact := d.platform.ContactIDs()[0]
		if _, err := d.Execute(t.Context(), made.ID, contact); client.KindOf(err) != client.KindInvalid {
			t.Errorf("an inactive action: %v", err)
		}
		made.Active, made.Name = true, "Look it up"
		must[client.CustomAction](t)(d.UpdateCustomAction(t.Context(), made))
		kept := must[client.CustomAction](t)(d.CustomAction(t.Context(), made.ID))
		if !kept.Active || kept.Order != 42 || kept.Name != "Look it up" || !bytes.Contains(kept.Config, []byte("keydesk")) {
			t.Errorf("kept %+v", kept)
		}
		run := must[client.Execution](t)(d.Execute(t.Context(), made.ID, contact))
		if !run.Success || !strings.HasPrefix(run.RedirectURL, "/") {
			t.Fatalf("ran %+v", run)
		}
		to, err := d.Redirect(t.Context(), run.RedirectURL)
		if g == client.Upstream && (err != nil || to != "https://crm.example/"+contact) {
			t.Errorf("leads to %q, %v", to, err)
		}
		if g == client.Fork && client.KindOf(err) != client.KindNotSignedIn {
			t.Errorf("a token of the fork: %q, %v", to, err)
		}
		if err := d.DeleteCustomAction(t.Context(), made.ID); err != nil {
			t.Error(err)
		}
		if after := must[[]client.CustomAction](t)(d.CustomActions(t.Context())); len(after) != len(listed) || len(listed) == 0 {
			t.Errorf("%d actions, before %d", len(after), len(listed))
		}
	})
}

func TestContractRoles(t *testing.T) {
	d := open(t, emulator.Options{Generation: emulator.Fork, Enforce: true}, "agent")
	for name, call := range map[string]func() error{
		"actions": func() error { _, err := d.CustomActions(t.Context()); return err },
		"users":   func() error { _, err := d.Users(t.Context()); return err },
		"teams":   func() error { _, err := d.Teams(t.Context()); return err },
	} {
		if err := call(); client.KindOf(err) != client.KindNotAllowed {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := d.MarkRead(t.Context(), d.platform.ContactIDs()[0]); err != nil {
		t.Errorf("marking read: %v", err)
	}
}

func TestContractShift(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "admin")
		ctx, id := t.Context(), d.platform.ContactIDs()[0]

		note := must[client.Note](t)(d.AddNote(ctx, id, "remember"))
		must[client.Note](t)(d.EditNote(ctx, id, note.ID, "remember this"))
		notes := must[client.NotePage](t)(d.Notes(ctx, id, "", 0))
		if last := notes.Notes[len(notes.Notes)-1]; last.Content != "remember this" || last.AuthorID != d.id.User.ID {
			t.Errorf("noted %+v", last)
		}
		if err := d.DeleteNote(ctx, id, note.ID); err != nil {
			t.Error(err)
		}

		tags := must[[]client.Tag](t)(d.Tags(ctx))
		set := must[[]string](t)(d.SetTags(ctx, id, []string{tags[0].Name, "नया"}))
		if contact := must[client.Contact](t)(d.Contact(ctx, id)); !slices.Equal(contact.Tags, set) || len(set) != 2 {
			t.Errorf("tagged %v, answered %v", contact.Tags, set)
		}
		name := "Aarav S."
		if changed := must[client.Contact](t)(d.UpdateContact(ctx, id, client.ContactChange{Name: &name})); changed.Name != name {
			t.Errorf("renamed %+v", changed)
		}
		users := must[[]client.User](t)(d.Users(ctx))
		if err := d.Assign(ctx, id, users[0].ID); err != nil {
			t.Error(err)
		}
		if contact := must[client.Contact](t)(d.Contact(ctx, id)); contact.AssignedUserID != users[0].ID {
			t.Errorf("assigned to %q", contact.AssignedUserID)
		}
		if err := d.Assign(ctx, id, ""); err != nil {
			t.Error(err)
		}

		canned := must[[]client.CannedResponse](t)(d.CannedResponses(ctx))
		if err := d.UseCannedResponse(ctx, canned[0].ID); err != nil {
			t.Error(err)
		}
		teams := must[[]client.Team](t)(d.Teams(ctx))
		for _, team := range teams {
			members := must[[]client.Member](t)(d.TeamMembers(ctx, team.ID))
			if len(members) != team.MemberCount || len(members) > 0 && members[0].Name == "" {
				t.Errorf("%s: members %+v", team.Name, members)
			}
		}
		must[client.Settings](t)(d.OrganizationSettings(ctx))
		must[client.ChatbotSettings](t)(d.ChatbotSettings(ctx))
		must[client.SessionData](t)(d.SessionData(ctx, id))
	})
}

func TestContractTransfers(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "agent")
		d.listen(t)
		ctx := t.Context()
		page := must[client.TransferPage](t)(d.Transfers(ctx, client.TransferQuery{Status: "active"}))
		busy := map[string]bool{}
		for _, x := range page.Transfers {
			busy[x.ContactID] = true
		}
		ids := slices.DeleteFunc(d.platform.ContactIDs(), func(id string) bool { return busy[id] })
		made := must[client.Transfer](t)(d.CreateTransfer(ctx, client.NewTransfer{ContactID: ids[0], Notes: "please"}))
		told := await(t, d, func(e client.TransferChanged) bool { return e.Transfer.ID == made.ID })
		if told.Change != "created" || told.Transfer.ContactID != ids[0] {
			t.Errorf("told %+v", told)
		}
		_, err := d.CreateTransfer(ctx, client.NewTransfer{ContactID: ids[0]})
		if e := (*client.Error)(nil); !errors.As(err, &e) || e.Kind != client.KindInvalid || e.Status != 409 {
			t.Errorf("a second one: %v", err)
		}
		for {
			_, ok, err := d.PickTransfer(ctx, client.GeneralQueue)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
		}
		if err := d.AssignTransfer(ctx, made.ID, "", ""); err != nil {
			t.Error(err)
		}
		if err := d.ResumeTransfer(ctx, made.ID); err != nil {
			t.Error(err)
		}
		await(t, d, func(e client.TransferChanged) bool { return e.Transfer.ID == made.ID && e.Change == "resumed" })
		if away := must[client.Availability](t)(d.SetAvailable(ctx, false)); away.Available || away.Status != "away" {
			t.Errorf("away %+v", away)
		}
	})
}

func TestContractMedia(t *testing.T) {
	each(t, func(t *testing.T, g client.Generation) {
		d := open(t, emulator.Options{Generation: string(g)}, "admin")
		ctx, id := t.Context(), d.platform.ContactIDs()[0]
		content := bytes.Repeat([]byte("receipt "), 100_000)
		account := must[client.Contact](t)(d.Contact(ctx, id)).Account
		sent := must[client.Message](t)(d.SendMedia(ctx, id, client.Upload{Filename: "चालान.pdf", Caption: "here", Account: account, Body: bytes.NewReader(content)}))
		if sent.Type != "document" || sent.Body != "here" || sent.MediaFilename != "चालान.pdf" {
			t.Errorf("sent %+v", sent)
		}
		var back bytes.Buffer
		media := must[client.Media](t)(d.Download(ctx, sent.ID, &back, client.DownloadOptions{}))
		if !bytes.Equal(back.Bytes(), content) || media.MIME != "application/pdf" {
			t.Errorf("%d bytes of %s came back", back.Len(), media.MIME)
		}
		templates := must[[]client.Template](t)(d.Templates(ctx))
		if len(templates) == 0 {
			t.Fatal("no templates")
		}
		_, err := d.SendTemplate(ctx, id, "no_such_template", nil, "")
		if client.KindOf(err) != client.KindNotFound {
			t.Errorf("an unknown template: %v", err)
		}
	})
}

// A hosted platform tells its limits, and they are kept.
func TestContractBudget(t *testing.T) {
	d := open(t, emulator.Options{RateLimit: emulator.RateLimit{API: 600, Headers: true}}, "agent")
	for range 5 {
		must[client.User](t)(d.Me(t.Context()))
	}
	if b := d.Budget(); !b.Limited || b.Limit != 600 || b.Remaining >= 600 || b.Remaining < 580 || b.Reset.IsZero() {
		t.Errorf("the budget says %+v", b)
	}
}
