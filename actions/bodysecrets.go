package actions

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"

	"keydesk/actions/places"
	"keydesk/actions/template"
)

// bodySecrets finds the values in a body whose names say that they are secret. The spans have no path.
func bodySecrets(r *Request) []template.Span {
	contentType, _ := headerValue(r.Header, headerContentType)
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	body := string(r.Body)
	switch media = strings.TrimSpace(media); {
	case places.IsJSON(contentType):
		return jsonSecrets(body)
	case media == "application/x-www-form-urlencoded":
		return formSecrets(body)
	case strings.HasPrefix(media, "multipart/"):
		return groupSpans(multipartSecrets(), body)
	case strings.HasSuffix(media, "xml"), strings.HasSuffix(media, "html"):
		return groupSpans(xmlSecrets(), body)
	}
	return groupSpans(lineSecrets(), body)
}

// secretMember reports whether a member of a body holds a secret. "key" and "signature" alone, which
// are secrets in an address, are ordinary words in a body.
func secretMember(name string) bool {
	n := strings.ToLower(name)
	return hasSecretWord(n) || slices.Contains([]string{"pass", "passphrase", "pwd", "pin", "jwt"}, n)
}

var xmlSecrets = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`<[\w.:-]*(?i:token|secret|passw|apikey|api-key|api_key|credential|authorization|cookie|pwd)[\w.:-]*(?:\s[^>]*)?>([^<]+)<`)
})

var multipartSecrets = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`name="[^"]*(?i:token|secret|passw|apikey|api-key|api_key|credential|pwd)[^"]*"[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]+)`)
})

// lineSecrets are lines such as "password: …" in YAML and settings.
var lineSecrets = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t-]*["']?[\w.-]*(?i:token|secret|passw|apikey|api-key|api_key|credential|pwd)[\w.-]*["']?[ \t]*[:=][ \t]*(\S[^\r\n]*)`)
})

func groupSpans(pattern *regexp.Regexp, body string) []template.Span {
	var out []template.Span
	for _, at := range pattern.FindAllStringSubmatchIndex(body, -1) {
		out = append(out, template.Span{Start: at[2], End: at[3]})
	}
	return out
}

func formSecrets(body string) []template.Span {
	var out []template.Span
	at := 0
	for pair := range strings.SplitSeq(body, "&") {
		if name, value, ok := strings.Cut(pair, "="); ok && value != "" && secretMember(name) {
			out = append(out, template.Span{Start: at + len(name) + 1, End: at + len(pair)})
		}
		at += len(pair) + 1
	}
	return out
}

// jsonSecrets reads valid JSON token by token; a secret that is an object or a list is looked into.
func jsonSecrets(body string) []template.Span {
	var out []template.Span
	name, value := "", false
	for i := 0; i < len(body); {
		end := jsonToken(body, i)
		switch c := body[i]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
		case c == ':':
			value = true
		case strings.IndexByte("{}[],", c) >= 0:
			name, value = "", false
		case value:
			if secretMember(name) && body[i:end] != "null" && body[i:end] != `""` {
				out = append(out, template.Span{Start: i, End: end})
			}
			name, value = "", false
		case c == '"':
			if name = strings.Trim(body[i:end], `"`); !strings.Contains(name, `\`) {
				break
			}
			if json.Unmarshal([]byte(body[i:end]), &name) != nil {
				name = ""
			}
		}
		i = end
	}
	return out
}

// jsonToken is where the token that begins at i ends.
func jsonToken(body string, i int) int {
	if body[i] == '"' {
		for end := i + 1; end < len(body); end++ {
			switch body[end] {
			case '\\':
				end++
			case '"':
				return end + 1
			}
		}
		return len(body)
	}
	if strings.IndexByte(" \t\r\n:{}[],", body[i]) >= 0 {
		return i + 1
	}
	if n := strings.IndexAny(body[i:], " \t\r\n:{}[],"); n >= 0 {
		return i + n
	}
	return len(body)
}
