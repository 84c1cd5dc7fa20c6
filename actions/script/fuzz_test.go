package script

import (
	"bytes"
	"errors"
	"testing"
	"unicode/utf8"

	"keydesk/actions/script/vm"
)

// FuzzDecodeReply throws bytes at the parent's door. What comes in is either refused or within
// every limit, with nothing to open that may not be opened.
func FuzzDecodeReply(f *testing.F) {
	f.Add(encodeReply(vm.Outcome{}))
	f.Add(encodeReply(vm.Outcome{Message: "m", Returned: true, Cut: []string{"cut"},
		Effects: []vm.Effect{{Kind: "copy", Text: "t"}, {Kind: "open", URL: "https://a.example/"}, {Kind: "toast", Text: "x", Level: "info"}},
		Log:     []vm.Line{{Level: "warn", Text: "w"}}, Failure: &vm.Failure{Kind: "timeout", Message: "late", Line: 1, Column: 2}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, failure, err := decodeReply(data)
		if err != nil {
			if !errors.Is(err, errReply) || len(r.Effects) > 0 || failure != nil {
				t.Fatalf("%v with %+v, %+v", err, r, failure)
			}
			return
		}
		if len(r.Effects) > MaxEffects || len(r.Log) > MaxLogLines || !utf8.ValidString(r.Message) {
			t.Fatalf("above the limits: %+v", r)
		}
		for _, e := range r.Effects {
			if _, ok := vm.MayOpen(e.URL); e.Kind == EffectOpen && !ok || len(e.Text) > MaxClipboard {
				t.Fatalf("an effect that may not be: %+v", e)
			}
		}
	})
}

// FuzzReadFrame: a frame never gives more than its limit, whatever its header says.
func FuzzReadFrame(f *testing.F) {
	f.Add(frame(frameReply, []byte("body")))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 'r'})
	f.Fuzz(func(t *testing.T, data []byte) {
		body, err := readFrame(bytes.NewReader(data), frameReply, 64)
		if err == nil && (len(body) > 64 || !bytes.HasPrefix(data[5:], body)) {
			t.Fatalf("%q gives %q", data, body)
		}
	})
}

// The encoder and the decoder agree.
func TestRepliesComeThrough(t *testing.T) {
	o := vm.Outcome{Message: "m\x1b", Returned: true, Cut: []string{"cut"},
		Effects: []vm.Effect{{Kind: "copy", Text: "t"}, {Kind: "open", URL: "tel:+1"}, {Kind: "insert", Text: ""}},
		Log:     []vm.Line{{Level: "debug", Text: "\x00"}}, Failure: &vm.Failure{Kind: "stack", Message: "deep", Line: 3, Column: 4}}
	r, failure, err := decodeReply(encodeReply(o))
	if err != nil {
		t.Fatal(err)
	}
	if r.Message != o.Message || !r.Returned || len(r.Effects) != 3 || r.Effects[1].URL != "tel:+1" || r.Log[0].Text != "\x00" || r.Cut[0] != "cut" {
		t.Errorf("%+v", r)
	}
	if *failure != (Error{Kind: "stack", Message: "deep", Line: 3, Column: 4}) {
		t.Errorf("%+v", failure)
	}
	for i := range encodeReply(o) {
		if _, _, err := decodeReply(encodeReply(o)[:i]); err == nil {
			t.Errorf("a reply cut at %d passed", i)
		}
	}
	if _, _, err := decodeReply(append(encodeReply(o), 0)); err == nil {
		t.Error("a reply with a byte too many passed")
	}
}
