package studio

import (
	"slices"

	"keydesk/actions"
)

// kind is how a field is edited.
type kind int

const (
	oneLine kind = iota // a text of one line
	choice              // one of several
	manyLines
	rows // entries, each edited by itself
)

// Fields as findings name them (actions.Finding.Field), and those that a finding may be below.
const (
	FieldName    = "name"
	FieldIcon    = "icon"
	FieldType    = "action_type"
	FieldURL     = "url"
	FieldMethod  = "method"
	FieldHeaders = "headers"
	FieldBody    = "body"
	FieldTab     = "open_in_new_tab"
	FieldCode    = "code"
	FieldAsk     = "keydesk.confirm"
	FieldWords   = "keydesk.question" // the sentence of keydesk.confirm
	FieldDanger  = "keydesk.danger"
	FieldKey     = "keydesk.key"
	FieldInputs  = "keydesk.inputs"
	FieldTags    = "keydesk.when.tag"
	FieldWho     = "keydesk.when.assignee"
	FieldChannel = "keydesk.when.channel"
	FieldHas     = "keydesk.when.has_field"
	FieldTimeout = "keydesk.timeout"
	FieldWhere   = "keydesk.execution"
)

// Answers of the fields that are chosen.
const (
	no, yes     = "no", "yes"
	ownQuestion = "own question"
	asSet       = "as set" // execution: what the settings say
)

// spec is one field of the form.
type spec struct {
	id, label string
	kind      kind
	options   []string                // of a choice
	types     []actions.Type          // nil: all
	when      func(value valuer) bool // nil: always
	help      string                  // what belongs there, with an example
}

// valuer is the text of a field by its id.
type valuer func(id string) string

// webhookOnly and the like are the types that have a field.
var (
	webhookOnly = []actions.Type{actions.TypeWebhook}
	linked      = []actions.Type{actions.TypeWebhook, actions.TypeURL}
)

// specs are the fields in the order of the form.
func specs() []spec {
	return []spec{
		{id: FieldName, label: "Name", help: "The words on the button, e.g. Create ticket."},
		{id: FieldIcon, label: "Icon", kind: choice, options: actions.Icons(), help: "Stands before the name."},
		{id: FieldType, label: "Type", kind: choice, options: []string{string(actions.TypeWebhook), string(actions.TypeURL), string(actions.TypeJavaScript)},
			help: "webhook sends a request, url opens a link, javascript runs in the sandbox."},
		{id: FieldURL, label: "URL", types: linked, help: "e.g. https://crm.example.com/contacts/{{contact.id}}"},
		{id: FieldMethod, label: "Method", kind: choice, options: actions.Methods(), types: webhookOnly,
			help: "POST unless the other side wants something else."},
		{id: FieldHeaders, label: "Headers", kind: rows, types: webhookOnly, help: "e.g. Authorization: Bearer … or X-Customer: {{contact.id}}"},
		{id: FieldBody, label: "Body", kind: manyLines, types: webhookOnly, help: `e.g. {"phone": "{{contact.phone_number}}"}; empty sends the five usual fields.`},
		{id: FieldTab, label: "New tab", kind: choice, options: []string{no, yes}, types: []actions.Type{actions.TypeURL},
			help: "Kept for the platform's own view; keydesk always opens the browser."},
		{id: FieldCode, label: "Script", kind: manyLines, types: []actions.Type{actions.TypeJavaScript}, help: "e.g. navigator.clipboard.writeText(contact.phone_number);"},
		{id: FieldAsk, label: "Ask first", kind: choice, options: []string{no, yes, ownQuestion}, help: "Shows what will happen and waits for a yes."},
		{id: FieldWords, label: "Question", when: func(value valuer) bool { return value(FieldAsk) == ownQuestion }, help: "e.g. Refund {{contact.name}}?"},
		{id: FieldDanger, label: "Danger", kind: choice, options: []string{no, yes}, help: "Always asks, is shown as dangerous, and refused with --read-only."},
		{id: FieldKey, label: "Key", help: "e.g. alt+z; empty takes alt+1 to alt+9 by its place."},
		{id: FieldInputs, label: "Inputs", kind: rows, help: "Questions asked before it runs, e.g. amount, used as {{input.amount}}."},
		{id: FieldTags, label: "Only tags", help: "e.g. vip, gold: contacts with one of them; empty for all."},
		{id: FieldWho, label: "Only whose", help: "e.g. me, none, other, anyone, or a user's id; empty for all."},
		{id: FieldChannel, label: "Only on", help: "e.g. Support line: conversations on that channel; empty for all."},
		{id: FieldHas, label: "Only with", help: "e.g. contact.metadata.customer_id: fields that must not be empty."},
		{id: FieldTimeout, label: "Time limit", help: "e.g. 5s, between 100ms and 5m; empty for the usual one."},
		{id: FieldWhere, label: "Runs", kind: choice, options: []string{asSet, actions.ExecuteLocal, actions.ExecutePlatform},
			help: "local: this machine sends. platform: the platform does."},
	}
}

// shown says whether a field is part of the form as it is filled in now.
func (s spec) shown(value valuer) bool {
	if s.types != nil && !slices.Contains(s.types, actions.Type(value(FieldType))) {
		return false
	}
	return s.when == nil || s.when(value)
}

// members are the config's members that belong to a type.
func members(t actions.Type) []string {
	switch t {
	case actions.TypeWebhook:
		return []string{"url", "method", "headers", "body"}
	case actions.TypeURL:
		return []string{"url", "open_in_new_tab"}
	case actions.TypeJavaScript:
		return []string{"code"}
	}
	return nil
}
