package thread

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"keydesk/client"
	"keydesk/ui/theme"
)

// noon is when every test takes place: Saturday, 22 November 2025.
var noon = time.Date(2025, time.November, 22, 12, 0, 0, 0, time.UTC)

func testPane(w, h int, noColor bool) *Pane {
	th := theme.New("auto", "unicode", noColor)
	p := New(&th, func() time.Time { return noon }, time.UTC)
	p.Reset("Aarav Sharma")
	p.Resize(w, h)
	return p
}

func in(id, body string, at time.Time) client.Message {
	return client.Message{ID: id, Direction: client.Incoming, Type: "text", Body: body,
		Status: client.StatusReceived, CreatedAt: at, UpdatedAt: at}
}

func out(id, body string, status client.Status, at time.Time) client.Message {
	m := in(id, body, at)
	m.Direction, m.Status = client.Outgoing, status
	return m
}

// numbered makes messages from .. to-1, two minutes apart, whose every row of text is unique.
func numbered(from, to int) []client.Message {
	ms := make([]client.Message, 0, to-from)
	for i := from; i < to; i++ {
		body := fmt.Sprintf("m%d.0", i)
		for line := 1; line <= i%4; line++ {
			body += fmt.Sprintf("\nm%d.%d", i, line)
		}
		at := noon.Add(time.Duration(i-1000) * 2 * time.Minute)
		if i%3 == 0 {
			ms = append(ms, out(fmt.Sprintf("id%06d", i), body, client.StatusRead, at))
		} else {
			ms = append(ms, in(fmt.Sprintf("id%06d", i), body, at))
		}
	}
	return ms
}

// screen is the view without styles, one string a row.
func screen(p *Pane) []string {
	return strings.Split(ansi.Strip(p.View()), "\n")
}

// rowsOf tells at which row each unique text of numbered stands.
func rowsOf(p *Pane) map[string]int {
	rows := map[string]int{}
	for y, row := range screen(p) {
		for _, word := range strings.Fields(row) {
			if strings.HasPrefix(word, "m") && strings.Contains(word, ".") {
				rows[word] = y
			}
		}
	}
	return rows
}

// has reports whether any row on screen holds s.
func has(p *Pane, s string) bool { return strings.Contains(strings.Join(screen(p), "\n"), s) }

func ids(p *Pane) string {
	var b strings.Builder
	for _, it := range p.items {
		b.WriteString(it.msg.ID + " ")
	}
	return strings.TrimSpace(b.String())
}

// checkSize fails unless the view has exactly the pane's rows and cells.
func checkSize(t interface{ Fatalf(string, ...any) }, p *Pane) {
	if p.w <= 0 || p.h <= 0 {
		if v := p.View(); v != "" {
			t.Fatalf("%d×%d drew %q", p.w, p.h, v)
		}
		return
	}
	rows := strings.Split(p.View(), "\n")
	if len(rows) != p.h {
		t.Fatalf("%d×%d drew %d rows", p.w, p.h, len(rows))
	}
	for y, row := range rows {
		if got := ansi.WcWidth.StringWidth(ansi.Strip(row)); got != p.w {
			t.Fatalf("%d×%d: row %d is %d cells wide: %q", p.w, p.h, y, got, row)
		}
	}
}

// everyType has a message of every type of the contract and of none, in several scripts.
func everyType() []client.Message {
	at := func(h, m int) time.Time { return time.Date(2025, time.November, 22, h, m, 0, 0, time.UTC) }
	kind := func(m client.Message, kind string) client.Message { m.Type = kind; return m }
	with := func(m client.Message, i *client.Interactive) client.Message { m.Interactive = i; return m }
	receipt := kind(in("02", "", at(10, 31)), "image")
	receipt.MediaURL, receipt.MediaFilename = "images/x.jpg", "receipt.jpg"
	invoice := kind(in("03", "please check", at(10, 31)), "document")
	invoice.MediaFilename = "invoice.pdf"
	answer := in("06", "Where is my *order*? See snake_case_name", at(10, 42))
	answer.ReplyTo = &client.Quoted{ID: "05", Type: "text", Body: "Let me look\nthat up for you.", Direction: client.Outgoing}
	answer.Reactions = []client.Reaction{{Emoji: "👍", FromUser: "u1"}, {Emoji: "❤️", FromPhone: "1"}, {Emoji: "👍", FromUser: "u2"}}
	failed := out("09", "Are you still there?", client.StatusFailed, at(10, 46))
	failed.Error = "failed to send text message: API error 131047: (#131047) Re-engagement message - Details: Message failed."
	yes := client.Choice{ID: "yes", Title: "Yes"}
	later := client.Choice{ID: "later", Title: "बाद में"}
	return []client.Message{
		in("00", "last year", noon.AddDate(-1, 0, 0)),
		in("000", "last week", noon.AddDate(0, 0, -7)),
		in("0000", "yesterday evening\x1b]0;owned\a", noon.AddDate(0, 0, -1)),
		in("01", "Hi, I ordered the blue kettle last week.", at(10, 31)),
		receipt, invoice,
		kind(in("031", "unboxing", at(10, 31)), "video"), kind(in("032", "", at(10, 31)), "audio"),
		kind(in("033", "", at(10, 31)), "sticker"),
		out("04", "Let me look that up for you.", client.StatusRead, at(10, 33)),
		out("05", "你好，请问发货了吗？", client.StatusDelivered, at(10, 34)),
		answer,
		in("07", "महेश पाटील धन्यवाद — شكرا جزيلا محمد علي 👨‍👩‍👧 👍🏽", at(10, 43)),
		kind(in("08", `{"latitude":19.076,"longitude":72.8777,"name":"Gateway of India","address":"Apollo Bandar, Mumbai"}`, at(10, 44)), "location"),
		kind(in("081", `[{"name":"Rahul देशमुख","phones":["+91 98100 11111","+91 22 5555 0000"]}]`, at(10, 44)), "contacts"),
		kind(in("082", "Yes please", at(10, 44)), "button_reply"),
		kind(in("083", "", at(10, 44)), "button"),
		kind(in("084", "", at(10, 44)), "unsupported"),
		kind(in("085", `{"flow":{"name":"Ravi","size":4}}`, at(10, 44)), "nfm_reply"),
		in("086", "", at(10, 44)),
		failed,
		with(kind(out("10", "How would you like to proceed?", client.StatusRead, at(10, 47)), "interactive"),
			&client.Interactive{Type: "button", Body: "How …", Buttons: []client.Choice{yes, later}}),
		with(kind(out("11", "", client.StatusSent, at(10, 48)), "interactive"),
			&client.Interactive{Type: "list", Body: "Pick a slot", Rows: []client.Choice{{ID: "s1", Title: "Slot 1"}, {ID: "s2"}}}),
		with(kind(out("12", "Track", client.StatusSent, at(10, 51)), "interactive"),
			&client.Interactive{Type: "cta_url", ButtonText: "Open", URL: "https://track.example/42"}),
		with(kind(out("13", "Your order 42 has shipped.", client.StatusPending, at(10, 56)), "template"),
			&client.Interactive{Type: "button", Buttons: []client.Choice{{Title: "Thanks"}, {Title: "Track", URL: "https://t.example"}}}),
		in("14", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", at(11, 2)),
		out(LocalPrefix+"1", "on its way", client.StatusPending, at(11, 3)),
	}
}

func newTestPane(t *testing.T, w, h int, ms []client.Message) *Pane {
	t.Helper()
	p := testPane(w, h, true)
	p.Merge(ms)
	return p
}
