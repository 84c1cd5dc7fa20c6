package actions

// Starter is a text to begin with: a body, an address or a script that works for every contact.
type Starter struct {
	// Name says in a few words what it is for.
	Name string
	// ContentType is the header that a body needs; "" for JSON, which needs none.
	ContentType string
	Text        string
}

// Starters are the texts that an editor offers for a type of action, the most usual one first.
func Starters(t Type) []Starter {
	switch t {
	case TypeWebhook:
		return bodyStarters()
	case TypeURL:
		return linkStarters()
	case TypeJavaScript:
		return scriptStarters()
	}
	return nil
}

func bodyStarters() []Starter {
	return []Starter{
		{"Ticket, as JSON", "", `{
  "subject": "WhatsApp: {{contact.name}}",
  "requester": {
    "name": "{{contact.name}}",
    "phone": "{{contact.phone_number}}"
  },
  "tags": {{contact.tags}},
  "comment": "{{contact.last_message_preview}}",
  "agent": "{{user.email}}"
}`},
		{"The five fields of the documentation", "", `{
  "contact_id": "{{contact.id}}",
  "contact_phone": "{{contact.phone_number}}",
  "contact_name": "{{contact.name}}",
  "agent_id": "{{user.id}}",
  "agent_name": "{{user.name}}"
}`},
		{"Chat message (Slack, Mattermost)", "", `{
  "text": "{{user.name}} asks for help with {{contact.name}} ({{contact.phone_number}})"
}`},
		{"Everything about the contact, as JSON", "", `{
  "contact": {
    "id": "{{contact.id}}",
    "name": "{{contact.name}}",
    "phone_number": "{{contact.phone_number}}",
    "tags": {{contact.tags}},
    "metadata": {{contact.metadata}}
  },
  "user": {"id": "{{user.id}}", "name": "{{user.name}}", "email": "{{user.email}}"},
  "organization": {"id": "{{organization.id}}", "name": "{{organization.name}}"}
}`},
		{"Form fields", "application/x-www-form-urlencoded", `phone={{contact.phone_number}}&name={{contact.name}}&agent={{user.email}}`},
		{"Plain text", "text/plain; charset=utf-8", `{{user.name}} on {{contact.name}} ({{contact.phone_number}}):
{{contact.last_message_preview}}`},
	}
}

func linkStarters() []Starter {
	return []Starter{
		{"Search in a CRM", "", "https://crm.example.com/contacts?phone={phone}&name={name}"},
		{"Page of one customer", "", "https://crm.example.com/customers/{{contact.id}}"},
		{"Call the number", "", "tel:+{{contact.phone_number}}"},
		{"Write a mail about the contact", "", "mailto:helpdesk@example.com?subject=WhatsApp%20customer&body={{contact.name}},%20{{contact.phone_number}}"},
	}
}

func scriptStarters() []Starter {
	return []Starter{
		{"Copy the number", "", "navigator.clipboard.writeText(contact.phone_number);\n"},
		{"Copy the number with a word", "", `return {
  clipboard: contact.phone_number,
  toast: { message: ` + "`Copied the number of ${contact.name}`" + `, type: "success" },
};
`},
		{"Begin a reply", "", "const first = contact.name.split(/\\s+/)[0];\nreturn { insert: `Hello ${first}, ` };\n"},
		{"Open a search for the last message", "", `const last = conversation.messages?.at(-1);
if (!last?.text) {
  return { toast: { message: "There is no message to search for", type: "warning" } };
}
const url = new URL("https://search.example.com/");
url.searchParams.set("q", last.text);
return { url: url.href };
`},
		{"Only for some contacts", "", `if (!contact.tags?.includes("vip")) {
  alert(` + "`${contact.name} has no tag vip`" + `);
  return;
}
return { insert: "Thank you for your patience, we look into it at once. " };
`},
	}
}
