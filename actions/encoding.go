package actions

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"keydesk/actions/template"
)

// errUnreadable is a reply whose compression nobody here knows, or whose compressed bytes are broken.
type errUnreadable struct{ text string }

func (e errUnreadable) Error() string { return e.text }

// plainCodings are values of Content-Encoding that do not change the bytes; the latter ones are common
// mistakes of servers.
var plainCodings = []string{"", "identity", "none", "utf-8", "utf8", "binary", "7bit", "8bit", "aws-chunked", "chunked"}

// decompressed reads a reply as its Content-Encoding says. net/http has removed the gzip it asked for
// itself; a server may use others without being asked.
func decompressed(resp *http.Response) io.Reader {
	var body io.Reader = resp.Body
	codings := strings.Split(strings.Join(resp.Header.Values("Content-Encoding"), ","), ",")
	for _, coding := range slices.Backward(codings) { // the last one was applied last
		coding = strings.ToLower(strings.TrimSpace(coding))
		switch {
		case slices.Contains(plainCodings, coding):
		case coding == "gzip", coding == "x-gzip", coding == "deflate":
			body = &inflater{from: bufio.NewReader(body), coding: coding}
		default:
			return &unknownCoding{from: body, coding: coding}
		}
	}
	return body
}

// unknownCoding hands the bytes on as they are and ends with an error, unless there are none.
type unknownCoding struct {
	from   io.Reader
	coding string
	some   bool
}

func (u *unknownCoding) Read(p []byte) (int, error) {
	n, err := u.from.Read(p)
	u.some = u.some || n > 0
	if err == io.EOF && u.some {
		err = errUnreadable{"it is compressed in a way that keydesk does not read (" + oneLine(u.coding) + ")"}
	}
	return n, err
}

// inflater decompresses from the first read on: an empty body has no compressed head either.
type inflater struct {
	from   *bufio.Reader
	coding string
	inner  io.Reader
}

func (f *inflater) Read(p []byte) (int, error) {
	if f.inner == nil {
		head, err := f.from.Peek(2)
		if len(head) == 0 {
			return 0, err
		}
		if f.inner, err = f.open(head); err != nil {
			return 0, f.broken(err)
		}
	}
	n, err := f.inner.Read(p)
	return n, f.broken(err)
}

// open begins to decompress. Servers disagree about what deflate is: it comes with zlib's head or bare.
func (f *inflater) open(head []byte) (io.Reader, error) {
	switch {
	case f.coding != "deflate":
		return gzip.NewReader(f.from)
	case len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0:
		return zlib.NewReader(f.from)
	}
	return flate.NewReader(f.from), nil
}

// broken names the compression where its bytes are wrong; a line that broke is no fault of theirs.
func (f *inflater) broken(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) ||
		errors.Is(err, zlib.ErrHeader) || errors.Is(err, zlib.ErrChecksum) || errors.Is(err, zlib.ErrDictionary) {
		return errUnreadable{"its " + f.coding + " compression is broken"}
	}
	return err
}

// utf8Text turns a reply's text into UTF-8, without a byte order mark. What is no text stays as it is.
// A byte order mark decides first, then the charset that is named, then how JSON must begin.
func utf8Text(body []byte, contentType string) ([]byte, error) {
	if isMedia(contentType) || len(body) == 0 {
		return body, nil
	}
	enc, mark := markedEncoding(body)
	if enc == nil {
		label := charsetOf(contentType)
		if enc = beginsAsJSON(body); enc == nil {
			var ok bool
			if enc, ok = namedEncoding(label); !ok {
				return body, errUnreadable{"its encoding, " + template.Quote(label) + ", is not known"}
			}
		}
	}
	if enc == nil || enc == unicode.UTF8 {
		return body[mark:], nil
	}
	text, err := enc.NewDecoder().Bytes(body[mark:])
	if err != nil {
		return body, errUnreadable{"its text cannot be decoded"}
	}
	return text, nil
}

// markedEncoding is what a byte order mark says, and how long the mark is.
func markedEncoding(body []byte) (encoding.Encoding, int) {
	for _, m := range []struct {
		mark string
		enc  encoding.Encoding
	}{
		{"\xef\xbb\xbf", unicode.UTF8},
		{"\xff\xfe\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"\x00\x00\xfe\xff", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	} {
		if bytes.HasPrefix(body, []byte(m.mark)) {
			return m.enc, len(m.mark)
		}
	}
	return nil, 0
}

// beginsAsJSON recognizes UTF-16 and UTF-32 without a mark by where the NULs stand around the first
// character of an object or a list.
func beginsAsJSON(body []byte) encoding.Encoding {
	if len(body) < 4 {
		return nil
	}
	zero := [4]bool{body[0] == 0, body[1] == 0, body[2] == 0, body[3] == 0}
	at, enc := 0, encoding.Encoding(nil)
	switch zero {
	case [4]bool{false, true, false, true}:
		at, enc = 0, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case [4]bool{true, false, true, false}:
		at, enc = 1, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case [4]bool{false, true, true, true}:
		at, enc = 0, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case [4]bool{true, true, true, false}:
		at, enc = 3, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	}
	if enc == nil || strings.IndexByte("{[ \t\r\n", body[at]) < 0 {
		return nil
	}
	return enc
}

// namedEncoding is the encoding a charset names, as browsers read the names; nil for UTF-8 and for none.
func namedEncoding(label string) (encoding.Encoding, bool) {
	switch label {
	case "", "utf-8", "utf8", "utf_8", "utf8mb4", "utf8mb3", "none", "binary":
		return nil, true
	case "utf-32", "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), true
	case "utf-32be":
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), true
	}
	enc, err := htmlindex.Get(label)
	if err != nil || enc == encoding.Replacement {
		return nil, false
	}
	return enc, true
}

// charsetOf finds the charset of a Content-Type, also of one that is written wrongly.
func charsetOf(contentType string) string {
	_, rest, _ := strings.Cut(contentType, ";")
	for param := range strings.SplitSeq(rest, ";") {
		key, val, ok := strings.Cut(param, "=")
		if ok && strings.EqualFold(strings.TrimSpace(key), "charset") {
			return strings.ToLower(strings.Trim(val, " \t\"'"))
		}
	}
	return ""
}

// mediaOf is the type of a Content-Type without its parameters.
func mediaOf(contentType string) string {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	return media
}

// isMedia reports a type that is never text.
func isMedia(contentType string) bool {
	major, minor, _ := strings.Cut(mediaOf(contentType), "/")
	return major == "image" && !strings.HasSuffix(minor, "+xml") || major == "audio" || major == "video" || major == "font"
}

// saysJSON reports a type that promises JSON.
func saysJSON(contentType string) bool {
	switch media := mediaOf(contentType); media {
	case "application/json", "text/json", "application/x-json", "text/x-json":
		return true
	default:
		return strings.HasSuffix(media, "+json")
	}
}
