package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui"
)

// Times of watching the settings file. A look is one stat, 5 µs; in exchange links, network drives and
// editors that write a new file in the old one's place need no thought, and no system has to count
// watches.
const (
	lookEvery   = 2 * time.Second
	settleAfter = 100 * time.Millisecond // an editor may still be writing
)

// reloader follows the settings file while a desk is open.
type reloader struct {
	app     *app.App
	path    string
	load    func() (config.Settings, error)
	profile string
	held    config.Settings // what the desk goes by
	seen    stamp
	every   time.Duration
}

// stamp tells one state of a file from another.
type stamp struct {
	there bool
	size  int64
	at    time.Time
}

func newReloader(a *app.App, parts Parts) *reloader {
	r := &reloader{app: a, path: a.SettingsFile(), load: parts.reload, profile: parts.profile.Name, held: parts.settings, every: lookEvery}
	r.seen = r.look()
	return r
}

func (r *reloader) look() stamp {
	info, err := os.Stat(r.path)
	if err != nil {
		return stamp{}
	}
	return stamp{there: true, size: info.Size(), at: info.ModTime()}
}

// next waits for the file to become another one, and tells what that means. It ends with ctx.
func (r *reloader) next(ctx context.Context) (ui.Change, error) {
	ticker := time.NewTicker(r.every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ui.Change{}, ctx.Err()
		case <-ticker.C:
		}
		now := r.look()
		if now == r.seen {
			continue
		}
		if !r.settled(ctx, now) {
			continue
		}
		if change := r.read(); change.Apply != nil || change.Said != "" {
			return change, nil
		}
	}
}

// settled reports whether the file stays as it is for a moment, and remembers it then.
func (r *reloader) settled(ctx context.Context, now stamp) bool {
	pause := time.NewTimer(min(settleAfter, r.every))
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-ctx.Done():
		return false
	}
	if r.look() != now {
		return false
	}
	r.seen = now
	return true
}

// read reads the file again and sorts what changed into what holds at once and what does not.
func (r *reloader) read() ui.Change {
	s, err := r.load()
	if err != nil {
		return ui.Change{Bad: true, Said: fmt.Sprintf("The settings stay as they were: %s.", firstProblem(err))}
	}
	if conflicts := ui.KeyConflicts(Choices(r.app, ui.Deps{}, s)); len(conflicts) > 0 {
		return ui.Change{Bad: true, Said: fmt.Sprintf("The settings stay as they were: %s.", strings.TrimSuffix(conflicts[0], "."))}
	}
	var live, later []string
	for _, key := range ofProfile(config.Changes(r.held, s), r.profile) {
		if liveSetting(config.KnownAs(key)) {
			live = append(live, short(key))
		} else if r.app.Served == nil {
			later = append(later, short(key))
		}
	}
	r.held = s
	// Of a server's settings those that do not hold at once are no business of its desks.
	change := ui.Change{Said: saidOf(slices.Compact(live), slices.Compact(later))}
	if len(live) > 0 {
		change.Apply = func(d ui.Deps) ui.Deps { return Choices(r.app, d, s) }
	}
	return change
}

// firstProblem is the first thing that is wrong, with its place.
func firstProblem(err error) string {
	var problems config.Problems
	if errors.As(err, &problems) && len(problems) > 1 {
		return problems.Error() + "; keydesk config check shows them all"
	}
	return err.Error()
}

// short names a setting in a sentence: what is about one action or one theme is named by that.
func short(key string) string {
	for _, table := range []string{"actions.", "themes."} {
		if rest, ok := strings.CutPrefix(key, table); ok {
			if strings.HasPrefix(rest, `"`) {
				if end := strings.Index(rest[1:], `"`); end >= 0 {
					return table + rest[:end+2]
				}
			}
			name, _, _ := strings.Cut(rest, ".")
			return table + name
		}
	}
	return key
}

// saidOf is the sentence on what changed.
func saidOf(live, later []string) string {
	restart := "needs"
	if len(later) > 1 {
		restart = "need"
	}
	switch {
	case len(live) > 0 && len(later) > 0:
		return fmt.Sprintf("New settings hold: %s. But %s %s a restart of keydesk.", strings.Join(live, ", "), strings.Join(later, ", "), restart)
	case len(live) > 0:
		return fmt.Sprintf("New settings hold: %s.", strings.Join(live, ", "))
	case len(later) > 0:
		return fmt.Sprintf("Settings changed, but %s %s a restart of keydesk.", strings.Join(later, ", "), restart)
	}
	return ""
}
