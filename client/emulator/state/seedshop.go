package state

import (
	"encoding/json"
	"time"

	"keydesk/client/emulator/uuid"
)

// seedShop makes teams, templates, canned responses and tags of the tea shop.
func (s *State) seedShop() {
	at := s.Seeded.born.Add(-200 * 24 * time.Hour).Truncate(time.Microsecond).UnixNano()
	s.Teams = []team{
		{Name: "Support", Description: "Support team", Strategy: "round_robin", Members: []int{4, 2}},
		{Name: "Night shift", Description: "Night shift team", Strategy: "manual"},
		{Name: "Wholesale", Description: "Large orders", Strategy: "load_balanced", Members: []int{1, 4}, Managers: []int{1}},
	}
	for n := range s.Teams {
		s.Teams[n].ID, s.Teams[n].Created = s.IDs.Make(uuid.Team, uint32(n), 0), at
	}
	none := json.RawMessage(`[]`)
	buttons := json.RawMessage(`[{"text":"Track","type":"QUICK_REPLY"},{"text":"Open","type":"URL","url":"https://example.com/o"}]`)
	s.Templates = []Template{
		{Name: "order_update", Display: "Order update", Language: "en", Category: "UTILITY", Status: "APPROVED", Header: "NONE",
			Body: "Hello {{1}}, your order {{2}} has shipped.", Buttons: buttons, Account: 1},
		{Name: "named_params", Display: "Named params", Language: "hi", Category: "MARKETING", Status: "APPROVED", Header: "NONE",
			Body: "नमस्ते {{name}}, ऑफ़र {{code}} आज़माएँ।", Buttons: none, Account: 1},
		{Name: "come_back", Display: "Come back", Language: "en", Category: "MARKETING", Status: "APPROVED", Header: "TEXT",
			HeaderText: "New teas", Body: "Our autumn teas are here. Shall we tell you more?", Footer: "Chai & Co.", Buttons: none, Account: 1},
		{Name: "not_yet_approved", Display: "Not yet approved", Language: "en", Category: "UTILITY", Status: "DRAFT", Header: "NONE",
			Body: "Soon.", Buttons: none, Account: 1},
	}
	for n := range s.Templates {
		s.Templates[n].ID, s.Templates[n].Samples, s.Templates[n].Created = s.IDs.Make(uuid.Template, uint32(n), 0), none, at
	}
	s.seedCanned(at)
	for _, t := range [][2]string{{"vip", "purple"}, {"gold", "yellow"}, {"wholesale", "blue"}, {"refund", "red"},
		{"late delivery", "gray"}, {"नया ग्राहक", "green"}, {"gift", "green"}} {
		s.Tags = append(s.Tags, Tag{t[0], t[1], at, at})
	}
}

func (s *State) seedCanned(at int64) {
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
		s.Canned = append(s.Canned, &Canned{
			ID: s.IDs.Make(uuid.Canned, uint32(n), 0), Name: x.name, Shortcut: x.shortcut, Content: x.content, Category: x.category,
			Active: !x.inactive, Uses: max(0, 9-2*n), Created: at, Updated: at,
		})
	}
}

// seedNotes puts notes of three colleagues on the first contacts.
func (s *State) seedNotes() {
	for n, x := range []struct {
		contact uint32
		author  int
		text    string
	}{
		{0, 1, "Offer 10% off the next order"}, {0, 2, "Customer asked twice about the delay. 📦"}, {0, 4, "Kettle is at the Pune depot, see carrier page."},
		{3, 2, "Refund approved by Meera"}, {6, 1, "Wholesale price list B"},
	} {
		if int(x.contact) >= len(s.Contacts) {
			continue
		}
		at := s.Seeded.born.Add(-time.Duration(90-10*n) * time.Minute).Truncate(time.Microsecond).UnixNano()
		s.Notes = append(s.Notes, &Note{
			ID: s.IDs.Make(uuid.Note, uint32(n), 0), Content: x.text, Contact: x.contact, Author: x.author, Created: at, Updated: at,
		})
	}
}

// seedTransfers leaves three waiting: in the general queue, in a team's queue, and with the agent.
func (s *State) seedTransfers() {
	for n, x := range []struct {
		contact     uint32
		agent, team int
		notes       string
	}{{13, 0, 0, "Customer wants a human"}, {11, 3, 0, "to Ravi"}, {7, 0, 2, ""}} {
		if int(x.contact) >= len(s.Contacts) {
			continue
		}
		at := s.Seeded.born.Add(-time.Duration(40-10*n) * time.Minute).Truncate(time.Second).UnixNano()
		t := &Transfer{
			ID: s.IDs.Make(uuid.Transfer, uint32(n), 0), Status: "active", Source: "manual", Notes: x.notes, Contact: x.contact,
			Account: s.Contacts[x.contact].Account, Agent: x.agent, Team: x.team, At: at,
		}
		if x.agent > 0 {
			t.Picked = at
		}
		s.Transfers = append(s.Transfers, t)
	}
}
