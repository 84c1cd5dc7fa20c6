package catcher

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"keydesk/actions"
	"keydesk/actions/template"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// recorder keeps what would go into history.
type recorder struct{ runs []actions.Run }

func (r *recorder) Begin(context.Context, actions.Run) error { return nil }
func (r *recorder) Finish(_ context.Context, x actions.Run) error {
	r.runs = append(r.runs, x)
	return nil
}

// engine is one with the guard at its strictest, and a proxy that everything else would have to use.
func engine(t *testing.T, change func(*actions.Config)) *actions.Engine {
	t.Helper()
	c := actions.Config{
		Proxy:   func(*url.URL) (*url.URL, error) { return url.Parse("http://127.0.0.1:1") },
		Secrets: func(string) (string, error) { return "from-the-keyring", nil },
		Wait:    func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	if change != nil {
		change(&c)
	}
	e, err := actions.NewEngine(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func ticket() actions.Definition {
	return actions.Definition{ID: "a1", Name: "Create ticket", Type: actions.TypeWebhook, Active: true, Webhook: actions.Webhook{
		URL: "https://helpdesk.example.com/tickets?token=s3cret-key&who={name}", Body: `{"name": "{{contact.name}}"}`,
		Headers: []actions.Header{{Name: "Authorization", Value: "Bearer s3cret-token"}, {Name: "X-Team", Value: "a b"}}}}
}

func TestATestRunArrivesAsItWouldAtItsTarget(t *testing.T) {
	rec := &recorder{}
	e := engine(t, func(c *actions.Config) { c.Recorder = rec })
	d := ticket().WithOptions(actions.Options{SignSecret: "${keyring:x}", Headers: []actions.Header{{Name: "X-Key", Value: "${keyring:crm}"}}})
	plan, err := e.Plan(d, template.MadeUp(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(t.Context(), e, plan, Answer{Status: 201, Body: `{"message":"TCK-1"}`})
	if err != nil || !r.Passed() || len(r.Arrivals) != 1 {
		t.Fatalf("%v %+v", err, r.Outcome)
	}
	want, got := plan.Request(), r.Arrivals[0]
	if string(got.Body) != string(want.Body) || got.Size != int64(len(want.Body)) || got.Method != "POST" {
		t.Errorf("%s %d bytes: %s", got.Method, got.Size, got.Body)
	}
	if got.Target != strings.TrimPrefix(want.URL, "https://helpdesk.example.com") {
		t.Errorf("target %s of %s", got.Target, want.URL)
	}
	header := func(name string) string {
		i := slices.IndexFunc(got.Header, func(h actions.Header) bool { return strings.EqualFold(h.Name, name) })
		if i < 0 {
			return ""
		}
		return got.Header[i].Value
	}
	if header("Authorization") != "Bearer s3cret-token" || header("X-Team") != "a b" || header("X-Key") != "from-the-keyring" || header("webhook-signature") == "" {
		t.Errorf("headers %+v", got.Header)
	}
	if !strings.Contains(r.Outcome.Message, "TCK-1") || !strings.Contains(r.Outcome.Message, "201") {
		t.Errorf("message %q", r.Outcome.Message)
	}
	shown := got.Preview().Text() + r.Plan.Masked().Text() + r.Plan.Summary() + rec.runs[0].Plan + rec.runs[0].Summary
	for _, secret := range []string{"s3cret", "from-the-keyring"} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown:\n%s", secret, shown)
		}
	}
	address := r.Plan.Catcher().String()
	if plan := r.Plan.Masked().Text(); !strings.Contains(plan, "POST http://"+address+"/tickets?token=••••••••&who=Zo") || !strings.Contains(plan, "not to helpdesk.example.com") {
		t.Errorf("the plan does not say where it went:\n%s", plan)
	}
	if len(rec.runs) != 1 || rec.runs[0].State != actions.StateDone || !strings.Contains(rec.runs[0].Summary, address) {
		t.Errorf("history has %+v", rec.runs)
	}
	for _, s := range r.Plan.Request().URLSpans {
		if part, _ := url.PathUnescape(r.Plan.Request().URL[s.Start:s.End]); !strings.HasPrefix(part, "Zoë") {
			t.Errorf("the mark of %s is on %q", s.Path, part)
		}
	}
}

// The way to the catcher is open for its own run only.
func TestTheGuardStaysShutForEverythingElse(t *testing.T) {
	e := engine(t, func(c *actions.Config) { c.Proxy = func(*url.URL) (*url.URL, error) { return nil, nil } })
	c, err := Start(t.Context(), Options{Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	d := ticket()
	d.Webhook.URL = "http://" + c.Address().String() + "/"
	d.Webhook.Headers = []actions.Header{{Name: "Idempotency-Key", Value: "k"}}
	plan, err := e.Plan(d, template.MadeUp(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if out := e.Run(t.Context(), plan); out.Success || !strings.Contains(out.Message, "an address of this machine") {
		t.Errorf("an ordinary run reached it: %+v", out)
	}
	other, err := Start(t.Context(), Options{Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	d.Webhook.URL = "http://" + other.Address().String() + "/"
	if plan, err = e.Plan(d, template.MadeUp(), nil); err != nil {
		t.Fatal(err)
	}
	caught, err := plan.Caught(c.Address(), "x")
	if err != nil {
		t.Fatal(err)
	}
	if out := e.Run(t.Context(), caught); !out.Success || len(c.Arrivals()) != 1 || len(other.Arrivals()) != 0 {
		t.Errorf("%+v, %d and %d arrived", out, len(c.Arrivals()), len(other.Arrivals()))
	}
	for _, bad := range []string{"10.0.0.1:80", "93.184.216.34:443"} {
		if _, err := plan.Caught(netip.MustParseAddrPort(bad), "x"); err == nil {
			t.Errorf("caught by %s", bad)
		}
	}
}

func TestWhatCannotBeCaught(t *testing.T) {
	e := engine(t, nil)
	for _, d := range []actions.Definition{
		{Name: "Link", Type: actions.TypeURL, URL: actions.URLTarget{URL: "https://a.example"}},
		{ID: "a", Name: "There", Type: actions.TypeWebhook, Webhook: ticket().Webhook, Options: actions.Options{Execution: actions.ExecutePlatform}},
	} {
		plan, err := e.Plan(d, template.MadeUp(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Run(t.Context(), e, plan, Answer{}); err == nil {
			t.Errorf("%s was caught", d.Name)
		}
	}
	if _, err := Run(t.Context(), e, actions.Plan{}, Answer{Status: 99}); err == nil {
		t.Error("99 is an answer")
	}
}

// Neither conditions nor read-only mode keep a test from the catcher, and nothing but the answer
// decides about its outcome.
func TestAnswersAndRules(t *testing.T) {
	e := engine(t, func(c *actions.Config) { c.ReadOnly = true })
	d := ticket().WithOptions(actions.Options{Danger: true, When: actions.When{Tags: []string{"nobody"}}})
	plan, err := e.Plan(d, template.MadeUp(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if e.Forbidden(plan) == nil {
		t.Fatal("the real run is not forbidden")
	}
	for status, want := range map[int]int{200: 1, 404: 1, 302: 1, 204: 1} {
		r, err := Run(t.Context(), e, plan, Answer{Status: status})
		if err != nil || r.Passed() != (status/100 == 2) || len(r.Arrivals) != want || r.Arrivals[0].Answered != status {
			t.Errorf("%d: %v %+v %d", status, err, r.Outcome, len(r.Arrivals))
		}
		if r.Plan.Question() != "" {
			t.Error("it asks")
		}
	}
	again, err := Run(t.Context(), e, plan, Answer{})
	if err != nil || again.Plan.ID() == plan.ID() {
		t.Errorf("%v, the test has the id of the press", err)
	}
}

func TestStrangersAreNotHeard(t *testing.T) {
	c, err := Start(t.Context(), Options{Key: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	send := func(key string, body io.Reader) int {
		req, err := http.NewRequest("PUT", "http://"+c.Address().String()+"/x", body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Idempotency-Key", key)
		resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if got := send("theirs", nil); got != 404 || len(c.Arrivals()) != 0 {
		t.Errorf("a stranger got %d", got)
	}
	if got := send("mine", strings.NewReader(strings.Repeat("x", maxBody+10))); got != 200 {
		t.Errorf("got %d", got)
	}
	x := c.Arrivals()[0]
	if len(x.Body) != maxBody || x.Size != maxBody+10 || !strings.Contains(x.Words(), "Only the first 1048576 bytes are shown.") {
		t.Errorf("%d of %d bytes", len(x.Body), x.Size)
	}
	for range maxArrivals {
		send("mine", nil)
	}
	if len(c.Arrivals()) != maxArrivals {
		t.Errorf("%d are kept", len(c.Arrivals()))
	}
}

func TestItEndsWithItsOwner(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, err := Start(ctx, Options{Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-c.done
	if conn, err := net.Dial("tcp", c.Address().String()); err == nil {
		conn.Close()
		t.Error("it still listens")
	}
	c.Close()
}
