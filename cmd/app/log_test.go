package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"keydesk/ui/text"
)

func TestLogIsPrivateAndBounded(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keydesk.log")
	if err := os.WriteFile(path, []byte("before\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	write := func() {
		t.Helper()
		f, err := openLog(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		NewLogger(f, "info").Info("hello")
	}
	write()
	if info, err := os.Stat(path); err != nil || (os.PathSeparator == '/' && info.Mode().Perm() != 0o600) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if text, _ := os.ReadFile(path); !strings.HasPrefix(string(text), "before\n") || !strings.Contains(string(text), `"msg":"hello"`) {
		t.Errorf("the log is %q", text)
	}
	if err := os.Truncate(path, maxLog+1); err != nil {
		t.Fatal(err)
	}
	write()
	if info, err := os.Stat(path); err != nil || info.Size() > 1000 {
		t.Errorf("a full log was not put aside: %v, %v", info.Size(), err)
	}
	if info, err := os.Stat(path + ".old"); err != nil || info.Size() != maxLog+1 {
		t.Errorf("the old log: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path+".old", path); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if _, err := openLog(path); err == nil {
		t.Error("a link was followed")
	}
}

// A full log that cannot be moved, as on Windows while another console writes it, is written on.
func TestAFullLogThatStaysIsWrittenOn(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keydesk.log")
	if err := os.WriteFile(path, make([]byte, maxLog+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path+".old", "inside"), 0o700); err != nil { // nothing can take its place
		t.Fatal(err)
	}
	f, err := openLog(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write([]byte("more\n")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != maxLog+6 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestLogHidesSecrets(t *testing.T) {
	t.Parallel()
	for level, shown := range map[string]bool{"debug": true, "info": false, "nonsense": false} {
		var b bytes.Buffer
		NewLogger(&b, level).Error("call", "Authorization", "Bearer abc", "api_key", "abc", "refresh_token", "abc", "Password", "abc",
			"text", "what they wrote", "status", 200)
		if strings.Contains(b.String(), "abc") {
			t.Errorf("%s: a secret is in the log: %s", level, b.String())
		}
		if strings.Contains(b.String(), "what they wrote") != shown {
			t.Errorf("%s: %s", level, b.String())
		}
		if !strings.Contains(b.String(), `"status":200`) {
			t.Errorf("%s: other attributes are gone: %s", level, b.String())
		}
	}
}

func FuzzLogIsInert(f *testing.F) {
	for _, s := range []string{"\x1b[2J", "\u009b31m", "\u009d0;t\u009c", "abc\u202egnp.exe", "\x7f\x00", "\u2028", "\xff\x9b", "zero\u200bwidth", "धन्यवाद 你好 👍"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		NewLogger(&b, "debug").Error(s, "err", errors.New(s), "name", s)
		line := b.String()
		if written := strings.NewReplacer("\\", "", "\n", "", `"`, "").Replace(s); text.Safe(s) == s && written == s && !strings.Contains(line, s) {
			t.Fatalf("%q is not in the log as it was: %q", s, line)
		}
		for _, r := range strings.TrimSuffix(line, "\n") {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Fatalf("%q puts %U into the log: %q", s, r, line)
			}
		}
	})
}
