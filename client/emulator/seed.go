package emulator

import (
	"encoding/json"
	"strconv"
	"time"
)

// seed builds the platform's data. Contacts are only counted and ordered here: names, numbers,
// tags and conversations are computed when they are asked for.
func (e *Emulator) seed() {
	e.phones = make(map[string]uint32)
	e.seen = make(map[string]string)
	e.uploads = make(map[string][]byte)
	e.redirects = make(map[string]redirect)
	e.revoked = make(map[string]bool)
	e.seedPeople()
	e.seedShop()
	e.seedActions()
	e.seedContacts()
	e.seedNotes()
	e.seedTransfers()
}

// seedContacts lays out the contacts newest first, so that their order needs no sorting.
func (e *Emulator) seedContacts() {
	n := e.o.Contacts
	e.seeded.count = uint32(n)
	e.seeded.scripts = e.scripts()
	e.contacts = make([]contact, n, n+n/16+16)
	e.order.list = make([]uint32, 0, n+n/16+16)
	e.alive = n
	silent := uint32(n) // the one contact that never wrote
	if n > silentContact {
		silent = silentContact
		e.order.list = append(e.order.list, silent)
	}
	for i := n - 1; i >= 0; i-- {
		at := uint32(i)
		e.contacts[i].account, e.contacts[i].assigned = e.firstAccount(at), firstAssignee(at)
		if at == silent {
			continue
		}
		e.seedTail(at)
		e.order.list = append(e.order.list, at)
	}
}

// seedTail sets what the list tells of a computed conversation: times, unread, preview.
func (e *Emulator) seedTail(i uint32) {
	c := &e.contacts[i]
	n := e.made(i)
	c.lastAt = e.seededLast(i)
	c.updated, c.previewAt, c.readTo = c.lastAt, n, n
	unread := int32(0)
	if s := e.scriptOf(i); s != nil {
		unread = int32(s.unread)
	} else if mix(uint64(i)^e.ids.seed)%5 == 0 {
		unread = 2
	}
	// Walk back from the end: unread is at most the customer's last words in a row.
	for back := uint32(0); back < n && back < 12; back++ {
		outgoing, at := e.lineHead(i, n-1-back)
		if outgoing {
			if c.readTo == n-back && c.unread > 0 || c.inboundAt != 0 {
				break
			}
			unread = 0
			continue
		}
		if c.inboundAt == 0 {
			c.inboundAt = at
		}
		if unread == 0 {
			break
		}
		unread--
		c.unread++
		c.readTo = n - 1 - back
	}
}

// seeded is what the computed part of the data needs to remember.
type seeded struct {
	count   uint32 // contacts below this index are computed
	scripts []script
}

const (
	// silentContact has no messages at all: last_message_at is null and it is listed last.
	silentContact = 39
	// oldContacts and the following wrote more than 24 hours ago: their window is closed.
	oldContacts = 33
)

// seededLast is the time of contact i's last computed message: strictly falling with i.
func (e *Emulator) seededLast(i uint32) int64 {
	jitter := time.Duration(mix(uint64(i)*31^e.ids.seed)%480) * time.Second
	age := time.Minute + time.Duration(i)*9*time.Minute + jitter
	if i >= oldContacts {
		age += 26 * time.Hour
	}
	return e.born.Add(-age).Truncate(time.Microsecond).UnixNano()
}

// made is the number of computed messages of contact i.
func (e *Emulator) made(i uint32) uint32 {
	if i >= e.seeded.count || i == silentContact && e.seeded.count > silentContact {
		return 0
	}
	natural := uint32(4 + mix(uint64(i)^e.ids.seed<<1)%12)
	if s := e.scriptOf(i); s != nil {
		natural = uint32(len(s.lines))
	}
	if e.o.Messages > 0 {
		return max(uint32(e.o.Messages), scriptLength(e.scriptOf(i)))
	}
	return natural
}

func scriptLength(s *script) uint32 {
	if s == nil {
		return 0
	}
	return uint32(len(s.lines))
}

func (e *Emulator) scriptOf(i uint32) *script {
	if int(i) < len(e.seeded.scripts) && i < e.seeded.count && len(e.seeded.scripts[i].lines) > 0 {
		return &e.seeded.scripts[i]
	}
	return nil
}

// firstAccount spreads contacts over the shop's numbers: most on the first.
func (e *Emulator) firstAccount(i uint32) uint8 {
	if i%3 == 2 {
		return uint8(2 + i/3%uint32(len(e.accounts)-1))
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

// info is what contact i is beside its conversation, computed unless it was changed.
func (e *Emulator) info(i uint32) contactInfo {
	if more := e.contacts[i].more; more != nil {
		return *more
	}
	return contactInfo{
		name: e.nameOf(i), phone: e.phoneOf(i), tags: seededTags(i), metadata: e.seededMetadata(i),
		created: e.seededCreated(i),
	}
}

// edit gives contact i's info to be written to.
func (e *Emulator) edit(i uint32) *contactInfo {
	if e.contacts[i].more == nil {
		info := e.info(i)
		e.contacts[i].more = &info
	}
	e.contacts[i].updated = e.clock.Now().UnixNano()
	return e.contacts[i].more
}

// seededCreated lies before the first message.
func (e *Emulator) seededCreated(i uint32) int64 {
	if e.made(i) == 0 {
		return e.born.Add(-time.Duration(i) * time.Minute).UnixNano()
	}
	_, at := e.lineHead(i, 0)
	return at - int64(time.Minute)
}

const phoneBase, phoneStep = 919810000000, 7919

func (e *Emulator) phoneOf(i uint32) string {
	if more := e.contacts[i].more; more != nil {
		return more.phone
	}
	return strconv.FormatUint(phoneBase+phoneStep*uint64(i), 10)
}

// byPhone finds a contact, also a deleted one, by its exact number.
func (e *Emulator) byPhone(phone string) (uint32, bool) {
	if i, ok := e.phones[phone]; ok {
		return i, true
	}
	n, err := strconv.ParseUint(phone, 10, 64)
	if err != nil || n < phoneBase || (n-phoneBase)%phoneStep != 0 {
		return 0, false
	}
	i := (n - phoneBase) / phoneStep
	return uint32(i), i < uint64(e.seeded.count) && e.phoneOf(uint32(i)) == phone
}

// seededMetadata is the free JSON of a contact; every fourth has none.
func (e *Emulator) seededMetadata(i uint32) json.RawMessage {
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
