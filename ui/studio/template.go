package studio

// Template is a text to begin a body or a script with.
type Template struct{ Name, Text string }

// Templates are those of a field.
func Templates(field string) []Template {
	if field == FieldCode {
		return []Template{
			{"Copy a field", "navigator.clipboard.writeText(contact.phone_number);"},
			{"Write into the draft", "return {\n  insert: `Hello ${contact.name}, this is ${user.name}.`,\n  toast: { message: 'Written, read it before you send', type: 'info' },\n};"},
			{"Open a link", "const u = new URL('https://crm.example.com/find');\nu.searchParams.set('phone', contact.phone_number);\nreturn { url: u.href };"},
			{"Copy a summary", "const lines = [contact.name, contact.phone_number, (contact.tags ?? []).join(', ')];\nreturn { clipboard: lines.join('\\n'), toast: 'Summary copied' };"},
		}
	}
	return []Template{
		{"The five usual fields", "{\n  \"contact_id\": \"{{contact.id}}\",\n  \"contact_phone\": \"{{contact.phone_number}}\",\n  \"contact_name\": \"{{contact.name}}\",\n  \"agent_id\": \"{{user.id}}\",\n  \"agent_name\": \"{{user.name}}\"\n}"},
		{"A ticket", "{\n  \"subject\": \"WhatsApp: {{contact.name}}\",\n  \"phone\": \"{{contact.phone_number}}\",\n  \"tags\": {{contact.tags}},\n  \"agent\": \"{{user.name}}\"\n}"},
		{"Everything of the contact", "{\n  \"id\": \"{{contact.id}}\",\n  \"name\": \"{{contact.name}}\",\n  \"phone\": \"{{contact.phone_number}}\",\n  \"tags\": {{contact.tags}},\n  \"metadata\": {{contact.metadata}}\n}"},
		{"A message for a chat", "{\n  \"text\": \"{{user.name}} needs help with {{contact.name}} ({{contact.phone_number}})\"\n}"},
	}
}
