package actions

import (
	"cmp"
	"time"
)

// Where an action can run.
const (
	ExecuteLocal    = "local"    // this machine sends
	ExecutePlatform = "platform" // the platform's own execute endpoint sends
)

// Options is what keydesk adds to an action: the "keydesk" object in its config, or local settings.
// The zero value means "nothing special".
type Options struct {
	// Confirm asks before running, with ConfirmText if it is set (a template).
	Confirm     bool
	ConfirmText string
	// Danger is shown in the bad colour, always confirmed, and refused in read-only mode.
	Danger bool
	// Key is the wished key, e.g. "alt+r"; the ui's key table decides about conflicts.
	Key    string
	Inputs []Input
	When   When
	// Timeout replaces the engine's limit for this action; 0 means the engine's.
	Timeout time.Duration
	// Execution is "", ExecuteLocal or ExecutePlatform; "" means the engine's setting.
	Execution string

	// The rest can come from local settings only, never from the platform.

	// SignSecret is a reference, "${env:NAME}" or "${keyring:NAME}".
	SignSecret string
	// Headers are added to a webhook, replacing headers of the same name. Values may hold secret
	// references, which are read when the request is sent.
	Headers []Header
	// WebhookPayload overrides Config.WebhookPayload for this action.
	WebhookPayload string
}

// InputType is the kind of a question in an action's form.
type InputType string

// The kinds of questions.
const (
	InputText   InputType = "text"
	InputNumber InputType = "number"
	InputChoice InputType = "choice"
	InputYesNo  InputType = "yes-no"
)

// Input is one question asked before an action runs; its answer is {{input.NAME}} and, in a
// script, input.NAME.
type Input struct {
	Name, Label string
	Type        InputType
	Required    bool
	// Default is a template; Form expands it.
	Default string
	// Choices are the answers of a choice.
	Choices []string
}

// When limits an action to some conversations. Empty parts do not limit; all others must hold.
type When struct {
	// Tags: the contact has at least one of them.
	Tags []string
	// Assignee: "me", "none", "other" (someone else), "anyone" (someone), or a user's id.
	Assignee string
	// Channels: the conversation's account, by name or id; one of them.
	Channels []string
	// HasFields: paths such as contact.metadata.customer_id that must be there and not empty.
	HasFields []string
}

// IsZero reports whether there is no condition.
func (w When) IsZero() bool {
	return len(w.Tags) == 0 && w.Assignee == "" && len(w.Channels) == 0 && len(w.HasFields) == 0
}

// Merge lays local settings over o. Local values win, except that confirm and danger stay on when
// either side sets them: a local file must not make a dangerous button harmless.
func (o Options) Merge(local Options) Options {
	o.Confirm = o.Confirm || local.Confirm
	o.Danger = o.Danger || local.Danger
	o.ConfirmText = cmp.Or(local.ConfirmText, o.ConfirmText)
	o.Key = cmp.Or(local.Key, o.Key)
	o.Execution = cmp.Or(local.Execution, o.Execution)
	o.SignSecret = cmp.Or(local.SignSecret, o.SignSecret)
	o.WebhookPayload = cmp.Or(local.WebhookPayload, o.WebhookPayload)
	if len(local.Inputs) > 0 {
		o.Inputs = local.Inputs
	}
	if len(local.Headers) > 0 {
		o.Headers = local.Headers
	}
	if !local.When.IsZero() {
		o.When = local.When
	}
	if local.Timeout > 0 {
		o.Timeout = local.Timeout
	}
	return o
}

// What an empty body sends.
const (
	PayloadDocument = "document"
	PayloadPlatform = "platform"
)
