package emulator

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/cmd/chance"
)

func TestIDsCarryWhatTheyName(t *testing.T) {
	s := ids{seed: 42}
	seen := map[string]bool{}
	dice := rand.New(rand.NewPCG(chance.Seed(), 0))
	for k := kindContact; k <= kindOther; k++ {
		for range 200 {
			a, b := dice.Uint32()&part28, dice.Uint32()&part28
			id := s.make(k, a, b)
			x, y, wellFormed, known := s.parse(k, id)
			if x != a || y != b || !wellFormed || !known || seen[id] || id[14] != '4' || !strings.ContainsRune("89ab", rune(id[19])) {
				t.Fatalf("%s of %d/%d/%d reads as %d/%d %v %v", id, k, a, b, x, y, wellFormed, known)
			}
			seen[id] = true
			if _, _, _, other := s.parse(k%kindOther+1, id); other {
				t.Fatalf("%s is known as another kind", id)
			}
			if _, _, _, other := (ids{seed: 43}).parse(k, id); other {
				t.Fatalf("%s is known under another seed", id)
			}
			if c, m, ok := s.openWAMID(s.wamid(a, b, b%2 == 0)); !ok || c != a || m != b {
				t.Fatalf("WhatsApp id of %d/%d reads as %d/%d", a, b, c, m)
			}
		}
	}
	for _, bad := range []string{"", "x", strings.Repeat("-", 36), zeroUUID + "0", "g" + zeroUUID[1:]} {
		if _, _, wellFormed, _ := s.parse(kindContact, bad); wellFormed {
			t.Errorf("%q is well formed", bad)
		}
	}
}

func TestOrderAgainstSorting(t *testing.T) {
	keys := make([]int, 300)
	before := func(a, b uint32) bool { return keys[a] < keys[b] || keys[a] == keys[b] && a > b }
	var o order
	dice := rand.New(rand.NewPCG(chance.Seed(), 1))
	for i := range keys {
		keys[i] = dice.IntN(50)
		o.insert(uint32(i), before)
	}
	for range 2000 {
		i := uint32(dice.IntN(len(keys)))
		o.remove(i, before)
		keys[i] = dice.IntN(1000)
		o.insert(i, before)
		if !slices.IsSortedFunc(o.list, func(a, b uint32) int {
			if before(a, b) {
				return -1
			}
			return 1
		}) || len(o.list) != len(keys) {
			t.Fatal("out of order")
		}
	}
}

func TestClockKeepsOrder(t *testing.T) {
	c := newClock(func() time.Time { return noon })
	var got []string
	add := func(after time.Duration, name string) { c.after(after, func() { got = append(got, name) }) }
	add(2*time.Second, "b")
	add(time.Second, "a")
	add(2*time.Second, "c")
	c.after(time.Second, func() { add(500*time.Millisecond, "nested") })
	add(time.Hour, "late")
	c.advance(3 * time.Second)
	if strings.Join(got, " ") != "a nested b c" || !c.Now().Equal(noon.Add(3*time.Second)) {
		t.Errorf("%v at %v", got, c.Now())
	}
}

func TestGlob(t *testing.T) {
	for _, x := range []struct {
		search, text string
		want         bool
	}{
		{"a%c", "xxabbcyy", true}, {"a_c", "abbc", false}, {"a__c", "abbc", true}, {"%", "", true}, {"_", "", false}, {"_", "न", true},
		{"a%b%c%d", strings.Repeat("abc", 500), false},
	} {
		if got := newLike(x.search).matches(x.text); got != x.want {
			t.Errorf("%q in %.20q: %v", x.search, x.text, got)
		}
	}
}

// FuzzRequests sends anything anywhere: the platform must answer and stay whole.
func FuzzRequests(f *testing.F) {
	e, err := New(Options{Now: func() time.Time { return noon }, Manual: true, WebhookTimeout: time.Millisecond})
	if err != nil {
		f.Fatal(err)
	}
	key := e.Users()[0].APIKey
	contact := e.ContactIDs()[0]
	for n, r := range e.api.table {
		path := strings.Join(r.path, "/")
		f.Add(r.method, strings.ReplaceAll(path, "{}", contact), `{"contact_id":"`+contact+`"}`)
		f.Add(r.method, strings.ReplaceAll(path, "{}", e.api.actions[n%8].id), `{"type":"text","content":{"body":"x"},"name":"n","config":{}}`)
	}
	f.Add("POST", "webhook", `{"entry":[{"changes":[{"value":{"messages":[{"type":"text","id":"1"}],"statuses":[{"id":"x"}]}}]}]}`)
	f.Add("GET", "contacts?page=-1&limit=99999&search=%25_&tags=,,", "")
	f.Add("POST", "messages/media", "--x\r\n\r\n--x--")
	f.Fuzz(func(t *testing.T, method, path, body string) {
		if strings.Contains(path, "execute") || strings.ContainsAny(path, " \r\n\x00#%?") && !strings.HasPrefix(path, "contacts?") {
			return
		}
		r, err := http.NewRequestWithContext(t.Context(), method, "http://localhost/api/"+path, strings.NewReader(body))
		if err != nil {
			return
		}
		r.Header.Set("X-API-Key", key)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, r)
		if w.Code < 200 || w.Code > 599 {
			t.Fatalf("status %d", w.Code)
		}
		if w.Header().Get("Content-Type") == "application/json" && !json.Valid(w.Body.Bytes()) {
			t.Fatalf("broken JSON: %.200s", w.Body)
		}
		e.SettleSends()
	})
}
