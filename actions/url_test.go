package actions

import (
	"strings"
	"testing"
)

func TestURLsAreEscapedByPlace(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["evil"] = "a/b?c&d=e#f %+\\@:;'\"<é\x00"
	s.Contact["sub"], s.Contact["port"] = "Acme-1", "8443"
	for template, want := range map[string]string{
		"https://crm.example.com/contacts?phone={phone}&name={name}": "https://crm.example.com/contacts?phone=919810000000&name=Aarav%20%22A%22%20Sharma",
		"https://x.example/{{contact.evil}}/z":                       "https://x.example/a%2Fb%3Fc%26d%3De%23f%20%25%2B%5C%40%3A%3B%27%22%3C%C3%A9%00/z",
		"https://x.example/?a={{contact.evil}}&b":                    "https://x.example/?a=a%2Fb%3Fc%26d%3De%23f%20%25%2B%5C%40%3A%3B%27%22%3C%C3%A9%00&b",
		"https://x.example/?{{contact.name}}=1":                      "https://x.example/?Aarav%20%22A%22%20Sharma=1",
		"https://x.example/p#t={{contact.name}}":                     "https://x.example/p#t=Aarav%20%22A%22%20Sharma",
		"https://{{contact.sub}}.example.com:{{contact.port}}/":      "https://acme-1.example.com:8443/",
		"https://x.example/?t={{contact.tags}}":                      "https://x.example/?t=%5B%22vip%22%2C%22%E0%A4%A8%E0%A4%AF%E0%A4%BE%22%5D",
		"https://x.example/?c={{contact.metadata.plan.tier}}":        "https://x.example/?c=gold",
		"https://x.example/?c={{ contact.metadata.list.1 }}":         "https://x.example/?c=b",
		"https://x.example/?c={{contact.metadata.odd.key}}":          "https://x.example/?c=dots",
		"https://x.example/?r={{user.role}}&a={agent_name}":          "https://x.example/?r=agent&a=Ravi%20%E0%A4%B6%E0%A4%B0%E0%A5%8D%E0%A4%AE%E0%A4%BE",
		"https://x.example/?e={{contact.last_inbound_at}}|":          "https://x.example/?e=%7C",
		"https://x.example/?m={{contact.metadata.none?}}":            "https://x.example/?m=",
		"HTTPS://BÜCHER.example/ä b?q=ü%20%zz":                       "https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%BC%20%25zz",
		`https://x.example/?f={"p":"{phone}"}`:                       "https://x.example/?f=%7B%22p%22:%22919810000000%22%7D",
		"https://[2001:DB8::1]:8080/x":                               "https://[2001:db8::1]:8080/x",
		"mailto:{{user.email}}?subject=Re {name}&body=a%0Db":         "mailto:ravi@lab.test?subject=Re%20Aarav%20%22A%22%20Sharma&body=a%0Db",
		"tel:+{phone}":                       "tel:+919810000000",
		"tel:{{contact.phone_number}};ext=5": "tel:919810000000;ext=5",
		"  https://x.example/a  ":            "https://x.example/a",
		"https://x.example/{{'{{'}}":         "https://x.example/%7B%7B",
	} {
		p, err := e.Plan(link(template), s, nil)
		if err != nil {
			t.Errorf("%s: %v", template, err)
			continue
		}
		if got := p.Target().URL; got != want {
			t.Errorf("%s\n got %s\nwant %s", template, got, want)
		}
	}
}

func TestURLsThatAreRefused(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["link"], s.Contact["host"], s.Contact["dots"], s.Contact["none"] = "javascript:alert(1)", "evil.example", "..", ""
	s.Contact["num"], s.Contact["lines"], s.Contact["ussd"] = "2130706433", "a\r\nBcc: x@y", "*#06#"
	for template, want := range map[string]string{
		"":                                       "empty",
		"crm.example.com/x":                      "no scheme",
		"javascript:alert(1)":                    "not allowed",
		"file:///etc/passwd":                     "not allowed",
		"https:x.example":                        "no host",
		"https:///x":                             "no host",
		"{{contact.link}}":                       "cannot choose",
		"{{contact.link}}://x.example":           "cannot choose",
		"https://{{contact.host}}/x":             "no plain label",
		"https://a.{{contact.host}}":             "no plain label",
		"https://{{contact.num}}/":               "IP address",
		"https://{{contact.name}}@x.example":     "before the @",
		"https://u:p@x.example/":                 "login",
		"https://x.example:{{contact.name}}/":    "no port",
		"https://x.example:99999/":               "no port",
		"https://x.example/{{contact.dots}}":     "change the path",
		"https://x.example/{{contact.none}}/":    "is empty",
		"https://x.example\\@evil.example/":      "backslash",
		"https://x.example/a\nb":                 "line break",
		"https://x..example/":                    "empty part",
		"https://x example/":                     "cannot stand in a host",
		"mailto:{{contact.lines}}":               "line break",
		"mailto:a@b.c?cc={{contact.lines}}":      "line break",
		"mailto:a@b.c?subject={{contact.lines}}": "line break",
		"mailto:a@b.c?attach=/etc/passwd":        "no field",
		"mailto:a@b.c?{{contact.name}}=x":        "name of a mail field",
		"tel:{{contact.ussd}}":                   "no phone number",
		"tel:*31#1":                              "cannot stand in a phone number",
		"tel:":                                   "no phone number",
		"https://x.example/?n={nmae}":            "{nmae} does not exist",
	} {
		_, err := e.Plan(link(template), s, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", template, err, want)
		}
	}
}

func TestMailLinksCannotGainRecipientsOrFields(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["v"] = "a@b.c,d@e.f?bcc=x&cc=y"
	s.Contact["text"] = "one\ntwo & three"
	got := mustPlan(t, e, link("mailto:{{contact.v}}?body={{contact.text}}"), s).Target().URL
	want := "mailto:a@b.c%2Cd@e.f%3Fbcc%3Dx%26cc%3Dy?body=one%0D%0Atwo%20%26%20three"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestTelTakesNumbersWithAndWithoutPlus(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for _, number := range []string{"+49 (30) 1234-5", "4930 12345"} {
		s.Contact["phone_number"] = number
		if got := mustPlan(t, e, link("tel:+{phone}"), s).Target().URL; got != "tel:+4930"+"12345" {
			t.Errorf("%s became %s", number, got)
		}
	}
}

func TestURLPartsTellWhereValuesStand(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	target := mustPlan(t, e, link("https://crm.example.com:444/c/{{contact.id}}?phone={phone}&token=abcdef#x"), s).Target()
	for _, sp := range target.Spans {
		if got := target.URL[sp.Start:sp.End]; sp.Path == "contact.id" && got != "c1" || sp.Path == "contact.phone_number" && got != "919810000000" {
			t.Errorf("%s marks %q", sp.Path, got)
		}
	}
	var names []string
	for _, p := range target.Parts {
		names = append(names, p.Name+" "+p.Key+"="+p.Text)
	}
	want := "scheme =https|host =crm.example.com|port =444|path =/c/c1|query phone=919810000000|query token=abcdef|fragment =x"
	if got := strings.Join(names, "|"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if text := mustPlan(t, e, link("https://x.example/?token=abcdef&q={phone}"), s).Masked().Text(); strings.Contains(text, "abcdef") {
		t.Errorf("the secret is shown:\n%s", text)
	}
}

func TestCheckLink(t *testing.T) {
	for raw, want := range map[string]string{
		"https://example.com/a b?q=é": "https://example.com/a%20b?q=%C3%A9",
		"http://example.com":          "http://example.com",
		"mailto:a@b.c":                "mailto:a@b.c",
		"tel:+491":                    "tel:+491",
		"https://x.example/#":         "https://x.example/",
		"https://x.example/?":         "https://x.example/?",
		"https://x.example/{{a}}":     "https://x.example/%7B%7Ba%7D%7D",
	} {
		if got, err := CheckLink(raw); err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", raw, got, err, want)
		}
	}
	for _, raw := range []string{"javascript:alert(1)", "file:///etc/passwd", "-x", "--help", "ftp://x.example", "data:text/html,x",
		"https://user@x.example/", "https://x.example/\x1b[31m", "vbscript:x", "//x.example", "https://" + strings.Repeat("a", 20000)} {
		if got, err := CheckLink(raw); err == nil {
			t.Errorf("%q was accepted as %s", raw, got)
		}
	}
}

func TestTelReadsNumbersAsSearchDoes(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for _, number := range []string{"\u200e919810000000", "\u202a+919810000000\u202c", "91\u20139810000000", "91 98100\u200900000",
		"٩١٩٨١٠٠٠٠٠٠٠", "۹۱۹۸۱۰۰۰۰۰۰۰", "９１９８１０００００００", "\u2066+91 (98) 1000-0000\u2069", "𝟗𝟏𝟗𝟖𝟏𝟎𝟎𝟎𝟎𝟎𝟎𝟎", "𝟵𝟭𝟵𝟴𝟭𝟬𝟬𝟬𝟬𝟬𝟬𝟬"} {
		s.Contact["phone_number"] = number
		p, err := e.Plan(link("tel:+{phone}"), s, nil)
		if err != nil || p.Target().URL != "tel:+919810000000" {
			t.Errorf("%q: %v", number, err)
		}
	}
}

func TestAValueBehindTheHashOfAWebhookIsRefused(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for _, address := range []string{"https://x.example/?order_names[]=#1001.1&phone={phone}", "https://x.example/rooms/#sales/{phone}", "https://x.example#{{contact.id}}"} {
		if got := planFault(t, e, webhook(address, ""), s); !strings.Contains(got.Error(), "write %23") || address[got.Offset] != '#' {
			t.Errorf("%s: %v", address, got)
		}
	}
	mustPlan(t, e, link("https://x.example/#/{phone}"), s)
	d := webhook("https://x.example/?room=#sales", "")
	if notes := mustPlan(t, e, d, s).Notes(); len(notes) != 1 || !strings.Contains(notes[0], "write %23") || !strings.Contains(found(d.Lint()), "write %23") {
		t.Errorf("%q", notes)
	}
}

// Braces that are encoded already are no placeholder, and would be opened.
func TestEncodedBracesAreTold(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for address, want := range map[string]string{
		"https://x.example/?p=%7Bphone%7D":                    "%7Bphone%7D is opened as it stands, with its braces, and not filled in; write {phone}",
		"https://x.example/%7bname%7d":                        "write {name}",
		"https://x.example/?p=%7B%7Bcontact.name%7D%7D":       "write {{contact.name}}",
		"https://x.example/{name}?p={%7Bcontact.name}%7D":     "write {{contact.name}}",
		"https://x.example/?p=%7Bphone}":                      "write {phone}",
		"mailto:a@b.c?subject=%7Bname%7D":                     "write {name}",
		"tel:+%7Bphone%7D":                                    "write {phone}",
		"https://x.example/?p=%7B%7Bcontact.metadata.city%7D": "write {{contact.metadata.city}}",
	} {
		for _, d := range []Definition{link(address), webhook(address, "")} {
			if d.Type == TypeWebhook && !strings.HasPrefix(address, "http") {
				continue
			}
			got := planFault(t, e, d, s)
			if !strings.Contains(got.Error(), want) || got.Field != "url" || address[got.Offset] != '%' && address[got.Offset] != '{' {
				t.Errorf("%s: %v", address, got)
			}
			if list := found(d.Lint()); !strings.Contains(list, "with its braces") {
				t.Errorf("lint says nothing of %s: %s", address, list)
			}
		}
	}
	for address, want := range map[string]string{
		"https://x.example/?q=%7Bunknown%7D&j=%7B%22p%22:1%7D": "https://x.example/?q=%7Bunknown%7D&j=%7B%22p%22:1%7D",
		"https://x.example/?q={{'%7B'}}phone%7D":               "https://x.example/?q=%7Bphone%7D",
		"https://x.example/?q=phone%7D":                        "https://x.example/?q=phone%7D",
	} {
		if got := mustPlan(t, e, link(address), s).Target().URL; got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
	if _, err := CheckLink("https://x.example/?q=%7Bphone%7D"); err != nil { // one that a script made is ready
		t.Error(err)
	}
}

// JSON in a query has places of its own: a quote in a name ends no string.
func TestJSONInAQuery(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for template, want := range map[string]string{
		`{"n":"{name}","t":{{contact.tags}}}`: `{"n":"Aarav \"A\" Sharma","t":["vip","नया"]}`,
		`%7B%22n%22%3A%22{name}%22%7D`:        `{"n":"Aarav \"A\" Sharma"}`,
		`"{name}"`:                            `"Aarav "A" Sharma"`,
	} {
		for _, d := range []Definition{link("https://x.example/?f=" + template + "&e=1"), webhook("https://x.example/?f="+template+"&e=1", "")} {
			p := mustPlan(t, e, d, s)
			address := ""
			if p.Target() != nil {
				address = p.Target().URL
			} else {
				address = p.Request().URL
			}
			if u := mustURL(t, address); u.Query().Get("f") != want || u.Query().Get("e") != "1" {
				t.Errorf("%s\n got %s\nwant %s", template, u.Query().Get("f"), want)
			}
		}
	}
	if got := link(`https://x.example/?f={"n":"{name}"}&q={name}`).Places(); len(got) != 2 || got[0].Place != "JSON string inside query value" || got[1].Place != "query value" {
		t.Errorf("%+v", got)
	}
}
