package places

import (
	"encoding/json"
	"mime"
	"path"
	"strings"
)

// part is the head of one part of a multipart body.
type part struct {
	text   string // as it is sent, without the empty line behind it
	places []Place
	// contentType is the part's own; "" when it names none. file is the end of its file name.
	contentType, file, encoding string
}

// readPartHeader reads the headers of a part line by line. A value may stand in a header's text, not in
// its name, and not in the type.
func readPartHeader(head string) (part, error) {
	var p part
	for line := range strings.SplitSeq(strings.TrimSuffix(crlf(head), "\r\n"), "\r\n") {
		if head == "" {
			break
		}
		name, value, ok := strings.Cut(line, ":")
		folded := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		if folded {
			name, value = "", line
		}
		switch {
		case strings.Contains(name, Mark), !ok && !folded && strings.Contains(line, Mark):
			return p, refuse(len(p.places), "put an empty line behind the headers", "stands among the headers below the boundary's line")
		case !ok && !folded:
			return p, refuse(-1, "put an empty line behind the headers of a part", "has a line among the headers of a part that is none: %s", shortened(line))
		}
		lower := strings.ToLower(strings.TrimSpace(name))
		if lower == "content-type" || lower == "content-transfer-encoding" {
			if strings.Contains(value, Mark) {
				return p, refuse(len(p.places), "write the type out", "stands in the type of a part, which decides how values are escaped")
			}
			if lower == "content-type" {
				p.contentType = strings.TrimSpace(value)
			} else {
				p.encoding = strings.ToLower(strings.TrimSpace(value))
			}
		}
		if err := p.values(value); err != nil {
			return p, err
		}
		if _, params, err := mime.ParseMediaType(strings.ReplaceAll(value, Mark, "x")); lower == "content-disposition" && err == nil {
			p.file = strings.ToLower(path.Ext(params["filename"]))
		}
		p.text += line + "\r\n"
	}
	return p, nil
}

// values are the places in the text of a header: those in quotes are names, as of a field or file.
func (p *part) values(s string) error {
	inQuotes, parameter := false, false
	for i := range len(s) {
		switch {
		case s[i] == '"' && (i == 0 || s[i-1] != '\\'):
			inQuotes = !inQuotes
		case !inQuotes && (s[i] == ';' || s[i] == '='):
			parameter = s[i] == '='
		case s[i] == mark && inQuotes:
			p.places = append(p.places, text("multipart name", partName))
		case s[i] == mark && parameter:
			return refuse(len(p.places), `put quotes around it, e.g. name="…"`, "stands in a part's header without quotes")
		case s[i] == mark:
			p.places = append(p.places, text("multipart header", plainHeader))
		}
	}
	return nil
}

// partName encodes what could end a name, as browsers do when they send a form. About backslashes
// receivers do not agree.
func partName(s string) (string, error) {
	if strings.Contains(s, `\`) {
		return "", unfit("send it as the text of a part", "has a backslash, which receivers read differently in the name of a part")
	}
	return HeaderText(strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(s))
}

// plainHeader takes what adds no parameter and no comment.
func plainHeader(s string) (string, error) {
	if strings.ContainsAny(s, `;,"\()`) {
		return "", unfit("put quotes around it", "has a sign that parts a header")
	}
	return HeaderText(s)
}

// extensions are the types of files that are sent without one.
var extensions = map[string]string{".json": "application/json", ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".xml": "application/xml",
	".html": "text/html", ".htm": "text/html", ".svg": "image/svg+xml", ".yaml": "application/yaml", ".yml": "application/yaml",
	".ndjson": "application/x-ndjson", ".jsonl": "application/x-ndjson", ".graphql": "application/graphql"}

// read reads the text of the part by its type. One without a type is text, or JSON if it is that.
func (p part) read(body string) (Body, error) {
	if strings.Contains(body, Mark) && p.encoding != "" && p.encoding != "7bit" && p.encoding != "8bit" && p.encoding != "binary" {
		return Body{}, refuse(0, "remove Content-Transfer-Encoding", "stands in a part that is encoded as %s", shortened(p.encoding))
	}
	contentType := p.contentType
	if contentType == "" {
		contentType = extensions[p.file]
	}
	if contentType == "" {
		if inner, ok := jsonInside(body); ok {
			return inner, nil
		}
		contentType = "text/plain"
	}
	b, err := Read(contentType, body)
	if r, ok := err.(*Refusal); ok && r.Header {
		if r.Value < 0 && strings.Contains(body, Mark) {
			return b, refuse(0, r.Hint, "stands in a part whose Content-Type is of no use: %s", r.Reason)
		}
		return b, refuse(-1, r.Hint, "has a part whose Content-Type is of no use: %s", r.Reason)
	}
	if err == nil && b.Documents != nil {
		sample := b.tried()
		for _, d := range b.Documents(sample) {
			if !json.Valid([]byte(sample[d.Start:d.End])) {
				return b, refuse(-1, "correct it, or name another Content-Type in the part's headers", "has a part that is not valid JSON")
			}
		}
	}
	b.Documents = nil
	return b, err
}
