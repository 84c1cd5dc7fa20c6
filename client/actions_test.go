package client

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestCustomActionsOfAllPages(t *testing.T) {
	c, p := on(t, Upstream, func(r seen) (int, string) {
		q, _ := url.ParseQuery(r.Query)
		switch q.Get("page") {
		case "1":
			var items []string
			for i := range 100 {
				items = append(items, `{"id":"a`+itoa(i)+`","is_active":false}`)
			}
			return 200, `{"custom_actions":[` + strings.Join(items, ",") + `],"total":101}`
		case "2":
			return 200, `{"custom_actions":[{"id":"a100","config":{"url":"x","keydesk":{"confirm":true}}}],"total":101}`
		}
		return 200, `{"custom_actions":[],"total":101}`
	})
	actions, err := c.CustomActions(t.Context())
	if err != nil || len(actions) != 101 || actions[100].ID != "a100" || len(p.all()) != 2 {
		t.Fatalf("%d actions, %d requests, %v", len(actions), len(p.all()), err)
	}
	if string(actions[100].Config) != `{"url":"x","keydesk":{"confirm":true}}` {
		t.Errorf("config %s", actions[100].Config)
	}
}

func TestCreateCustomAction(t *testing.T) {
	created := `{"id":"a1","name":"Hi","action_type":"url","config":{"url":"x"},"is_active":true,"display_order":4}`
	wish := CustomAction{Name: "Hi", Type: "url", Config: json.RawMessage(`{"url":"x"}`), Order: 4}
	put := func(status int, body string) func(seen) (int, string) {
		return func(r seen) (int, string) {
			if r.Method == "PUT" {
				return status, body
			}
			return 200, created
		}
	}
	c, p := on(t, Upstream, put(200, strings.Replace(created, "true", "false", 1)))
	got, err := c.CreateCustomAction(t.Context(), wish)
	if err != nil || got.Active || len(p.all()) != 2 {
		t.Errorf("inactive: %+v, %v", got, err)
	}
	want := `{"action_type":"url","config":{"url":"x"},"display_order":4,"icon":"","is_active":false,"name":"Hi"}`
	if r := p.last(t); r.Method != "PUT" || r.Path != "/api/custom-actions/a1" || r.Body != want {
		t.Errorf("the second step: %+v", r)
	}
	c, _ = on(t, Upstream, put(403, `{"message":"Insufficient permissions"}`))
	got, err = c.CreateCustomAction(t.Context(), wish)
	if !got.Active || got.ID != "a1" || KindOf(err) != KindNotAllowed || err.Error() != `Could not switch the new action "Hi" off: your role does not allow it `+
		`(IT IS ACTIVE FOR THE WHOLE TEAM NOW; Insufficient permissions); ask an administrator if you need it.` {
		t.Errorf("left active: %+v, %v", got, err)
	}
	wish.Active, wish.Order = true, 9
	c, _ = on(t, Upstream, put(403, `{"message":"Insufficient permissions"}`))
	got, err = c.CreateCustomAction(t.Context(), wish)
	if got.ID != "a1" || got.Order != 4 || err == nil || !strings.HasPrefix(err.Error(), "Could not put the new action in its place: your role") {
		t.Errorf("left elsewhere: %+v, %v", got, err)
	}
	wish.Order = 4
	c, p = on(t, Upstream, put(500, ""))
	if _, err := c.CreateCustomAction(t.Context(), wish); err != nil || len(p.all()) != 1 {
		t.Errorf("active: %v after %d requests", err, len(p.all()))
	}
}

func TestExecutionShapes(t *testing.T) {
	tests := []struct {
		body string
		want Execution
		bad  bool
	}{
		{body: `{"success":true,"message":"ok","data":{"status":"success","data":1}}`,
			want: Execution{Success: true, Message: "ok", Data: json.RawMessage(`{"status":"success","data":1}`)}},
		{body: `{"success":false,"message":"no","toast":{"message":"x","type":"<nil>"}}`,
			want: Execution{Message: "no", Toast: &ExecutionToast{"x", "<nil>"}}},
		{body: `{"success":true,"clipboard":"1","redirect_url":"/api/x","data":null,"toast":null}`,
			want: Execution{Success: true, Clipboard: "1", RedirectURL: "/api/x"}},
		{body: `{"message":"ok"}`, bad: true},
		{body: `[]`, bad: true},
	}
	for _, tt := range tests {
		for _, g := range []Generation{Upstream, Fork} {
			body := tt.body
			if g == Upstream {
				body = `{"status":"success","data":` + body + `}`
			}
			c, _ := on(t, g, always(200, body))
			got, err := c.Execute(t.Context(), "a1", "c1")
			if tt.bad {
				if KindOf(err) != KindProtocol || !IsUncertain(err) {
					t.Errorf("%s: %v", body, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", body, err)
			}
			same(t, body, got, tt.want)
		}
	}
}

func TestRedirect(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-API-Key") != "" {
			t.Error("a token was asked for with credentials")
		}
		switch r.URL.Path {
		case "/base/api/custom-actions/redirect/good":
			w.Header()["Location"] = []string{"https://crm.example/?n=Aarav Sharma"}
			w.WriteHeader(302)
		case "/base/api/custom-actions/redirect/fork":
			w.WriteHeader(401)
		default:
			w.WriteHeader(410)
		}
	})
	c := connectTo(t, h, Options{BaseURL: "http://desk.test/base"})
	to, err := c.Redirect(t.Context(), "/api/custom-actions/redirect/good")
	if err != nil || to != "https://crm.example/?n=Aarav Sharma" {
		t.Errorf("%q, %v", to, err)
	}
	_, err = c.Redirect(t.Context(), "/api/custom-actions/redirect/fork")
	wantKind(t, err, KindNotSignedIn)
	_, err = c.Redirect(t.Context(), "/api/custom-actions/redirect/old")
	wantKind(t, err, KindNotFound)
}

// TestReplaceWritesOnlyOverWhatWasSeen changes the action between looking and writing.
func TestReplaceWritesOnlyOverWhatWasSeen(t *testing.T) {
	now := `{"id":"a1","name":"Hi","action_type":"url","config":{"b":1.0,"a":"x"},"is_active":true,"display_order":4,"updated_at":"2026-01-02T00:00:00Z"}`
	c, p := on(t, Upstream, func(r seen) (int, string) {
		if now == "" {
			return 404, `{"message":"Custom action not found"}`
		}
		return 200, now
	})
	was := CustomAction{ID: "a1", Name: "Hi", Type: "url", Config: json.RawMessage(` {"a":"x", "b":1.0}`), Active: true, Order: 4}
	wanted := was
	wanted.Name = "Ho"
	if _, err := c.ReplaceCustomAction(t.Context(), was, wanted); err != nil || len(p.all()) != 2 || !strings.Contains(p.last(t).Body, `"name":"Ho"`) {
		t.Errorf("%v %+v", err, p.all())
	}
	old := was
	old.Order = 3
	var changed *ActionChanged
	if _, err := c.ReplaceCustomAction(t.Context(), old, wanted); !errors.As(err, &changed) || changed.Gone || changed.Current.Order != 4 || len(p.all()) != 3 {
		t.Errorf("changed: %v", err)
	}
	if err := c.RemoveCustomAction(t.Context(), old); !errors.As(err, &changed) || len(p.all()) != 4 {
		t.Errorf("changed: %v", err)
	}
	now = ""
	if err := c.RemoveCustomAction(t.Context(), was); !errors.As(err, &changed) || !changed.Gone || !strings.Contains(err.Error(), "deleted on the platform meanwhile") {
		t.Errorf("gone: %v", err)
	}
}
