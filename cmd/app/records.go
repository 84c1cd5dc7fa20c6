package app

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"keydesk/actions/history"
	"keydesk/config"
)

// HasHistory tells whether there may be a record: where there is none yet, looking makes none.
func (a *App) HasHistory() bool {
	_, err := os.Stat(a.Paths().HistoryFile())
	return !errors.Is(err, fs.ErrNotExist) || a.Served != nil && a.Served.Database != nil
}

// OpenHistory is the record of this person; nothing is opened before it is used.
func (a *App) OpenHistory(s config.Settings) *history.Store {
	o := history.Options{Path: a.Paths().HistoryFile(), Retention: s.HistoryRetention}
	if a.Served != nil && a.Served.Database != nil {
		o.Rows = a.Served.Database.Rows(a.Served.Session.Agent)
	}
	return history.New(o)
}

// DemoHistory is a record of its own, so that playing leaves no trace among real runs.
func (a *App) DemoHistory() *history.Store {
	return history.New(history.Options{Path: a.Paths().DemoHistoryFile(), Retention: 7 * 24 * time.Hour})
}
