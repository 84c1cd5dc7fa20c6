package state

import (
	"encoding/json"
	"strconv"
	"time"

	"keydesk/client/emulator/shop"
	"keydesk/client/emulator/uuid"
)

// seeded is the data that is computed rather than stored, so that 100,000 contacts cost a few
// megabytes and no start-up time. It does not change once it is set up and needs no lock.
type seeded struct {
	ids      uuid.Maker
	born     time.Time // the present the made-up data is relative to
	fork     bool
	messages uint32 // length of every conversation; 0: its natural one
	count    uint32 // contacts below this index are computed
	accounts int    // the shop's WhatsApp numbers
	agent    string // id of the agent who reacted in the written conversations
	scripts  []script
}

const (
	// silentContact has no messages at all: last_message_at is null and it is listed last.
	silentContact = 39
	// oldContacts and the following wrote more than 24 hours ago: their window is closed.
	oldContacts = 33
)

// last is the time of contact i's last computed message: strictly falling with i.
func (s *seeded) last(i uint32) int64 {
	jitter := time.Duration(uuid.Mix(uint64(i)*31^s.ids.Seed)%480) * time.Second
	age := time.Minute + time.Duration(i)*9*time.Minute + jitter
	if i >= oldContacts {
		age += 26 * time.Hour
	}
	return s.born.Add(-age).Truncate(time.Microsecond).UnixNano()
}

// length is the number of computed messages of contact i.
func (s *seeded) length(i uint32) uint32 {
	if i >= s.count || i == silentContact && s.count > silentContact {
		return 0
	}
	natural := uint32(4 + uuid.Mix(uint64(i)^s.ids.Seed<<1)%12)
	if written := s.scriptOf(i); written != nil {
		natural = uint32(len(written.lines))
	}
	if s.messages > 0 {
		return max(s.messages, scriptLength(s.scriptOf(i)))
	}
	return natural
}

func scriptLength(s *script) uint32 {
	if s == nil {
		return 0
	}
	return uint32(len(s.lines))
}

func (s *seeded) scriptOf(i uint32) *script {
	if int(i) < len(s.scripts) && i < s.count && len(s.scripts[i].lines) > 0 {
		return &s.scripts[i]
	}
	return nil
}

// firstAccount spreads contacts over the shop's numbers: most on the first.
func (s *seeded) firstAccount(i uint32) uint8 {
	if i%3 == 2 {
		return uint8(2 + i/3%uint32(s.accounts-1))
	}
	return 1
}

// firstAssignee gives the first conversations to the agent, others to a colleague or to nobody.
// The restricted user gets five among the first forty and no others.
func firstAssignee(i uint32) uint8 {
	switch {
	case i < 40 && i%8 == 3:
		return 4
	case i%4 == 0:
		return 3
	case i%8 == 5:
		return 5
	}
	return 0
}

// created lies before the first message.
func (s *seeded) created(i uint32) int64 {
	if s.length(i) == 0 {
		return s.born.Add(-time.Duration(i) * time.Minute).UnixNano()
	}
	_, at := s.lineHead(i, 0)
	return at - int64(time.Minute)
}

const phoneBase, phoneStep = 919810000000, 7919

// metadata is the free JSON of a contact; every fourth has none.
func (s *seeded) metadata(i uint32) json.RawMessage {
	if i%4 == 3 {
		return json.RawMessage(`{}`)
	}
	cities := [...]string{"Pune", "मुंबई", "北京", "Berlin", "القاهرة", "São Paulo", "東京"}
	plans := [...]string{"gold", "basic", "silver"}
	out := make([]byte, 0, 96)
	out = append(out, `{"city":"`...)
	out = append(out, cities[i%7]...)
	out = append(out, `","customer_id":"C-`...)
	out = strconv.AppendUint(out, 1000+uint64(i), 10)
	out = append(out, `","orders":`...)
	out = strconv.AppendUint(out, uint64(i%11), 10)
	out = append(out, `,"plan":"`...)
	out = append(out, plans[i%3]...)
	return append(out, `","since":"2024-03-01"}`...)
}

// seededTags gives the first contact "vip" and "gold"; others none, one or two.
func seededTags(i uint32) []string {
	switch {
	case i == 0:
		return []string{"vip", "gold"}
	case i%7 == 1:
		return []string{"vip"}
	case i%7 == 3:
		return []string{"wholesale"}
	case i%7 == 4:
		return []string{"नया ग्राहक"}
	case i%11 == 5:
		return []string{"refund", "late delivery"}
	}
	return []string{}
}

// partsOf picks the name parts of a computed contact: half of them Latin.
func (s *seeded) partsOf(i uint32) (set int, h uint64) {
	h = uuid.Mix(uint64(i)*0x5bd1e995 ^ s.ids.Seed)
	if h%2 == 0 {
		return 0, h >> 8
	}
	return int(1 + (h>>1)%uint64(len(shop.NameParts)-1)), h >> 8
}

func (s *seeded) Language(i uint32) shop.Language {
	if int(i) < len(shop.Named) {
		return shop.Named[i].In
	}
	set, _ := s.partsOf(i)
	return shop.NameParts[set].In
}

func (s *seeded) name(i uint32) string {
	if int(i) < len(shop.Named) {
		return shop.Named[i].Name
	}
	set, h := s.partsOf(i)
	parts := &shop.NameParts[set]
	first := parts.First[h%uint64(len(parts.First))]
	last := parts.Last[(h>>8)%uint64(len(parts.Last))]
	if parts.In == shop.Chinese {
		return first + last
	}
	return first + " " + last
}

func (s *seeded) phone(i uint32) string {
	return strconv.FormatUint(phoneBase+phoneStep*uint64(i), 10)
}

// byPhone finds the contact whose computed number this is.
func (s *seeded) byPhone(phone string) (uint32, bool) {
	n, err := strconv.ParseUint(phone, 10, 64)
	if err != nil || n < phoneBase || (n-phoneBase)%phoneStep != 0 {
		return 0, false
	}
	i := (n - phoneBase) / phoneStep
	return uint32(i), i < uint64(s.count)
}
