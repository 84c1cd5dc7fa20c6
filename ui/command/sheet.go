package command

import (
	"cmp"
	"slices"
	"strings"
)

// sheetOrder is where a command stands among all keys: first the parts of the
// desk in the order in which a shift uses them, then what works everywhere, then
// the dialogs. Dialogs that are not named here follow in the table's order.
var sheetOrder = [...]string{
	ScopeList, ScopeSearch, ScopeFilter, ScopeThread, ScopeFind, ScopeCompose, ScopeBar, ScopeGlobal,
}

// Sheet is the key table as help and key sheet show it: each heading once, with
// all of its commands, whatever files they come from. The keys of the single
// actions, which one learns at a glance, close their group.
func Sheet(table []Command) []Command {
	rows := slices.DeleteFunc(slices.Clone(table), func(c Command) bool { return len(c.Keys) == 0 })
	first := make(map[string]int) // where a scope begins in the table
	for i, c := range rows {
		if _, seen := first[c.Scope]; !seen {
			first[c.Scope] = len(sheetOrder) + i
		}
	}
	for i, scope := range sheetOrder {
		first[scope] = i
	}
	slices.SortStableFunc(rows, func(a, b Command) int {
		return cmp.Or(cmp.Compare(first[a.Scope], first[b.Scope]), cmp.Compare(pressRank(a), pressRank(b)))
	})
	return rows
}

// pressRank is 1 for the keys of the single actions, 0 for all others.
func pressRank(c Command) int {
	if n, ok := strings.CutPrefix(c.ID, "action."); ok && len(n) == 1 {
		return 1
	}
	return 0
}
