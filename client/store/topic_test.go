package store

import (
	"path/filepath"
	"testing"
)

// Files of every version exist on people's disks: how a topic is kept does not change.
func TestHowTopicsAreKept(t *testing.T) {
	for column, topic := range map[string]Topic{
		"reply": Reply.Of(""), "note": Note.Of(""), "file": File.Of(""), "file local:AB": File.Of("local:AB"), "action": Action.Of(""),
		"form template order update": Template.Of("order update"), "form canned r1": Canned.Of("r1"), "form field a b.c": Field.Of("a b.c"),
		"form field ": Field.Of(""), "form name": Name.Of(""), "form tags": Tags.Of(""),
		"form": Foreign.Of("form"), "form reply": Foreign.Of("form reply"), "form tags x": Foreign.Of("form tags x"), "tags": Foreign.Of("tags"),
		"reply later": Foreign.Of("reply later"), "poll": Foreign.Of("poll"), "": Foreign.Of(""),
	} {
		if got := topicOf(column); got != topic {
			t.Errorf("%q is read as %+v", column, got)
		}
	}
	for _, topic := range []Topic{Reply.Of(""), File.Of("local:AB"), Template.Of("a b"), Canned.Of("form x"), Field.Of("field x"), Name.Of(""), Tags.Of(""), Foreign.Of("poll 1")} {
		if got := topicOf(topic.column()); got != topic {
			t.Errorf("%+v is kept as %q and read as %+v", topic, topic.column(), got)
		}
	}
}

// What another version typed stays, whatever it is.
func TestADraftOfAnotherVersionStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	a := console(t, path)
	save(t, a, Batch{Drafts: []Draft{{Contact: "c1", Topic: Foreign.Of("poll 1"), Body: "yes or no"}}})
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	b := console(t, path)
	list := start(t, b).Drafts
	if len(list) != 1 || list[0].Topic != Foreign.Of("poll 1") || list[0].Body != "yes or no" {
		t.Fatalf("%+v", list)
	}
	save(t, b, Batch{Drafts: list})
	if list := start(t, console(t, path)).Drafts; len(list) != 0 {
		t.Fatalf("it was written twice: %+v", list)
	}
}
