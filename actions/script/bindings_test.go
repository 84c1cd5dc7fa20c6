package script

import "testing"

// Every example in the documentation works as it stands.
func TestTheDocumentedExamplesWork(t *testing.T) {
	p := newTestPool(t, true)
	for _, b := range Bindings() {
		r, err := runCode(t, p, b.Example)
		if err != nil {
			t.Errorf("%s: %v", b.Name, err)
			continue
		}
		if len(r.Effects)+len(r.Log) == 0 {
			t.Errorf("%s: the example shows nothing", b.Name)
		}
		if b.What == "" {
			t.Errorf("%s is not explained", b.Name)
		}
	}
}
