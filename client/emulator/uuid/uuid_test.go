package uuid

import (
	"math/rand/v2"
	"strings"
	"testing"

	"keydesk/cmd/chance"
)

func TestIDsCarryWhatTheyName(t *testing.T) {
	s := Maker{Seed: 42}
	seen := map[string]bool{}
	dice := rand.New(rand.NewPCG(chance.Seed(), 0))
	for k := Contact; k <= Other; k++ {
		for range 200 {
			a, b := dice.Uint32()&part28, dice.Uint32()&part28
			id := s.Make(k, a, b)
			x, y, wellFormed, known := s.Parse(k, id)
			if x != a || y != b || !wellFormed || !known || seen[id] || id[14] != '4' || !strings.ContainsRune("89ab", rune(id[19])) {
				t.Fatalf("%s of %d/%d/%d reads as %d/%d %v %v", id, k, a, b, x, y, wellFormed, known)
			}
			seen[id] = true
			if _, _, _, other := s.Parse(k%Other+1, id); other {
				t.Fatalf("%s is known as another kind", id)
			}
			if _, _, _, other := (Maker{Seed: 43}).Parse(k, id); other {
				t.Fatalf("%s is known under another seed", id)
			}
			if c, m, ok := s.OpenWAMID(s.WAMID(a, b, b%2 == 0)); !ok || c != a || m != b {
				t.Fatalf("WhatsApp id of %d/%d reads as %d/%d", a, b, c, m)
			}
		}
	}
	for _, bad := range []string{"", "x", strings.Repeat("-", 36), Zero + "0", "g" + Zero[1:]} {
		if _, _, wellFormed, _ := s.Parse(Contact, bad); wellFormed {
			t.Errorf("%q is well formed", bad)
		}
	}
}
