package terminal

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"keydesk/cmd/app"
)

func TestSecretLine(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"hunter2\r":                 "hunter2",
		"hunter2\n":                 "hunter2",
		"huntt\x7fer2\r":            "hunter2",
		"pässwört\x7f\x08\x7fört\r": "pässwört",
		"wrong\x15right\r":          "right",
		"\x7f\x7fa\r":               "a",
		"a\x04b\r":                  "ab",
		"\r":                        "",
	} {
		r := strings.NewReader(keys)
		if got, err := secretLine(r.ReadByte); err != nil || got != want {
			t.Errorf("%q: %q, %v", keys, got, err)
		}
	}
	for keys, want := range map[string]error{"abc\x03": context.Canceled, "\x04": context.Canceled, "abc": io.EOF} {
		r := strings.NewReader(keys)
		if got, err := secretLine(r.ReadByte); !errors.Is(err, want) || got != "" {
			t.Errorf("%q: %q, %v", keys, got, err)
		}
	}
	r := strings.NewReader(strings.Repeat("a", app.MaxAnswer+1) + "\r")
	if _, err := secretLine(r.ReadByte); app.ExitCode(err) != app.ExitUsage {
		t.Errorf("a huge secret: %v", err)
	}
}
