package ui

import "keydesk/ui/keys"

// Scopes of the key table: where a key works.
const (
	scopeGlobal  = "global"
	scopeList    = "list"
	scopeSearch  = "search"
	scopeBar     = "toolbar"
	scopeThread  = "thread"
	scopeFind    = "find"
	scopeCompose = "composer"
)

// Scopes inside dialogs. A scope below another one has its keys too; none has the
// global ones, since a dialog takes all input.
const (
	scopeChooser = keys.Dialogs + "chooser"
	scopeHints   = keys.Dialogs + "hints"
	scopeFilter  = keys.Dialogs + "filter"
	scopeViewer  = keys.Dialogs + "viewer"
	scopePreview = scopeViewer + ".preview"
	scopeOutcome = scopeViewer + ".outcome"
	scopeRecord  = scopeViewer + ".record"
	scopeMessage = scopeViewer + ".message"
	scopeContact = scopeViewer + ".contact"
	scopeNote    = scopeViewer + ".note"
	scopeBare    = scopeViewer + ".bare"
	scopeConfirm = keys.Dialogs + "confirm"
	scopeForm    = keys.Dialogs + "form"
	scopeField   = keys.Dialogs + "field"
	scopeAttach  = keys.Dialogs + "attach"
	scopePicture = keys.Dialogs + "picture"

	scopeStudioAll   = keys.Dialogs + "studio"
	scopeStudioList  = scopeStudioAll + ".list"
	scopeStudioForm  = scopeStudioAll + ".form"
	scopeStudioMerge = scopeStudioAll + ".merge"
)

// groupOf is the heading of a scope in help and key sheet.
var groupOf = map[string]string{
	scopeGlobal: "Everywhere", scopeList: "Conversations", scopeBar: "Toolbar", scopeThread: "Thread", scopeCompose: "Composer",
	scopeChooser: "In a list one filters", scopeViewer: "In a text", scopePreview: "In a preview", scopeOutcome: "After a run",
	scopeRecord: "In the history", scopeMessage: "In a message's details", scopeNote: "In a note", scopeContact: "In the contact's panel", scopeConfirm: "In a question", scopeForm: "In a form",
	scopeField: "In a line of input", scopeSearch: "In the search line", scopeFind: "In the find line of a thread", scopeFilter: "In the filter", scopeBare: "In a text on the whole screen",
	scopeHints: "In a numbered list", scopeAttach: "Choosing a file to send", scopePicture: "At a picture",
	scopeStudioList: "In the studio's list", scopeStudioForm: "In the studio's form", scopeStudioMerge: "Between two versions of an action", scopeStudioAll: "Everywhere in the studio",
}
