package actions

import (
	"testing"
	"time"
)

func TestSpansForPeople(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 ms", 400 * time.Microsecond: "0 ms", 4300 * time.Microsecond: "4 ms", 99 * time.Millisecond: "99 ms",
		240 * time.Millisecond: "0.2 s",
		time.Second:            "1 s", 1540 * time.Millisecond: "1.5 s", 10 * time.Second: "10 s", 35600 * time.Millisecond: "35 s",
	} {
		if got := ShortDuration(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}

func TestUnknownShortNamesOfferShortNames(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for name, want := range map[string]string{
		"{phon}": "did you mean {phone}?", "{nmae}": "did you mean {name}?", "{Phone}": "did you mean {phone}?",
		"{agent_nam}": "did you mean {agent_name}?", "{phone_number}": "did you mean {{contact.phone_number}}?",
	} {
		pe := planFault(t, e, link("https://x.example/?p="+name), s)
		if pe.Hint != want || pe.Offset != len("https://x.example/?p=") {
			t.Errorf("%s: %v", name, pe)
		}
	}
}
