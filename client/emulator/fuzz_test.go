package emulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// FuzzRequests sends anything anywhere: the platform must answer and stay whole.
func FuzzRequests(f *testing.F) {
	e, err := New(Options{Now: func() time.Time { return noon }, Manual: true, WebhookTimeout: time.Millisecond})
	if err != nil {
		f.Fatal(err)
	}
	key := e.Users()[0].APIKey
	contact := e.ContactIDs()[0]
	for n, r := range e.api.Table {
		path := strings.Join(r.Path, "/")
		f.Add(r.Method, strings.ReplaceAll(path, "{}", contact), `{"contact_id":"`+contact+`"}`)
		f.Add(r.Method, strings.ReplaceAll(path, "{}", e.api.Actions[n%8].ID), `{"type":"text","content":{"body":"x"},"name":"n","config":{}}`)
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
