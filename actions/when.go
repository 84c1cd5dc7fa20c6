package actions

import (
	"slices"
	"strings"

	"keydesk/actions/template"
)

// Unmet says in a few words why the conditions do not hold for the subject; "" when they do.
func (w When) Unmet(s template.Subject) string {
	if len(w.Tags) > 0 && !hasAnyTag(s.Contact["tags"], w.Tags) {
		return "only for contacts tagged " + strings.Join(w.Tags, " or ")
	}
	if reason := w.assignee(s); reason != "" {
		return reason
	}
	if len(w.Channels) > 0 && !slices.ContainsFunc(w.Channels, func(c string) bool { return onChannel(s, c) }) {
		return "only for conversations on " + strings.Join(w.Channels, " or ")
	}
	sc := s.Scope(nil)
	for _, f := range w.HasFields {
		root, rest, _ := template.CutRoot(template.LongName(f))
		data, _, ok := template.Walk(sc.Roots[root], nil, rest)
		if list, isList := data.([]any); !ok || data == nil || data == "" || isList && len(list) == 0 {
			return "only when " + f + " is known"
		}
	}
	return ""
}

func (w When) assignee(s template.Subject) string {
	who, _ := s.Contact["assigned_user_id"].(string)
	me, _ := s.User["id"].(string)
	switch w.Assignee {
	case "":
		return ""
	case "me":
		if who == "" || who != me {
			return "only for conversations assigned to you"
		}
	case "none":
		if who != "" {
			return "only for conversations nobody is assigned to"
		}
	case "anyone":
		if who == "" {
			return "only for assigned conversations"
		}
	case "other":
		if who == "" || who == me {
			return "only for conversations assigned to someone else"
		}
	default:
		if who != w.Assignee {
			return "only for conversations assigned to " + w.Assignee
		}
	}
	return ""
}

func hasAnyTag(v any, wanted []string) bool {
	list, _ := v.([]any)
	return slices.ContainsFunc(list, func(tag any) bool {
		s, ok := tag.(string)
		return ok && slices.Contains(wanted, s)
	})
}

// onChannel compares with the account's name (one generation) and id (the other, contract §19).
func onChannel(s template.Subject, channel string) bool {
	for _, v := range []any{s.Contact["whatsapp_account"], s.Contact["whatsapp_account_id"],
		s.Conversation["account"], s.Conversation["account_id"], s.Conversation["account_name"]} {
		if t, ok := v.(string); ok && t != "" && strings.EqualFold(t, channel) {
			return true
		}
	}
	return false
}

// Disabled says in a few words why the action cannot be pressed for the subject now; "" when it can.
func (e *Engine) Disabled(d Definition, s template.Subject) string {
	switch {
	case d.Problem != nil:
		return d.Problem.Error()
	case e.cfg.ReadOnly && d.Options.Danger:
		return "not in read-only mode"
	}
	return d.Options.When.Unmet(s)
}
