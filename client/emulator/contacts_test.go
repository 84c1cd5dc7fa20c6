package emulator

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"keydesk/client/emulator/uuid"
)

func TestPagingQuirks(t *testing.T) {
	d := start(t, Options{Contacts: 230})
	for query, want := range map[string]int{
		"": 50, "?limit=7": 7, "?limit=100": 100, "?limit=101": 50, "?limit=-1": 50, "?limit=x": 50, "?limit=0": 50,
		"?page=3&limit=100": 30, "?page=9": 0, "?page=-4&limit=2": 2, "?page=99999999999999999999": 50, "?page=9223372036854775807": 0,
	} {
		got := d.do(d.agent(), "GET", "/api/contacts"+query, nil).want(t, 200, "")
		if n := len(got.list("contacts")); n != want || got.at("total") != 230.0 || got.list("contacts") == nil {
			t.Errorf("%q gives %d contacts of %v, want %d", query, n, got.at("total"), want)
		}
	}
}

func TestListIsOrderedAndComplete(t *testing.T) {
	d := start(t, Options{Contacts: 130})
	seen := map[string]bool{}
	last := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	for page := 1; page <= 2; page++ {
		for _, x := range d.do(d.agent(), "GET", fmt.Sprintf("/api/contacts?limit=100&page=%d", page), nil).list("contacts") {
			c := x.(map[string]any)
			seen[c["id"].(string)] = true
			at, _ := time.Parse(time.RFC3339, fmt.Sprint(c["last_message_at"]))
			if at.After(last) {
				t.Fatalf("%v is newer than the contact above it", c["name"])
			}
			last = at
		}
	}
	if len(seen) != 130 || !last.IsZero() {
		t.Errorf("%d contacts; the one without messages must come last, got %v", len(seen), last)
	}
}

func TestSearch(t *testing.T) {
	d := start(t, Options{Contacts: 500})
	find := func(search string) []any {
		return d.do(d.agent(), "GET", "/api/contacts?search="+url.QueryEscape(search), nil).want(t, 200, "").list("contacts")
	}
	for search, want := range map[string]int{"aarav SHARMA": 1, "महेश": 1, "9198100": 13, "919810000000": 1, "+919810000000": 0, "zzzzzz": 0, "%": 50, "Aa_av": 1, "A%v S%a": 1} {
		if got := len(find(search)); got != want {
			t.Errorf("%q finds %d, want %d", search, got, want)
		}
	}
	if got := len(find(strings.Repeat("x", 5000))); got != 0 {
		t.Errorf("a long search finds %d", got)
	}
}

func TestTagsFilter(t *testing.T) {
	d := start(t, Options{})
	total := func(query string) float64 {
		return d.do(d.agent(), "GET", "/api/contacts?"+query, nil).at("total").(float64)
	}
	vip, wholesale := total("tags=vip"), total("tags=wholesale")
	if vip == 0 || wholesale == 0 || total("tags=vip,wholesale") != vip+wholesale || total("tags=VIP") != 0 {
		t.Errorf("vip %v, wholesale %v, either %v", vip, wholesale, total("tags=vip,wholesale"))
	}
	if total("status=x&unread=true&assigned=me&sort=name") != 40 {
		t.Error("unknown filters must be ignored")
	}
}

func TestNewMessagesMoveContactsUp(t *testing.T) {
	d := start(t, Options{Contacts: 300})
	want := d.ContactIDs()
	for _, n := range []int{250, 17, 299, 0, 17} {
		id := want[n]
		d.Advance(time.Minute)
		d.Receive(id, "hello")
		want = append([]string{id}, slices.DeleteFunc(slices.Clone(want), func(x string) bool { return x == id })...)
		if got := d.ContactIDs(); !slices.Equal(got, want) {
			t.Fatalf("wrong order after %d wrote", n)
		}
	}
}

func TestPreviewCutInsideACharacterSticks(t *testing.T) {
	d := start(t, Options{})
	id := d.ContactIDs()[5]
	before := d.do(d.agent(), "GET", "/api/contacts/"+id, nil)
	d.Advance(time.Hour)
	d.Receive(id, strings.Repeat("न", 60)) // byte 97 lies inside a character
	after := d.do(d.agent(), "GET", "/api/contacts/"+id, nil)
	if after.text("last_message_preview") != before.text("last_message_preview") ||
		after.text("last_message_at") != before.text("last_message_at") {
		t.Error("the contact must stay as it was (contract §4.1)")
	}
	if after.at("unread_count").(float64) != before.at("unread_count").(float64)+1 {
		t.Error("the message must be counted")
	}
	if d.ContactIDs()[5] != id {
		t.Error("the contact must not move")
	}
	d.Receive(id, strings.Repeat("a", 150))
	if got := d.do(d.agent(), "GET", "/api/contacts/"+id, nil).text("last_message_preview"); got != strings.Repeat("a", 97)+"..." {
		t.Errorf("preview %q", got)
	}
}

func TestServiceWindow(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		list := d.do(d.agent(), "GET", "/api/contacts", nil)
		single := d.do(d.agent(), "GET", "/api/contacts/"+list.text("contacts.0.id"), nil)
		if list.at("contacts.0.service_window_open") != true || !has(list.at("contacts.0"), "last_inbound_at") {
			t.Error("the list must tell the window")
		}
		if right := generation == Fork; single.at("service_window_open") != right || has(single.body, "last_inbound_at") != right {
			t.Errorf("single: %s", single.raw) // UPSTREAM's bug (contract §4.2)
		}
		open := 0
		for n := range list.list("contacts") {
			if list.at(fmt.Sprintf("contacts.%d.service_window_open", n)) == true {
				open++
			}
		}
		if open == 0 || open == 40 {
			t.Errorf("%d of 40 windows are open", open)
		}
	})
}

func TestContactWrites(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation})
		key := d.manager()
		made := d.do(key, "POST", "/api/contacts", `{"phone_number":"+4912345","profile_name":"Neu","metadata":{"a":1}}`).want(t, 200, "")
		id := "/api/contacts/" + made.text("id")
		if made.text("phone_number") != "4912345" || made.at("last_message_at") != nil {
			t.Errorf("made: %s", made.raw)
		}
		if has(made.body, "whatsapp_account_id") != (generation == Fork) || generation == Fork && made.text("whatsapp_account_id") != uuid.Zero {
			t.Errorf("account: %s", made.raw)
		}
		d.do(key, "POST", "/api/contacts", `{"phone_number":"4912345"}`).want(t, 409, "Contact with this phone number already exists")
		d.do(key, "POST", "/api/contacts", `{"phone_number":"919810000000"}`).want(t, 409, "")
		d.do(key, "PUT", id, `{"tags":["x","unknown"]}`).want(t, 200, "")
		d.do(key, "PUT", id+"/assign", map[string]string{"user_id": d.Users()[2].ID}).want(t, 200, "")
		if got := d.do(key, "GET", id, nil); got.text("assigned_user_id") != d.Users()[2].ID || got.text("tags.1") != "unknown" {
			t.Errorf("changed: %s", got.raw)
		}
		clear := d.do(key, "PUT", id, `{"clear_assigned_agent":true}`)
		if (clear.status == 200) != (generation == Fork) {
			t.Errorf("clearing: %d %s", clear.status, clear.raw)
		}
		d.do(key, "PUT", id+"/assign", `{"user_id":null}`).want(t, 200, "")
		if got := d.do(key, "GET", id, nil); has(got.body, "assigned_user_id") {
			t.Errorf("still assigned: %s", got.raw)
		}
		d.do(key, "DELETE", id, nil).want(t, 200, "Contact deleted successfully")
		d.do(key, "GET", id, nil).want(t, 404, "Contact not found")
		d.do(key, "POST", id+"/messages", `{"type":"text","content":{"body":"x"}}`).want(t, 404, "")
		again := d.do(key, "POST", "/api/contacts", `{"phone_number":"4912345"}`).want(t, 200, "")
		if "/api/contacts/"+again.text("id") != id || again.at("metadata.a") != 1.0 {
			t.Errorf("a deleted contact comes back with id and metadata: %s", again.raw)
		}
		if got := d.do(key, "GET", "/api/contacts", nil).at("total"); got != 41.0 {
			t.Errorf("%v contacts", got)
		}
		d.do(key, "PUT", id, `{"metadata":[1]}`).want(t, 400, "Invalid request body")
	})
}

func TestDeletingASeededContact(t *testing.T) {
	d := start(t, Options{})
	id := d.ContactIDs()[0]
	d.do(d.admin(), "DELETE", "/api/contacts/"+id, nil).want(t, 200, "")
	if len(d.ContactIDs()) != 39 || slices.Contains(d.ContactIDs(), id) {
		t.Error("still listed")
	}
	got := d.do(d.admin(), "POST", "/api/contacts", `{"phone_number":"919810000000","profile_name":"Aarav again"}`).want(t, 200, "")
	if got.text("id") != id || len(d.ContactIDs()) != 40 {
		t.Errorf("restored as %s", got.raw)
	}
}

func TestMasking(t *testing.T) {
	d := start(t, Options{})
	d.do(d.admin(), "PUT", "/api/org/settings", `{"mask_phone_numbers":true}`).want(t, 200, "")
	got := d.do(d.admin(), "GET", "/api/contacts?search=919810000000", nil)
	if got.text("contacts.0.phone_number") != "********0000" || got.text("contacts.0.name") != "Aarav Sharma" {
		t.Errorf("masked: %s", got.raw)
	}
	d.api.Lock()
	number := d.api.ContactID(37) // is called by a number
	d.api.Unlock()
	if name := d.do(d.agent(), "GET", "/api/contacts/"+number, nil).text("name"); !strings.HasPrefix(name, "*") || !strings.HasSuffix(name, "0012") {
		t.Errorf("name %q", name)
	}
}

func TestSameSeedSameData(t *testing.T) {
	text := func(seed uint64) string {
		d := start(t, Options{Seed: seed, Contacts: 120})
		all := string(d.do(d.agent(), "GET", "/api/contacts?limit=100", nil).raw)
		for _, id := range d.ContactIDs()[:60] {
			all += string(d.do(d.agent(), "GET", "/api/contacts/"+id+"/messages", nil).raw)
		}
		return all
	}
	first, again := text(1), text(1)
	if first != again {
		t.Error("one seed gives different data")
	}
	if first == text(2) {
		t.Error("two seeds give the same data")
	}
}

func TestSeededDataIsConsistent(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		for _, n := range []int{0, 1, 7, 25, 40, 400} {
			d := start(t, Options{Generation: generation, Contacts: max(n, 1), Messages: n})
			for _, x := range d.do(d.agent(), "GET", "/api/contacts?limit=100", nil).list("contacts") {
				c := x.(map[string]any)
				if !utf8.ValidString(c["last_message_preview"].(string)) {
					t.Errorf("preview of %v is broken", c["name"])
				}
				checkThread(t, d, c)
			}
		}
	})
}

// checkThread compares a contact's summary with its messages, and their times.
func checkThread(t *testing.T, d *desk, c map[string]any) {
	t.Helper()
	peek := "/api/contacts/" + c["id"].(string) + "/messages?limit=100&before_id=" + uuid.Zero
	messages := d.do(d.agent(), "GET", peek, nil).want(t, 200, "").list("messages")
	unread, last := 0, time.Time{}
	for _, x := range messages {
		m := x.(map[string]any)
		if m["status"] == "received" {
			unread++
		}
		at, err := time.Parse(time.RFC3339Nano, m["created_at"].(string))
		if err != nil || !at.After(last) || !at.Before(noon) {
			t.Errorf("%v: message at %v after one at %v", c["name"], at, last)
		}
		last = at
		if created, _ := time.Parse(time.RFC3339Nano, c["created_at"].(string)); !created.Before(at) {
			t.Errorf("%v wrote before being created", c["name"])
		}
	}
	if float64(unread) != c["unread_count"] {
		t.Errorf("%v: %d unread, told %v", c["name"], unread, c["unread_count"])
	}
	if len(messages) > 0 && c["last_message_at"] != messages[len(messages)-1].(map[string]any)["created_at"] {
		t.Errorf("%v: last message at %v", c["name"], c["last_message_at"])
	}
}
