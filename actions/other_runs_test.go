package actions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keydesk/actions/script"
	"keydesk/actions/template"
)

// fakeScripts answers instead of a sandbox.
type fakeScripts struct {
	job    script.Job
	result script.Result
	err    error
	hang   bool
}

func (f *fakeScripts) Run(ctx context.Context, job script.Job) (script.Result, error) {
	f.job = job
	if f.hang {
		<-ctx.Done()
		return script.Result{}, ctx.Err()
	}
	return f.result, f.err
}

func (f *fakeScripts) Check(context.Context, string) error { return f.err }

func snippet(code string) Definition {
	return Definition{ID: "a3", Name: "Copy phone", Type: TypeJavaScript, Active: true, Script: Script{Code: code}}
}

func TestScriptEffectsAreCheckedAgain(t *testing.T) {
	f := &fakeScripts{result: script.Result{Log: []script.LogLine{{Level: "info", Text: "a"}, {Level: "warn", Text: "b"}}, Cut: []string{"Cut."},
		Effects: []script.Effect{{Kind: "copy", Text: "c"}, {Kind: "open", URL: "https://x.example/a b"}, {Kind: "open", URL: "file:///etc/passwd"},
			{Kind: "toast", Text: "t", Level: "<nil>"}, {Kind: "insert", Text: "i"}, {Kind: "exec", Text: "rm"}}}}
	e := engine(t, func(c *Config) { c.Scripts = f })
	out := e.Run(t.Context(), mustPlan(t, e, snippet("x"), sample(t)))
	if got := fmt.Sprint(out.Effects); got != "[{c} {https://x.example/a%20b} {info t} {i}]" {
		t.Error(got)
	}
	if !out.Success || len(out.Cut) != 3 || fmt.Sprint(out.Log) != "[a warn: b]" || out.Message != "Copy phone: t" || out.Plain {
		t.Errorf("%+v", out)
	}
	if f.job.Limit != script.DefaultLimit || f.job.Bindings["user"].(template.Ordered).Value.(map[string]any)["role"] != "agent" || f.job.AllowRead {
		t.Errorf("%+v", f.job)
	}
	f.result, f.err = script.Result{}, &script.Error{Kind: script.KindException, Message: "boom", Line: 3, Column: 7}
	out = e.Run(t.Context(), mustPlan(t, e, snippet("x"), sample(t)))
	if out.Success || out.Message != "Copy phone: the script failed: line 3, column 7: boom" {
		t.Errorf("%+v", out)
	}
	var se *script.Error
	if !errors.As(out.Err, &se) || !errors.As(e.Check(t.Context(), snippet("x")), &se) {
		t.Error("the script's own error is not to be found")
	}
	f.hang = true
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out = e.Run(ctx, mustPlan(t, e, snippet("x"), sample(t)))
	if !out.Cancelled || out.Uncertain {
		t.Errorf("%+v", out)
	}
	none := engine(t, func(c *Config) { c.Scripts = (*script.Pool)(nil) })
	if out := none.Run(t.Context(), mustPlan(t, none, snippet("x"), sample(t))); !errors.Is(out.Err, ErrRefused) {
		t.Errorf("%+v", out)
	}
}

func TestURLActionsOpen(t *testing.T) {
	e := engine(t, nil)
	p := mustPlan(t, e, link("https://crm.example/?p={phone}"), sample(t))
	out := e.Run(t.Context(), p)
	if !out.Success || fmt.Sprint(out.Effects) != "[{https://crm.example/?p=919810000000}]" || out.Message != "Open CRM: link to crm.example" || !out.Plain || out.Request != nil {
		t.Errorf("%+v", out)
	}
}

func TestRehearsalDoesNothing(t *testing.T) {
	rec := &memory{}
	f := &fakeNet{}
	sc := &fakeScripts{result: script.Result{Effects: []script.Effect{{Kind: "copy", Text: "c"}}}}
	e := engine(t, func(c *Config) { c.Recorder, c.Guard, c.Scripts = rec, f.guard(), sc })
	for _, d := range []Definition{webhook("https://x.example", ""), link("https://x.example"), snippet("x")} {
		out := e.Rehearse(t.Context(), mustPlan(t, e, d, sample(t)))
		if !out.Success || out.Message == "" || out.PlanID == "" {
			t.Errorf("%+v", out)
		}
	}
	if len(rec.began) != 0 || len(f.dialed) != 0 || !sc.job.Rehearse {
		t.Errorf("something happened: %v %v", rec.began, f.dialed)
	}
}

// TestMessagesClaimNothingThatIsNotDone: a run only asks for its effects; whether they are performed
// is not known when the message is made.
func TestMessagesClaimNothingThatIsNotDone(t *testing.T) {
	f := &fakeScripts{}
	e := engine(t, func(c *Config) { c.Scripts = f })
	for _, tc := range []struct {
		result script.Result
		want   string
		plain  bool
	}{
		{script.Result{}, "done", true},
		{script.Result{Effects: []script.Effect{{Kind: "copy", Text: "c"}}}, "text for the clipboard", true},
		{script.Result{Effects: []script.Effect{{Kind: "copy", Text: "c"}, {Kind: "open", URL: "mailto:a@b.example"}, {Kind: "insert", Text: "i"}}},
			"text for the clipboard, link to a@b.example, text for the draft", true},
		{script.Result{Effects: []script.Effect{{Kind: "copy", Text: "c"}, {Kind: "toast", Text: "Phone copied"}}}, "Phone copied", false},
		{script.Result{Message: "m\nn", Effects: []script.Effect{{Kind: "toast", Text: "t"}}}, "m n", false},
	} {
		f.result = tc.result
		p := mustPlan(t, e, snippet("x"), sample(t))
		if out := e.Run(t.Context(), p); out.Message != "Copy phone: "+tc.want || out.Plain != tc.plain {
			t.Errorf("got %q %v, want %q", out.Message, out.Plain, tc.want)
		}
		if out := e.Rehearse(t.Context(), p); out.Message != "Copy phone: rehearsed, nothing was done: "+tc.want {
			t.Errorf("rehearsal: %q", out.Message)
		}
	}
}

// TestTheClipboardIsReadOnlyForWhoAsks: it may hold a password, and no profile that says nothing
// gives it out.
func TestTheClipboardIsReadOnlyForWhoAsks(t *testing.T) {
	reads := 0
	var fail error
	for _, tc := range []struct {
		allow bool
		code  string
		read  int
	}{{false, "await navigator.clipboard.readText()", 0}, {true, "1", 0}, {true, "await navigator.clipboard.readText()", 1}} {
		f := &fakeScripts{}
		e := engine(t, func(c *Config) {
			c.Scripts, c.AllowClipboardRead = f, tc.allow
			c.Clipboard = func(context.Context) (string, error) { reads++; return "held", fail }
		})
		reads, fail = 0, nil
		if out := e.Run(t.Context(), mustPlan(t, e, snippet(tc.code), sample(t))); !out.Success || reads != tc.read ||
			f.job.AllowRead != (tc.read == 1) || (f.job.Clipboard == "held") != (tc.read == 1) {
			t.Errorf("%+v: %d reads, %+v", tc, reads, f.job)
		}
		fail = errors.New("no tool")
		if out := e.Run(t.Context(), mustPlan(t, e, snippet(tc.code), sample(t))); out.Success != (tc.read == 0) {
			t.Errorf("%+v: %+v", tc, out)
		}
	}
}

// TestRehearsalTellsWhatStandsInTheWay: a dry run that says nothing of a refusal to come would mislead.
func TestRehearsalTellsWhatStandsInTheWay(t *testing.T) {
	e := engine(t, func(c *Config) { c.ReadOnly = true })
	d := webhook("http://127.0.0.1:9/", "", Header{Name: "Host", Value: "x"})
	d.Options.Danger = true
	p := mustPlan(t, e, d, sample(t))
	out := e.Rehearse(t.Context(), p)
	log := strings.Join(out.Log, "\n")
	if !out.Success || !strings.Contains(log, "--allow-host") || !strings.Contains(log, "Host is left out") || !strings.Contains(log, "would be refused: this action is marked dangerous") {
		t.Errorf("%+v", out)
	}
	if err := e.Forbidden(p); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	d.Options.Danger, d.Options.When.Tags = false, []string{"gold"}
	if out := e.Rehearse(t.Context(), mustPlan(t, e, d, sample(t))); !strings.Contains(strings.Join(out.Log, ""), "only for contacts tagged gold") {
		t.Errorf("%+v", out)
	}
	d.Options.When.Tags = nil
	if err := e.Forbidden(mustPlan(t, e, d, sample(t))); err != nil {
		t.Error(err)
	}
}

func TestPlatformRuns(t *testing.T) {
	var res RemoteResult
	var fail error
	redirected := ""
	e := engine(t, func(c *Config) {
		c.Execution = ExecutePlatform
		c.Remote = func(_ context.Context, action, contact string) (RemoteResult, error) {
			if action != "a1" && action != "a2" || contact != "c1" {
				t.Errorf("ran %s for %s", action, contact)
			}
			return res, fail
		}
		c.Redirect = func(_ context.Context, path string) (string, error) {
			redirected = path
			if path == "/api/bad" {
				return "", errors.New("you are not signed in")
			}
			return "https://crm.example/x y", nil
		}
	})
	p := mustPlan(t, e, link("https://x.example/{phone}"), sample(t))
	if p.Target() != nil || !p.Platform() || !strings.Contains(p.Masked().Text(), "/api/custom-actions/a2/execute") {
		t.Errorf("%s", p.Masked().Text())
	}
	res = RemoteResult{Success: true, Message: "Opening URL", RedirectURL: "/api/custom-actions/redirect/1", Clipboard: "c",
		Toast: &RemoteToast{Message: "m", Level: "<nil>"}, Data: json.RawMessage(`{"a":1}`)}
	out := e.Run(t.Context(), p)
	if !out.Success || redirected != "/api/custom-actions/redirect/1" || fmt.Sprint(out.Effects) != "[{c} {https://crm.example/x%20y} {info m}]" ||
		out.Message != "Open CRM: Opening URL" || string(out.Response.Body) != `{"a":1}` {
		t.Errorf("%+v", out)
	}
	res.RedirectURL = "/api/bad"
	if out = e.Run(t.Context(), p); out.Success || !strings.Contains(out.Message, `set execution = "local"`) {
		t.Errorf("%+v", out)
	}
	res.RedirectURL = "javascript:alert(1)"
	if out = e.Run(t.Context(), p); out.Success || !strings.Contains(out.Message, "not allowed") {
		t.Errorf("%+v", out)
	}
	res = RemoteResult{Message: "Action execution failed"}
	if out = e.Run(t.Context(), p); out.Success || out.Message != "Open CRM: Action execution failed" {
		t.Errorf("%+v", out)
	}
	res = RemoteResult{Message: "Webhook returned status 502 Bad Gateway", Data: json.RawMessage(`{}`)}
	if out = e.Run(t.Context(), p); out.Success || out.Response.Status != 502 {
		t.Errorf("%+v", out)
	}
	res = RemoteResult{Success: true, RedirectURL: "http://desk.example/api/custom-actions/redirect/mailto:a@b.example?subject=x"}
	if out = e.Run(t.Context(), p); out.Success || !strings.Contains(out.Message, "cannot give out a mailto: link") {
		t.Errorf("%+v", out)
	}
	fail = errors.New("the platform says no")
	if out = e.Run(t.Context(), p); out.Success || out.Uncertain || out.Message != "Open CRM: the platform says no" {
		t.Errorf("%+v", out)
	}
	d := link("https://x.example")
	d.Options.Inputs = []Input{{Name: "a", Type: InputText}}
	if pe := planFault(t, e, d, sample(t)); !strings.Contains(pe.Error(), `execution = "local"`) {
		t.Error(pe)
	}
}

func TestGivingUpOnThePlatformIsUncertain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine(t, func(c *Config) {
			c.Remote = func(ctx context.Context, _, _ string) (RemoteResult, error) {
				<-ctx.Done()
				return RemoteResult{}, ctx.Err()
			}
		})
		d := webhook("https://x.example", "")
		d.Options.Execution = ExecutePlatform
		out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
		if !out.Uncertain || out.Cancelled || out.Took != PlatformTimeout || !strings.Contains(out.Message, "did not answer in 35 s") {
			t.Errorf("%+v", out)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		out = e.Run(ctx, mustPlan(t, e, d, sample(t)))
		if !out.Uncertain || !out.Cancelled || out.state() != StateUncertain {
			t.Errorf("%+v", out)
		}
	})
}

// memory is a recorder.
type memory struct {
	began, ended []Run
	err          error
}

func (m *memory) Begin(_ context.Context, r Run) error {
	m.began = append(m.began, r)
	return m.err
}

func (m *memory) Finish(_ context.Context, r Run) error {
	m.ended = append(m.ended, r)
	return m.err
}

func TestEveryRunIsRecordedWithoutSecrets(t *testing.T) {
	rec := &memory{}
	var got arrived
	srv, e := receiver(t, catch(&got), func(c *Config) { c.Recorder, c.Profile, c.ReadOnly = rec, "work", true })
	d := webhook(srv.URL+"?token=querysecret", `{"k":"Bearer headersecret"}`, Header{Name: "Authorization", Value: "Bearer headersecret"})
	out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
	if !out.Success || len(rec.began) != 1 || len(rec.ended) != 1 {
		t.Fatalf("%+v %+v", out, rec)
	}
	b, f := rec.began[0], rec.ended[0]
	if b.State != StateRunning || f.State != StateDone || b.ID != f.ID || b.ID == "" || f.PlanID != "press-1" || f.Status != 201 ||
		f.ContactName != `Aarav "A" Sharma` || f.UserID != "u1" || f.ActionID != "a1" || f.Profile != "work" || f.Attempts != 1 {
		t.Errorf("%+v", f)
	}
	if text := fmt.Sprintf("%+v%+v", b, f); strings.Contains(text, "querysecret") || strings.Contains(text, "headersecret") {
		t.Errorf("a secret is in the record: %s", text)
	}
	d.Options.Danger = true
	e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d.Options.Danger = false
	e.Run(ctx, mustPlan(t, e, d, sample(t)))
	e.Refused(t.Context(), d, sample(t), errors.New("no such name"))
	if len(rec.ended) != 4 || rec.ended[1].State != StateRefused || rec.ended[2].State != StateCancelled || rec.ended[3].State != StateRefused {
		t.Errorf("%+v", rec.ended)
	}
	rec.err = errors.New("disk full")
	if out := e.Run(t.Context(), mustPlan(t, e, d, sample(t))); !out.Success || len(out.Log) != 1 || !strings.Contains(out.Log[0], "history could not be written: disk full") {
		t.Errorf("%+v", out)
	}
}

type panicky struct{}

func (panicky) Run(context.Context, script.Job) (script.Result, error) { panic("oh") }
func (panicky) Check(context.Context, string) error                    { return nil }

func TestRunNeverPanics(t *testing.T) {
	e := engine(t, func(c *Config) { c.Scripts = panicky{} })
	out := e.Run(t.Context(), mustPlan(t, e, snippet("x"), sample(t)))
	if out.Success || out.Err == nil {
		t.Errorf("%+v", out)
	}
	if out := e.Run(t.Context(), Plan{}); out.Err == nil || out.Effects == nil {
		t.Errorf("%+v", out)
	}
	if (Plan{}).Curl() != "" || len((Plan{}).Masked().Sections) != 0 || (Plan{}).With("x").ID() != "" {
		t.Error("the zero plan is something")
	}
}
