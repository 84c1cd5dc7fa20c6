package actions

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

// BodyKind is what a reply's body is, for showing it.
type BodyKind string

// The kinds of bodies.
const (
	BodyEmpty  BodyKind = "empty"
	BodyJSON   BodyKind = "json"
	BodyText   BodyKind = "text"
	BodyBinary BodyKind = "binary"
)

// Show is the body for a viewer: JSON laid out over lines, other text as it is (valid UTF-8, still
// to be made printable), and for anything else a description such as "image/png, 12.0 KiB".
func (r *Response) Show() (text string, kind BodyKind) {
	if len(r.Body) == 0 {
		return "", BodyEmpty
	}
	contentType, _ := headerValue(r.Header, headerContentType)
	if r.Unread != "" {
		return r.Unread + "; " + sizeText(len(r.Body)), BodyBinary
	}
	if !r.Truncated && (saysJSON(contentType) || strings.IndexByte("{[", r.Body[0]) >= 0) {
		if laidOut, _ := indentJSON(r.Body, nil); laidOut != string(r.Body) || depthOf(r.Body) == 0 {
			return valid(laidOut), BodyJSON
		}
	}
	if looksBinary(r.Body) {
		if contentType == "" {
			contentType = http.DetectContentType(r.Body)
		}
		return contentType + ", " + sizeText(len(r.Body)), BodyBinary
	}
	return valid(string(r.Body)), BodyText
}

// looksBinary judges by the first bytes: NULs, or many that are neither text nor white space.
func looksBinary(body []byte) bool {
	head := body[:min(len(body), 1024)]
	odd := 0
	for i := 0; i < len(head); {
		r, size := utf8.DecodeRune(head[i:])
		switch {
		case r == 0:
			return true
		case r == utf8.RuneError && size == 1 && len(head)-i >= utf8.UTFMax,
			unicode.IsControl(r) && !unicode.IsSpace(r) && r != 0x1b:
			odd++
		}
		i += size
	}
	return odd*10 > len(head)
}
