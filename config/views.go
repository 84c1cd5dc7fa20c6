package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// View is a filter of the list of conversations with a name, an order and perhaps a key.
type View struct {
	Name      string
	Tags      []string
	TagsAll   bool     // by all of the tags, not by any one
	Assignees []string // "me", "nobody", "other", colleagues by name or e-mail
	Channels  []string // accounts as the platform names them
	Window    string   // "open", or for how long it is open at most: "2h"
	Waiting   time.Duration
	Text      string // a part of the name or number
	Sort      string // "newest", "waiting", "window"
	Key       string
}

// Closing is for how long the window of a view's conversations is open at most, 0 if that is no
// matter.
func (v View) Closing() time.Duration {
	d, _ := time.ParseDuration(v.Window)
	return d
}

func viewSettings() []setting {
	in := func(change func(*View, any)) func(*Settings, []string, any) {
		return func(s *Settings, names []string, v any) {
			i := slices.IndexFunc(s.Views, func(v View) bool { return v.Name == names[0] })
			if i < 0 {
				i = len(s.Views)
				s.Views = append(s.Views, View{Name: names[0]})
			}
			change(&s.Views[i], v)
		}
	}
	return []setting{
		{path: "views.*.tags", kind: kindList, example: `["vip", "gold"]`,
			doc: "Only conversations with these tags: with any one of them, or with tags_match \"all\" with every one.",
			set: in(func(v *View, x any) { v.Tags = x.([]string) })},
		{path: "views.*.tags_match", kind: kindChoice, choices: []string{"any", "all"}, example: `"all"`,
			set: in(func(v *View, x any) { v.TagsAll = x == "all" })},
		{path: "views.*.assignees", kind: kindList, example: `["me", "nobody"]`,
			doc: "Only those answered by one of these: \"me\", \"nobody\", \"other\", or colleagues by name or e-mail.",
			set: in(func(v *View, x any) { v.Assignees = x.([]string) })},
		{path: "views.*.channels", kind: kindList, example: `["Main Line"]`,
			doc: "Only those who write to one of these numbers, by the platform's name for it.",
			set: in(func(v *View, x any) { v.Channels = x.([]string) })},
		{path: "views.*.window", kind: kindText, example: `"open"`, check: windowOf,
			doc: "Only while a text still reaches the customer: \"open\", or for no longer than \"2h\".",
			set: in(func(v *View, x any) { v.Window = x.(string) })},
		{path: "views.*.waiting", kind: kindDuration, example: `"30m"`, check: between(time.Minute, 30*24*time.Hour),
			doc: "Only who waits for an answer for at least so long.",
			set: in(func(v *View, x any) { v.Waiting = x.(time.Duration) })},
		{path: "views.*.text", kind: kindText, example: `"+44"`, check: notEmpty,
			doc: "Only whose name or number holds this.",
			set: in(func(v *View, x any) { v.Text = x.(string) })},
		{path: "views.*.sort", kind: kindChoice, choices: []string{"newest", "waiting", "window"}, example: `"waiting"`,
			doc: "\"newest\" message first; \"waiting\": who waits longest first, and only who waits; \"window\": whose window closes first, and only while it is open.",
			set: in(func(v *View, x any) { v.Sort = x.(string) })},
		{path: "views.*.key", kind: kindText, example: `"f10"`, check: notEmpty,
			doc: "A key that shows the view.",
			set: in(func(v *View, x any) { v.Key = x.(string) })},
	}
}

// Lasting is a time as the settings write it: "2h", "1h30m".
func Lasting(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// windowOf allows "open" and a duration.
func windowOf(v any) error {
	text := v.(string)
	if text == "open" {
		return nil
	}
	if d, err := time.ParseDuration(text); err != nil || d <= 0 || d > 24*time.Hour {
		return fmt.Errorf("cannot be %q; it is \"open\", or a time of at most 24 hours like \"2h\"", text)
	}
	return nil
}

// viewAt is where the file says the first thing about a view.
func (s Settings) viewAt(name string) (at Position) {
	for key, here := range s.origins {
		path := splitKey(key)
		if len(path) != 3 || path[0] != "views" || path[1] != name {
			continue
		}
		if at.Line == 0 || here.Line < at.Line || here.Line == at.Line && here.Column < at.Column {
			at = here
		}
	}
	return at
}

// orderViews puts the views in the order in which they stand in the file.
func (s *Settings) orderViews() {
	slices.SortStableFunc(s.Views, func(a, b View) int {
		x, y := s.viewAt(a.Name), s.viewAt(b.Name)
		return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
	})
}

// ViewPlace tells where the settings make a view, as file:line.
func (s Settings) ViewPlace(name string) string {
	return fmt.Sprintf("%s:%d", s.Path, s.viewAt(name).Line)
}

// AddView writes a view to the end of the settings file at path, which is made, with its
// explanations, if it does not exist. Nothing else of it changes.
func AddView(path string, v View) error {
	if strings.TrimSpace(v.Name) == "" {
		return errors.New("a view needs a name")
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
	before, err := Parse(path, text)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(before.Views, func(old View) bool { return old.Name == v.Name }) {
		return fmt.Errorf("%s has a view of this name", before.ViewPlace(v.Name))
	}
	changed := append(bytes.TrimRight(text, "\r\n"), []byte(newline(text)+newline(text)+v.table(newline(text)))...)
	after, err := Parse(path, changed)
	if err != nil {
		return fmt.Errorf("the settings file would not be read any more: %w", err)
	}
	if n := len(after.Views); n != len(before.Views)+1 || after.Views[n-1].Name != v.Name {
		return errors.New("the settings file would not say what was meant; write the view into it by hand")
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return fmt.Errorf("cannot make the folder of the settings: %w", err)
	}
	return replaceFile(target, changed, mode)
}

// table is a view as it stands in the file.
func (v View) table(end string) string {
	var b strings.Builder
	b.WriteString("[views." + quote(v.Name) + "]" + end)
	line := func(key, value string) { b.WriteString(key + " = " + value + end) }
	list := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		quoted := make([]string, len(values))
		for i, value := range values {
			quoted[i] = quote(value)
		}
		line(key, "["+strings.Join(quoted, ", ")+"]")
	}
	list("tags", v.Tags)
	if v.TagsAll {
		line("tags_match", `"all"`)
	}
	list("assignees", v.Assignees)
	list("channels", v.Channels)
	if v.Window != "" {
		line("window", quote(v.Window))
	}
	if v.Waiting > 0 {
		line("waiting", quote(Lasting(v.Waiting)))
	}
	if v.Text != "" {
		line("text", quote(v.Text))
	}
	if v.Sort == "" {
		v.Sort = "newest"
	}
	line("sort", quote(v.Sort))
	return b.String()
}
