package script

// Binding is one thing a snippet can use, as the documentation shows it.
type Binding struct {
	Name    string // as it is written
	What    string // what it is or does, one sentence
	Example string // a whole snippet that works as it stands
}

// Bindings are everything a snippet can use beyond the language itself, in the order of the
// documentation. Every example is run by a test.
func Bindings() []Binding {
	return []Binding{
		{"contact", "The person the conversation is with; the same names as in {{contact.…}}.",
			"navigator.clipboard.writeText(contact.phone_number);"},
		{"user, agent", "The agent who pressed the button, under both names.",
			"return { insert: `Regards, ${agent.name}` };"},
		{"organization", "The organization the agent is signed in to.",
			"return { toast: `You work for ${organization.name}` };"},
		{"conversation", "The open conversation: id, assignee, unread and its last messages, as plain data.",
			"const last = conversation.messages?.at(-1);\nreturn { clipboard: last ? last.text : '' };"},
		{"input", "What the agent filled in, by the names of the action's inputs.",
			"return { clipboard: `Order ${input.order ?? 'unknown'}` };"},
		{"context", "All of the above in one object.",
			"return { clipboard: JSON.stringify(context.contact) };"},
		{"return { clipboard, toast, url, message, insert }", "What the button does; every part may be left out, and may be a promise. toast is a text or { message, type } with type success, error, info or warning.",
			"return { clipboard: contact.phone_number, toast: { message: 'Copied', type: 'success' }, message: 'Number copied' };"},
		{"await", "Works at the top level, as return does.",
			"const order = await Promise.resolve('A-17');\nreturn { insert: order };"},
		{"navigator.clipboard.writeText(text)", "Puts a text on the clipboard; gives a promise.",
			"await navigator.clipboard.writeText(contact.name);"},
		{"navigator.clipboard.readText()", "A promise of the clipboard's text; refused unless the profile allows it.",
			"try {\n  return { insert: await navigator.clipboard.readText() };\n} catch {\n  alert('Reading the clipboard is not allowed');\n}"},
		{"window.open(url)", "Opens an absolute http, https, mailto or tel address in the browser.",
			"window.open('https://crm.example.com/?' + new URLSearchParams({ phone: contact.phone_number }));"},
		{"alert(text)", "Shows a toast.", "alert(`${contact.name} is a customer`);"},
		{"insertText(text)", "Puts a text into the draft of the reply. It is never sent by itself.",
			"insertText(`Hello ${contact.name}, `);"},
		{"console.log, info, warn, error, debug", "Lines that are shown with the result.",
			"console.log('tags:', contact.tags);"},
		{"setTimeout, setInterval, clearTimeout, clearInterval", "Timers, within the time limit of the run.",
			"await new Promise(done => setTimeout(done, 10));\nalert('10 ms later');"},
		{"queueMicrotask(call)", "Calls a function after the current one.", "queueMicrotask(() => alert('after'));"},
		{"URL, URLSearchParams", "Addresses and queries, as in a browser.",
			"const u = new URL('https://crm.example.com/find');\nu.searchParams.set('q', contact.phone_number);\nreturn { url: u.href };"},
		{"TextEncoder, TextDecoder", "UTF-8 text to bytes and back.",
			"alert(new TextEncoder().encode(contact.name).length + ' bytes');"},
		{"atob, btoa", "Base64.", "return { clipboard: btoa('user:secret') };"},
		{"crypto.randomUUID(), crypto.getRandomValues(array)", "Random values that cannot be guessed.",
			"return { clipboard: crypto.randomUUID() };"},
		{"structuredClone(value)", "A deep copy.", "const copy = structuredClone(contact);\nreturn { clipboard: copy.name };"},
	}
}
