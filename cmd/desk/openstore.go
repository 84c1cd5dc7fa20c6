package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path/filepath"
	"strings"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/cmd/app"
	"keydesk/config"
)

// openStore is what outlives the desk of one account on one platform; nil where the settings want
// nothing kept. Nothing is opened before it is used.
func openStore(a *app.App, s config.Settings, p config.Profile, c client.Credentials) *store.Store {
	if s.Cache == "off" {
		return nil
	}
	account := Account(p.URL, c)
	o := store.Options{
		Path:    filepath.Join(a.Paths().StoreDir(p.Name), account+".db"),
		OwnOnly: s.Cache == "memory",
		Keep:    s.CacheKeep,
	}
	if a.Served != nil && a.Served.Database != nil {
		o.Database, o.Desk = a.Served.Database, strings.Join([]string{a.Served.Session.Agent, p.Name, account}, "/")
	}
	return store.New(o)
}

// Account names who is signed in where, without telling it: a key must not be found in a file's name.
func Account(address string, c client.Credentials) string {
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
