package store

import "strings"

// Kind is what a draft, or something on its way out, is.
type Kind string

// The kinds.
const (
	Reply    Kind = "reply"     // to the customer
	Note     Kind = "note"      // for colleagues only
	File     Kind = "file"      // a file for the customer, with the words under it; the name is an item's that did not go out
	Template Kind = "template"  // the parameters of a template by its name, as JSON
	Canned   Kind = "canned"    // what a canned response asks for, by its id, as JSON
	Field    Kind = "field"     // a field of the contact's metadata, by its key
	Name     Kind = "name"      // the contact's name
	Tags     Kind = "tags"      // the contact's tags
	Action   Kind = "action"    // unsaved work on a custom action, whose key stands for the contact
	Foreign  Kind = "(unknown)" // another version's; the name is how it is kept
)

// Topic is what of a conversation a draft is of: its kind, and which of several.
type Topic struct {
	Kind Kind
	Name string
}

// Of is the topic of a kind and a name, "" where the kind has no names.
func (k Kind) Of(name string) Topic { return Topic{Kind: k, Name: name} }

// formMark begins how the kinds of answers and of the contact's values are kept.
const formMark = "form "

// column is how a topic is kept.
func (t Topic) column() string {
	s := string(t.Kind)
	switch t.Kind {
	case "":
		return ""
	case Foreign:
		return t.Name
	case Template, Canned, Field, Name, Tags:
		s = formMark + s
	}
	if t.Name != "" {
		s += " " + t.Name
	}
	return s
}

// topicOf reads what column made.
func topicOf(column string) Topic {
	rest, form := strings.CutPrefix(column, formMark)
	kind, name, named := strings.Cut(rest, " ")
	t := Kind(kind).Of(name)
	switch t.Kind {
	case Reply, Note, Action:
		if !form && !named {
			return t
		}
	case File:
		if !form {
			return t
		}
	case Template, Canned, Field:
		if form && named {
			return t
		}
	case Name, Tags:
		if form && !named {
			return t
		}
	}
	return Foreign.Of(column)
}
