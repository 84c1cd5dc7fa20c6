package emulator

import (
	"math/rand/v2"
	"strings"
	"testing"

	"keydesk/cmd/chance"
)

func TestIDsCarryWhatTheyName(t *testing.T) {
	s := ids{seed: 42}
	seen := map[string]bool{}
	dice := rand.New(rand.NewPCG(chance.Seed(), 0))
	for k := kindContact; k <= kindOther; k++ {
		for range 200 {
			a, b := dice.Uint32()&part28, dice.Uint32()&part28
			id := s.make(k, a, b)
			x, y, wellFormed, known := s.parse(k, id)
			if x != a || y != b || !wellFormed || !known || seen[id] || id[14] != '4' || !strings.ContainsRune("89ab", rune(id[19])) {
				t.Fatalf("%s of %d/%d/%d reads as %d/%d %v %v", id, k, a, b, x, y, wellFormed, known)
			}
			seen[id] = true
			if _, _, _, other := s.parse(k%kindOther+1, id); other {
				t.Fatalf("%s is known as another kind", id)
			}
			if _, _, _, other := (ids{seed: 43}).parse(k, id); other {
				t.Fatalf("%s is known under another seed", id)
			}
			if c, m, ok := s.openWAMID(s.wamid(a, b, b%2 == 0)); !ok || c != a || m != b {
				t.Fatalf("WhatsApp id of %d/%d reads as %d/%d", a, b, c, m)
			}
		}
	}
	for _, bad := range []string{"", "x", strings.Repeat("-", 36), zeroUUID + "0", "g" + zeroUUID[1:]} {
		if _, _, wellFormed, _ := s.parse(kindContact, bad); wellFormed {
			t.Errorf("%q is well formed", bad)
		}
	}
}
