package template

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"keydesk/config/near"
)

// singleNames are the document's names that may stand in single braces, in URLs only: {phone} and
// {name} from its example, and the five fields of its webhook payload.
var singleNames = map[string]string{
	"phone":         "contact.phone_number",
	"name":          "contact.name",
	"contact_id":    "contact.id",
	"contact_phone": "contact.phone_number",
	"contact_name":  "contact.name",
	"agent_id":      "user.id",
	"agent_name":    "user.name",
}

// contractNames are the names that always exist, even when the platform leaves an empty field out
// of its answer (contract §1.2, §4.1): absent means empty, not unknown.
var contractNames = map[string][]string{
	"contact": {"id", "phone_number", "name", "profile_name", "tags", "metadata", "status", "avatar_url",
		"assigned_user_id", "whatsapp_account", "whatsapp_account_id", "unread_count", "last_message_at",
		"last_message_preview", "last_inbound_at", "service_window_open", "marketing_opt_out",
		"created_at", "updated_at"},
	"user":         {"id", "name", "full_name", "email", "role", "organization_id"},
	"organization": {"id", "name"},
	"conversation": {"id", "assignee", "unread", "account"},
}

// Always lists the names below a root, contact or user, that exist whatever the platform leaves out.
func Always(root string) []string { return contractNames[root] }

// LongName is the one name for a value: agent is another word for user.
func LongName(name string) string {
	if rest, ok := strings.CutPrefix(name, "agent."); ok {
		return "user." + rest
	}
	if name == "agent" {
		return "user"
	}
	return name
}

// Limits of the list of names.
const (
	maxNames  = 2000
	maxLevels = 8
)

// Names lists every placeholder that has a value for the subject and inputs, sorted, for completion
// and for "did you mean". Each is spelled so that it works: keys that cannot stand between dots are in
// brackets. Objects are followed eight levels down, and into the first entry of lists; the list ends at
// 2,000 names.
func (s Subject) Names(inputs map[string]any) []string {
	sc := s.Scope(inputs)
	set := map[string]bool{}
	for root, fields := range contractNames {
		if root == "conversation" && sc.Roots[root] == nil {
			continue
		}
		for _, f := range fields {
			set[root+"."+f] = true
		}
	}
	for _, root := range slices.Sorted(maps.Keys(sc.Roots)) {
		collect(set, root, sc.Roots[root], maxLevels)
	}
	return slices.Sorted(maps.Keys(set))
}

func collect(set map[string]bool, prefix string, v any, depth int) {
	switch d := v.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(d))
		for i, k := range keys {
			if len(set) >= maxNames {
				return
			}
			// With "a.b" beside "a", the dotted form of what is in a could mean the other.
			ambiguous := slices.ContainsFunc(keys[i+1:], func(other string) bool { return strings.HasPrefix(other, k+".") })
			if _, taken := d[k+"?"]; taken && !ambiguous {
				ambiguous = true
			}
			name := prefix + spellKey(k, ambiguous)
			set[name] = true
			if depth > 0 {
				collect(set, name, d[k], depth-1)
			}
		}
	case []any:
		if len(d) > 0 && depth > 0 {
			switch d[0].(type) {
			case map[string]any, []any:
				collect(set, prefix+"[0]", d[0], depth-1)
			}
		}
	}
}

// Nearest picks the candidate a person most likely meant by name; "" when nothing is near. A
// candidate that contains the last part of the name counts as near: phone → contact.phone_number.
func Nearest(name string, candidates []string) string {
	best, bestCost := "", 1<<20
	lower := comparable(name)
	_, tail, dotted := strings.Cut(lower, ".")
	if !dotted {
		tail = lower
	}
	inside := strings.TrimPrefix(tail, "metadata.")
	for _, c := range candidates {
		plain := comparable(c)
		_, ctail, ok := strings.Cut(plain, ".")
		if !ok {
			ctail = plain
		}
		cost := min(near.Distance(lower, plain, bestCost), near.Distance(tail, ctail, bestCost)+1)
		if len(tail) >= 3 && (strings.HasPrefix(ctail, tail) || strings.HasSuffix(ctail, "_"+tail)) {
			cost = min(cost, 2)
		}
		if cmp.Compare(cost, bestCost) < 0 {
			best, bestCost = c, cost
		}
	}
	if bestCost > max(min(2, len(inside)-1), len(inside)/3) {
		return ""
	}
	return best
}

// comparable is a name as it would be without case, brackets and quotes.
func comparable(name string) string {
	return strings.ToLower(strings.NewReplacer("['", ".", `["`, ".", "']", "", `"]`, "", "[", ".", "]", "").Replace(name))
}

// knownAnyway are names below values whose members nobody can know beforehand.
func knownAnyway(name string) bool {
	for _, open := range []string{"contact.metadata.", "contact.metadata[", "contact.tags.", "contact.tags[", "conversation.messages"} {
		if strings.HasPrefix(name, open) {
			return true
		}
	}
	return false
}
