package emulator

import (
	"encoding/json"
	"time"
)

// seedShop makes teams, templates, canned responses and tags of the tea shop.
func (s *state) seedShop() {
	at := s.seeded.born.Add(-200 * 24 * time.Hour).Truncate(time.Microsecond).UnixNano()
	s.teams = []team{
		{name: "Support", description: "Support team", strategy: "round_robin", members: []int{4, 2}},
		{name: "Night shift", description: "Night shift team", strategy: "manual"},
		{name: "Wholesale", description: "Large orders", strategy: "load_balanced", members: []int{1, 4}, managers: []int{1}},
	}
	for n := range s.teams {
		s.teams[n].id, s.teams[n].created = s.ids.make(kindTeam, uint32(n), 0), at
	}
	none := json.RawMessage(`[]`)
	buttons := json.RawMessage(`[{"text":"Track","type":"QUICK_REPLY"},{"text":"Open","type":"URL","url":"https://example.com/o"}]`)
	s.templates = []template{
		{name: "order_update", display: "Order update", language: "en", category: "UTILITY", status: "APPROVED", header: "NONE",
			body: "Hello {{1}}, your order {{2}} has shipped.", buttons: buttons, account: 1},
		{name: "named_params", display: "Named params", language: "hi", category: "MARKETING", status: "APPROVED", header: "NONE",
			body: "नमस्ते {{name}}, ऑफ़र {{code}} आज़माएँ।", buttons: none, account: 1},
		{name: "come_back", display: "Come back", language: "en", category: "MARKETING", status: "APPROVED", header: "TEXT",
			headerText: "New teas", body: "Our autumn teas are here. Shall we tell you more?", footer: "Chai & Co.", buttons: none, account: 1},
		{name: "not_yet_approved", display: "Not yet approved", language: "en", category: "UTILITY", status: "DRAFT", header: "NONE",
			body: "Soon.", buttons: none, account: 1},
	}
	for n := range s.templates {
		s.templates[n].id, s.templates[n].samples, s.templates[n].created = s.ids.make(kindTemplate, uint32(n), 0), none, at
	}
	s.seedCanned(at)
	for _, t := range [][2]string{{"vip", "purple"}, {"gold", "yellow"}, {"wholesale", "blue"}, {"refund", "red"},
		{"late delivery", "gray"}, {"नया ग्राहक", "green"}, {"gift", "green"}} {
		s.tags = append(s.tags, tag{t[0], t[1], at, at})
	}
}

func (s *state) seedCanned(at int64) {
	for n, x := range []struct {
		name, shortcut, category, content string
		inactive                          bool
	}{
		{"Greeting", "hi", "greeting", "Hello {{contact_name}}, thanks for reaching Chai & Co. ☕", false},
		{"Greeting Hindi", "namaste", "greeting", "नमस्ते {{contact_name}}, चाय एंड को. में आपका स्वागत है।", false},
		{"Order number", "order", "orders", "Could you share your order number, please? It starts with A-.", false},
		{"Shipping time", "ship", "orders", "Parcels leave the same day and take two to three days.", false},
		{"Refund policy", "refund", "policy", "Refunds take 5–7 working days to {{phone_number}}.", false},
		{"Address", "/address", "orders", "Where should we send it?\nStreet:\nCity:\nPIN:", false},
		{"Sorry", "sorry", "closing", "I am sorry about that, {{contact_name}}. Let me put it right.", false},
		{"Thanks", "thanks", "closing", "Thank you for your patience! Anything else I can do? 🙂", false},
		{"Arabic thanks", "shukran", "closing", "شكراً {{contact_name}}", false},
		{"Signature", "", "closing", "Best wishes\n{{agent_name}}, Chai & Co.", false},
		{"Summer sale", "sale", "offers", "20 % off everything until Sunday!", true},
	} {
		s.canned = append(s.canned, &canned{
			id: s.ids.make(kindCanned, uint32(n), 0), name: x.name, shortcut: x.shortcut, content: x.content, category: x.category,
			active: !x.inactive, uses: max(0, 9-2*n), created: at, updated: at,
		})
	}
}

// seedNotes puts notes of three colleagues on the first contacts.
func (s *state) seedNotes() {
	for n, x := range []struct {
		contact uint32
		author  int
		text    string
	}{
		{0, 1, "Offer 10% off the next order"}, {0, 2, "Customer asked twice about the delay. 📦"}, {0, 4, "Kettle is at the Pune depot, see carrier page."},
		{3, 2, "Refund approved by Meera"}, {6, 1, "Wholesale price list B"},
	} {
		if int(x.contact) >= len(s.contacts) {
			continue
		}
		at := s.seeded.born.Add(-time.Duration(90-10*n) * time.Minute).Truncate(time.Microsecond).UnixNano()
		s.notes = append(s.notes, &note{
			id: s.ids.make(kindNote, uint32(n), 0), content: x.text, contact: x.contact, author: x.author, created: at, updated: at,
		})
	}
}

// seedTransfers leaves three waiting: in the general queue, in a team's queue, and with the agent.
func (s *state) seedTransfers() {
	for n, x := range []struct {
		contact     uint32
		agent, team int
		notes       string
	}{{13, 0, 0, "Customer wants a human"}, {11, 3, 0, "to Ravi"}, {7, 0, 2, ""}} {
		if int(x.contact) >= len(s.contacts) {
			continue
		}
		at := s.seeded.born.Add(-time.Duration(40-10*n) * time.Minute).Truncate(time.Second).UnixNano()
		t := &transfer{
			id: s.ids.make(kindTransfer, uint32(n), 0), status: "active", source: "manual", notes: x.notes, contact: x.contact,
			account: s.contacts[x.contact].account, agent: x.agent, team: x.team, at: at,
		}
		if x.agent > 0 {
			t.picked = at
		}
		s.transfers = append(s.transfers, t)
	}
}
