package client

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// nested is a JSON value so many levels deep.
func nested(levels int) string {
	return strings.Repeat(`{"a":[`, levels/2) + strings.Repeat("]}", levels/2)
}

// heap is what lives after a collection, in MiB.
func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc >> 20)
}

// Values of the platform's that are nested without end cost no memory, and do not hide their neighbours.
func TestDeepAnswers(t *testing.T) {
	contacts := make([]string, 100)
	for i := range contacts {
		metadata := nested(9000)
		if i%50 == 0 {
			metadata = `{"plan":` + nested(20) + `}`
		}
		contacts[i] = fmt.Sprintf(`{"id":"c%d","name":"n","phone_number":"1","metadata":%s}`, i, metadata)
	}
	page := `{"status":"success","data":{"contacts":[` + strings.Join(contacts, ",") + `],"total":100,"page":1,"limit":100}}`
	c := connectTo(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, page) }), Options{Credentials: Credentials{APIKey: "k"}})
	before := heap()
	got, err := c.Contacts(t.Context(), ContactQuery{})
	if err != nil || len(got.Contacts) != 2 {
		t.Fatalf("%d contacts, %v", len(got.Contacts), err)
	}
	if grown := heap() - before; grown > 8 {
		t.Errorf("%d MiB live", grown)
	}
	runtime.KeepAlive(got)
	for _, deep := range []string{nested(9000), nested(9000)[:500], `"` + strings.Repeat("[", 500) + `"`} {
		_, _, err := decodeFrame([]byte(`{"type":"new_message","payload":{"id":"m","contact_id":"c","content":` + deep + `}}`))
		if (err != nil) != !strings.HasPrefix(deep, `"`) {
			t.Errorf("a frame with %.20s…: %v", deep, err)
		}
	}
}

// A desk that does not look while large frames come in takes no more memory than the bound says.
func TestAFloodOfLargeFramesIsBounded(t *testing.T) {
	q := newQueue()
	before := heap()
	body := strings.Repeat("x", 50_000)
	for i := range 2000 {
		raw := []byte(fmt.Sprintf(`{"type":"new_message","payload":{"id":"m%d","contact_id":"c","direction":"incoming","content":{"body":"%s"}}}`, i, body))
		_, e, err := decodeFrame(raw)
		if err != nil {
			t.Fatal(err)
		}
		q.put(e, len(raw))
	}
	if grown := heap() - before; grown > 60 {
		t.Errorf("%d MiB wait", grown)
	}
	seen, again := 0, false
	for len(q.events) > 0 {
		for _, e := range q.drain() {
			if s, ok := e.(StreamState); ok {
				again = again || s.Resync
				continue
			}
			seen++
		}
	}
	if seen == 0 || !again || q.bytes != 0 {
		t.Errorf("%d events, fetched again %v, %d bytes left", seen, again, q.bytes)
	}
}
