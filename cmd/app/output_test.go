package app

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

func TestEscapeControls(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`"plain"`:            `"plain"`,
		"\"a\u0085b\"":       `"a\u0085b"`,
		"\"a\u202eb\"":       `"a\u202eb"`,
		"\"a\x7fb\"":         `"a\u007fb"`,
		"\"नमस्ते 你好 👋\"":    "\"नमस्ते 你好 👋\"",
		"\"a\U000e0041b\"":   `"a\udb40\udc41b"`,
		"\"👩\u200d💻\"":       `"👩\u200d💻"`,
		"\"\u2028\u2066\"\n": `"\u2028\u2066"` + "\n",
	} {
		if got := string(EscapeControls([]byte(in))); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// FuzzJSON proves of any text: what is printed does nothing to a terminal, and means the same.
func FuzzJSON(f *testing.F) {
	f.Add("plain", "\x1b[2J\u009b31m\u202e\u2066\x7f\u200b\U000e0041\r\n")
	f.Fuzz(func(t *testing.T, key, value string) {
		key, value = strings.ToValidUTF8(key, "?"), strings.ToValidUTF8(value, "?")
		var out bytes.Buffer
		a := &App{Env: Env{Stdout: &out}}
		want := map[string]any{key: value}
		if err := a.WriteJSON(want); err != nil {
			t.Fatal(err)
		}
		for _, r := range out.String() {
			if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Fatalf("%U is raw in %q", r, out.String())
			}
		}
		var got map[string]any
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v, %v", got, err)
		}
	})
}

func TestCounted(t *testing.T) {
	for n, want := range map[int]string{0: "0 runs", 1: "1 run", 2: "2 runs"} {
		if got := Counted(n, "run"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
