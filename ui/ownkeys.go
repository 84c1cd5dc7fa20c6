package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/compose"
	"keydesk/ui/dialog"
	"keydesk/ui/keys"
)

// ownKeys are the keys that actions bring along (the "keydesk" object of a
// definition, or the settings). The key table and actions further left in the
// toolbar go first; what is refused is told in a sentence each, naming both.
func (r *runRoom) ownKeys(list []actions.Definition) (byKey map[string]string, refused []string) {
	byKey = map[string]string{}
	names := map[string]string{}
	for _, d := range list {
		key, sentence := r.ownKeyOf(d, names)
		if sentence != "" {
			refused = append(refused, sentence)
		} else if key != "" {
			byKey[key], names[key] = d.ID, actionName(d)
		}
	}
	return byKey, refused
}

// ownKeyOf is the key that an action gets, "" when it wants none; names has
// those of actions further left. The sentence says why it cannot have it.
func (r *shell) ownKeyOf(d actions.Definition, names map[string]string) (key, refused string) {
	if d.Options.Key == "" {
		return "", ""
	}
	key, err := keys.Parse(d.Options.Key)
	if err != nil {
		return "", fmt.Sprintf("%s: key %q is no key: %v", actionName(d), d.Options.Key, err)
	}
	if dialog.IsText(key) {
		return "", fmt.Sprintf("%s: key %q is text to somebody who types; take one with alt or ctrl, or a function key", actionName(d), key)
	}
	if other := r.keyOwner(key); other != "" {
		return "", fmt.Sprintf("%s: key %q is already %q; give one of them another key", actionName(d), key, other)
	}
	if other := names[key]; other != "" {
		return "", fmt.Sprintf("%s: key %q is already that of %s; give one of them another key", actionName(d), key, other)
	}
	return key, ""
}

// RefusedKeys says for each action of a toolbar, in its order, why it cannot
// have the key it wants; "" when it can. d needs no more than the settings of
// the keys: nothing is drawn or called.
func RefusedKeys(d Deps, list []actions.Definition) []string {
	r, _ := New(d)
	names := map[string]string{}
	out := make([]string, len(list))
	for i, action := range list {
		key, sentence := r.ownKeyOf(action, names)
		out[i] = sentence
		if sentence == "" && key != "" {
			names[key] = actionName(action)
		}
	}
	return out
}

// keyOwner is who has a key anywhere, the composer's editing included, or "".
func (r *shell) keyOwner(key string) string {
	if compose.Owns(key) {
		return "editing in the composer"
	}
	for _, scope := range []string{command.ScopeGlobal, command.ScopeList, command.ScopeBar, command.ScopeThread, command.ScopeCompose} {
		if id, ok := r.Keys.Find(scope, key); ok {
			return r.long(id)
		}
	}
	return ""
}

// ownKey is the key an action brought along as the toolbar shows it, or "".
func (b *toolbar) ownKey(id string) string {
	for key, owner := range b.own {
		if owner == id {
			return keys.Show(key)
		}
	}
	return ""
}

// takeOwnKeys gives the actions their keys and tells which do not work; the
// log has all of them.
func (r *runRoom) takeOwnKeys() tea.Cmd {
	own, refused := r.ownKeys(r.bar.list)
	r.bar.own = own
	for _, sentence := range refused {
		r.deps.Logger.Warn("keys of actions", "refused", sentence)
	}
	if len(refused) == 0 {
		return nil
	}
	return r.say(levelWarn, strings.Join(refused, "  "))
}
