package actions

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"keydesk/actions/template"
)

// Kept stands for a secret in a copy of an action that leaves the platform: a file, or a clipboard.
// RestoreKept puts the platform's own value back, so that neither a mask nor an old key can overwrite
// it. It means that only where a secret can stand: in headers and addresses that the masking rule
// names, not in any other text.
const Kept = "${kept}"

// HideSecrets returns a copy with every value that looks like a secret (by the rule that masks
// previews) replaced by mark, and the names of the fields where that happened. Values made of
// placeholders and references ("{{user.email}}", "Bearer ${env:CRM}") are no secrets.
func (s Stored) HideSecrets(mark string) (Stored, []string) {
	var hidden []string
	s.eachSecretPlace(func(path []string, v any) {
		if h, ok := hideSecrets(path, v, mark); ok {
			s = s.withMember(path, h, false)
			hidden = append(hidden, strings.Join(path, "."))
		}
	})
	return s, hidden
}

// HasKept lists the fields of s in which Kept stands for a secret.
func (s Stored) HasKept() []string {
	var fields []string
	s.eachSecretPlace(func(path []string, v any) {
		if text, ok := v.(string); ok && len(keptSpots(path, text)) > 0 {
			fields = append(fields, strings.Join(path, "."))
		}
	})
	return fields
}

// RestoreKept returns s with Kept replaced by what from, the platform's action, has there. What it
// has no value for is an error: the secret must then be written out, on the platform or here.
func (s Stored) RestoreKept(from Stored) (Stored, []*template.Error) {
	var missing []*template.Error
	s.eachSecretPlace(func(path []string, v any) {
		text, ok := v.(string)
		spots := keptSpots(path, text)
		if !ok || len(spots) == 0 {
			return
		}
		value, lost := restore(path, text, spots, from)
		if lost {
			missing = append(missing, template.Fault(strings.Join(path, "."), "write the value itself, or a placeholder",
				"%s stands for a secret that the platform keeps, and it has none here", Kept))
			return
		}
		s = s.withMember(path, value, false)
	})
	return s, missing
}

// eachSecretPlace calls visit with every text of the config in which the masking rule looks for secrets.
func (s Stored) eachSecretPlace(visit func(path []string, v any)) {
	if v, ok := s.Config["url"]; ok {
		visit([]string{"url"}, v)
	}
	headers, _ := s.Config["headers"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		visit([]string{"headers", name}, headers[name])
	}
}

// spot is a byte range of a text that holds a secret; key says which one it is, within its field.
type spot struct {
	start, end int
	key        string
}

// spotsIn finds where secrets stand in a text, whatever they are.
func spotsIn(path []string, text string) []spot {
	switch {
	case len(path) == 1 && path[0] == "url":
		return urlSpots(text)
	case len(path) == 2 && path[0] == "headers" && secretHeader(path[1]):
		start := len(text) - len(afterScheme(path[1], text))
		return []spot{{start, len(text), "value"}}
	}
	return nil
}

func keptSpots(path []string, text string) []spot {
	return slices.DeleteFunc(spotsIn(path, text), func(s spot) bool { return text[s.start:s.end] != Kept })
}

// hideSecrets masks one value; false when there is nothing to mask.
func hideSecrets(path []string, v any, mark string) (any, bool) {
	text, ok := v.(string)
	if !ok { // a key written as a number is one all the same
		secret := len(path) == 2 && path[0] == "headers" && secretHeader(path[1]) && v != nil
		return mark, secret
	}
	var b strings.Builder
	pos := 0
	for _, s := range spotsIn(path, text) {
		if held := text[s.start:s.end]; held == mark || isReference(held) {
			continue
		}
		b.WriteString(text[pos:s.start] + mark)
		pos = s.end
	}
	if pos == 0 && b.Len() == 0 {
		return v, false
	}
	b.WriteString(text[pos:])
	return b.String(), true
}

// restore fills the kept spots of one field; lost says that a value was not there.
func restore(path []string, text string, spots []spot, from Stored) (value any, lost bool) {
	now := memberOf(from.Config, path)
	old, isText := now.(string)
	if now != nil && !isText && text == Kept {
		return now, false
	}
	have := map[string]string{}
	for _, s := range spotsIn(path, old) {
		have[s.key] = old[s.start:s.end]
	}
	var b strings.Builder
	pos := 0
	for _, s := range spots {
		secret, ok := have[s.key]
		if !ok || secret == "" {
			return nil, true
		}
		b.WriteString(text[pos:s.start] + secret)
		pos = s.end
	}
	return b.String() + text[pos:], false
}

// memberOf finds a config's member; the names of headers are compared exactly first, then in any case.
func memberOf(m map[string]any, path []string) any {
	v, ok := m[path[0]]
	if !ok && len(path) == 1 {
		for name, other := range m {
			if strings.EqualFold(name, path[0]) {
				v = other
			}
		}
	}
	if len(path) == 1 {
		return v
	}
	inner, _ := v.(map[string]any)
	return memberOf(inner, path[1:])
}

// afterScheme is a header's value without the scheme of an Authorization ("Bearer ").
func afterScheme(name, v string) string {
	if shown := maskValue(name, v); shown != Mask {
		return v[len(strings.TrimSuffix(shown, Mask)):]
	}
	return v
}

// urlSpots finds the login and the query values of a URL template whose names say that they are
// secret. Placeholders are looked past: a "?" or "&" in one parts nothing.
func urlSpots(u string) []spot {
	flat := withoutPlaceholders(u)
	var out []spot
	from := 0
	if i := strings.Index(flat, "://"); i >= 0 {
		from = i + 3
		end := len(flat)
		if n := strings.IndexAny(flat[from:], "/?#"); n >= 0 {
			end = from + n
		}
		if at := strings.LastIndexByte(flat[from:end], '@'); at > 0 {
			out = append(out, spot{from, from + at, "@"})
		}
	}
	q := strings.IndexByte(flat[from:], '?')
	if q < 0 {
		return out
	}
	pos, end := from+q+1, len(flat)
	if n := strings.IndexByte(flat[pos:], '#'); n >= 0 {
		end = pos + n
	}
	seen := map[string]int{}
	for pos <= end {
		next := end
		if n := strings.IndexByte(flat[pos:end], '&'); n >= 0 {
			next = pos + n
		}
		if eq := strings.IndexByte(flat[pos:next], '='); eq >= 0 && pos+eq+1 < next && secretKey(u[pos:pos+eq]) {
			key := u[pos : pos+eq]
			seen[key]++
			out = append(out, spot{pos + eq + 1, next, fmt.Sprintf("%s %d", key, seen[key])})
		}
		pos = next + 1
	}
	return out
}

// withoutPlaceholders has the same length, with every placeholder and reference as x.
func withoutPlaceholders(text string) string {
	flat := []byte(text)
	blank := func(open, shut string) {
		for pos := 0; ; {
			i := strings.Index(string(flat[pos:]), open)
			if i < 0 {
				return
			}
			end := strings.Index(string(flat[pos+i:]), shut)
			if end < 0 {
				return
			}
			for k := pos + i; k < pos+i+end+len(shut); k++ {
				flat[k] = 'x'
			}
			pos += i + end + len(shut)
		}
	}
	blank("{{", "}}")
	blank("${", "}")
	return string(flat)
}

// isReference reports whether a text is made of placeholders, references and white space only.
func isReference(text string) bool {
	if ref, ok := findSecretRef(text); ok {
		return isReference(strings.Replace(text, ref, "", 1))
	}
	if strings.TrimSpace(text) == "" {
		return true
	}
	pieces, err := template.Parse("", text, false)
	return err == nil && !slices.ContainsFunc(pieces, func(p template.Piece) bool { return strings.TrimSpace(p.Lit) != "" })
}

// FillKept returns s with every Kept replaced by text.
func (s Stored) FillKept(text string) Stored {
	s.eachSecretPlace(func(path []string, v any) {
		old, ok := v.(string)
		spots := keptSpots(path, old)
		if !ok || len(spots) == 0 {
			return
		}
		for i := len(spots) - 1; i >= 0; i-- {
			old = old[:spots[i].start] + text + old[spots[i].end:]
		}
		s = s.withMember(path, old, false)
	})
	return s
}
