package app

import (
	"time"

	"keydesk/actions/history"
	"keydesk/config"
)

// OpenHistory is the record of this person; nothing is opened before it is used.
func (a *App) OpenHistory(s config.Settings) *history.Store {
	return history.New(history.Options{Path: a.Paths().HistoryFile(), Retention: s.HistoryRetention})
}

// DemoHistory is a record of its own, so that playing leaves no trace among real runs.
func (a *App) DemoHistory() *history.Store {
	return history.New(history.Options{Path: a.Paths().DemoHistoryFile(), Retention: 7 * 24 * time.Hour})
}
