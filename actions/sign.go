package actions

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"keydesk/actions/places"
	"slices"
	"strconv"
	"strings"
	"time"
)

// signingKey reads a secret as Standard Webhooks has it: whsec_ and base64; any other text is the
// key's bytes themselves.
func signingKey(secret string) ([]byte, error) {
	lower := strings.ToLower(secret)
	for _, private := range []string{"whsk_", "whpk_"} {
		if strings.Contains(lower, private) {
			return nil, errors.New("it is a key of a pair (" + private + "…), and keydesk signs with a shared secret; write whsec_ and its base64")
		}
	}
	encoded, ok := strings.CutPrefix(secret, "whsec_")
	if !ok && strings.Contains(lower, "whsec_") {
		return nil, errors.New("whsec_ does not stand at its very beginning in small letters; write it as whsec_MfKQ9r8GKYqrTwjU…, without v1, quotes or spaces before it")
	}
	if !ok {
		if secret == "" {
			return nil, errors.New("it is empty")
		}
		return []byte(secret), nil
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		key, err = base64.RawStdEncoding.DecodeString(encoded)
	}
	if err != nil || len(key) == 0 {
		return nil, errors.New("it begins with whsec_ but what follows is not base64")
	}
	return key, nil
}

// sign is the signature of one sending: HMAC-SHA256 over id, time and body.
func sign(key []byte, id string, at time.Time, body []byte) (timestamp, signature string) {
	timestamp = strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.", id, timestamp)
	mac.Write(body)
	return timestamp, "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// secret reads one reference.
func (e *Engine) secret(ref string) (string, error) {
	if e.cfg.Secrets == nil {
		return "", fmt.Errorf("%s cannot be read here; set it in the settings of a profile", ref)
	}
	v, err := e.cfg.Secrets(ref)
	if err != nil {
		return "", fmt.Errorf("the secret %s cannot be read: %w", ref, err)
	}
	return v, nil
}

// expandSecrets replaces every reference in a local header value. What a secret contains is never
// looked at again.
func (e *Engine) expandSecrets(p *planned, text string) (string, error) {
	var b strings.Builder
	for {
		ref, ok := findSecretRef(text)
		if !ok {
			b.WriteString(text)
			return b.String(), nil
		}
		before, after, _ := strings.Cut(text, ref)
		v, err := e.secret(ref)
		if err != nil {
			return "", err
		}
		p.noteSecret(v)
		b.WriteString(before + v)
		text = after
	}
}

// sending is a request with its secrets read, ready to go out once or, when retried, again.
type sending struct {
	p       *planned
	headers []Header
	key     []byte // nil: not signed
}

// prepare reads the secrets a request needs; that may ask the keyring.
func (e *Engine) prepare(p *planned) (*sending, error) {
	s := &sending{p: p}
	for _, h := range p.request.Header {
		if h.ref != "" {
			v, err := e.expandSecrets(p, h.ref)
			if err != nil {
				return nil, err
			}
			if h.Value, err = places.HeaderText(strings.TrimSpace(v)); err != nil {
				return nil, fmt.Errorf("the header %s %w", h.Name, err)
			}
			p.noteSecret(h.Value)
		}
		if !h.atSend {
			s.headers = append(s.headers, h)
		}
	}
	if p.signRef == "" {
		return s, nil
	}
	secret, err := e.secret(p.signRef)
	if err != nil {
		return nil, err
	}
	if s.key, err = signingKey(secret); err != nil {
		return nil, fmt.Errorf("the secret %s cannot be used to sign: %w", p.signRef, err)
	}
	p.noteSecret(secret)
	return s, nil
}

// at are the headers of one try; the signature holds the time of that try.
func (s *sending) at(now time.Time, body []byte) []Header {
	if s.key == nil {
		return s.headers
	}
	timestamp, signature := sign(s.key, s.p.id, now, body)
	return append(slices.Clip(s.headers), Header{Name: headerTimestamp, Value: timestamp},
		Header{Name: headerSignature, Value: signature, Secret: true})
}
