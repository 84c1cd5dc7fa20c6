package ui

import (
	"context"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/actions/template"
	"keydesk/client"
	"keydesk/client/mirror"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// studioRoom is the action studio as the desk holds it: what is shown is package
// studio's, what leaves the event loop is wired in the files beside this one.
//
//	studio.go         opening and loading; the screen that takes the keys
//	studiokeys.go     its commands
//	studioscreen.go   the screen over the desk: who gets a key, a paste, a click
//	studiolist.go     switching, copying, deleting; studiotrash.go brings back
//	studioorder.go    moving
//	studioform.go     the form's own commands; studiorows.go headers and questions
//	studioeditor.go   a body or script in the person's own editor
//	studiosave.go     saving, and what to do when the platform has something else
//	studiopreview.go  the plan for the sample contact, and what is wrong with it
//	studiosample.go   whose data that are
//	studiotrial.go    test runs, and what is remembered of them
//	studiokeep.go     unsaved work
//	studiolayout.go   where everything stands
//	studioview.go     drawing
//
// It is the dialog that covers the desk and takes all input; what a key means is in
// the key table.
type studioRoom struct {
	*shell
	desk          studioDesk
	width, height int                     // of the screen when last drawn
	keysIn        map[string]*dialog.Keys // of its scopes, with the sequences begun in them

	open    bool
	list    studio.List
	loaded  bool
	problem error                  // why there is no list
	turn    int                    // counts loadings: a later one makes the answers of earlier ones stale
	last    map[string]actions.Run // the last run by action id

	form   *studio.Form
	work   string // the key of the form's unsaved work
	merge  *studio.Merge
	filter *dialog.Field // while a filter is typed

	sample   sample
	shown    shown
	drafts   map[string]string         // unsaved work by key
	fresh    int                       // counts new actions, for their keys
	busy     string                    // what is being written, "" for nothing
	unsure   bool                      // the last creation may have been carried out
	asked    map[string]bool           // enabling without a test was asked about
	tested   map[string]actions.Tested // successful test runs by TestKey
	trial    trial
	moved    int               // counts moves: the last one writes the order
	unmoved  bool              // an order is not written yet
	trashing map[string]string // files of the trash by the key of the work begun from them
	again    bool              // to be fetched again once the order is written
}

// studioLoaded is what the platform and the record have.
type studioLoaded struct {
	turn   int
	list   []client.CustomAction
	runs   []actions.Run
	tested map[string]actions.Tested
	err    error
}

// openStudio opens the studio over the desk, which stays as it is beneath.
func (r *studioRoom) openStudio() tea.Cmd {
	if r.open {
		return nil
	}
	r.open = true
	r.dialogs.Push(r)
	if r.sample.label == "" || r.sample.here {
		r.sampleHere()
	}
	return r.loadStudio()
}

// closeStudio goes back to the desk. What was not saved is kept.
func (r *studioRoom) closeStudio() tea.Cmd {
	cmds := []tea.Cmd{r.noteStudio(), r.writeOrderNow()}
	r.open, r.form, r.merge, r.filter = false, nil, nil, nil
	for r.dialogs.Open() {
		_, last := r.dialogs.Top().(*studioRoom)
		r.dialogs.Pop()
		if last {
			break
		}
	}
	return tea.Batch(append(cmds, r.desk.markSeen())...)
}

// loadStudio fetches all actions, and when each last ran.
func (r *studioRoom) loadStudio() tea.Cmd {
	r.turn++
	turn, platform, history, tests := r.turn, r.deps.Platform, r.deps.History, r.deps.Tests
	return call(r.door(), readLimit, func(ctx context.Context) (studioLoaded, error) {
		list, err := platform.CustomActions(ctx)
		if err != nil {
			return studioLoaded{}, err
		}
		got := studioLoaded{list: list}
		if history != nil {
			got.runs, err = history(ctx, historyRuns)
		}
		var stored []actions.Stored
		for _, c := range list {
			if s, unread := actions.ParseStored(c.Raw); unread == nil {
				stored = append(stored, s)
			}
		}
		var failed error
		if got.tested, failed = testsOf(ctx, tests, stored); err == nil {
			err = failed
		}
		return got, err
	}, func(got studioLoaded, err error) tea.Msg {
		got.turn, got.err = turn, err
		return got
	})
}

func (m studioLoaded) arrive(r *studioRoom) tea.Cmd {
	if m.turn != r.turn || !r.open {
		return nil
	}
	if r.unmoved { // an order that is not written yet would be lost
		r.again = true
		return nil
	}
	if m.list == nil && m.err != nil {
		r.problem = m.err
		if r.loaded {
			return r.trouble("load the actions", m.err)
		}
		return nil // the list says it
	}
	r.loaded, r.problem = true, nil
	r.last = map[string]actions.Run{}
	for _, run := range slices.Backward(m.runs) { // newest first
		r.last[run.ActionID] = run
	}
	if r.tested == nil {
		r.tested = map[string]actions.Tested{}
	}
	maps.Copy(r.tested, m.tested)
	entries := make([]studio.Entry, 0, len(m.list))
	for _, stored := range m.list {
		entries = append(entries, r.entryOf(stored))
	}
	r.takeEntries(entries)
	if m.err != nil {
		return tea.Batch(r.trouble("read the history", m.err), r.checkScripts())
	}
	return r.checkScripts()
}

// entryOf is an action as the list shows it.
func (r *studioRoom) entryOf(c client.CustomAction) studio.Entry {
	s, err := actions.ParseStored(c.Raw)
	if err != nil { // listed all the same: it can be looked at and repaired
		s = actions.Stored{ID: c.ID, Name: c.Name, Icon: c.Icon, Type: actions.Type(c.Type), Active: c.Active, Order: c.Order}
	}
	e := studio.Entry{Stored: s, Created: c.CreatedAt}
	if run, ok := r.last[s.ID]; ok {
		e.Last = &run
	}
	return r.judged(e)
}

// judged fills in what an action means here and what is wrong with it.
func (r *studioRoom) judged(e studio.Entry) studio.Entry {
	plain := e.Stored.Definition()
	e.Meaning = r.deps.Configure(plain)
	e.Findings = append(studio.Advised(plain.Lint()), studio.Unkept(e.Stored)...)
	_, e.Unsaved = r.drafts[workKey(e.Stored.ID)]
	return e
}

// takeEntries shows another state of all actions, keys and all.
func (r *studioRoom) takeEntries(entries []studio.Entry) {
	if !r.unmoved { // else they stand as they were moved
		entries = studio.Sorted(entries)
	}
	names, n := map[string]string{}, 0
	for i := range entries {
		e := &entries[i]
		e.Key = ""
		e.Findings = slices.DeleteFunc(slices.Clone(e.Findings), func(x actions.Finding) bool { return x.Rule == actions.RuleKey })
		if !e.Stored.Active {
			continue
		}
		n++
		key, refused := r.ownKeyOf(e.Meaning, names)
		switch {
		case refused != "":
			e.Findings = append(e.Findings, actions.Finding{Rule: actions.RuleKey, Field: studio.FieldKey, Offset: -1, Message: refused})
		case key != "":
			names[key], e.Key = actionName(e.Meaning), r.Show(key)
		}
		if e.Key == "" && n <= keyedActions {
			e.Key = r.Label("action." + string(rune('0'+n)))
		}
	}
	r.list.Set(entries)
	r.refreshShown()
}

// putEntry takes over what the platform has of an action now, and shows it on
// the desk's toolbar as well.
func (r *studioRoom) putEntry(c client.CustomAction) tea.Cmd {
	entries, e := r.list.All(), r.entryOf(c)
	if i := slices.IndexFunc(entries, func(x studio.Entry) bool { return x.Stored.ID == c.ID }); i >= 0 {
		entries[i] = e
	} else {
		entries = append(entries, e)
	}
	r.takeEntries(entries)
	return tea.Batch(r.showOnDesk(), r.checkScript(e))
}

// dropEntry takes an action away that the platform does not have any more.
func (r *studioRoom) dropEntry(id string) tea.Cmd {
	r.takeEntries(slices.DeleteFunc(r.list.All(), func(e studio.Entry) bool { return e.Stored.ID == id }))
	return r.showOnDesk()
}

// showOnDesk gives the toolbar the actions as they are now.
func (r *studioRoom) showOnDesk() tea.Cmd {
	return tea.Batch(r.desk.showActions(r.list.ActiveDefinitions()), r.desk.changed(theActions))
}

// wantedAction is an action as it is written to the platform.
func wantedAction(s actions.Stored) client.CustomAction {
	return client.CustomAction{ID: s.ID, Name: s.Name, Icon: s.Icon, Type: string(s.Type), Config: s.ConfigJSON(), Active: s.Active, Order: s.Order}
}

// storedName is an action's name as sentences say it.
func storedName(s actions.Stored) string {
	if name := text.Line(s.Name); name != "" {
		return name
	}
	return "(unnamed)"
}

// studioDesk is what the studio asks of the desk beneath it.
type studioDesk struct {
	do            func(id string) tea.Cmd               // a command of the table
	changed       func(...mirror.Key) tea.Cmd           // it changed facts on the platform
	showActions   func([]actions.Definition) tea.Cmd    // on the toolbar
	markSeen      func() tea.Cmd                        // what is on the desk is seen again
	open          func() *chat                          // the open conversation, nil for none
	subject       func(*chat) (template.Subject, error) // what actions see of one
	whenWhole     func(*chat, func() tea.Cmd) tea.Cmd   // does something once all of a contact is known
	conversations func(query string) []client.Contact   // by name, the best first
}

// studioAnswer is the answer of a call of the studio's.
type studioAnswer interface{ arrive(*studioRoom) tea.Cmd }
