package files

import (
	"testing"

	"keydesk/actions"
)

// A file without an order leaves an action where it is, and puts a new one behind all others.
func TestAFileWithoutAnOrder(t *testing.T) {
	read := func(text string) *File {
		t.Helper()
		f, err := Decode("a.toml", []byte(text+"type = \"url\"\n[config]\nurl = \"https://crm.example.com\"\n"), nil)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	config := map[string]any{"url": "https://crm.example.com"}
	there := []actions.Stored{
		{ID: "a1", Name: "Old", Type: "url", Active: true, Order: 7, Config: config},
		{ID: "a2", Name: "Last", Type: "url", Active: true, Order: 12, Config: config},
	}
	list := []*File{
		read("id = \"a1\"\nname = \"Old\"\n"), read("name = \"New\"\n"), read("name = \"Newer\"\n"),
		read("name = \"First\"\norder = 0\n"), read("name = \"Far\"\norder = 20\n"), read("name = \"Last\"\n"),
	}
	want := map[string]struct {
		order    int
		standing Standing
	}{
		"Old": {7, Same}, "New": {21, NewHere}, "Newer": {22, NewHere}, "First": {0, NewHere}, "Far": {20, NewHere}, "Last": {12, Same},
	}
	for _, p := range Compare(list, there, State{}) {
		for _, c := range p.Changes {
			if p.Standing == NewHere && (!c.Added || c.Before != "") {
				t.Errorf("%s: %s was %q before there was anything", p.Name(), c.Field, c.Before)
			}
		}
		if w := want[p.Name()]; p.Wanted.Order != w.order || p.Standing != w.standing {
			t.Errorf("%s: order %d, %s; want %+v", p.Name(), p.Wanted.Order, p.Standing, w)
		}
	}
}
