package host

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// about is the file beside an edited text that says what it belongs to.
const about = ".about.json"

// About says what a text in the person's editor belongs to, for the case that keydesk ends before the
// editor does.
type About struct {
	Contact, Mode string
	Before        string // the text as it was handed over
}

// Remember writes down what the text belongs to.
func (e *Editing) Remember(a About) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return reason(os.WriteFile(filepath.Join(filepath.Dir(e.path), about), data, 0o600))
}

// LeftEdit is a text that an editor left when keydesk was not there any more.
type LeftEdit struct {
	About
	Content string
	Path    string // the text's file
}

// LeftEdits reads the texts in a folder of edits. What cannot be read is left where it is, and told.
func LeftEdits(folder string) ([]LeftEdit, error) {
	found, err := filepath.Glob(filepath.Join(folder, "edit-*", about))
	_ = os.Remove(folder) // where nothing is in it
	var errs []error
	var left []LeftEdit
	for _, file := range found {
		one, bad := leftEdit(file)
		if bad != nil {
			errs = append(errs, bad)
			continue
		}
		left = append(left, one)
	}
	return left, errors.Join(append(errs, err)...)
}

func leftEdit(file string) (LeftEdit, error) {
	var l LeftEdit
	data, err := os.ReadFile(file)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(data, &l.About); err != nil {
		return l, err
	}
	list, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return l, err
	}
	for _, e := range list {
		if name := e.Name(); name != about && e.Type().IsRegular() && name[len(name)-1] != '~' {
			l.Path = filepath.Join(filepath.Dir(file), name)
			break
		}
	}
	if l.Path == "" {
		return l, errors.New("the editor left no file")
	}
	l.Content, err = readEdited(l.Path)
	return l, err
}

// Forget removes the text, and its folders where nothing else lies in them.
func (l LeftEdit) Forget() error {
	folder := filepath.Dir(l.Path)
	err := os.RemoveAll(folder)
	_ = os.Remove(filepath.Dir(folder)) // goes when it is empty
	return err
}
