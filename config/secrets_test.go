package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// memory is a keyring in a map.
type memory map[string]string

func (m memory) Get(service, name string) (string, error) {
	if v, ok := m[service+"/"+name]; ok {
		return v, nil
	}
	return "", ErrNoSecret
}
func (m memory) Set(service, name, value string) error { m[service+"/"+name] = value; return nil }
func (m memory) Delete(service, name string) error {
	if _, ok := m[service+"/"+name]; !ok {
		return ErrNoSecret
	}
	delete(m, service+"/"+name)
	return nil
}

// broken is a keyring that refuses; with a channel it does not answer before that is closed.
type broken struct{ until chan struct{} }

func (b broken) wait() error {
	if b.until != nil {
		<-b.until
	}
	return errors.New("locked")
}
func (b broken) Get(string, string) (string, error) { return "", b.wait() }
func (b broken) Set(string, string, string) error   { return b.wait() }
func (b broken) Delete(string, string) error        { return b.wait() }

func secretsWith(t *testing.T, k Keyring, limit time.Duration) (*Secrets, Paths, *[]string) {
	t.Helper()
	paths := Paths{config: t.TempDir(), state: filepath.Join(t.TempDir(), "keydesk")}
	var told []string
	return NewSecrets(paths, k, limit, func(s string) { told = append(told, s) }), paths, &told
}

func TestSecretsInTheKeyring(t *testing.T) {
	ring := memory{}
	s, paths, _ := secretsWith(t, ring, time.Minute)
	want := Secret{URL: "https://x", APIKey: "whm_123"}
	where, err := s.Store(t.Context(), "work", want)
	if err != nil || where != "the keyring" {
		t.Fatalf("%q, %v", where, err)
	}
	if _, err := os.Stat(paths.SecretsFile()); err == nil {
		t.Error("a file was written as well")
	}
	if got, err := s.Load(t.Context(), "work"); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := s.Load(t.Context(), "other"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("another profile: %v", err)
	}
	if places, err := s.Delete(t.Context(), "work"); err != nil || len(places) != 1 || len(ring) != 0 {
		t.Errorf("%v, %v, %v", places, err, ring)
	}
}

func TestSecretsInTheFile(t *testing.T) {
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	for name, c := range map[string]struct {
		ring  Keyring
		limit time.Duration
		why   string
	}{
		"none":    {nil, time.Minute, "has no keyring"},
		"refuses": {broken{}, time.Minute, "refused"},
		"hangs":   {broken{never}, time.Nanosecond, "did not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			s, paths, _ := secretsWith(t, c.ring, c.limit)
			want := Secret{URL: "https://x", Email: "a@b", Password: "hunter2"}
			where, err := s.Store(t.Context(), "work", want)
			if err != nil || !strings.Contains(where, c.why) || !strings.Contains(where, paths.SecretsFile()) {
				t.Fatalf("%q, %v", where, err)
			}
			mode := func(path string) os.FileMode {
				info, err := os.Lstat(path)
				if err != nil {
					t.Fatal(err)
				}
				return info.Mode().Perm()
			}
			if runtime.GOOS != "windows" && (mode(paths.SecretsFile()) != 0o600 || mode(paths.StateDir()) != 0o700) {
				t.Errorf("modes %v, %v", mode(paths.SecretsFile()), mode(paths.StateDir()))
			}
			if got, err := s.Load(t.Context(), "work"); err != nil || got != want {
				t.Errorf("%v, %v", got, err)
			}
			places, err := s.Delete(t.Context(), "work")
			if len(places) != 1 || (err != nil) != (c.ring != nil) {
				t.Errorf("%v, %v", places, err)
			}
			if _, err := os.Stat(paths.SecretsFile()); err == nil {
				t.Error("the file is still there")
			}
		})
	}
}

func TestSecretsMoveToTheKeyring(t *testing.T) {
	s, paths, _ := secretsWith(t, nil, time.Minute)
	if _, err := s.Store(t.Context(), "work", Secret{APIKey: "old"}); err != nil {
		t.Fatal(err)
	}
	s.keyring = memory{}
	if _, err := s.Store(t.Context(), "work", Secret{APIKey: "new"}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(paths.SecretsFile()); err == nil {
		t.Error("the old secret stayed in the file")
	}
	if got, err := s.Load(t.Context(), "work"); err != nil || got.APIKey != "new" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestSecretsFileIsNotTrustedBlindly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode bits on Windows")
	}
	s, paths, told := secretsWith(t, nil, time.Minute)
	if _, err := s.Store(t.Context(), "work", Secret{APIKey: "k"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(paths.SecretsFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(t.Context(), "work"); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(paths.SecretsFile()); info.Mode().Perm() != 0o600 || len(*told) != 1 {
		t.Errorf("mode %v, told %q", info.Mode(), *told)
	}
	real := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(paths.SecretsFile(), real); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, paths.SecretsFile()); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if _, err := s.Load(t.Context(), "work"); err == nil || errors.Is(err, ErrNoSecret) {
		t.Errorf("a link was followed: %v", err)
	}
	if err := os.Remove(paths.SecretsFile()); err != nil {
		t.Fatal(err)
	}
	write(t, paths.SecretsFile(), "not JSON")
	if _, err := s.Load(t.Context(), "work"); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("damage: %v", err)
	}
}

func TestSecretsEndWithTheirContext(t *testing.T) {
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	s, paths, _ := secretsWith(t, broken{never}, time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Store(ctx, "work", Secret{APIKey: "k"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(paths.SecretsFile()); err == nil {
		t.Error("a cancelled store wrote the file")
	}
}

func TestReference(t *testing.T) {
	s, _, _ := secretsWith(t, memory{"keydesk/crm": "from the ring"}, time.Minute)
	env := func(name string) string { return map[string]string{"CRM": "from the environment"}[name] }
	for ref, want := range map[string]string{"${env:CRM}": "from the environment", "${keyring:crm}": "from the ring"} {
		if got, err := s.Reference(t.Context(), env, ref); err != nil || got != want {
			t.Errorf("%s: %q, %v", ref, got, err)
		}
	}
	for _, ref := range []string{"plain", "${env:NO}", "${keyring:no}", "${file:x}", "${env:}", "${env:A}b"} {
		if got, err := s.Reference(t.Context(), env, ref); err == nil {
			t.Errorf("%s: %q", ref, got)
		}
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	secret := Secret{URL: "https://x", APIKey: "whm_123", Password: "hunter2"}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(format, secret); strings.Contains(got, "whm_") || strings.Contains(got, "hunter") {
			t.Errorf("%s prints %s", format, got)
		}
	}
}

func TestSystemKeyringNeedsASession(t *testing.T) {
	if got := SystemKeyring(func(string) string { return "" }); got != nil && os.PathSeparator == '/' {
		if _, err := os.Stat("/proc"); err == nil {
			t.Error("a keyring without a session bus")
		}
	}
}
