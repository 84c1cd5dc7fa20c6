package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// mostEdited is how much is read of what an editor left: more is no message.
const mostEdited = 1 << 20

// ErrNoText is a text that is not where the editor had it.
var ErrNoText = errors.New("the editor left no file")

// Editor is the person's own editor with its arguments, from $VISUAL or
// $EDITOR. The error says what to do, as the rest of a sentence.
func (h *Host) Editor() ([]string, error) {
	if h.options.Served {
		return nil, errors.New("the desk runs on a server, where no editor is started")
	}
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if words := shellWords(h.options.Env(name)); len(words) > 0 {
			return words, nil
		}
	}
	return nil, errors.New("no editor is set; leave, say export EDITOR=nano (or another one) in the shell, and start keydesk again")
}

// Editing is a text that is open in the person's editor: a file in a folder of
// its own, so that backup copies go with it.
type Editing struct {
	Command *exec.Cmd // to be run with the terminal
	path    string
}

// Edit writes a text into a file that nobody else can read and makes the command
// that opens it. ending is the file's, from which editors learn the kind of
// text. Forget has to follow once the text is somewhere else.
func (h *Host) Edit(ctx context.Context, scratch *Scratch, name, ending, content string) (*Editing, error) {
	words, err := h.Editor()
	if err != nil {
		return nil, err
	}
	if scratch == nil {
		return nil, errors.New("there is no folder for files that are only for a moment")
	}
	around, err := scratch.Folder()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(around, "edit-")
	if err != nil {
		return nil, reason(err)
	}
	path, err := Save(ctx, folder, func(int) string { return name + ending }, func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return reason(err)
	})
	if err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	return &Editing{Command: exec.Command(words[0], append(words[1:len(words):len(words)], path)...), path: path}, nil
}

// Content is what the editor left. It stays until Forget: what cannot be read here, or has no place any
// more, is the person's work all the same.
func (e *Editing) Content() (string, error) { return readEdited(e.path) }

// Path is where the text lies, to be told to the person.
func (e *Editing) Path() string { return e.path }

// Forget removes the text and its folder.
func (e *Editing) Forget() error { return os.RemoveAll(filepath.Dir(e.path)) }

// readEdited reads what an editor left.
func readEdited(path string) (string, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", ErrNoText
	}
	if err != nil {
		return "", reason(err)
	}
	defer func() { _ = f.Close() }() // only read
	content, err := io.ReadAll(io.LimitReader(f, mostEdited+1))
	switch {
	case err != nil:
		return "", reason(err)
	case len(content) > mostEdited:
		return "", fmt.Errorf("the file has more than %d kB", mostEdited>>10)
	}
	return string(content), nil
}

// shellWords are the words of a variable that a shell would split: at spaces,
// but for those within quotes or behind a backslash. Nothing else of a shell is
// meant, and no shell is asked.
func shellWords(s string) []string {
	var words []string
	var word strings.Builder
	var quote rune
	begun, escaped := false, false
	for _, r := range s {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case quote == 0 && (r == ' ' || r == '\t'):
			if begun {
				words = append(words, word.String())
				word.Reset()
			}
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		words = append(words, word.String())
	}
	return words
}
