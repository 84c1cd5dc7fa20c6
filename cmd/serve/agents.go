package serve

import (
	"maps"
	"slices"

	"golang.org/x/crypto/ssh"
)

// Agents say who has which key. The zero value knows nobody.
type Agents struct {
	byKey  map[string]string // agent by the bytes of a key
	anyone func(fingerprint string) string
}

// NewAgents takes the public keys of each agent by name.
func NewAgents(keys map[string][]ssh.PublicKey) Agents {
	a := Agents{byKey: map[string]string{}}
	for name, list := range keys {
		for _, key := range list {
			a.byKey[string(key.Marshal())] = name
		}
	}
	return a
}

// Anyone takes every key; name gives its holder a name.
func Anyone(name func(fingerprint string) string) Agents { return Agents{anyone: name} }

// Of is the agent who has a key, "" for nobody.
func (a Agents) Of(key ssh.PublicKey) string {
	if a.anyone != nil {
		return a.anyone(ssh.FingerprintSHA256(key))
	}
	return a.byKey[string(key.Marshal())]
}

// still reports whether an agent has the key, in its own bytes, that a connection came in with.
func (a Agents) still(agent, key string) bool { return a.anyone != nil || a.byKey[key] == agent }

// Names are the agents who have a key.
func (a Agents) Names() []string {
	return slices.Compact(slices.Sorted(maps.Values(a.byKey)))
}
