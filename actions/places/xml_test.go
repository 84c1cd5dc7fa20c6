package places

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

func TestPlacesOfXML(t *testing.T) {
	const media = "application/xml"
	for s, want := range map[string]string{
		`<?xml version="1.0"?><a b="¤" c='¤'>¤<![CDATA[¤]]><!-- ¤ --></a>`: "XML attribute, XML attribute, XML text, CDATA, XML comment",
		`<a>{"n":"¤"}</a>`:                                                   "JSON string inside XML text",
		`<a><![CDATA[{"n":"¤","m":¤}]]></a>`:                                 "JSON string inside CDATA, JSON value inside CDATA",
		`<a><![CDATA[<b c="¤">¤</b>]]></a>`:                                  "XML attribute inside CDATA, XML text inside CDATA",
		`<!DOCTYPE a [<!ENTITY x "]>">]><a>¤ &amp; AT&amp;T ¤</a>`:           "XML text, XML text",
		`<s:Envelope xmlns:s="x"><s:Body href="javascript:¤"/></s:Envelope>`: "XML attribute",
	} {
		named(t, media, s, want)
		named(t, "application/soap+xml; charset=utf-8", s, want)
	}
	for s, want := range map[string]string{
		`<a>¤</a><?pi ¤?>`:                       "processing instruction",
		`<a>¤</a><!DOCTYPE ¤>`:                   "declaration",
		`<a>¤</a><!DOCTYPE a [<!ENTITY b "¤">]>`: "declaration",
		`<a>¤</a><¤/>`:                           "name of an element",
		`<a>¤</a></¤>`:                           "name of an element",
		`<a>¤</a><b¤ c="1"/>`:                    "name of an element",
		`<a>¤</a><b ¤="1"/>`:                     "name of an attribute",
		`<a>¤</a><b c=¤ />`:                      "without quotes",
		`<a>¤</a>&¤;`:                            "behind an &",
		`<a>¤</a>&#1¤;`:                          "behind an &",
		`<a>¤</a><b c="&am¤"/>`:                  "behind an &",
		`<a>¤</a><!-- -¤ -->`:                    "touches a hyphen",
		`<a>¤</a><!-- ¤- -->`:                    "touches a hyphen",
	} {
		refused(t, media, s, want, 1)
		refused(t, "text/html", s, map[bool]string{true: want, false: want}[true], 1)
	}
	refused(t, media, `<a><![CDATA[<script>f("¤")</script>]]></a>`, "script element", 0)
	refused(t, "image/svg+xml", `<svg><script>¤</script></svg>`, "script element", 0)
	refused(t, "application/xhtml+xml", `<a onclick="¤"/>`, "is a script", 0)
	for _, v := range []string{"a--b", "-a", "a-", "-->"} {
		unfitFor(t, media, `<a><!--¤--></a>`, v)
	}
	for _, s := range []string{`<a>¤</a>`, `<a b="¤"/>`, `<a><![CDATA[¤]]></a>`, `<a><!--¤--></a>`} {
		unfitFor(t, media, s, "\x00")
	}
	becomes(t, "application/xml", `<v a="¤"/>`, `<v a="a&amp;b=c&#34;&lt;&#10;+"/>`, "a&b=c\"<\n+")
	becomes(t, "application/xml", `<note><![CDATA[¤]]></note>`, `<note><![CDATA[Tom & "Jerry" <3]]></note>`, `Tom & "Jerry" <3`)
	refused(t, "application/xml", `<?xml version="1.0" encoding="ISO-8859-1"?><a>é¤</a>`, "outside of ASCII", -1)
	unfitFor(t, "application/xml", `<?xml version="1.0" encoding='latin1'?><a>¤</a>`, "é")
}

// readBack is what a document holds: its elements in order, and the text of each with its attributes.
func readBack(t *rapid.T, body string) (elements []string, texts map[string]string) {
	dec := xml.NewDecoder(strings.NewReader(body))
	texts = map[string]string{}
	var open []string
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return elements, texts
		}
		if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			open = append(open, tok.Name.Local)
			elements = append(elements, tok.Name.Local)
			for _, a := range tok.Attr {
				texts[tok.Name.Local+"@"+a.Name.Local] += a.Value
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				texts[open[len(open)-1]] += string(tok)
			}
		case xml.Comment:
			texts["comment"] += string(tok)
		}
	}
}

func TestAnyValueInXML(t *testing.T) {
	const s = `<a b="¤¤" c='¤'><t>x¤¤y</t><d><![CDATA[¤¤]]></d><e><![CDATA[]]¤>]¤¤]]]></e><j>{"n":"¤"}</j><k><![CDATA[{"n":"¤"}]]></k>` +
		`<m><![CDATA[<i p="¤">¤</i>]]></m></a>`
	rapid.Check(t, func(t *rapid.T) {
		v, w := anyValue().Draw(t, "v"), anyValue().Draw(t, "w")
		body, ok := filled(t, "text/xml", s, v, w, v, v, w, v, w, v, w, v, v, v, v, v)
		if !ok {
			if xmlChars(v) == nil && xmlChars(w) == nil {
				t.Fatalf("%q and %q were refused", v, w)
			}
			t.Skip()
		}
		elements, texts := readBack(t, body)
		var j, k map[string]string
		if json.Unmarshal([]byte(texts["j"]), &j) != nil || json.Unmarshal([]byte(texts["k"]), &k) != nil {
			t.Fatalf("%q and %q", texts["j"], texts["k"])
		}
		_, inner := readBack(t, texts["m"])
		if strings.Join(elements, "") != "atdejkm" || texts["a@b"] != v+w || texts["a@c"] != v || texts["t"] != "x"+v+w+"y" || texts["d"] != v+w ||
			texts["e"] != "]]"+v+">]"+w+v+"]" || j["n"] != v || k["n"] != v || len(j)+len(k) != 2 || inner["i@p"] != v || inner["i"] != v || len(inner) > 2 {
			t.Fatalf("%q and %q became %q: %v %q", v, w, body, elements, texts)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue().Draw(t, "v")
		if body, ok := filled(t, "text/xml", `<a><!-- x ¤ --><!--¤--><b/></a>`, v, v); ok {
			elements, texts := readBack(t, body)
			if lines := strings.NewReplacer("\r\n", "\n", "\r", "\n"); strings.Join(elements, "") != "ab" || lines.Replace(texts["comment"]) != lines.Replace(" x "+v+" "+v) {
				t.Fatalf("%q became %q", v, body)
			}
		}
	})
}

func TestPlacesOfHTML(t *testing.T) {
	const media = "text/html; charset=utf-8"
	for s, want := range map[string]string{
		`<p class="¤">¤</p><title>¤</title><textarea>¤</textarea>`: "HTML attribute, HTML text, HTML text, HTML text",
		`<a href="https://x.example/?q=¤&amp;r=1">¤</a>`:           "address in an HTML attribute, HTML text",
		`<a href="¤">1 < 2 &copy; ¤</a>`:                           "address in an HTML attribute, HTML text",
		`<div data-x='{"n":"¤"}'>`:                                 "JSON string inside HTML attribute",
	} {
		named(t, media, s, want)
	}
	for s, want := range map[string]string{
		`<script>var n = "¤"</script>`: "script element", `<SCRIPT type=x>¤</SCRIPT>`: "script element", `<style>a{b:¤}</style>`: "style element",
		`<script>"</scripty>¤"</script>`: "script element", `<iframe>¤</iframe>`: "iframe element", `<plaintext>¤`: "plaintext element", `<noscript>¤`: "noscript element",
		`<a onclick="f('¤')">`: "is a script", `<a ONERROR = '¤'>`: "is a script", `<p style="color:¤">`: "attribute style", `<iframe srcdoc="¤">`: "srcdoc",
		`<p class=¤>`: "without quotes", `<a href=https://x/¤>`: "without quotes", `<a href="javascript:f('¤')">`: "not known to be safe",
		`<a href=" java&#x0a;script:¤">`: "not known to be safe", `<a href="¤:x">`: "not known to be safe", `<a href="data:text/html,¤">`: "not known to be safe",
		`<script src="¤">`: "chooses what a script element loads", `<base href='¤'>`: "chooses", `<meta http-equiv="refresh" content="0;URL=¤">`: "by itself",
		`<!--¤>x-->`: "ends a comment", `<!--><script>¤</script>-->`: "script element", `<!-- --!><p class=¤>-->`: "without quotes",
		`<![CDATA[¤]]>`: "declaration", `</ ¤>`: "without a name", `<?x ¤>`: "processing instruction",
	} {
		refused(t, media, s, want, 0)
	}
	for _, v := range []string{"javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\tscript:x", "data:text/html,x", "vbscript:x", "\x01javascript:x"} {
		unfitFor(t, media, `<a href="¤">x</a>`, v)
	}
	becomes(t, media, `<a href="¤">`, `<a href="https://x.example/?a=1&amp;b=&#34;">`, `https://x.example/?a=1&b="`)
	becomes(t, media, `<a href="/c?n=¤&amp;z=1">`, `<a href="/c?n=a%26b%3D%22&amp;z=1">`, `a&b="`)
	becomes(t, media, `<a href="tel:¤">`, `<a href="tel:+491">`, `+491`)
}

func TestAnyValueInHTML(t *testing.T) {
	const s = `<!DOCTYPE html><html><head><title>x ¤</title></head><body><p id="¤" class='¤ ¤'>a¤¤b</p><!-- c ¤ --><textarea>¤</textarea><a href="/q?x=¤">¤</a></body></html>`
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue().Draw(t, "v")
		comment := v
		if _, err := commentText(v); err != nil {
			comment = "x"
		}
		body, ok := filled(t, "text/html", s, v, v, v, v, v, v, comment, v, v, v)
		if !ok {
			if !strings.Contains(v, "\x00") {
				t.Fatalf("%q was refused", v)
			}
			t.Skip()
		}
		doc, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		var elements []string
		texts := map[string]string{}
		var see func(n *html.Node)
		see = func(n *html.Node) {
			switch n.Type {
			case html.ElementNode:
				elements = append(elements, n.Data)
				for _, a := range n.Attr {
					texts[n.Data+"@"+a.Key] = a.Val
				}
			case html.TextNode:
				texts[n.Parent.Data] += n.Data
			case html.CommentNode:
				texts["comment"] += n.Data
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				see(c)
			}
		}
		see(doc)
		lines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
		if got := strings.Join(elements, " "); got != "html head title body p textarea a" || texts["title"] != "x "+v || texts["p@id"] != v || texts["p@class"] != v+" "+v ||
			texts["p"] != "a"+v+v+"b" || texts["comment"] != html.UnescapeString(lines.Replace(" c "+comment+" ")) || texts["textarea"] != v || texts["a@href"] != "/q?x="+Percent(v, "@") || texts["a"] != v {
			t.Fatalf("%q became %q: %s %q", v, body, got, texts)
		}
	})
}
