package studio

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"keydesk/actions"
	_ "keydesk/cmd/chance" // the same draws every time
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

func look() *theme.Theme {
	th := theme.New("auto", "unicode", true)
	return &th
}

// parse reads an action as the platform has it.
func parse(t interface {
	Helper()
	Fatal(...any)
}, raw string) actions.Stored {
	t.Helper()
	s, err := actions.ParseStored([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const odd = `{"id":"a1","name":"  Odd 王 👩‍💻 ","icon":"rocket","action_type":"webhook","is_active":true,"display_order":3,"config":{
	"url":" https://x.example/?token=abc ","method":"post","headers":{"X-Number":5,"Authorization":"Bearer secret-1"},"body":"a\r\nb\t","extra":{"deep":[1,2.50]},
	"keydesk":{"confirm":"Sure?\nReally","timeout":2.5,"when":{"tags":["a, b"],"has-field":"contact.name","odd":1},"inputs":[{"name":"n","type":"number","later":true},7],"danger":false,"later":{}}}}`

// What nobody touched goes back exactly as it came: numbers, unknown members, white space and all.
func TestAnUntouchedActionGoesBackAsItCame(t *testing.T) {
	for _, raw := range []string{
		odd,
		`{"id":"1","name":"x","action_type":"url","config":{"url":5,"open_in_new_tab":"yes"}}`,
		`{"id":"1","name":"","icon":"","action_type":"javascript","config":null}`,
		`{"id":"1","name":"x","action_type":"strange","config":{"code":"return 1 // c","keydesk":true,"headers":"none"}}`,
	} {
		s := parse(t, raw)
		f := Open(look(), s, s, TextArea)
		f.View(80, 20)
		for range 40 {
			f.Next()
			f.View(30, 5)
		}
		if got := string(f.Stored().JSON()); got != string(s.JSON()) {
			t.Errorf("\n got %s\nwant %s", got, s.JSON())
		}
		if f.Changed() || f.Draft() != "" {
			t.Errorf("%s counts as changed", raw)
		}
	}
}

// Changing one field changes that member and nothing else.
func TestOneChangeIsOneChange(t *testing.T) {
	s := parse(t, odd)
	for id, want := range map[string]string{
		FieldName: "name", FieldURL: "url", FieldBody: "body", FieldKey: "keydesk.key", FieldTimeout: "keydesk.timeout",
		FieldTags: "keydesk.when", FieldWords: "keydesk.confirm", FieldMethod: "method", FieldIcon: "icon", FieldDanger: "keydesk.danger",
	} {
		f := Open(look(), s, s, TextArea)
		value := "9s"
		if id == FieldDanger {
			value = yes
		}
		f.SetText(id, value)
		changes := actions.Changes(s, f.Stored())
		if len(changes) != 1 || changes[0].Field != want {
			t.Errorf("%s changed %v", id, changes)
		}
	}
}

func TestConditionsAreWrittenOneWay(t *testing.T) {
	f := Open(look(), actions.Stored{}, New(), TextArea)
	f.SetText(FieldTags, "vip, gold")
	f.SetText(FieldWho, "me")
	f.SetText(FieldHas, "contact.metadata.id")
	d := f.Stored().Definition()
	if w := d.Options.When; strings.Join(w.Tags, "+") != "vip+gold" || w.Assignee != "me" || len(w.HasFields) != 1 {
		t.Fatalf("%+v, %v", w, d.Problem)
	}
	for _, id := range []string{FieldTags, FieldWho, FieldHas} {
		f.SetText(id, "")
	}
	if _, there := f.Stored().Config["keydesk"]; there {
		t.Fatal("an empty keydesk object stays")
	}
}

// Another type takes only its own settings along, and the texts are there again when it changes back.
func TestChangingTheTypeAndBack(t *testing.T) {
	s := parse(t, odd)
	f := Open(look(), s, s, TextArea)
	f.SetChoice(FieldType, "javascript")
	f.SetText(FieldCode, "return 1")
	c := f.Stored().Config
	for _, gone := range []string{"url", "method", "headers", "body"} {
		if _, there := c[gone]; there {
			t.Errorf("%s is still there", gone)
		}
	}
	if c["code"] != "return 1" || c["extra"] == nil || c["keydesk"] == nil {
		t.Errorf("%v", c)
	}
	f.SetChoice(FieldType, "webhook")
	got := f.Stored()
	delete(got.Config, "code")
	if changes := actions.Changes(s, got); len(changes) > 0 {
		t.Errorf("back again differs: %+v", changes)
	}
}

func TestHeadersAndQuestions(t *testing.T) {
	s := parse(t, odd)
	f := Open(look(), s, s, TextArea)
	f.PutEntry(FieldHeaders, 99, Row{Name: "X-New", Value: "v"})
	f.PutEntry(FieldInputs, 0, f.Entries(FieldInputs)[0].Ask(actions.Input{Name: "n", Type: actions.InputNumber, Required: true}))
	var fields []string
	for _, c := range actions.Changes(s, f.Stored()) {
		fields = append(fields, c.Field)
	}
	if got := strings.Join(fields, " "); got != "headers.X-New keydesk.inputs" {
		t.Fatalf("changed: %s", got)
	}
	inputs := f.Stored().Config["keydesk"].(map[string]any)["inputs"].([]any)
	first := inputs[0].(map[string]any)
	if first["later"] != true || first["required"] != true || len(inputs) != 2 {
		t.Fatalf("%v", inputs)
	}
	f.Focus(FieldHeaders)
	shown, _ := f.View(80, 40)
	if all := strings.Join(shown, "\n"); strings.Contains(all, "secret-1") || !strings.Contains(all, "Bearer ••") {
		t.Fatalf("secrets are not masked:\n%s", all)
	}
	f.Reveal = true
	if shown, _ = f.View(80, 40); !strings.Contains(strings.Join(shown, "\n"), "secret-1") {
		t.Fatal("revealing shows nothing")
	}
}

func TestARefusalStandsAtItsFieldUntilThatChanges(t *testing.T) {
	s := parse(t, odd)
	f := Open(look(), s, s, TextArea)
	f.Refuse(actions.RefusedField("URL must not point to internal addresses"), "URL must not point to internal addresses")
	if f.Focused() != FieldURL {
		t.Fatalf("the keyboard is at %s", f.Focused())
	}
	shows := func() bool {
		rows, _ := f.View(80, 40)
		return strings.Contains(strings.Join(rows, "\n"), "the platform refuses it: URL must not")
	}
	if !shows() {
		t.Fatal("it is not shown")
	}
	f.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	if shows() {
		t.Fatal("it outlives the change")
	}
}

func TestFindingsStandAtFieldsThatAreShown(t *testing.T) {
	s := parse(t, odd)
	f := Open(look(), s, s, TextArea)
	for field, want := range map[string]string{
		"headers.X-Number": FieldHeaders, "input.amount": FieldInputs, "keydesk.inputs[0].name": FieldInputs, "keydesk.when.tags": FieldTags,
		"confirm": FieldWords, "keydesk.confirm": FieldWords, "code": FieldURL, "config": FieldURL, "keydesk.later": FieldURL, "action_type": FieldType,
	} {
		if got := f.PlaceOf(field); got != want {
			t.Errorf("%s stands at %s, not at %s", field, got, want)
		}
	}
}

// Whatever is pressed at whatever size, every row is exactly as wide as asked, and the cursor is inside.
func TestTheFormFitsAnySize(t *testing.T) {
	keys := []tea.KeyPressMsg{{Code: 'a', Text: "a"}, {Code: '王', Text: "王"}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyBackspace}, {Code: tea.KeyEnter}}
	s := parse(t, odd)
	rapid.Check(t, func(t *rapid.T) {
		f := Open(look(), s, s, TextArea)
		f.SetFindings(s.Definition().Lint())
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				f.Next()
			case 1:
				f.Previous()
			case 2:
				f.Choose(1)
			case 3:
				k := rapid.SampledFrom(keys).Draw(t, "key")
				f.Vertical(k, rapid.SampledFrom([]int{-1, 1}).Draw(t, "by"))
			case 4:
				f.DropEntry()
			default:
				f.Update(rapid.SampledFrom(keys).Draw(t, "typed"))
			}
			w, h := rapid.IntRange(0, 120).Draw(t, "w"), rapid.IntRange(0, 40).Draw(t, "h")
			rows, cursor := f.View(w, h)
			if len(rows) > h {
				t.Fatalf("%d rows in %d", len(rows), h)
			}
			for _, row := range rows {
				if text.Width(row) != w {
					t.Fatalf("%d cells of %d: %q", text.Width(row), w, row)
				}
			}
			if cursor != nil && (cursor.Y >= len(rows) || cursor.X > w) {
				t.Fatalf("the cursor is at %v in %d×%d", *cursor, w, h)
			}
			if f.Words() == "" {
				t.Fatal("nothing to say")
			}
		}
	})
}

// Where the placeholders of a field stand is said below it while the keyboard is there.
func TestPlacesStandBelowTheirField(t *testing.T) {
	s := parse(t, `{"id":"1","name":"x","action_type":"webhook","config":{"url":"https://x.example/{phone}","body":"{\"a\":\"{{contact.name}} {{user.email}}\",\"t\":{{contact.tags}}}"}}`)
	f := Open(look(), s, s, TextArea)
	f.SetPlaces(s.Definition().Places())
	for id, want := range map[string]string{
		FieldURL: "{phone}: path segment", FieldBody: "{{contact.name}}, {{user.email}}: JSON string; {{contact.tags}}: JSON value", FieldMethod: "POST unless",
	} {
		f.Focus(id)
		rows, _ := f.View(100, 40)
		if screen := ansi.Strip(strings.Join(rows, "\n")); !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
}
