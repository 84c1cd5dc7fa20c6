package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// WriteProfile puts the address and the e-mail of a profile into the settings file at path, which is
// made, with its explanations, if it does not exist. Only the two lines change: comments, order and
// everything else stay as the user left them. An empty email leaves the file's as it is.
func WriteProfile(path, name, url, email string) error {
	if err := CheckProfileName(name); err != nil {
		return fmt.Errorf("the name of a profile %w", err)
	}
	target, err := filepath.EvalSymlinks(path) // settings are often links into a folder of dot-files
	if errors.Is(err, fs.ErrNotExist) {
		target = path
	} else if err != nil {
		return fmt.Errorf("cannot find the settings file: %w", err)
	}
	mode, text := os.FileMode(0o600), []byte(DefaultFile())
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
		if text, err = readFile(target); err != nil {
			return fmt.Errorf("cannot read the settings: %w", err)
		}
	}
	changed, err := editProfile(path, text, name, [][2]string{{"url", url}, {"email", email}})
	if err != nil {
		return err
	}
	if bytes.Equal(changed, text) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return fmt.Errorf("cannot make the folder of the settings: %w", err)
	}
	return replaceFile(target, changed, mode)
}

// editProfile is the text of a settings file with the given values set in [profiles.name].
func editProfile(path string, text []byte, name string, values [][2]string) ([]byte, error) {
	for _, kv := range values {
		if kv[1] == "" {
			continue
		}
		next, err := setText(path, text, []string{"profiles", name}, kv[0], kv[1])
		if err != nil {
			return nil, err
		}
		text = next
	}
	// The edit is only trusted when the file, read again, says what was meant.
	s, err := Parse(path, text)
	if err != nil {
		return nil, err
	}
	p := s.Profiles[name]
	for _, kv := range values {
		if got := map[string]string{"url": p.URL, "email": p.Email}[kv[0]]; kv[1] != "" && got != kv[1] {
			return nil, fmt.Errorf("cannot change profile %q in %s; write %s = %s beneath [profiles.%s] yourself", name, path, kv[0], quote(kv[1]), name)
		}
	}
	return text, nil
}

// setText sets one text in one table: in place where the key stands, else below the table's header,
// else in a new table at the end.
func setText(path string, text []byte, table []string, key, value string) ([]byte, error) {
	d, err := parseDocument(path, text)
	if err != nil {
		return nil, err
	}
	line := key + " = " + quote(value) + newline(text)
	if at, ok := d.places[pathKey(append(slices.Clone(table), key))]; ok {
		from := at.valueFrom
		if from == 0 {
			from = bytes.IndexByte(text[at.offset:at.valueTo], '=') + at.offset + 1
			line = " "
		} else {
			line = ""
		}
		return slices.Concat(text[:from], []byte(line+quote(value)), text[at.valueTo:]), nil
	}
	if at, ok := d.places[pathKey(table)]; ok {
		if !at.isTableHeader {
			return nil, fmt.Errorf("%s:%d: %s is written in one line; add %s = %s there yourself", path, at.at.Line, shown(table), key, quote(value))
		}
		end := bytes.IndexByte(text[at.offset:], '\n')
		if end < 0 {
			return slices.Concat(text, []byte(newline(text)+line)), nil
		}
		end += at.offset + 1
		return slices.Concat(text[:end], []byte(line), text[end:]), nil
	}
	gap := newline(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		gap += gap
	}
	return slices.Concat(text, []byte(gap+asTable(table)+newline(text)+line)), nil
}

// newline is the line end of the file.
func newline(text []byte) string {
	if bytes.Contains(text, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// quote writes text as a TOML basic string.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			b.WriteString(`\u` + fmt.Sprintf("%04s", strconv.FormatInt(int64(r), 16)))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
