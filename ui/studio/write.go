package studio

import (
	"maps"
	"slices"
	"strings"

	"keydesk/actions"
)

// Stored is the action as it would be saved. What was not touched is exactly what it was.
func (f *Form) Stored() actions.Stored {
	s := f.start.Clone()
	s.ID, s.Active, s.Order = f.Base.ID, f.Base.Active, f.Base.Order
	w := &writer{f: f, config: s.Config}
	if w.config == nil {
		w.config = map[string]any{}
	}
	before := s.Type
	if f.touched(FieldName) {
		s.Name = strings.TrimSpace(f.value(FieldName))
	}
	if f.touched(FieldIcon) {
		s.Icon = f.value(FieldIcon)
	}
	s.Type = f.Type()
	w.anew = s.Type != before
	if w.anew {
		for _, name := range members(before) {
			delete(w.config, name)
		}
	}
	w.settings()
	w.extension()
	if len(w.config) > 0 || s.Config != nil {
		s.Config = w.config
	}
	return s
}

// touched says whether a field does not hold what it was filled with.
func (f *Form) touched(id string) bool {
	x := f.find(id)
	return x != nil && x.text() != x.was
}

// writer puts fields into a config.
type writer struct {
	f      *Form
	config map[string]any
	anew   bool // the type changed: its settings are written whatever they were
}

// settings writes the members of the type.
func (w *writer) settings() {
	f := w.f
	for _, x := range f.fields {
		if x.types == nil || !x.shown(f.value) || !w.anew && !f.touched(x.id) {
			continue
		}
		text := x.text()
		switch x.id {
		case FieldHeaders:
			w.headers(x.list)
		case FieldTab:
			w.config[x.id] = text == yes
		case FieldBody:
			w.orDrop(x.id, text)
		default:
			if x.id == FieldURL {
				text = strings.TrimSpace(text)
			}
			w.config[x.id] = text
		}
	}
}

func (w *writer) orDrop(name, text string) {
	if text == "" {
		delete(w.config, name)
	} else {
		w.config[name] = text
	}
}

func (w *writer) headers(list []Row) {
	if len(list) == 0 {
		delete(w.config, "headers")
		return
	}
	m := make(map[string]any, len(list))
	for _, r := range list {
		m[r.Name] = r.Value
	}
	w.config["headers"] = m
}

// extension writes the "keydesk" object, and leaves it away when nothing is in it any more.
func (w *writer) extension() {
	f := w.f
	old, _ := w.config["keydesk"].(map[string]any)
	ext := maps.Clone(old)
	if ext == nil {
		ext = map[string]any{}
	}
	changed := false
	for _, x := range f.fields {
		if !strings.HasPrefix(x.id, "keydesk.") || !f.touched(x.id) {
			continue
		}
		changed = true
		w.option(ext, x)
	}
	switch {
	case !changed:
	case len(ext) == 0:
		delete(w.config, "keydesk")
	default:
		w.config["keydesk"] = ext
	}
}

// option writes one member of the "keydesk" object; what says nothing is left out.
func (w *writer) option(ext map[string]any, x *field) {
	name, text := strings.TrimPrefix(x.id, "keydesk."), strings.TrimSpace(x.text())
	set := func(v any, says bool) {
		if says {
			ext[name] = v
		} else {
			delete(ext, name)
		}
	}
	switch x.id {
	case FieldAsk, FieldWords:
		name = "confirm"
		answer, words := w.f.value(FieldAsk), strings.TrimSpace(w.f.value(FieldWords))
		if answer == ownQuestion && words != "" {
			set(words, true)
		} else {
			set(true, answer != no)
		}
	case FieldDanger:
		set(true, text == yes)
	case FieldInputs:
		list := make([]any, len(x.list))
		for i, r := range x.list {
			list[i] = r.Input
		}
		set(list, len(list) > 0)
	case FieldWhere:
		set(text, text != asSet)
	case FieldTags, FieldWho, FieldChannel, FieldHas:
		w.condition(ext, x.id, text)
	default:
		set(text, text != "")
	}
}

// condition writes one part of "when": a text for one, a list for several.
func (w *writer) condition(ext map[string]any, id, text string) {
	old, _ := ext["when"].(map[string]any)
	when := maps.Clone(old)
	if when == nil {
		when = map[string]any{}
	}
	names := whenNames[id]
	for _, name := range names {
		delete(when, name)
	}
	list := SplitList(text)
	if id == FieldWho {
		list = slices.DeleteFunc([]string{text}, func(s string) bool { return s == "" })
	}
	switch len(list) {
	case 0:
	case 1:
		when[names[0]] = list[0]
	default:
		many := make([]any, len(list))
		for i, s := range list {
			many[i] = s
		}
		when[names[0]] = many
	}
	if len(when) == 0 {
		delete(ext, "when")
	} else {
		ext["when"] = when
	}
}
