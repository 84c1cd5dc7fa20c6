package actions

import (
	"keydesk/actions/template"
)

// Type is the kind of an action, spelled as the platform spells it.
type Type string

// The three kinds of the platform.
const (
	TypeWebhook    Type = "webhook"
	TypeURL        Type = "url"
	TypeJavaScript Type = "javascript"
)

// Definition is one action button as its author configured it. Texts are templates: nothing in
// here is expanded. A Definition is a value; do not change its slices after handing it on.
type Definition struct {
	ID, Name, Icon string
	Type           Type
	Active         bool
	Order          int
	// Exactly one of these is filled, by Type.
	Webhook Webhook
	URL     URLTarget
	Script  Script
	// Options is the "keydesk" object of the config, merged with local settings by WithOptions.
	Options Options
	// Problem says in a sentence why the stored config cannot work and what to change. Such an
	// action is shown as a disabled button with this reason; Plan refuses it.
	Problem error
	// Problems is the same, one entry a field, for an editor or a check of files.
	Problems []*template.Error
}

// Webhook is a request template.
type Webhook struct {
	URL string
	// Method is sent as written; empty means POST.
	Method string
	// Headers are sorted by name, because the platform stores them unordered.
	Headers []Header
	// Body is the template; empty or blank sends the default payload (Config.WebhookPayload).
	Body string
}

// URLTarget is a link template.
type URLTarget struct {
	URL string
	// NewTab is stored by the platform and ignored by its own web view; here too.
	NewTab bool
}

// Script is a snippet of JavaScript.
type Script struct{ Code string }

// Header is one header line of a request or reply.
type Header struct {
	Name, Value string
	// Secret values are masked wherever they are shown or stored.
	Secret bool
	// Spans marks the parts of Value that came from the subject.
	Spans []template.Span
	// ref names a secret that is read when the request is sent; Value is then a mask.
	ref string
	// atSend values are made when the request is sent: a signature and its time.
	atSend bool
}

// WithOptions returns the definition with local settings laid over its own options. Local
// settings can add caution but not remove it; see Options.Merge.
func (d Definition) WithOptions(local Options) Definition {
	d.Options = d.Options.Merge(local)
	return d
}

// AsksFirst reports whether the run must be confirmed: confirm is set or the action is dangerous.
func (d Definition) AsksFirst() bool { return d.Options.Confirm || d.Options.Danger }
