package thread

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"keydesk/client"
	"keydesk/ui/text"
)

func TestSummary(t *testing.T) {
	cases := []struct {
		m    client.Message
		want string
	}{
		{client.Message{Type: "text", Body: "two\nlines"}, "two lines"},
		{client.Message{Type: "image", Body: "receipt"}, "[image] receipt"},
		{client.Message{Type: "document", MediaFilename: "a\x1b[2J.pdf"}, "[document] a.pdf"},
		{client.Message{Type: "sticker"}, "[sticker]"},
		{client.Message{Type: "location", Body: `{"latitude":19.076,"longitude":72.87770001,"name":"Gateway of India"}`}, "[location] Gateway of India 19.076,72.8777"},
		{client.Message{Type: "location", Body: `{"latitude":"19.5","longitude":-72}`}, "[location] 19.5,-72"},
		{client.Message{Type: "location", Body: `{"latitude":1900,"longitude":72}`}, "[location] (not readable)"},
		{client.Message{Type: "location", Body: `{"latitude":`}, "[location] (not readable)"},
		{client.Message{Type: "location", Body: "India Gate"}, "[location] India Gate"},
		{client.Message{Type: "contacts", Body: `[{"name":"Rahul","phones":["+91 1",{"phone":"+91 2"}]},{"name":{"formatted_name":"Zoë"}}]`}, "[contact] Rahul +91 1 +91 2 Zoë"},
		{client.Message{Type: "contacts", Body: `[]`}, "[contact] (not readable)"},
		{client.Message{Type: "button_reply", Body: "Yes"}, "[choice] Yes"},
		{client.Message{Type: "interactive", Interactive: &client.Interactive{Body: "Pick"}}, "Pick"},
		{client.Message{Type: "template", Body: "Hello"}, "[template] Hello"},
		{client.Message{Type: "hologram", Body: "x"}, "[hologram] x"},
		{client.Message{Type: "nfm_reply", Body: `{"b":[true,2],"a":"x"}`}, "[nfm_reply] a x; b true; b 2"},
		{client.Message{Type: "\x1b[2Jevil\n", Body: `{"a":{}}`}, "[evil] (not readable)"},
	}
	for _, c := range cases {
		if got := Summary(c.m); got != c.want {
			t.Errorf("Summary(%s %q) = %q, want %q", c.m.Type, c.m.Body, got, c.want)
		}
	}
}

// A file's name is no person's text: signs in it are its own.
func TestSignsInAFileNameStay(t *testing.T) {
	name := "a _b_ *c*.pdf"
	for kind, want := range map[string]string{"document": "[document] " + name + "\n_ hi", "image": "[image] _ hi\nno file any more", "video": "[video] " + name + ", no file any more"} {
		m := client.Message{ID: "a", Type: kind, MediaFilename: name, Body: "_ *hi*", MediaURL: "x"}
		if kind != "document" {
			m.MediaURL = ""
		}
		if kind == "video" {
			m.Body = ""
		}
		c := describe(m, 0)
		said, spans := c.shown(false)
		if said != want {
			t.Errorf("%s: %q, want %q", kind, said, want)
		}
		for _, sp := range spans {
			if sp.attr == bold && said[sp.start:sp.end] != "hi" {
				t.Errorf("%s: bold is %q", kind, said[sp.start:sp.end])
			}
		}
	}
}

func TestReason(t *testing.T) {
	cases := map[string]string{
		"failed to send text message: API error 131026: (#131026) Message undeliverable - Details: x": undeliverable,
		"Message Undeliverable.": undeliverable,
		"failed to send text message: API error 131047: (#131047) Re-engagement message":                                windowClosed,
		"Message failed to send because more than 24 hours have passed since the customer last replied to this number.": windowClosed,
		"failed to send text message: API error 190: Error validating access token":                                     "the sign-in of the WhatsApp account has expired: an administrator must renew it",
		"(#132001) Template name does not exist":                                                                        "the template does not exist in this language",
		"something new\x1b[2J\nhappened":                                                                                "something new happened",
		"API error 99999999999999: no":                                                                                  "API error 99999999999999: no",
		"":                                                                                                              "no reason was given",
	}
	for raw, want := range cases {
		if got := Reason(raw); got != want {
			t.Errorf("Reason(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestVeryLongTextIsCut(t *testing.T) {
	p := testPane(80, 10, true)
	p.Merge([]client.Message{in("a", strings.Repeat("x ", 20000), noon)})
	if !has(p, "(34000 more characters)") {
		t.Fatalf("got %q", screen(p))
	}
	p.Merge([]client.Message{in("b", strings.Repeat("x", longest+1), noon)})
	if !has(p, "(1 more character)") {
		t.Fatalf("got %q", screen(p))
	}
	if m, _ := p.Message("a"); len(m.Body) != 40000 {
		t.Fatalf("the message itself lost text: %d", len(m.Body))
	}
	if n := utf8.RuneCountInString(Summary(client.Message{Type: "text", Body: strings.Repeat("é", 9000)})); n > 400 {
		t.Fatalf("a summary of %d characters", n)
	}
}

func TestMarkup(t *testing.T) {
	cases := map[string]string{
		"plain":                 "plain",
		"*b* _i_ ~s~ `c`":       "<b:b> <i:i> <s:s> <c:c>",
		"snake_case_name 2*3*4": "snake_case_name 2*3*4",
		"* not* *not *":         "* not* *not *",
		"*open":                 "*open",
		"_*both*_":              "<bi:both>",
		"*a _b_ c*":             "<b:a ><bi:b><b: c>",
		"(*b*).":                "(<b:b>).",
		"*two\nlines*":          "*two\nlines*",
		"```x *y*\nz``` *b*":    "<c:x *y*\nz> <b:b>",
		"``` ``` ****":          "``` ``` ****",
		"*महेश* धन्यवाद_नहीं_": "<b:महेश> धन्यवाद_नहीं_",
		"`*code*` ~_*x*_~": "<c:*code*> <bis:x>",
	}
	for in, want := range cases {
		plain, spans := unmark(in)
		var b strings.Builder
		at := 0
		for _, s := range spans {
			names := ""
			for i, name := range []string{"b", "i", "s", "c"} {
				if s.attr&(1<<i) != 0 {
					names += name
				}
			}
			fmt.Fprintf(&b, "%s<%s:%s>", plain[at:s.start], names, plain[s.start:s.end])
			at = s.end
		}
		b.WriteString(plain[at:])
		if b.String() != want {
			t.Errorf("%q became %q, want %q", in, b.String(), want)
		}
	}
}

// Marked text keeps its attributes when it is wrapped, and plain mode keeps the signs.
func TestMarkupIsDrawn(t *testing.T) {
	p := testPane(30, 6, false)
	p.Merge([]client.Message{in("a", "see *the quite long bold text* here", noon)})
	if v := p.View(); strings.Contains(v, "*") || strings.Count(v, "\x1b[1m") < 2 {
		t.Errorf("got %q", v)
	}
	checkSize(t, p)
	p = testPane(10, 6, false)
	p.Merge([]client.Message{in("a", "the same the same *the same* the same", noon)})
	if v := strings.Split(p.View(), "\n"); !strings.Contains(v[4], "\x1b[1mthe same\x1b[m") || strings.Contains(v[3]+v[5], "\x1b[1m") {
		t.Errorf("bold is at the wrong place: %q", v)
	}
	p = testPane(60, 6, true)
	p.Merge([]client.Message{in("a", "see *bold*", noon)})
	if !has(p, "see *bold*") {
		t.Errorf("got %q", screen(p))
	}
}

func FuzzContent(f *testing.F) {
	for _, m := range everyType() {
		f.Add(m.Type, m.Body, m.MediaFilename, m.Error)
	}
	f.Add("contacts", `{"name":{"formatted_name":1e999},"phones":{"phone":[]}}`, "", "(#")
	f.Add("location", `{"latitude":"NaN","longitude":1e400}`, "", "API error ")
	f.Add("flow", strings.Repeat(`[`, 100)+strings.Repeat(`]`, 100), "", "")
	f.Fuzz(func(t *testing.T, kind, body, file, why string) {
		m := client.Message{ID: "a", Type: kind, Body: body, MediaFilename: file, Error: why, Direction: client.Outgoing,
			Status: client.StatusFailed, Interactive: &client.Interactive{Type: kind, Body: body, ButtonText: file, URL: why,
				Buttons: []client.Choice{{Title: body}}, Rows: []client.Choice{{Title: file, ID: body}}},
			ReplyTo: &client.Quoted{Type: kind, Body: body}, Reactions: []client.Reaction{{Emoji: body}, {Emoji: file}}}
		for _, s := range []string{Summary(m), Reason(why)} {
			if s != text.Line(s) {
				t.Fatalf("not one safe row: %q", s)
			}
		}
		p := testPane(33, 12, false)
		p.Merge([]client.Message{m})
		checkSize(t, p)
		p.Resize(3, 40)
		checkSize(t, p)
	})
}

// What can be done with a file is told whether somebody reacted to it or not.
func TestAReactionDoesNotHideWhatCanBeDone(t *testing.T) {
	p := testPane(60, 10, true)
	p.SetHints(Hints{Media: "s save"})
	m := in("a", "invoice", noon)
	m.Type, m.MediaURL, m.MediaFilename = "document", "documents/1.pdf", "invoice.pdf"
	p.Merge([]client.Message{m})
	if !has(p, "s save") {
		t.Fatalf("got %q", screen(p))
	}
	p.SetReactions("a", []client.Reaction{{Emoji: "👍"}})
	if !has(p, "👍 1  s save") {
		t.Fatalf("got %q", screen(p))
	}
}
