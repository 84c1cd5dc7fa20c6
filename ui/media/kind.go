package media

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Sniff is the content type of a file by its first bytes, 512 are enough; "" for
// what is none of the types that matter here. It believes no name and no sender.
func Sniff(head []byte) string {
	for _, m := range []struct{ lead, kind string }{
		{"\x89PNG\r\n\x1a\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"},
		{"%PDF-", "application/pdf"}, {"OggS", "audio/ogg"}, {"ID3", "audio/mpeg"}, {"\xff\xfb", "audio/mpeg"},
		{"\xff\xf1", "audio/aac"}, {"\xff\xf9", "audio/aac"}, {"#!AMR", "audio/amr"}, {"fLaC", "audio/flac"},
		{"\x1aE\xdf\xa3", "video/webm"},
	} {
		if bytes.HasPrefix(head, []byte(m.lead)) {
			return m.kind
		}
	}
	switch {
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "image/webp"
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WAVE":
		return "audio/wav"
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return boxed(string(head[8:12]))
	case plainText(head):
		return "text/plain"
	}
	return ""
}

// boxed is the type of a file of the MP4 family by its brand.
func boxed(brand string) string {
	switch {
	case strings.HasPrefix(brand, "M4A"):
		return "audio/mp4"
	case strings.HasPrefix(brand, "3gp"):
		return "video/3gpp"
	case strings.HasPrefix(brand, "hei"), strings.HasPrefix(brand, "mif1"), strings.HasPrefix(brand, "avif"):
		return "" // pictures that neither WhatsApp nor this console takes
	}
	return "video/mp4"
}

// plainText reports whether the bytes are words: no controls, and nothing that
// a program would run or a browser would draw.
func plainText(head []byte) bool {
	if len(head) == 0 || bytes.HasPrefix(head, []byte("#!")) {
		return false
	}
	lead := bytes.TrimLeft(head, " \t\r\n\ufeff")
	if bytes.HasPrefix(lead, []byte("<")) || bytes.HasPrefix(lead, []byte("[Desktop")) {
		return false
	}
	for at := 0; at < len(head); {
		r, n := utf8.DecodeRune(head[at:])
		if r == utf8.RuneError && n == 1 && at+utf8.UTFMax <= len(head) {
			return false
		}
		if r == 0x7f || r < 0x20 && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
		at += n
	}
	return true
}

// Viewable is the ending of a file that may be handed to the system's viewer,
// "" for one that may not: what could run, and what nobody knows, is only saved.
func Viewable(kind string) string {
	switch base(kind) {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "audio/ogg", "audio/mpeg", "audio/aac",
		"audio/amr", "audio/flac", "audio/wav", "audio/mp4", "video/mp4", "video/3gpp", "video/webm":
		return Ending(kind)
	}
	return ""
}

// Ending is the usual ending of a type's files, ".bin" for one that has none.
func Ending(kind string) string {
	switch base(kind) {
	case "image/png":
		return ".png"
	case "image/jpeg":
		return ".jpg"
	case "image/gif":
		return ".gif"
	case "image/webp":
		return ".webp"
	case "application/pdf":
		return ".pdf"
	case "text/plain":
		return ".txt"
	case "audio/ogg", "audio/opus":
		return ".ogg"
	case "audio/mpeg":
		return ".mp3"
	case "audio/aac":
		return ".aac"
	case "audio/amr":
		return ".amr"
	case "audio/flac":
		return ".flac"
	case "audio/wav", "audio/x-wav":
		return ".wav"
	case "audio/mp4":
		return ".m4a"
	case "video/mp4":
		return ".mp4"
	case "video/3gpp":
		return ".3gp"
	case "video/webm":
		return ".webm"
	}
	return ".bin"
}

// Family is "image", "video", "audio" or "document".
func Family(kind string) string {
	family, _, _ := strings.Cut(base(kind), "/")
	switch family {
	case "image", "video", "audio":
		return family
	}
	return "document"
}

// Word is a type in a short word for people: "PNG", "PDF", "Ogg".
func Word(kind string) string {
	switch b := base(kind); b {
	case "", "application/octet-stream":
		return ""
	case "audio/ogg", "audio/opus":
		return "Ogg"
	case "image/webp":
		return "WebP"
	case "text/plain":
		return "text"
	default:
		if e := Ending(b); e != ".bin" {
			return strings.ToUpper(e[1:])
		}
		return b
	}
}

// base is a type without its parameters, in lower case.
func base(kind string) string {
	b, _, _ := strings.Cut(kind, ";")
	return strings.ToLower(strings.TrimSpace(b))
}

// Size is a number of bytes for people: "312 kB", "3.4 MB".
func Size(n int64) string {
	switch {
	case n < 0:
		return "?"
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 999_500:
		return fmt.Sprintf("%d kB", (n+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
