package actions

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
)

// stored reads an action for a test.
func stored(t testing.TB, text string) Stored {
	t.Helper()
	s, err := ParseStored([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// anyStored draws actions as a platform may hold them: odd names, odd values, missing parts.
func anyStored() *rapid.Generator[Stored] {
	return rapid.Custom(func(t *rapid.T) Stored {
		s := Stored{
			Name: rapid.SampledFrom([]string{"", "A", "नया", "a\x00b"}).Draw(t, "name"), Type: rapid.SampledFrom([]Type{TypeWebhook, TypeURL, TypeJavaScript, "x"}).Draw(t, "type"),
			Active: rapid.Bool().Draw(t, "active"), Order: rapid.IntRange(-2, 2).Draw(t, "order"),
		}
		value := rapid.SampledFrom([]any{"", "a", "b\nc", true, nil, json.Number("1"), json.Number("1.50"), []any{"a", nil}, map[string]any{}, map[string]any{"k": "v"}})
		if rapid.Bool().Draw(t, "has config") {
			s.Config = rapid.MapOfN(rapid.SampledFrom([]string{"url", "body", "headers", "keydesk", "headers.A", "x"}), value, 0, 4).Draw(t, "config")
			if rapid.Bool().Draw(t, "has headers") {
				s.Config["headers"] = rapid.MapOfN(rapid.SampledFrom([]string{"A", "B", "Authorization", "k"}), value, 0, 3).Draw(t, "headers")
			}
		}
		return s
	})
}

func TestStoredReadsWhatThePlatformKeeps(t *testing.T) {
	s := stored(t, `{"status":"success","data":{"id":"i","name":"N","icon":"zap","action_type":"url","is_active":false,"display_order":4,
		"config":{"url":"u","big":12345678901234567890,"x":null},"created_at":"2026-01-01T00:00:00Z"}}`)
	if got := string(s.JSON()); got != `{"action_type":"url","config":{"big":12345678901234567890,"url":"u","x":null},"display_order":4,"icon":"zap","id":"i","is_active":false,"name":"N"}` {
		t.Error(got)
	}
	for _, bad := range []string{`{}`, `[]`, `{"action_type":"url","config":[]}`, `{"action_type":"url","config":"x"}`, `{`} {
		if _, err := ParseStored([]byte(bad)); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func TestChangesNameFields(t *testing.T) {
	a := stored(t, `{"name":"A","action_type":"webhook","is_active":true,"config":{"url":"https://h/?token=one&a=1","body":"1\n2\n3\n4\n5\n6\n7","headers":{"Authorization":"Bearer one","X":"1"},"keydesk":{"confirm":true}}}`)
	b := stored(t, `{"name":"B","action_type":"webhook","is_active":false,"config":{"url":"https://h/?token=two&a=1","body":"1\n2\n3\n4\nfive\n6\n7","headers":{"Authorization":"Bearer two","Y":"2"},"keydesk":{"confirm":"Sure?"},"extra":[1]}}`)
	var got []string
	for _, c := range Changes(a, b) {
		got = append(got, fmt.Sprintf("%s|%s|%s|%v%v%v", c.Field, c.Before, c.After, c.Added, c.Removed, c.Secret))
	}
	want := []string{
		"name|A|B|falsefalsefalse", "active|true|false|falsefalsefalse", "body|1\n2\n3\n4\n5\n6\n7|1\n2\n3\n4\nfive\n6\n7|falsefalsefalse",
		"extra||[1]|truefalsefalse", "headers.Authorization|Bearer ••••••••|Bearer ••••••••|falsefalsetrue", "headers.X|1||falsetruefalse",
		"headers.Y||2|truefalsefalse", "keydesk.confirm|true|Sure?|falsefalsefalse", "url|https://h/?token=••••••••&a=1|https://h/?token=••••••••&a=1|falsefalsetrue",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var lines strings.Builder
	for _, l := range Changes(a, b)[2].Lines() {
		lines.WriteString(string(l.Op) + l.Text + ";")
	}
	if lines.String() != "…; 3; 4;-5;+five; 6; 7;" {
		t.Error(lines.String())
	}
}

// TestDiffLinesRebuild: without the lines that are left out, - gives the text before and + the one after.
func TestDiffLinesRebuild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "", "c"})
		before, after := rapid.SliceOf(word).Draw(t, "before"), rapid.SliceOf(word).Draw(t, "after")
		var x, y []string
		for _, l := range diffMiddle(before, after) {
			if l.Op != '+' {
				x = append(x, l.Text)
			}
			if l.Op != '-' {
				y = append(y, l.Text)
			}
		}
		if !slices.Equal(x, before) && len(x)+len(before) > 0 || !slices.Equal(y, after) && len(y)+len(after) > 0 {
			t.Fatalf("%q %q became %q %q", before, after, x, y)
		}
		diffLines(strings.Join(before, "\n"), strings.Join(after, "\n"))
	})
}

// TestMergeLaws: one side's changes alone give that side, and a conflict never takes mine.
func TestMergeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := anyStored().Draw(t, "base"), anyStored().Draw(t, "mine"), anyStored().Draw(t, "theirs")
		same := func(what string, got, want Stored, conflicts []Conflict) {
			if len(conflicts) > 0 || !got.Same(want) && !(len(got.Config)+len(want.Config) == 0 && len(Changes(got, want)) == 0) {
				t.Fatalf("%s: %s, want %s (%v)", what, got.JSON(), want.JSON(), conflicts)
			}
		}
		got, conflicts := Merge(base, mine, base)
		same("only mine", got, mine, conflicts)
		got, conflicts = Merge(base, base, theirs)
		same("only theirs", got, theirs, conflicts)
		got, conflicts = Merge(base, mine, mine)
		same("both alike", got, mine, conflicts)
		if len(Changes(mine, mine.Clone())) > 0 {
			t.Fatal("a copy differs")
		}
		if got, conflicts = Merge(base, mine, theirs); len(conflicts) == 0 && len(Changes(base, mine)) == 0 && !got.Same(theirs) {
			t.Fatal("theirs is lost")
		}
	})
}

func TestMergeKeepsBoth(t *testing.T) {
	base := stored(t, `{"name":"A","action_type":"webhook","config":{"url":"u","headers":{"X":"1"}}}`)
	mine := stored(t, `{"name":"B","action_type":"webhook","config":{"url":"mine","headers":{}}}`)
	theirs := stored(t, `{"name":"A","action_type":"webhook","config":{"url":"theirs","headers":{"X":"1","Y":"2"}}}`)
	got, conflicts := Merge(base, mine, theirs)
	if len(conflicts) != 1 || conflicts[0].Field != "url" || string(got.JSON()) != `{"action_type":"webhook","config":{"headers":{"Y":"2"},"url":"theirs"},"display_order":0,"icon":"","is_active":true,"name":"B"}` {
		t.Errorf("%s %v", got.JSON(), conflicts)
	}
}

// TestHiddenSecretsComeBack: hiding and restoring from the same action gives it back, and what is
// hidden holds no secret.
func TestHiddenSecretsComeBack(t *testing.T) {
	for _, c := range []struct{ config, hidden string }{
		{`{"url":"https://u:p@h/?q=1&token=abc&key=x#f"}`, `{"url":"https://${kept}@h/?q=1&token=${kept}&key=${kept}#f"}`},
		{`{"url":"https://h/{{contact.x?}}?token=abc&token=def"}`, `{"url":"https://h/{{contact.x?}}?token=${kept}&token=${kept}"}`},
		{`{"url":"https://h/?token={{contact.id}}&a=b"}`, `{"url":"https://h/?token={{contact.id}}&a=b"}`},
		{`{"headers":{"Authorization":"Bearer abc","X-Api-Key":"k","X":"plain"}}`, `{"headers":{"Authorization":"Bearer ${kept}","X":"plain","X-Api-Key":"${kept}"}}`},
		{`{"headers":{"Authorization":"Bearer ${env:CRM}","Cookie":"{{user.id}}"}}`, `{"headers":{"Authorization":"Bearer ${env:CRM}","Cookie":"{{user.id}}"}}`},
		{`{"headers":{"X-Token":12345,"X-Secret":null,"X-Key":["a"]}}`, `{"headers":{"X-Key":"${kept}","X-Secret":null,"X-Token":"${kept}"}}`},
		{`{"headers":"x","url":7}`, `{"headers":"x","url":7}`},
	} {
		s := stored(t, `{"action_type":"webhook","config":`+c.config+`}`)
		hidden, fields := s.HideSecrets(Kept)
		if got := string(hidden.ConfigJSON()); got != c.hidden {
			t.Errorf("%s is hidden as %s (%v)", c.config, got, fields)
		}
		back, missing := hidden.RestoreKept(s)
		if !back.Same(s) || len(missing) > 0 {
			t.Errorf("%s came back as %s %v", c.config, back.ConfigJSON(), missing)
		}
		if _, missing := hidden.RestoreKept(Stored{}); len(missing) != len(hidden.HasKept()) {
			t.Errorf("%s is restored from nothing: %v", c.hidden, missing)
		}
	}
}

// TestKeptSurvivesEdits: an edited address takes its own secret along.
func TestKeptSurvivesEdits(t *testing.T) {
	platform := stored(t, `{"action_type":"webhook","config":{"url":"https://h/?token=abc&key=k2","headers":{"authorization":"Bearer s"}}}`)
	mine := stored(t, `{"action_type":"webhook","config":{"url":"https://other/x?key=${kept}&a=${kept}&token=${kept}","headers":{"Authorization":"Token ${kept}"}}}`)
	got, missing := mine.RestoreKept(platform)
	if string(got.ConfigJSON()) != `{"headers":{"Authorization":"Token s"},"url":"https://other/x?key=k2&a=${kept}&token=abc"}` || len(missing) > 0 {
		t.Errorf("%s %v", got.ConfigJSON(), missing)
	}
}

func TestDigestTellsSecretsApart(t *testing.T) {
	a := stored(t, `{"id":"1","action_type":"webhook","config":{"url":"https://h/?token=abc"}}`)
	b := stored(t, `{"id":"2","action_type":"webhook","config":{"url":"https://h/?token=abd"}}`)
	c := stored(t, `{"id":"2","action_type":"webhook","config":{"url":"https://g/?token=abc"}}`)
	if x, y := a.Digest(), b.Digest(); x.Content != y.Content || x.Secrets == y.Secrets || len(x.Secrets) != 4 {
		t.Errorf("%v %v", x, y)
	}
	if a.Digest().Content == c.Digest().Content {
		t.Error("another host is the same")
	}
}

// TestSamplesAreStored reads every action that real platforms answered.
func TestSamplesAreStored(t *testing.T) {
	dir := os.Getenv("KEYDESK_SAMPLES")
	if dir == "" {
		t.Skip("KEYDESK_SAMPLES is not set")
	}
	n := 0
	for _, config := range sampleActions(t, dir) {
		s := stored(t, string(config))
		hidden, _ := s.HideSecrets(Kept)
		if back, missing := hidden.RestoreKept(s); !back.Same(s) || len(missing) > 0 {
			t.Errorf("%s %v", config, missing)
		}
		s.Definition().Lint()
		n++
	}
	if n < 20 {
		t.Errorf("only %d actions", n)
	}
}

// sampleActions are all objects with an action_type and a config in recorded answers.
func sampleActions(t *testing.T, dir string) []json.RawMessage {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "action*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out []json.RawMessage
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if json.Unmarshal(data, &v) != nil {
			continue // what was refused as malformed
		}
		var walk func(v any)
		walk = func(v any) {
			switch x := v.(type) {
			case map[string]any:
				if _, ok := x["config"].(map[string]any); ok && x["action_type"] != nil {
					out = append(out, plain(x))
				}
				for _, inner := range x {
					walk(inner)
				}
			case []any:
				for _, inner := range x {
					walk(inner)
				}
			}
		}
		walk(v)
	}
	return out
}
