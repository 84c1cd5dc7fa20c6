package cmd

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/config"
	"keydesk/ui"
)

// openStore is what outlives the desk of one account on one platform; nil where the settings want
// nothing kept. Nothing is opened before it is used.
func openStore(s config.Settings, p config.Profile, c client.Credentials) *store.Store {
	if s.Cache == "off" {
		return nil
	}
	return store.New(store.Options{
		Path:    filepath.Join(config.FindPaths().StoreDir(p.Name), account(p.URL, c)+".db"),
		OwnOnly: s.Cache == "memory",
		Keep:    s.CacheKeep,
	})
}

// account names who is signed in where, without telling it: a key must not be found in a file's name.
func account(address string, c client.Credentials) string {
	who := "email " + strings.ToLower(c.Email)
	if c.APIKey != "" {
		who = "key " + c.APIKey
	}
	place := address
	if u, err := url.Parse(address); err == nil {
		place = strings.ToLower(u.Scheme+"://"+u.Host) + strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/api")
	}
	sum := sha256.Sum256([]byte(place + "\n" + who))
	return hex.EncodeToString(sum[:8])
}

// leaveLimit is how long the end of the program waits for a disk that does not answer.
const leaveLimit = 2 * time.Second

// leave writes what is not written yet and closes the store, once the screen is gone.
func (a *app) leave(ctx context.Context, root *ui.Root, parts deskParts) {
	if parts.store == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveLimit)
	defer cancel()
	if err := root.Keep(ctx); err != nil {
		a.note("what you wrote last could not be kept: %v", err)
	}
	if err := parts.store.Close(); err != nil {
		parts.logger.Warn("close the local store", "err", err)
	}
}

type cacheCommand struct {
	Clear cacheClearCommand `cmd:"" help:"Delete the drafts, waiting messages, list and threads kept for a profile."`
}

// Help shows how it is used.
func (cacheCommand) Help() string { return "Example:\n\n    keydesk cache clear" }

type cacheClearCommand struct {
	Yes bool `help:"Do not ask about drafts and messages that did not go out yet."`
}

// Help shows how it is used.
func (cacheClearCommand) Help() string {
	return `Drafts and messages that did not go out yet are asked about first: they exist nowhere else. With cache = "off" in the settings nothing is kept to begin with.

Example:

    keydesk cache clear
    keydesk cache clear --profile work --yes`
}

// Run deletes what is kept of a profile.
func (c cacheClearCommand) Run(ctx context.Context, a *app) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	name := settings.ProfileName(a.flags.Profile)
	wiped, err := a.wipe(ctx, name, c.Yes)
	if err != nil {
		return err
	}
	if !wiped {
		a.say("Nothing is kept for profile %q.", name)
		return nil
	}
	a.say("What the desk kept of profile %q is deleted.", name)
	return nil
}

// wipe deletes every store of a profile, and asks first where something unsent would be lost. It
// reports whether there was anything.
func (a *app) wipe(ctx context.Context, profile string, yes bool) (bool, error) {
	dir := config.FindPaths().StoreDir(profile)
	files, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*.db"))
	if err != nil {
		return false, err
	}
	if _, err := os.Stat(dir); err != nil {
		return false, nil
	}
	var lost store.Unsent
	for _, file := range files {
		lost = lost.And(unsentIn(ctx, file))
	}
	if !lost.None() && !yes {
		if err := a.askToLose(ctx, profile, lost); err != nil {
			return false, err
		}
	}
	for _, file := range files {
		if err := store.New(store.Options{Path: file}).Wipe(ctx); err != nil {
			return false, fmt.Errorf("delete what the desk kept: %w", err)
		}
	}
	if err := os.RemoveAll(dir); err != nil { // damaged files that were set aside, too
		return false, fmt.Errorf("delete what the desk kept: %w", err)
	}
	return true, nil
}

// unsentIn counts what one file alone holds. One that cannot be read holds nothing that anybody
// could still send.
func unsentIn(ctx context.Context, file string) store.Unsent {
	s := store.New(store.Options{Path: file})
	defer s.Close()
	n, err := s.Unsent(ctx)
	if err != nil {
		return store.Unsent{}
	}
	return n
}

// askToLose asks the person; where nobody can be asked it refuses.
func (a *app) askToLose(ctx context.Context, profile string, lost store.Unsent) error {
	what := lost.Words()
	if !a.env.StdinTerminal {
		return usage("profile %q has %s, which would be lost; give --yes to delete them", profile, what)
	}
	yes, err := a.confirm(ctx, fmt.Sprintf("Profile %q has %s, which would be lost. Delete?", profile, what))
	if err == nil && !yes {
		err = errors.New("nothing was deleted")
	}
	return err
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}
