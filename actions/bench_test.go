package actions

import "testing"

// Planning must take at most 100 µs: it runs on every key press of a preview.
func BenchmarkPlanWebhook(b *testing.B) {
	e, s := engine(b, nil), sample(b)
	d := webhook("https://h.example/t?q={name}&p={phone}", `{"subject":"WhatsApp: {{contact.name}}","phone":"{{contact.phone_number}}","agent":"{{user.name}}","tags":{{contact.tags}},"meta":{{contact.metadata}}}`,
		Header{Name: "Authorization", Value: "Bearer x"}, Header{Name: "X-Agent", Value: "{{user.email}}"})
	for b.Loop() {
		if _, err := e.Plan(d, s, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlanURL(b *testing.B) {
	e, s := engine(b, nil), sample(b)
	d := link("https://crm.example.com/contacts?phone={phone}&name={name}")
	for b.Loop() {
		if _, err := e.Plan(d, s, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlanScript(b *testing.B) {
	e, s := engine(b, nil), sample(b)
	d := snippet("navigator.clipboard.writeText(contact.phone_number);")
	for b.Loop() {
		if _, err := e.Plan(d, s, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPreview(b *testing.B) {
	e, s := engine(b, nil), sample(b)
	p := mustPlan(b, e, webhook("https://h.example/t?q={name}", ""), s)
	for b.Loop() {
		if len(p.Masked().Sections) == 0 {
			b.Fatal("empty")
		}
	}
}
