package command

import "keydesk/ui/keys"

// Scopes of the key table: where a key works.
const (
	ScopeGlobal  = "global"
	ScopeList    = "list"
	ScopeSearch  = "search"
	ScopeBar     = "toolbar"
	ScopeThread  = "thread"
	ScopeFind    = "find"
	ScopeCompose = "composer"
)

// Scopes inside dialogs. A scope below another one has its keys too; none has the
// global ones, since a dialog takes all input.
const (
	ScopeChooser = keys.Dialogs + "chooser"
	ScopeHints   = keys.Dialogs + "hints"
	ScopeFilter  = keys.Dialogs + "filter"
	ScopeViewer  = keys.Dialogs + "viewer"
	ScopePreview = ScopeViewer + ".preview"
	ScopeOutcome = ScopeViewer + ".outcome"
	ScopeRecord  = ScopeViewer + ".record"
	ScopeMessage = ScopeViewer + ".message"
	ScopeContact = ScopeViewer + ".contact"
	ScopeNote    = ScopeViewer + ".note"
	ScopeBare    = ScopeViewer + ".bare"
	ScopeHelp    = ScopeViewer + ".help"
	ScopeConfirm = keys.Dialogs + "confirm"
	ScopeForm    = keys.Dialogs + "form"
	ScopeField   = keys.Dialogs + "field"
	ScopeAttach  = keys.Dialogs + "attach"
	ScopePicture = keys.Dialogs + "picture"
	ScopeBulk    = keys.Dialogs + "bulk"

	ScopeStudioAll   = keys.Dialogs + "studio"
	ScopeStudioList  = ScopeStudioAll + ".list"
	ScopeStudioForm  = ScopeStudioAll + ".form"
	ScopeStudioMerge = ScopeStudioAll + ".merge"
)

// groupOf is the heading of a scope in help and key sheet.
var groupOf = map[string]string{
	ScopeGlobal: "Everywhere", ScopeList: "Conversations", ScopeBar: "Toolbar", ScopeThread: "Thread", ScopeCompose: "Composer",
	ScopeChooser: "In a list one filters", ScopeViewer: "In a text", ScopePreview: "In a preview", ScopeOutcome: "After a run",
	ScopeRecord: "In the history", ScopeMessage: "In a message's details", ScopeNote: "In a note", ScopeContact: "In the contact's panel", ScopeConfirm: "In a question", ScopeForm: "In a form",
	ScopeField: "In a line of input", ScopeSearch: "In the search line", ScopeFind: "In the find line of a thread", ScopeFilter: "In the filter", ScopeBare: "In a text on the whole screen", ScopeHelp: "In the help",
	ScopeHints: "In a numbered list", ScopeAttach: "Choosing a file to send", ScopePicture: "At a picture", ScopeBulk: "Doing the same with many",
	ScopeStudioList: "In the studio's list", ScopeStudioForm: "In the studio's form", ScopeStudioMerge: "Between two versions of an action", ScopeStudioAll: "Everywhere in the studio",
}
