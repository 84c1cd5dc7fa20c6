package actions

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Digest tells one state of an action from another without holding its values, so that it can stand
// in a file under version control.
type Digest struct {
	// Content is about everything but the secrets.
	Content string `json:"content"`
	// Secrets is about them alone: 16 bits, enough to notice a change and too few to find the
	// secret by guessing. Empty when there are none.
	Secrets string `json:"secrets,omitempty"`
}

// Digest sums s up; its id does not count.
func (s Stored) Digest() Digest {
	s.ID = ""
	hidden, fields := s.HideSecrets(Kept)
	var d Digest
	d.Content = sum(string(hidden.JSON()))[:32]
	if len(fields) > 0 {
		var all strings.Builder
		s.eachSecretPlace(func(path []string, v any) {
			if _, ok := hideSecrets(path, v, Kept); ok {
				all.Write(plain([]any{path, v}))
			}
		})
		d.Secrets = sum(all.String())[:4]
	}
	return d
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}
