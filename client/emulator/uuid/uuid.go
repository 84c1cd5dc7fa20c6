// Package uuid makes and reads the ids of the emulated platform: UUIDs that carry what they name, so that
// nothing is looked up.
package uuid

import (
	"encoding/hex"
	"strings"
)

// Kind says what an id names, so that an id of one kind is never found among another.
type Kind uint8

const (
	Contact Kind = iota + 1
	Message
	User
	Role
	Org
	Account
	Action
	Team
	Template
	Canned
	Note
	Transfer
	APIKey
	Audit
	Other
)

// Maker makes UUIDs that carry what they name: kind and two numbers of 28 bits, scrambled with the
// seed. Finding a contact or a message by its id then needs no map, whatever their number.
type Maker struct{ Seed uint64 }

const (
	half30 = 1<<30 - 1
	part28 = 1<<28 - 1
	// Zero stands for "none" where the platform answers a UUID in any case.
	Zero = "00000000-0000-0000-0000-000000000000"
)

// Mix is the finaliser of splitmix64: a cheap hash with good avalanche.
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// feistel scrambles 60 bits reversibly in four rounds; backwards undoes it.
func (s Maker) feistel(v uint64, backwards bool) uint64 {
	l, r := v>>30&half30, v&half30
	for i := uint64(0); i < 4; i++ {
		round := i
		if backwards {
			round = 3 - i
			l, r = r^Mix(s.Seed^round<<40^l)&half30, l
			continue
		}
		l, r = r, l^Mix(s.Seed^round<<40^r)&half30
	}
	return l<<30 | r
}

// raw gives the sixteen bytes of an id.
func (s Maker) raw(k Kind, a, b uint32) [16]byte {
	v := s.feistel(uint64(k)<<56|uint64(a&part28)<<28|uint64(b&part28), false)
	check := Mix(s.Seed ^ Mix(v))
	var u [16]byte
	for i := range 6 {
		u[i] = byte(v >> (52 - 8*i))
	}
	u[6] = 0x40 | byte(v>>8)&0x0f
	u[7] = byte(v)
	for i := range 8 {
		u[8+i] = byte(check >> (56 - 8*i))
	}
	u[8] = 0x80 | u[8]&0x3f
	return u
}

// Make gives the id of the thing (k, a, b).
func (s Maker) Make(k Kind, a, b uint32) string {
	u := s.raw(k, a, b)
	var out [36]byte
	hex.Encode(out[0:8], u[0:4])
	out[8] = '-'
	hex.Encode(out[9:13], u[4:6])
	out[13] = '-'
	hex.Encode(out[14:18], u[6:8])
	out[18] = '-'
	hex.Encode(out[19:23], u[8:10])
	out[23] = '-'
	hex.Encode(out[24:36], u[10:16])
	return string(out[:])
}

// Parse undoes make. wellFormed is false for text that is no UUID at all, known is false for a
// UUID this emulator never made for that kind.
func (s Maker) Parse(k Kind, id string) (a, b uint32, wellFormed, known bool) {
	u, ok := Parse(id)
	if !ok {
		return 0, 0, false, false
	}
	a, b, known = s.open(k, u)
	return a, b, true, known
}

// open reads the numbers out of an id's bytes.
func (s Maker) open(k Kind, u [16]byte) (a, b uint32, ok bool) {
	var v uint64
	for i := range 6 {
		v = v<<8 | uint64(u[i])
	}
	v = v<<12 | uint64(u[6]&0x0f)<<8 | uint64(u[7])
	v = s.feistel(v, true)
	a, b = uint32(v>>28)&part28, uint32(v)&part28
	return a, b, Kind(v>>56) == k && s.raw(k, a, b) == u
}

// Parse accepts the canonical form in either case.
func Parse(id string) (u [16]byte, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return u, false
	}
	_, err := hex.Decode(u[:], []byte(strings.ReplaceAll(id, "-", "")))
	return u, err == nil && strings.Count(id, "-") == 4
}

// WAMID gives the WhatsApp id of a message: like an id, it is computed both ways.
func (s Maker) WAMID(contact, seq uint32, outgoing bool) string {
	u := s.raw(Message, contact, seq)
	prefix := "wamid.IN"
	if outgoing {
		prefix = "wamid.OUT"
	}
	return prefix + strings.ToUpper(hex.EncodeToString(u[:12]))
}

// OpenWAMID finds the message a computed WhatsApp id names.
func (s Maker) OpenWAMID(w string) (contact, seq uint32, ok bool) {
	rest, found := strings.CutPrefix(w, "wamid.OUT")
	if !found {
		rest, found = strings.CutPrefix(w, "wamid.IN")
	}
	if !found || len(rest) != 24 {
		return 0, 0, false
	}
	var u [16]byte
	if _, err := hex.Decode(u[:12], []byte(rest)); err != nil {
		return 0, 0, false
	}
	v := uint64(0)
	for i := range 6 {
		v = v<<8 | uint64(u[i])
	}
	v = s.feistel(v<<12|uint64(u[6]&0x0f)<<8|uint64(u[7]), true)
	contact, seq = uint32(v>>28)&part28, uint32(v)&part28
	full := s.raw(Message, contact, seq)
	return contact, seq, string(full[:12]) == string(u[:12])
}
