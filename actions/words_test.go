package actions

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

// TestTheResultHasTheRepliesOwnWords: the JSON of a run is for programs, which compare the words; the name
// of the action and the status belong into the sentence for people.
func TestTheResultHasTheRepliesOwnWords(t *testing.T) {
	for _, tc := range []struct {
		status int
		reply  string
		want   string
	}{
		{200, `{"message":"done"}`, "done"},
		{200, `{"message":"two\nlines"}`, "two\nlines"},
		{200, `{"ticket_id":"TCK-1"}`, "TCK-1"},
		{200, ``, "done"},
		{200, `{"success":false,"message":"Ticket refused"}`, "Ticket refused"},
		{422, `{"error":{"message":"bad phone"}}`, "bad phone"},
	} {
		srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(tc.status)
			_, _ = io.WriteString(w, tc.reply)
		}, nil)
		out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
		data, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ Message string }
		if err := json.Unmarshal(data, &got); err != nil || got.Message != tc.want {
			t.Errorf("%s: %q", tc.reply, got.Message)
		}
	}
}

// TestARefusalIsKnownBefore: what a dry run has to say does not need the network.
func TestARefusalIsKnownBefore(t *testing.T) {
	e := engine(t, nil)
	signed := webhook("https://x.example", "")
	signed.Options.SignSecret = "${env:MISSING}"
	for name, d := range map[string]Definition{
		"localhost": webhook("http://localhost:1", ""), "private": webhook("http://192.168.0.1/", ""),
		"metadata": webhook("http://169.254.169.254/", ""), "secret": signed,
	} {
		if err := e.Refusal(mustPlan(t, e, d, sample(t))); err == nil {
			t.Errorf("%s would not be refused", name)
		}
	}
	if err := e.Refusal(mustPlan(t, e, webhook("https://x.example", ""), sample(t))); err != nil {
		t.Error(err)
	}
}
