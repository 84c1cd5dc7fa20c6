package script

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestTheDocumentedSnippet(t *testing.T) {
	p := newTestPool(t, true)
	r, err := runCode(t, p, "// Example: Copy contact phone to clipboard\nnavigator.clipboard.writeText(contact.phone_number);\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Effect{Kind: EffectCopy, Text: "+919876543210"}
	if len(r.Effects) != 1 || r.Effects[0] != want || r.Took <= 0 || r.Returned {
		t.Errorf("%+v", r)
	}
	r, err = runCode(t, p, `return { clipboard: contact.name, toast: { message: 'ok ' + agent.name, type: 'success' }, message: 'm' }`)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Effects) != 2 || r.Effects[1] != (Effect{Kind: EffectToast, Text: "ok Asha", Level: "success"}) || r.Message != "m" || !r.Returned {
		t.Errorf("%+v", r)
	}
}

// The worker's own deaths are told as what they are. The limit is long: these must not be mistaken
// for time-outs.
func TestDeathsAreTold(t *testing.T) {
	p := newTestPool(t, false)
	// Deep JSON fills heap and stack together: which limit it meets first is the collector's to say.
	const either = KindStack + " or " + KindMemory
	cases := []struct{ code, kind string }{
		{`'x'.repeat(2 ** 30)`, KindMemory},
		{`const a = []; for (;;) a.push(new Uint8Array(1 << 24).fill(1))`, KindMemory},
		{`JSON.parse('['.repeat(5e6))`, either},
		{`const f = n => f(n + 1) + 1; f(0)`, KindStack},
		{`const f = () => [1].map(f); f()`, KindStack},
	}
	for _, c := range cases {
		_, err := p.Run(context.Background(), Job{Code: c.code, Limit: 20 * time.Second})
		var failure *Error
		if !errors.As(err, &failure) || failure.Kind != c.kind && (c.kind != either || failure.Kind != KindStack && failure.Kind != KindMemory) {
			t.Errorf("%s: %v, want %s", c.code, err, c.kind)
		}
	}
}

func TestFailuresKeepTheLog(t *testing.T) {
	p := newTestPool(t, false)
	r, err := p.Run(context.Background(), Job{Limit: 300 * time.Millisecond,
		Code: "console.log('before');\nnavigator.clipboard.writeText('x');\nwhile (true) {}"})
	var failure *Error
	if !errors.As(err, &failure) || failure.Kind != KindTimeout || failure.Line != 3 {
		t.Fatalf("%v", err)
	}
	if len(r.Log) != 1 || r.Log[0] != (LogLine{"info", "before"}) || len(r.Effects) != 1 {
		t.Errorf("%+v", r)
	}
	if want := "line 3, column 1: The script did not end within its limit of 300ms."; failure.Error() != want {
		t.Errorf("%q, want %q", failure.Error(), want)
	}
}

func TestCheck(t *testing.T) {
	p := newTestPool(t, true)
	ctx := context.Background()
	for range 3 {
		if err := p.Check(ctx, oneLine); err != nil {
			t.Errorf("a good script: %v", err)
		}
	}
	if err := p.Check(ctx, "while (true) {}"); err != nil {
		t.Errorf("checking runs nothing: %v", err)
	}
	for code, kind := range map[string]string{"let a = ;": KindSyntax, "}); evil(); (function(){": KindSyntax, "/\\p{scx=Greek}/u": KindUnsupported} {
		var failure *Error
		if err := p.Check(ctx, code); !errors.As(err, &failure) || failure.Kind != kind || failure.Line != 1 {
			t.Errorf("%s: %v", code, err)
		}
	}
	if err := p.Check(ctx, strings.Repeat(" ", MaxCode+1)); err == nil {
		t.Error("a script above the limit passed")
	}
	if r, err := runCode(t, p, oneLine); err != nil || len(r.Effects) != 1 {
		t.Errorf("a run after checks: %+v, %v", r, err)
	}
}

// A snippet is checked once, whatever came of it; a worker that failed proves nothing about it.
func TestASnippetIsCheckedOnce(t *testing.T) {
	p := newTestPool(t, true)
	const bad = "let a = ;"
	if err := p.Check(t.Context(), oneLine); err != nil {
		t.Fatal(err)
	}
	first := p.Check(t.Context(), bad)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Check(gone, "let fresh = 1"); !errors.Is(err, context.Canceled) {
		t.Fatalf("a check that was cancelled: %v", err)
	}
	if err := p.Check(t.Context(), "let fresh = 1"); err != nil {
		t.Fatalf("after a check that was cancelled: %v", err)
	}
	p.Close() // from here on nothing can be started
	if err := p.Check(t.Context(), oneLine); err != nil {
		t.Errorf("known to be good: %v", err)
	}
	if err := p.Check(t.Context(), bad); first == nil || err != first {
		t.Errorf("known to be bad: %v, it was %v", err, first)
	}
	if err := p.Check(t.Context(), "let other = 1"); !errors.Is(err, ErrClosed) {
		t.Errorf("never checked: %v", err)
	}
}

func TestVerdictsAreBounded(t *testing.T) {
	var v verdicts
	for i := range maxVerdicts + 10 {
		v.keep(strings.Repeat("x", i), nil)
	}
	v.keep("worker", &Error{Kind: KindKilled})
	_, oldest := v.find("")
	_, newest := v.find(strings.Repeat("x", maxVerdicts+9))
	_, killed := v.find("worker")
	if len(v.of) != maxVerdicts || len(v.order) != maxVerdicts || oldest || !newest || killed {
		t.Errorf("%d remembered, oldest %v, newest %v, killed %v", len(v.of), oldest, newest, killed)
	}
}

// Nothing of one run is there in the next.
func TestRunsShareNothing(t *testing.T) {
	p := newTestPool(t, true)
	if _, err := runCode(t, p, `globalThis.left = 1; Object.prototype.left = 2`); err != nil {
		t.Fatal(err)
	}
	r, err := runCode(t, p, `return { toast: typeof left + typeof ({}).left }`)
	if err != nil || r.Effects[0].Text != "undefinedundefined" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestManyRunsAtOnce(t *testing.T) {
	p := newTestPool(t, true)
	results := make(chan error)
	for range 12 {
		go func() {
			r, err := runCode(t, p, oneLine)
			if err == nil && len(r.Effects) != 1 {
				err = errors.New("no effect")
			}
			results <- err
		}()
	}
	for range 12 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

func TestCloseEndsWhatRuns(t *testing.T) {
	p := newTestPool(t, true)
	result := make(chan error)
	go func() {
		_, err := p.Run(context.Background(), Job{Code: "while (true) {}", Limit: MaxLimit})
		result <- err
	}()
	awaitRunning(t, p)
	p.Close()
	if err := <-result; !errors.Is(err, ErrClosed) {
		t.Errorf("the run ended with %v", err)
	}
	if _, err := runCode(t, p, "1"); !errors.Is(err, ErrClosed) {
		t.Errorf("a run after Close ended with %v", err)
	}
	p.Warm()
	p.Close()
}

// awaitRunning waits until the pool has a worker.
func awaitRunning(t *testing.T, p *Pool) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.all) == 0 {
		p.news.Wait()
	}
}

func TestADeadSpareIsReplaced(t *testing.T) {
	p := newTestPool(t, true)
	w := awaitSpare(t, p)
	w.kill()
	<-w.done
	if r, err := runCode(t, p, oneLine); err != nil || len(r.Effects) != 1 {
		t.Errorf("a run after the spare died: %+v, %v", r, err)
	}
	w = awaitSpare(t, p)
	w.started = w.started.Add(-settledAfter) // as if it had been there for long
	w.kill()
	<-w.done
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.spare == nil || p.spare == w { // nobody asks for it: the pool replaces it by itself
		p.news.Wait()
	}
}

func TestLocalTimeIsTheParents(t *testing.T) {
	t.Setenv("TZ", "Asia/Kolkata")
	p := newTestPool(t, false)
	r, err := runCode(t, p, `return { toast: new Date(0).getHours() + ':' + new Date(0).getMinutes() }`)
	if err != nil || r.Effects[0].Text != "5:30" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestJobsAboveTheLimitsAreRefused(t *testing.T) {
	p := newTestPool(t, false)
	for name, j := range map[string]Job{
		"code": {Code: strings.Repeat("1;", MaxCode)},
		"data": {Code: "1", Bindings: map[string]any{"contact": strings.Repeat("x", MaxJob)}},
	} {
		var failure *Error
		if _, err := p.Run(context.Background(), j); !errors.As(err, &failure) || failure.Kind != KindRefused {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.Run(context.Background(), Job{Code: "1", Bindings: map[string]any{"contact": func() {}}}); err == nil {
		t.Error("data that is no JSON passed")
	}
}
