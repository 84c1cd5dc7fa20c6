package thread

import (
	"strings"
	"testing"
	"time"

	"keydesk/client"
)

// One header spoke for messages of the desk and of a colleague within the same minutes: a false name.
func TestAHeaderSpeaksForOneSenderOnly(t *testing.T) {
	base := time.Date(2026, 3, 4, 10, 31, 0, 0, time.UTC)
	message := func(id, account string) client.Message {
		return client.Message{ID: id, Direction: client.Outgoing, Type: "text", Body: "text " + id, Status: client.StatusSent, CreatedAt: base, Account: account}
	}
	p := testPane(100, 30, true)
	p.SetSpeaker(func(m client.Message) string { return m.Account })
	p.Merge([]client.Message{message("1", "from here"), message("2", "from here"), message("3", "team")})
	drawn := p.View()
	if strings.Count(drawn, "from here") != 1 || strings.Count(drawn, "team") != 1 {
		t.Errorf("two of one sender, then one of another:\n%s", drawn)
	}
}
