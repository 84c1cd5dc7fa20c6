package delivery

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// The table in the package's documentation is the one in the code.
func TestTheDocumentedTableIsTheCodes(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for s := Storing; s <= Gone; s++ {
		var all []string
		for sig := stored; sig <= withdraw; sig++ {
			if to, ok := next(s, sig); ok {
				all = append(all, sig.String()+" → "+to.String())
			}
		}
		if s.Over() != (len(all) == 0) {
			t.Errorf("%s is over, and leads to %v", s, all)
		}
		want := strings.Join(all, ", ")
		if len(all) == 0 {
			want = "nothing"
		}
		line := "//\t" + s.String() + strings.Repeat(" ", 10-len(s.String())) + want
		if !slices.Contains(strings.Split(string(doc), "\n"), line) {
			t.Errorf("the documentation lacks the line\n%s", line)
		}
	}
}

// Nothing that may have arrived is sent again without a look or a person.
func TestUnknownIsNeverSentWithoutALookOrAPerson(t *testing.T) {
	for from, row := range table {
		for s, to := range row {
			if to == Sending && (from != Queued || s != start) {
				t.Errorf("%s is sent by %s", from, s)
			}
			if from == Unknown && to == Queued && s != resend {
				t.Errorf("unknown is queued by %s", s)
			}
			if from == Looking && to == Queued && s != missing {
				t.Errorf("looking is queued by %s", s)
			}
		}
	}
}
