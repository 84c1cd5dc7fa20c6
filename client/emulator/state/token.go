package state

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"keydesk/client/emulator/uuid"
)

// claims are what the platform puts into its tokens (contract §2.7).
type claims struct {
	UserID  string `json:"user_id"`
	OrgID   string `json:"organization_id"`
	Email   string `json:"email"`
	RoleID  string `json:"role_id"`
	Super   bool   `json:"is_super_admin"`
	Issuer  string `json:"iss"`
	Expires int64  `json:"exp"`
	Issued  int64  `json:"iat"`
	ID      string `json:"jti,omitempty"`
}

var tokenHead = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`))

// sign makes a real JWT (HS256).
func sign(c claims, key [32]byte) string {
	body, _ := json.Marshal(c) // strings and numbers only
	text := tokenHead + "." + base64.RawURLEncoding.EncodeToString(body)
	return text + "." + base64.RawURLEncoding.EncodeToString(mac(text, key))
}

func mac(text string, key [32]byte) []byte {
	h := hmac.New(sha256.New, key[:])
	h.Write([]byte(text))
	return h.Sum(nil)
}

// OpenToken verifies a token's signature and time.
func OpenToken(token string, key [32]byte, now time.Time) (claims, bool) {
	var c claims
	cut := strings.LastIndexByte(token, '.')
	if cut < 0 {
		return c, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(token[cut+1:])
	if err != nil || !hmac.Equal(signature, mac(token[:cut], key)) {
		return c, false
	}
	_, body, _ := strings.Cut(token[:cut], ".")
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(raw, &c) != nil {
		return c, false
	}
	return c, now.Unix() < c.Expires
}

// Issue makes a token for a person in an organisation. The lock is held.
func (s *State) Issue(person, org int, life time.Duration, refresh bool) string {
	p := &s.People[person]
	now := s.Clock.Now()
	c := claims{
		UserID: p.ID, OrgID: s.Orgs[org].ID, Email: p.Email, RoleID: s.Roles[s.RoleIn(person, org)].ID, Super: p.Super,
		Issuer: "whatomate", Issued: now.Unix(), Expires: now.Add(life).Unix(),
	}
	if !refresh {
		return sign(c, s.Secrets.access)
	}
	s.TokenSerial++
	c.ID = fmt.Sprintf("%016x%016x", uuid.Mix(s.TokenSerial), uuid.Mix(uint64(now.UnixNano())))
	return sign(c, s.Secrets.Refresh)
}

// OpenAny accepts access, WebSocket and refresh tokens alike: the platform takes each of them as
// a bearer token (contract §2.7). The lock is held.
func (s *State) OpenAny(token string) (person, org int, ok bool) {
	now := s.Clock.Now()
	c, ok := OpenToken(token, s.Secrets.access, now)
	if !ok {
		c, ok = OpenToken(token, s.Secrets.Refresh, now)
	}
	if !ok {
		return 0, 0, false
	}
	return s.Holder(c)
}

// Holder finds whom claims are about. The lock is held.
func (s *State) Holder(c claims) (person, org int, ok bool) {
	p, _, _, known := s.IDs.Parse(uuid.User, c.UserID)
	o, _, _, knownOrg := s.IDs.Parse(uuid.Org, c.OrgID)
	if !known || !knownOrg || int(p) >= len(s.People) || int(o) >= len(s.Orgs) {
		return 0, 0, false
	}
	return int(p), int(o), true
}
