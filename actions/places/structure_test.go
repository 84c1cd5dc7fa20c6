package places

import (
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"mime/multipart"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// shapes are the formats with pieces that templates are put together from, and what a parser says of
// the shape of a body, texts left out.
var shapes = []struct {
	contentType string
	pieces      []string
	shape       func(template, body string) (string, error)
}{
	{"text/html", []string{"<p>", "</p>", "<p class=\"", "<a href='", "<script>", "</script>", "<title>", "</title>", "<textarea>", "</textarea>", "<!--", "-->", "<style>", "</style>",
		"\"", "'", ">", "<", "¤", "¤", "¤", " ", "&", "&lt", "=", "/", "x", "--", "-", "!", "<svg>", "</svg>", "<b title=\"¤\">", "\n", "https://x/?", "javascript:", ":", "<![CDATA[", "]]>", "<br/>"}, htmlShape},
	{"application/xml", []string{"<a>", "</a>", "<a b=\"", "\"", "'", ">", "<", "¤", "¤", "¤", "<![CDATA[", "]]>", "]", "<!--", "-->", "-", "<?p ", "?>", "&amp;", "&", " ", "x", "<c/>", "<d e='¤'/>", "{\"n\":\"¤\"}", "<a>", "</a>"}, xmlShape},
	{"text/csv", []string{"a", ",", ";", "\"", "\"\"", "\n", "\r\n", "¤", "¤", "¤", " ", "x", "|", "=", "+", "-", ",\"¤\"", "\"¤\","}, csvShape},
	{"application/yaml", []string{"a: ", "b: ", "- ", "\n", "\n  ", "\"", "'", "¤", "¤", "¤", ": ", "x", "{", "}", "[", "]", ", ", "#", " # ", "|\n  ", "&r ", "*r", "!t ", "---\n", "k: \"¤\"\n", "\\"}, yamlShape},
	{formData, []string{"--b7x\n", "--b7x--\n", "\n", "\r\n", "Content-Disposition: form-data; name=\"", "\"", "¤", "¤", "Content-Type: application/json\n", "{\"a\":\"¤\"}", "X: ", "x", "--", "; filename=\"¤\"\n", "=", "--b7x\nX: \"¤\"\n\n¤\n"}, multipartShape},
}

// TestNoValueChangesTheShape puts templates together at random, nonsense among them. What is not
// refused has the same elements, fields and parts with any value as with a harmless one.
func TestNoValueChangesTheShape(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.contentType, func(t *testing.T) {
			compared := 0
			compare := func(t *rapid.T) {
				var parts []string
				for range rapid.IntRange(1, 14).Draw(t, "length") {
					parts = append(parts, rapid.SampledFrom(s.pieces).Draw(t, "piece"))
				}
				full := strings.Join(parts, "")
				if s.contentType == formData && rapid.Bool().Draw(t, "ends") {
					full = "--b7x\n" + full + "\n--b7x--\n"
				}
				b, err := Read(s.contentType, template(full))
				if err != nil || len(b.Places) == 0 {
					return
				}
				var plain, odd []Value
				for range b.Places {
					plain, odd = append(plain, asValue("7")), append(odd, asValue(anyValue().Draw(t, "v")))
				}
				with, err := b.fill(plain)
				if err != nil {
					return
				}
				without, err := b.fill(odd)
				if err != nil {
					return
				}
				want, err := s.shape(template(full), with)
				if err != nil {
					return
				}
				compared++
				if got, err := s.shape(template(full), without); err != nil || got != want {
					t.Fatalf("%q\n is %q with 7: %s\nand %q with others: %s, %v", full, with, want, without, got, err)
				}
			}
			rapid.Check(t, func(t *rapid.T) {
				for range 20 { // many are nonsense
					compare(t)
				}
			})
			if compared < 20 {
				t.Errorf("only %d templates were compared", compared)
			}
		})
	}
}

func htmlShape(_, body string) (string, error) {
	z := html.NewTokenizer(strings.NewReader(body))
	var out strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String(), nil
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			out.WriteString("<" + tok.Data)
			for _, a := range tok.Attr {
				out.WriteString(" " + a.Key)
				if kind, _, ok := strings.Cut(strings.TrimSpace(a.Val), ":"); ok && a.Key == "href" && strings.EqualFold(kind, "javascript") {
					out.WriteString("=javascript")
				}
			}
			out.WriteString(">")
		case html.EndTagToken:
			out.WriteString("</" + z.Token().Data + ">")
		case html.CommentToken, html.DoctypeToken:
			out.WriteString("!")
		}
	}
}

func xmlShape(_, body string) (string, error) {
	dec := xml.NewDecoder(strings.NewReader(body))
	var out strings.Builder
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return out.String(), nil
		}
		switch tok := tok.(type) {
		case nil:
			return "", err
		case xml.StartElement:
			out.WriteString("<" + tok.Name.Local)
			for _, a := range tok.Attr {
				out.WriteString(" " + a.Name.Local)
			}
			out.WriteString(">")
		case xml.EndElement:
			out.WriteString("</>")
		case xml.Comment, xml.ProcInst, xml.Directive:
			fmt.Fprintf(&out, "%T", tok)
		}
	}
}

func csvShape(template, body string) (string, error) {
	var out strings.Builder
	for _, comma := range string(delimiter(template)) {
		r := csv.NewReader(strings.NewReader(body))
		r.Comma, r.FieldsPerRecord = comma, -1
		rows, err := r.ReadAll()
		if err != nil {
			return "", err
		}
		for _, row := range rows {
			fmt.Fprintf(&out, "%d,", len(row))
		}
	}
	return out.String(), nil
}

func yamlShape(_, body string) (string, error) {
	var out strings.Builder
	dec := yaml.NewDecoder(strings.NewReader(body))
	for {
		var doc yaml.Node
		if err := dec.Decode(&doc); err == io.EOF {
			return out.String(), nil
		} else if err != nil {
			return "", err
		}
		var see func(n *yaml.Node)
		see = func(n *yaml.Node) {
			fmt.Fprintf(&out, "%d%s(", n.Kind, n.Anchor)
			for _, c := range n.Content {
				see(c)
			}
			out.WriteString(")")
		}
		see(&doc)
	}
}

func multipartShape(_, body string) (string, error) {
	var out strings.Builder
	r := multipart.NewReader(strings.NewReader(body), "b7x")
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		if _, err := io.ReadAll(p); err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "[%d %s]", len(p.Header), p.Header.Get("Content-Type"))
	}
}
