package files

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"keydesk/actions"
)

// ext is what the files of actions end on.
const ext = ".toml"

// maxStem bounds a name in bytes: encrypting file systems take 143 for the whole.
const maxStem = 80

// Stem is a file's name, without its ending, from an action's name: letters and digits of any script
// in lower case and one Unicode form, hyphens for everything else. It is safe on every file system
// and the same for names that some of them would not tell apart.
func Stem(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFKC.String(name)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = b.Len() > 0
			continue
		}
		size := utf8.RuneLen(r)
		if gap {
			size++
		}
		if b.Len()+size > maxStem {
			break
		}
		if gap {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
	}
	stem := norm.NFC.String(b.String())
	if stem == "" {
		return "action"
	}
	if reserved(stem) {
		return stem + "-action"
	}
	return stem
}

// reserved names are devices on Windows, whatever their ending.
func reserved(stem string) bool {
	return slices.Contains([]string{"con", "prn", "aux", "nul", "conin", "conout"}, stem) ||
		len(stem) >= 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) && utf8.RuneCountInString(stem) == 4
}

// freeStem is the action's stem, with a part of a hash of its id when another has that already.
func freeStem(s actions.Stored, taken func(stem string) bool) string {
	stem := Stem(s.Name)
	if !taken(stem) {
		return stem
	}
	h := sha256.Sum256([]byte(s.ID))
	code := hex.EncodeToString(h[:])
	for n := 8; n < len(code); n += 8 {
		if !taken(stem + "-" + code[:n]) {
			return stem + "-" + code[:n]
		}
	}
	return stem + "-" + code
}

// safeName accepts the plain name of a file: nothing that leads elsewhere, nothing hidden.
func safeName(name string) bool {
	if name == "" || len(name) > 200 || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") || !utf8.ValidString(name) {
		return false
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	return !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) }) && !reserved(stem)
}

// besideFor says which member of a config gets a file of its own, and the ending that editors know.
func besideFor(s actions.Stored) (key, ending string) {
	switch s.Type {
	case actions.TypeJavaScript:
		key, ending = "code", ".js"
	case actions.TypeWebhook:
		key, ending = "body", bodyEnding(s)
	default:
		return "", ""
	}
	if text, ok := s.Config[key].(string); !ok || strings.TrimSpace(text) == "" || !utf8.ValidString(text) {
		return "", ""
	}
	return key, ending
}

// bodyEnding goes by the content type; without one a body is sent as JSON.
func bodyEnding(s actions.Stored) string {
	headers, _ := s.Config["headers"].(map[string]any)
	for name, v := range headers {
		text, ok := v.(string)
		if !ok || text == "" || !strings.EqualFold(name, "Content-Type") {
			continue
		}
		switch lower := strings.ToLower(text); {
		case strings.Contains(lower, "json"):
			return ".json"
		case strings.Contains(lower, "xml"):
			return ".xml"
		}
		return ".txt"
	}
	return ".json"
}
