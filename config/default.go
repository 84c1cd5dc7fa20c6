package config

import "strings"

// DefaultFile is a settings file in which every setting stands as a comment with its default or an
// example. Read it to learn what can be set; take a # away to set it.
func DefaultFile() string {
	var b strings.Builder
	b.WriteString(`# Settings of keydesk.
#
# Every line is a comment: take the # away to set something. What is not set has the value shown, or
# none. Flags win over the environment (KEYDESK_URL, KEYDESK_API_KEY, KEYDESK_PROFILE), that wins over
# this file. Passwords and API keys never stand here: "keydesk login" keeps them in the keyring.
`)
	table := ""
	for _, row := range schema() {
		if row.table() != table {
			table = row.table()
			if intro := tableIntro(table); intro != "" {
				b.WriteString("\n" + intro)
			}
		}
		if row.doc != "" {
			b.WriteString("\n# " + row.doc + "\n")
		}
		key := row.label()
		switch row.table() { // dotted, so that they may stand anywhere among the action's settings
		case "actions.*.when":
			key = "when." + key
		case "actions.*.headers":
			key = "headers." + key
		}
		b.WriteString("#" + key + " = " + row.example + "\n")
	}
	return b.String()
}

// tableIntro is the header of a table in the default file, with a sentence on what it is for.
func tableIntro(table string) string {
	switch table {
	case "timeouts":
		return "#[timeouts]\n"
	case "waiting":
		return "# How long customers may wait.\n#[waiting]\n"
	case "history":
		return "# The local record of every run; keydesk history shows it.\n#[history]\n"
	case "keys":
		return "#[keys]\n"
	case "views.*":
		return "# A tab of your own: a filter with a name, an order and perhaps a key. The tabs stand in this file's order.\n#[views.\"Late VIPs\"]\n"
	case "themes.*":
		return "# A theme of your own: colours by what they mean; those left out are base's.\n#[themes.mine]\n"
	case "profiles.*":
		return "# One table for each platform that you work with. keydesk login writes url and email here.\n#[profiles.work]\n"
	case "actions.*":
		return "# What this machine adds to a custom action, found by its id or its name.\n#[actions.\"Create ticket\"]\n"
	case "serve":
		return "# Desks for a team over SSH: keydesk serve.\n#[serve]\n"
	case "serve.agents.*":
		return "# One table for each agent who has a desk on this server.\n#[serve.agents.ravi]\n"
	case "actions.*.inputs.#":
		return "#[[actions.\"Create ticket\".inputs]]\n"
	}
	return ""
}
