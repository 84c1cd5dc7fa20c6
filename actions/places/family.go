package places

import (
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"
)

// family is how the bodies of some content types are read.
type family struct {
	name string
	// media are its types, suffixes what other types of the kind end with.
	media, suffixes []string
	read            func(text string) (Body, error)
	// documents are the stretches that have to be JSON.
	documents func(body string) []Stretch
}

// families are all that a value can be put into, apart from multipart, which holds the others. Suffixes
// are looked for in this order.
var families = []family{
	{"JSON lines", []string{"application/x-ndjson", "application/ndjson", "text/x-ndjson", "application/jsonl", "application/x-jsonl",
		"text/jsonl", "application/jsonlines", "application/x-jsonlines", "application/json-lines", "application/stream+json",
		"application/x-json-stream", "application/x-ldjson", "application/ldjson"},
		[]string{"+x-ndjson", "+ndjson", "+jsonl"}, readLines, nil},
	{"JSON sequence", []string{"application/json-seq"}, []string{"+json-seq"}, readSeq, nil},
	{"JSON", []string{"application/json", "text/json", "text/x-json", "application/x-json", "application/jsonrequest", "application/csp-report"},
		[]string{"+json"}, readJSON, whole},
	{"form", []string{"application/x-www-form-urlencoded"}, nil, readForm, nil},
	{"HTML", []string{"text/html"}, nil, readHTML, nil},
	{"SVG or XHTML", []string{"image/svg+xml", "application/xhtml+xml"}, nil, readSVG, nil},
	{"XML", []string{"application/xml", "text/xml"}, []string{"+xml"}, readXML, nil},
	{"CSV", []string{"text/csv", "application/csv", "text/x-csv", "application/x-csv", "text/comma-separated-values",
		"text/x-comma-separated-values"}, nil, readCSV, nil},
	{"TSV", []string{"text/tab-separated-values", "text/tsv", "text/x-tsv"}, nil, readTSV, nil},
	{"YAML", []string{"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml"}, []string{"+yaml"}, readYAML, nil},
	{"GraphQL", []string{"application/graphql"}, nil, readGraphQL, nil},
	{"text", []string{"text/plain"}, nil, readText, nil},
}

// readText takes values as they are: text/plain promises nothing else.
func readText(s string) (Body, error) {
	return Body{Text: s, Places: repeat(text("text", sure(func(s string) string { return s })), s)}, nil
}

// IsJSON reports whether a content type is one JSON document.
func IsJSON(contentType string) bool {
	f, ok := familyOf(mediaType(contentType))
	return ok && f.documents != nil
}

func mediaType(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

func familyOf(media string) (family, bool) {
	for _, f := range families {
		if slices.Contains(f.media, media) {
			return f, true
		}
	}
	for _, f := range families {
		for _, suffix := range f.suffixes {
			if strings.HasSuffix(media, suffix) {
				return f, true
			}
		}
	}
	return family{}, false
}

// Read reads a template by its content type. Errors are *Refusal.
func Read(contentType, s string) (Body, error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		if marks(s) == 0 && isASCII(s) && !strings.HasPrefix(mediaType(contentType), "multipart/") {
			return Body{Text: s}, nil
		}
		return Body{}, &Refusal{Value: -1, Header: true, Reason: "cannot be read", Hint: "write e.g. application/json; charset=utf-8"}
	}
	var b Body
	err = nil
	f, known := familyOf(media)
	switch {
	case strings.HasPrefix(media, "multipart/"):
		b, err = readMultipart(s, params["boundary"])
	case known:
		if b, err = f.read(s); b.Documents == nil {
			b.Documents = f.documents
		}
	case marks(s) == 0:
		b = Body{Text: s}
	default:
		return Body{}, &Refusal{Value: -1, Header: true, Reason: fmt.Sprintf("nobody knows how a value is escaped in %s", shortened(media)),
			Hint: "write application/json, text/plain or another type of the table in keydesk guide templates"}
	}
	if err != nil {
		return Body{}, err
	}
	if charset := params["charset"]; charset != "" && !isUTF8(charset) {
		if !readsASCII(charset) {
			return Body{}, &Refusal{Value: -1, Header: true, Reason: fmt.Sprintf("names the charset %s, and the body is sent as UTF-8", shortened(charset)),
				Hint: "write charset=utf-8"}
		}
		return b.inASCII(s, "Content-Type names the charset "+shortened(charset))
	}
	return b, nil
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 60 {
		s = string(r[:59]) + "…"
	}
	return s
}

func isUTF8(charset string) bool {
	charset = strings.ToLower(strings.TrimSpace(charset))
	return charset == "utf-8" || charset == "utf8"
}

// readsASCII reports whether ASCII means the same in a charset. The others, such as UTF-16, are refused
// whatever the body holds.
func readsASCII(charset string) bool {
	charset = strings.ToLower(charset)
	return slices.ContainsFunc([]string{"us-ascii", "ascii", "iso-8859-", "iso8859", "latin", "windows-125", "cp125", "koi8-", "macintosh"},
		func(known string) bool { return strings.HasPrefix(charset, known) })
}

// inASCII refuses everything else in a template and in values, since a receiver would read it as other
// letters, percent-encoded ones too.
func (b Body) inASCII(template, why string) (Body, error) {
	const hint = "write UTF-8 there, as the body is sent"
	if !isASCII(strings.ReplaceAll(template, Mark, "")) {
		return Body{}, refuse(-1, hint, "has letters outside of ASCII, and %s", why)
	}
	places := slices.Clone(b.Places)
	for i, p := range places {
		places[i].Write = func(v Value) (string, error) {
			if !isASCII(v.Text) {
				return "", unfit(hint, "has letters outside of ASCII, and %s", why)
			}
			return p.Write(v)
		}
	}
	b.Places = places
	return b, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
