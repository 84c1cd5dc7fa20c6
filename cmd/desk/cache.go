package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"keydesk/client/store"
	"keydesk/cmd/app"
	"keydesk/ui"
)

// leaveLimit is how long the end of the program waits for a disk that does not answer.
const leaveLimit = 2 * time.Second

// leave writes what is not written yet and closes the store, once the screen is gone.
func leave(ctx context.Context, a *app.App, root *ui.Root, parts Parts) {
	if parts.store == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveLimit)
	defer cancel()
	if err := root.Keep(ctx); err != nil {
		a.Note("what you wrote last could not be kept: %v", err)
	}
	if err := parts.store.Close(); err != nil {
		parts.logger.Warn("close the local store", "err", err)
	}
}

// ForgetKept deletes what an earlier setting kept of a profile, now that nothing shall be. What the
// person wrote and nobody has stays, and is told of.
func ForgetKept(ctx context.Context, a *app.App, profile string) {
	ctx, cancel := context.WithTimeout(ctx, leaveLimit)
	defer cancel()
	kept, err := keptOf(ctx, a, profile)
	switch {
	case err != nil:
		a.Note("what an earlier setting kept could not be looked at: %v", err)
	case kept.dir == "":
	case kept.unsent.None() && kept.unread == nil:
		if err := kept.delete(ctx); err != nil {
			a.Note("what an earlier setting kept could not be deleted: %v", err)
		}
	case kept.unread != nil:
		kept.tidy(ctx)
		a.Note(`cache is "off", and profile %q still has %s of before: keydesk cache clear deletes it`, profile, kept.words())
	default:
		kept.tidy(ctx)
		a.Note(`cache is "off", and profile %q still has %s of before: cache = "memory" brings that back, keydesk cache clear deletes it`, profile, kept.words())
	}
}

type Cache struct {
	Clear cacheClearCommand `cmd:"" help:"Delete the drafts, waiting messages and files, list and threads kept for a profile."`
}

// Help shows how it is used.
func (Cache) Help() string { return "Example:\n\n    keydesk cache clear" }

type cacheClearCommand struct {
	Yes bool `help:"Do not ask about drafts, messages and files that did not go out yet."`
}

// Help shows how it is used.
func (cacheClearCommand) Help() string {
	return `Drafts, messages and files that did not go out yet are asked about first: what was written exists nowhere else. Files themselves stay where they are. With cache = "off" in the settings nothing is kept to begin with. A desk that is open on it says that nothing is kept any more.

Example:

    keydesk cache clear
    keydesk cache clear --profile work --yes`
}

// Run deletes what is kept of a profile.
func (c cacheClearCommand) Run(ctx context.Context, a *app.App) error {
	settings, err := a.ReadSettings()
	if err != nil {
		return err
	}
	name := settings.ProfileName(a.Flags.Profile)
	wiped, err := Wipe(ctx, a, name, c.Yes)
	if err != nil {
		return err
	}
	if !wiped {
		a.Say("Nothing is kept for profile %q.", name)
		return nil
	}
	a.Say("What the desk kept of profile %q is deleted.", name)
	return nil
}

// Wipe deletes every store of a profile, and asks first where something unsent would be lost. It
// reports whether there was anything.
func Wipe(ctx context.Context, a *app.App, profile string, yes bool) (bool, error) {
	kept, err := keptOf(ctx, a, profile)
	if err != nil || kept.dir == "" {
		return false, err
	}
	if !yes && !(kept.unsent.None() && kept.unread == nil) {
		if err := askToLose(ctx, a, profile, kept); err != nil {
			return false, err
		}
	}
	return true, kept.delete(ctx)
}

// kept is what there is on disk of a profile.
type kept struct {
	dir    string   // "" when there is nothing
	files  []string // the stores in it, one an account
	unsent store.Unsent
	unread error // why one of them cannot be read: it may hold more
}

// keptOf looks at what is kept of a profile.
func keptOf(ctx context.Context, a *app.App, profile string) (kept, error) {
	k := kept{dir: a.Paths().StoreDir(profile)}
	if _, err := os.Stat(k.dir); errors.Is(err, fs.ErrNotExist) {
		return kept{}, nil
	}
	var err error
	if k.files, err = filepath.Glob(filepath.Join(EscapeGlob(k.dir), "*.db")); err != nil {
		return kept{}, err
	}
	for _, file := range k.files {
		n, err := unsentIn(ctx, file)
		k.unsent = k.unsent.And(n)
		if err != nil {
			k.unread = err
		}
	}
	return k, nil
}

// unsentIn counts what one file alone holds.
func unsentIn(ctx context.Context, file string) (store.Unsent, error) {
	s := store.New(store.Options{Path: file})
	defer s.Close()
	return s.Unsent(ctx)
}

// delete deletes all of it, damaged files that were set aside, too.
func (k kept) delete(ctx context.Context) error {
	for _, file := range k.files {
		if err := store.New(store.Options{Path: file}).Wipe(ctx); err != nil {
			return fmt.Errorf("delete what the desk kept: %w", err)
		}
	}
	if err := os.RemoveAll(k.dir); err != nil {
		return fmt.Errorf("delete what the desk kept: %w", err)
	}
	return nil
}

// tidy deletes what is the customers', and leaves what the person wrote.
func (k kept) tidy(ctx context.Context) {
	for _, file := range k.files {
		s := store.New(store.Options{Path: file, OwnOnly: true})
		_ = s.Tidy(ctx) // one that cannot be read is told of
		_ = s.Close()
	}
}

// words names what would be lost.
func (k kept) words() string {
	switch {
	case k.unread == nil:
		return k.unsent.Words()
	case k.unsent.None():
		return fmt.Sprintf("a file that cannot be read (%v)", k.unread)
	}
	return fmt.Sprintf("%s and a file that cannot be read (%v)", k.unsent.Words(), k.unread)
}

// askToLose asks the person; where nobody can be asked it refuses.
func askToLose(ctx context.Context, a *app.App, profile string, lost kept) error {
	if !a.Env.StdinTerminal {
		them := "them"
		if lost.unsent.Count() == 1 && lost.unread == nil || lost.unsent.None() {
			them = "it"
		}
		return app.Usage("profile %q has %s, which would be lost; give --yes to delete %s", profile, lost.words(), them)
	}
	yes, err := a.Confirm(ctx, fmt.Sprintf("Profile %q has %s, which would be lost. Delete?", profile, lost.words()))
	if err == nil && !yes {
		err = errors.New("nothing was deleted")
	}
	return err
}

// EscapeGlob makes a path mean itself in a pattern.
func EscapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}
