package files

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"keydesk/actions"
)

// StateFile is kept under version control with the actions. It holds no values, only what tells one
// state from another.
const StateFile = ".keydesk-actions.json"

// State is what the platform held when the files were last in step with it, so that changes which
// nobody here has seen are noticed.
type State struct {
	Version int `json:"version"`
	// Organization is the one the ids belong to.
	Organization string `json:"organization,omitempty"`
	// Actions are the digests by id.
	Actions map[string]actions.Digest `json:"actions"`
	// Missing says that there was no state file: nobody can tell then what was seen.
	Missing bool `json:"-"`
}

// State reads the state file; without one nothing was seen yet.
func (d *Dir) State() (State, error) {
	s := State{Version: 1, Actions: map[string]actions.Digest{}}
	text, err := d.read(StateFile)
	text = PlainText(text)
	if errors.Is(err, fs.ErrNotExist) {
		s.Missing = true
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil || s.Version != 1 {
		return s, fmt.Errorf("cannot read %s: %v; remove it and pull again", StateFile, orVersion(err))
	}
	if s.Actions == nil {
		s.Actions = map[string]actions.Digest{}
	}
	return s, nil
}

func orVersion(err error) error {
	if err == nil {
		return errors.New("it is of another version of keydesk")
	}
	return reason(err)
}

// SaveState writes the state file.
func (d *Dir) SaveState(s State) error {
	s.Version = 1
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", StateFile, err)
	}
	return d.write(StateFile, append(text, '\n'), false)
}
