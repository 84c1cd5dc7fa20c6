package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Each check gets a value of the row's kind; its error is the rest of a sentence that begins with
// the key.

func notEmpty(v any) error {
	if strings.TrimSpace(v.(string)) == "" {
		return errors.New("is empty")
	}
	return nil
}

func profileName(v any) error { return CheckProfileName(v.(string)) }

// CheckProfileName says whether name can name a profile: it becomes a table in the settings file
// and an entry in the keyring, so it holds letters, digits, - and _ only.
func CheckProfileName(name string) error {
	if !isName(name, "-_") || name[0] == '-' || name[0] == '_' {
		return fmt.Errorf("cannot be %q; a profile name has letters, digits, - and _ only", name)
	}
	return nil
}

func platformURL(v any) error { return CheckURL(v.(string)) }

// CheckURL says whether text can be a platform's address: absolute, http or https, and without a
// password in it. The error is the rest of a sentence that begins with the name of the setting.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	if err != nil {
		return errors.New("is not a URL")
	}
	if u.User != nil {
		return errors.New("must not hold a name or password; keydesk login keeps those")
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return fmt.Errorf("cannot be %q; it begins with https:// or http:// and a host", text)
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return errors.New("must end before any ? or #")
	}
	return nil
}

func email(v any) error {
	text := v.(string)
	if at := strings.LastIndexByte(text, '@'); at < 1 || at == len(text)-1 || strings.ContainsAny(text, " \t\r\n") {
		return fmt.Errorf("cannot be %q; it is an e-mail address", text)
	}
	return nil
}

func hosts(v any) error {
	for _, entry := range v.([]string) {
		if err := CheckHost(entry); err != nil {
			return err
		}
	}
	return nil
}

// CheckHost says whether entry is a host name or address, with or without a port; not a URL and not
// a pattern, because each allowed host is one that somebody meant.
func CheckHost(entry string) error {
	host := entry
	if h, port, err := net.SplitHostPort(entry); err == nil && port != "" && strings.Trim(port, "0123456789") == "" {
		host = h
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if net.ParseIP(bare) == nil && !isName(host, "-.") {
		return fmt.Errorf("cannot hold %q; each entry is a host or host:port", entry)
	}
	return nil
}

func inputName(v any) error {
	if text := v.(string); !isName(text, "_") || (text[0] >= '0' && text[0] <= '9') {
		return fmt.Errorf("cannot be %q; it has letters, digits and _ only, a letter first", v)
	}
	return nil
}

// reference refuses a secret written out: a settings file is shared, copied and committed.
func reference(v any) error {
	if _, _, ok := ParseReference(v.(string)); !ok {
		return errors.New(`must not hold the secret itself; name where it is, "${env:NAME}" or "${keyring:NAME}"`)
	}
	return nil
}

// header refuses line breaks, and a value that looks like a credential written out.
func header(v any) error {
	text := v.(string)
	if strings.ContainsAny(text, "\r\n\x00") {
		return errors.New("must be one line")
	}
	for _, scheme := range []string{"bearer ", "basic ", "token "} {
		if strings.HasPrefix(strings.ToLower(text), scheme) && !strings.Contains(text, "${") {
			return errors.New(`must not hold the secret itself; name where it is, "${env:NAME}" or "${keyring:NAME}"`)
		}
	}
	return nil
}

// ParseReference takes "${env:NAME}" or "${keyring:NAME}" apart; source is "env" or "keyring".
func ParseReference(text string) (source, name string, ok bool) {
	inner, opened := strings.CutPrefix(text, "${")
	inner, closed := strings.CutSuffix(inner, "}")
	source, name, found := strings.Cut(inner, ":")
	if !opened || !closed || !found || !isName(name, "_.-") || (source != "env" && source != "keyring") {
		return "", "", false
	}
	return source, name, true
}

// isName reports whether text is 1 to 253 ASCII letters, digits and characters of extra.
func isName(text, extra string) bool {
	for i := range len(text) {
		c := text[i]
		letter := (c|0x20) >= 'a' && (c|0x20) <= 'z'
		if !letter && (c < '0' || c > '9') && strings.IndexByte(extra, c) < 0 {
			return false
		}
	}
	return len(text) > 0 && len(text) <= 253
}

// wayOut allows the given words and "command PROGRAM ARGUMENTS".
func wayOut(words ...string) func(any) error {
	return func(v any) error {
		text := v.(string)
		if slices.Contains(words, text) {
			return nil
		}
		if rest, ok := strings.CutPrefix(text, "command "); ok && strings.TrimSpace(rest) != "" {
			return nil
		}
		return fmt.Errorf(`cannot be %q; it is one of %s, or "command PROGRAM"`, text, strings.Join(words, ", "))
	}
}

func between(least, most time.Duration) func(any) error {
	return func(v any) error {
		if d := v.(time.Duration); d < least || d > most {
			return fmt.Errorf("cannot be %s; it is between %s and %s", d, least, most)
		}
		return nil
	}
}
