package ui

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"keydesk/client"
	"keydesk/client/emulator"
)

// A platform that always says that there are older messages, and always sends the same, is not asked
// for them again and again.
func TestTheSamePageForEver(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Messages: 500}})
	c := p.openFirst()
	asked := 0
	var page map[string]any
	p.em.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if page == nil || r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, c.id+"/messages") {
			return false
		}
		if asked++; asked > 20 {
			t.Error("it is asked for ever")
			w.WriteHeader(http.StatusNotFound)
			return true
		}
		_ = json.NewEncoder(w).Encode(page)
		return true
	})
	answer, err := p.platform().Messages(t.Context(), c.id, client.MessageQuery{Limit: 50})
	if err != nil || len(answer.Messages) == 0 {
		t.Fatal(err)
	}
	var list []map[string]any
	for _, m := range answer.Messages {
		list = append(list, map[string]any{"id": m.ID, "contact_id": m.ContactID, "direction": m.Direction, "message_type": "text", "content": map[string]string{"body": "x"}, "created_at": m.CreatedAt, "status": m.Status})
	}
	// Not even the one that was asked behind is among them, so the client cannot tell.
	page = map[string]any{"messages": list[1:], "has_more": true, "total": 1000000}
	p.press("shift+tab")
	for range 200 {
		p.press("up")
	}
	if asked == 0 || asked > 2 {
		t.Errorf("the same page was asked for %d times", asked)
	}
}
