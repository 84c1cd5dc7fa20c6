package files

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"keydesk/actions"
)

const (
	maxFile  = 8 << 20 // bytes of one file
	maxFiles = 5000    // entries of a directory that are looked at
)

// File is an action with the files it stands in.
type File struct {
	// Name is the TOML file's.
	Name   string
	Action actions.Stored
	// Beside are the names of the files next to it, by member of the config.
	Beside map[string]string
	lines  map[string]int
}

// Dir is a directory of actions. Every access stays inside it, whatever names and links say: names
// come from the platform, and files from whoever wrote to the repository. Close it.
type Dir struct {
	path string
	root *os.Root
}

// Open opens a directory that is there.
func Open(path string) (*Dir, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("cannot open the directory %s: %w", path, reason(err))
	}
	return &Dir{path, root}, nil
}

// Create is Open that makes the directory if it is not there.
func Create(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the directory %s: %w", path, reason(err))
	}
	return Open(path)
}

// Close gives the directory back.
func (d *Dir) Close() error { return d.root.Close() }

// ReadFile reads one action file, wherever it is, and what stands beside it.
func ReadFile(path string) (*File, error) {
	d, err := Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	f, err := d.file(filepath.Base(path))
	for _, p := range problemsIn(err) {
		p.File = filepath.Join(filepath.Dir(path), p.File)
	}
	return f, err
}

// All are the single problems of an error that reading a file gave.
func All(err error) (list []error) {
	for _, p := range problemsIn(err) {
		list = append(list, p)
	}
	if list == nil && err != nil {
		list = append(list, err)
	}
	return list
}

// problemsIn are the single problems of an error of Decode.
func problemsIn(err error) Problems {
	var all Problems
	var one *Problem
	switch {
	case errors.As(err, &all):
		return all
	case errors.As(err, &one):
		return Problems{one}
	}
	return nil
}

// Load reads every action of the directory, by file name. What cannot be read is in problems, and two
// files with one id are a problem too; the rest is there all the same.
func (d *Dir) Load() (list []*File, problems []error) { return d.load(false) }

// LoadBroken is Load with what could be read of files that have problems, to find the others in them.
func (d *Dir) LoadBroken() (list []*File, problems []error) { return d.load(true) }

func (d *Dir) load(broken bool) (list []*File, problems []error) {
	names, err := d.names()
	if err != nil {
		return nil, []error{err}
	}
	ids := map[string]string{}
	for _, name := range names {
		if !strings.HasSuffix(name, ext) || !safeName(name) {
			continue
		}
		f, err := d.file(name)
		if err != nil {
			problems = append(problems, All(err)...)
			if broken && f != nil {
				list = append(list, f)
			}
			continue
		}
		if other, twice := ids[f.Action.ID]; twice && f.Action.ID != "" {
			problems = append(problems, &Problem{name, f.lines["id"], "the id is also that of " + other + "; remove the line if this is a new action"})
			continue
		}
		ids[f.Action.ID] = name
		list = append(list, f)
	}
	return list, problems
}

func (d *Dir) names() ([]string, error) {
	dir, err := d.root.Open(".")
	if err != nil {
		return nil, fmt.Errorf("cannot list %s: %w", d.path, reason(err))
	}
	defer dir.Close()
	names, err := dir.Readdirnames(maxFiles)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("cannot list %s: %w", d.path, reason(err))
	}
	if len(names) == maxFiles {
		return nil, fmt.Errorf("%s holds %d files or more; give a directory of its own for actions", d.path, maxFiles)
	}
	slices.Sort(names)
	return names, nil
}

func (d *Dir) file(name string) (*File, error) {
	text, err := d.read(name)
	if err != nil {
		return nil, &Problem{File: name, Text: "cannot be read: " + reason(err).Error()}
	}
	return Decode(name, text, d.read)
}

// read reads one regular file; links are not followed.
func (d *Dir) read(name string) ([]byte, error) {
	info, err := d.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file; links are not followed")
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("it is larger than %d MiB", maxFile>>20)
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}

// Save writes an action: over the file it has, or a new one. Files that hold the same already are
// left alone, comments and all. private files can be read by their owner only. The result is the file
// as it is now.
func (d *Dir) Save(s actions.Stored, old *File, private bool) (*File, error) {
	stem, beside, err := d.place(s, old)
	if err != nil {
		return nil, err
	}
	text, texts := Encode(s, beside)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if err := d.write(name, texts[name], private); err != nil {
			return nil, err
		}
	}
	name := stem + ext
	if old != nil {
		name = old.Name
	}
	if err := d.write(name, text, private); err != nil {
		return nil, err
	}
	if old != nil {
		for key, was := range old.Beside {
			if beside[key] != was {
				if err := d.remove(was); err != nil {
					return nil, err
				}
			}
		}
	}
	return d.file(name)
}

// place finds the names for an action's files, none of which belongs to anything else.
func (d *Dir) place(s actions.Stored, old *File) (stem string, beside map[string]string, err error) {
	names, err := d.names()
	if err != nil {
		return "", nil, err
	}
	own := map[string]bool{}
	if old != nil {
		own[old.Name] = true
		for _, name := range old.Beside {
			own[name] = true
		}
	}
	stems := map[string]bool{}
	for _, name := range names {
		if !own[name] {
			cut, _, _ := strings.Cut(name, ".")
			stems[same(cut)] = true
		}
	}
	taken := func(stem string) bool { return stems[same(stem)] }
	if old != nil {
		stem = strings.TrimSuffix(old.Name, ext)
	} else {
		stem = freeStem(s, taken)
	}
	beside = map[string]string{}
	if key, ending := besideFor(s); key != "" {
		name := stem + ending
		if old != nil && old.Beside[key] != "" && strings.HasSuffix(old.Beside[key], ending) {
			name = old.Beside[key]
		} else if taken(stem) {
			name = freeStem(actions.Stored{ID: s.ID + ending, Name: s.Name}, taken) + ending
		}
		beside[key] = name
	}
	if old != nil { // a person may have put other texts into files; they stay there
		for key, name := range old.Beside {
			if text, ok := s.Config[key].(string); ok && beside[key] == "" && text != "" {
				beside[key] = name
			}
		}
	}
	return stem, besideOnly(s, beside), nil
}

// same is a name as file systems see it that ignore case and Unicode form.
func same(name string) string { return strings.ToLower(norm.NFKC.String(name)) }

// AddID puts the id that the platform gave into a file, which stays as it is otherwise.
func (d *Dir) AddID(f *File, id string) error { return d.note(f, id, f.Action.Active) }

// Created is AddID for an action that was just made, and says there whether it is switched on.
func (d *Dir) Created(f *File, id string, active bool) error { return d.note(f, id, active) }

// note writes both into a file and leaves everything else in it as it is.
func (d *Dir) note(f *File, id string, active bool) error {
	text, err := d.read(f.Name)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", f.Name, reason(err))
	}
	text = PlainText(text) // f.lines counts in that
	line := "id = " + quote(id) + "\n"
	rows := strings.SplitAfter(string(text), "\n")
	at := 0
	for at < len(rows) && strings.HasPrefix(rows[at], "#") {
		at++
	}
	if active != f.Action.Active {
		state := fmt.Sprintf("active = %t\n", active)
		if was, ok := f.lines["active"]; ok && was <= len(rows) {
			rows[was-1] = state
		} else {
			line += state
		}
	}
	if was, ok := f.lines["id"]; ok && was <= len(rows) {
		rows[was-1] = line
	} else {
		rows = slices.Insert(rows, at, line)
	}
	f.Action.ID, f.Action.Active = id, active
	return d.write(f.Name, []byte(strings.Join(rows, "")), false)
}

// Remove deletes an action's files.
func (d *Dir) Remove(f *File) error {
	for _, name := range f.Beside {
		if err := d.remove(name); err != nil {
			return err
		}
	}
	return d.remove(f.Name)
}

func (d *Dir) remove(name string) error {
	if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot remove %s: %w", name, reason(err))
	}
	return nil
}

// write replaces a file at once: a crash leaves the old one or the new one. A link in its place is
// replaced, not followed. What is there already is not written again.
func (d *Dir) write(name string, text []byte, private bool) error {
	if now, err := d.read(name); err == nil && string(PlainText(now)) == string(text) && !private {
		return nil
	}
	if info, err := d.root.Lstat(name); err == nil && info.IsDir() {
		return fmt.Errorf("cannot write %s: there is a directory of that name", name)
	}
	mode := os.FileMode(0o644)
	if private {
		mode = 0o600
	}
	temporary := ".keydesk-" + rand.Text()
	f, err := d.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err == nil {
		_, err = f.Write(text)
		err = errors.Join(err, f.Sync(), f.Close())
		if err == nil {
			err = d.root.Rename(temporary, name)
		}
		if err != nil {
			_ = d.root.Remove(temporary) // the error above is the one to tell
		}
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, reason(err))
	}
	return nil
}

// reason is why a file operation failed; the name is said already.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
