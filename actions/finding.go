package actions

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"keydesk/actions/template"
)

// The rules a finding can come from.
const (
	RuleConfig      = "config"      // a member of the config is missing, wrong or unknown
	RulePlaceholder = "placeholder" // a name that does not exist, or cannot be read
	RuleURL         = "url"         // an address that is unsafe or cannot be sent
	RuleHeader      = "header"
	RuleJSON        = "json"   // a body that is not what its content type says
	RuleScript      = "script" // the sandbox refuses the code
	RuleSecret      = "secret" // a secret in plain text
	RuleKey         = "key"    // a key that another action or keydesk itself has
)

// Finding is one thing wrong with an action, for an editor and for a check of files: the field,
// where in it, what is wrong, and what would be right.
type Finding struct {
	Rule string
	// Field is name, icon, action_type, url, method, body, code, headers.NAME, keydesk.NAME or input.NAME.
	Field string
	// Offset is a byte offset in the field's own text, Line and Column the same place counted from 1,
	// in characters. Offset is -1 and the others are 0 when it is about the whole field.
	Offset, Line, Column int
	Message              string
	// Hint is what to write instead, with an example; "" when the message says it all.
	Hint string
	// Warning marks what works, but is worth a look.
	Warning bool
}

// String is one sentence: the field, what is wrong, and what would be right.
func (f Finding) String() string {
	text := f.Message
	switch {
	case f.Field != "" && f.Line > 1:
		text = fmt.Sprintf("%s, line %d, column %d: %s", f.Field, f.Line, f.Column, text)
	case f.Field != "" && f.Column > 0:
		text = fmt.Sprintf("%s, column %d: %s", f.Field, f.Column, text)
	case f.Field != "":
		text = f.Field + ": " + text
	}
	if f.Hint != "" {
		text += "; " + f.Hint
	}
	return text
}

// findings collects what is found, each thing once.
type findings struct {
	list []Finding
	// texts are the fields' own texts, to count lines in.
	texts map[string]string
}

func (f *findings) add(x Finding) {
	if text, ok := f.texts[x.Field]; ok && x.Offset >= 0 {
		x.Offset = min(x.Offset, len(text))
		x.Line, x.Column = template.Position([]byte(text), x.Offset)
	}
	if !slices.ContainsFunc(f.list, func(y Finding) bool { return y.Field == x.Field && y.Message == x.Message && y.Offset == x.Offset }) {
		f.list = append(f.list, x)
	}
}

// whole notes something about a whole field.
func (f *findings) whole(rule, field, hint, format string, args ...any) {
	f.add(Finding{Rule: rule, Field: field, Offset: -1, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// err notes an error of planning; anything else than a template.Error is about the whole field.
func (f *findings) err(rule, field string, err error) {
	var pe *template.Error
	if !errors.As(err, &pe) {
		if err != nil {
			f.whole(rule, field, "", "%s", err.Error())
		}
		return
	}
	if pe.Field == "confirm" {
		field = "keydesk.confirm"
	} else if pe.Field != "" {
		field = pe.Field
	}
	f.add(Finding{Rule: rule, Field: field, Offset: pe.Offset, Message: pe.Reason, Hint: pe.Hint})
}

// sorted gives the findings by field in the order of a form, then by place.
func (f *findings) sorted() []Finding {
	slices.SortStableFunc(f.list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(fieldRank(a.Field), fieldRank(b.Field)), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Offset, b.Offset))
	})
	return f.list
}

func fieldRank(field string) int {
	if i := slices.Index([]string{"name", "icon", "action_type", "config", "url", "method"}, field); i >= 0 {
		return i
	}
	return 10
}
