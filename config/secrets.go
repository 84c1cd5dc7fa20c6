package config

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// service is the name of keydesk's entries in the keyring.
const service = "keydesk"

// ErrNoSecret says that nothing is stored for a profile.
var ErrNoSecret = errors.New("no secret is stored")

// Secret signs in to one platform: an API key, or a password with the e-mail it belongs to. URL is
// the platform it was given to, so that it is never sent to another one.
type Secret struct {
	URL      string `json:"url,omitempty"`
	APIKey   string `json:"api_key,omitempty"`
	Email    string `json:"email,omitempty"`
	Password string `json:"password,omitempty"`
}

// String hides the secret from logs and messages.
func (s Secret) String() string { return "a secret of " + s.URL }

// GoString hides the secret from %#v too.
func (s Secret) GoString() string { return s.String() }

// Keyring is the part of the system's keyring that is used. Get returns [ErrNoSecret] for an entry
// that is not there.
type Keyring interface {
	Get(service, name string) (string, error)
	Set(service, name, value string) error
	Delete(service, name string) error
}

// Secrets keeps what must not stand in the settings file: in the system's keyring, and where none
// answers in a file that only its owner may read.
type Secrets struct {
	keyring Keyring // nil: the file only
	file    string
	limit   time.Duration
	tell    func(sentence string)
}

// NewSecrets uses the given keyring, or the file alone if it is nil. A keyring that has not answered
// after limit counts as absent: a locked one may wait for a dialog that nobody sees. What had to be
// mended on the way is told, one sentence a call.
func NewSecrets(paths Paths, k Keyring, limit time.Duration, tell func(sentence string)) *Secrets {
	return &Secrets{keyring: k, file: paths.SecretsFile(), limit: limit, tell: tell}
}

// SystemKeyring is the keyring of the person's session, or nil where there can be none: on Linux
// without a session bus even the question would start programs, or hang.
func SystemKeyring(env func(string) string) Keyring {
	if runtime.GOOS == "linux" && env("DBUS_SESSION_BUS_ADDRESS") == "" {
		socket := filepath.Join(env("XDG_RUNTIME_DIR"), "bus")
		if _, err := os.Stat(socket); env("XDG_RUNTIME_DIR") == "" || err != nil {
			return nil
		}
	}
	return systemKeyring{}
}

type systemKeyring struct{}

func (systemKeyring) Get(service, name string) (string, error) {
	value, err := keyring.Get(service, name)
	if errors.Is(err, keyring.ErrNotFound) {
		return "", ErrNoSecret
	}
	return value, err
}

func (systemKeyring) Set(service, name, value string) error { return keyring.Set(service, name, value) }

func (systemKeyring) Delete(service, name string) error {
	err := keyring.Delete(service, name)
	if errors.Is(err, keyring.ErrNotFound) {
		return ErrNoSecret
	}
	return err
}

// Store keeps the secret of a profile, in one place only: a copy elsewhere is removed.
// It returns where that is, in words for the person.
func (s *Secrets) Store(ctx context.Context, profile string, secret Secret) (where string, err error) {
	data, err := json.Marshal(secret)
	if err != nil {
		return "", fmt.Errorf("cannot write the secret down: %w", err)
	}
	return s.put(ctx, "profile:"+profile, string(data))
}

// Load finds the secret of a profile; without one the error is [ErrNoSecret].
func (s *Secrets) Load(ctx context.Context, profile string) (Secret, error) {
	text, err := s.get(ctx, "profile:"+profile)
	if err != nil {
		return Secret{}, err
	}
	var secret Secret
	if err := json.Unmarshal([]byte(text), &secret); err != nil {
		return Secret{}, fmt.Errorf("what is stored for profile %q is no secret of keydesk; run keydesk login --profile %s", profile, profile)
	}
	return secret, nil
}

// Delete removes the secret of a profile from the keyring and from the file. It returns the places
// where there was one.
func (s *Secrets) Delete(ctx context.Context, profile string) (places []string, err error) {
	name := "profile:" + profile
	var inKeyring error
	if s.keyring != nil {
		_, err := s.ask(ctx, func() (string, error) { return "", s.keyring.Delete(service, name) })
		switch {
		case err == nil:
			places = append(places, "the keyring")
		case !errors.Is(err, ErrNoSecret):
			// The file is still cleared, so that as little as possible is left behind.
			inKeyring = fmt.Errorf("the secret may still be in the keyring: %w", err)
		}
	}
	had, err := s.removeFromFile(name)
	if had {
		places = append(places, s.file)
	}
	return places, errors.Join(err, inKeyring)
}

// Reference finds the secret that the settings name as "${env:NAME}" or "${keyring:NAME}".
func (s *Secrets) Reference(ctx context.Context, env func(string) string, ref string) (string, error) {
	source, name, ok := ParseReference(ref)
	if !ok {
		return "", errors.New(`a secret is named as "${env:NAME}" or "${keyring:NAME}"`)
	}
	if source == "env" {
		if value := env(name); value != "" {
			return value, nil
		}
		return "", fmt.Errorf("the environment variable %s is not set", name)
	}
	value, err := s.get(ctx, name)
	if err != nil {
		return "", fmt.Errorf("the keyring has no entry %s of service %s: %w", name, service, err)
	}
	return value, nil
}

// At finds the secret that a place names: what Reference finds, and the content of a file that only its
// owner may read.
func (s *Secrets) At(ctx context.Context, env func(string) string, place string) (string, error) {
	source, path, ok := parsePlace(place)
	if !ok || source != "file" {
		return s.Reference(ctx, env, place)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("cannot read the secret: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("others can read the secret in %s; chmod 600 %s closes it", path, path)
	}
	text, err := readFile(path)
	if err != nil {
		return "", fmt.Errorf("cannot read the secret: %w", err)
	}
	value := strings.TrimSpace(string(text))
	if value == "" {
		return "", fmt.Errorf("the secret in %s is empty", path)
	}
	return value, nil
}

// get looks into the file first: it costs nothing, and holds only what the keyring does not.
func (s *Secrets) get(ctx context.Context, name string) (string, error) {
	entries, err := s.readSecrets()
	if err != nil {
		return "", err
	}
	if value, ok := entries[name]; ok {
		return value, nil
	}
	if s.keyring == nil {
		return "", ErrNoSecret
	}
	return s.ask(ctx, func() (string, error) { return s.keyring.Get(service, name) })
}

func (s *Secrets) put(ctx context.Context, name, value string) (where string, err error) {
	why := "because this session has no keyring"
	if s.keyring != nil {
		_, err := s.ask(ctx, func() (string, error) { return "", s.keyring.Set(service, name, value) })
		if err == nil {
			_, err = s.removeFromFile(name)
			return "the keyring", err
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		why = "because the keyring refused it"
		if errors.Is(err, errSilent) {
			why = "because the keyring did not answer"
		}
	}
	return s.file + " (mode 0600), " + why, s.addToFile(name, value)
}

var errSilent = errors.New("the keyring did not answer")

// ask gives the keyring its time. The call itself cannot be stopped; when it comes back late, its
// answer is dropped and its goroutine ends.
func (s *Secrets) ask(ctx context.Context, call func() (string, error)) (string, error) {
	type answer struct {
		value string
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		value, err := call()
		answers <- answer{value, err}
	}()
	limit := time.NewTimer(s.limit)
	defer limit.Stop()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-limit.C:
		return "", errSilent
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// KeyringAnswers asks the keyring for an entry that is not there; nil means that it works.
func (s *Secrets) KeyringAnswers(ctx context.Context) error {
	if s.keyring == nil {
		return errors.New("this session has no keyring")
	}
	_, err := s.ask(ctx, func() (string, error) { return s.keyring.Get(service, "doctor") })
	if errors.Is(err, ErrNoSecret) {
		return nil
	}
	return err
}
