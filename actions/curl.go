package actions

import (
	"strconv"
	"strings"

	"keydesk/actions/template"
)

// Curl is the request as a command for a POSIX shell: the same method, address, headers and body
// bytes. Secrets are shell variables named KEYDESK_…, which must be set before it is run: for an
// Authorization header the part after its scheme. It is empty for anything but a webhook that this
// machine sends.
func (p Plan) Curl() string {
	if p.p == nil || p.p.request == nil {
		return ""
	}
	return p.p.request.curl()
}

func (r *Request) curl() string {
	var lines []string
	names := shellNames{}
	first := "curl -sS -g"
	if strings.Contains(r.URL+"/", "/./") || strings.Contains(r.URL+"/", "/../") {
		first += " --path-as-is"
	}
	lines = append(lines, first+" -X "+shellQuote(r.Method)+" "+r.curlURL(names))
	if _, ok := headerValue(r.Header, "Accept"); !ok {
		lines = append(lines, "-H 'Accept:'")
	}
	for _, h := range r.Header {
		lines = append(lines, "-H "+curlHeader(names, h))
	}
	if len(r.Body) == 0 {
		return strings.Join(lines, " \\\n  ")
	}
	if strings.IndexByte(string(r.Body), 0) >= 0 {
		// No shell can hold a NUL in a word, so such a body goes through a pipe.
		return "printf " + shellQuote(printfFormat(r.Body)) + " |\n" + strings.Join(append(lines, "--data-binary @-"), " \\\n  ")
	}
	return strings.Join(append(lines, "--data-raw "+shellQuote(string(r.Body))), " \\\n  ")
}

// curlURL quotes the URL, its secret parts as variables.
func (r *Request) curlURL(names shellNames) string {
	var b strings.Builder
	pos := 0
	for _, p := range r.parts {
		if p.Secret && p.Start >= pos && p.End > p.Start {
			b.WriteString(shellQuote(r.URL[pos:p.Start]) + `"$` + names.of(p.Key, r.URL[p.Start:p.End]) + `"`)
			pos = p.End
		}
	}
	if pos < len(r.URL) {
		b.WriteString(shellQuote(r.URL[pos:]))
	}
	return b.String()
}

func curlHeader(names shellNames, h Header) string {
	switch {
	case h.Secret:
		prefix := h.Name + ": "
		if m := maskValue(h.Name, h.Value); m != Mask {
			prefix += strings.TrimSuffix(m, Mask)
		}
		return shellQuote(prefix) + `"$` + names.of(h.Name, "header "+h.Name) + `"`
	case h.atSend:
		return shellQuote(h.Name+": ") + `"$` + names.of(h.Name, "header "+h.Name) + `"`
	case h.Value == "":
		return shellQuote(h.Name + ";") // curl's way to send an empty header
	}
	return shellQuote(h.Name + ": " + h.Value)
}

// shellNames are the variables of one line with the secret each stands for: two secrets must not share
// one, or the line would send the same text for both.
type shellNames map[string]string

// of is the variable for a secret; the second of the same name ends with _2.
func (n shellNames) of(name, secret string) string {
	base := shellName(name)
	for i, v := 2, base; ; i, v = i+1, base+"_"+strconv.Itoa(i) {
		if held, taken := n[v]; !taken || held == secret {
			n[v] = secret
			return v
		}
	}
}

// shellName is the variable for a secret: Authorization → KEYDESK_AUTHORIZATION.
func shellName(name string) string {
	var b strings.Builder
	b.WriteString("KEYDESK_")
	for _, c := range []byte(strings.ToUpper(name)) {
		if !template.IsLetter(c) && !template.IsDigit(c) {
			c = '_'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// shellQuote makes one word of s for any POSIX shell. Inside single quotes nothing is special but
// the quote itself, line breaks included.
func shellQuote(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:-") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// printfFormat writes bytes as a format for printf(1): everything unusual in octal.
func printfFormat(body []byte) string {
	var b strings.Builder
	for _, c := range body {
		if template.IsLetter(c) || template.IsDigit(c) || strings.IndexByte(` "{}[]:,._/+=@`, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('\\')
		b.WriteByte('0' + c>>6)
		b.WriteByte('0' + c>>3&7)
		b.WriteByte('0' + c&7)
	}
	return b.String()
}
