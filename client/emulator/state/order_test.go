package state

import (
	"math/rand/v2"
	"slices"
	"testing"

	"keydesk/cmd/chance"
)

func TestOrderAgainstSorting(t *testing.T) {
	keys := make([]int, 300)
	before := func(a, b uint32) bool { return keys[a] < keys[b] || keys[a] == keys[b] && a > b }
	var o order
	dice := rand.New(rand.NewPCG(chance.Seed(), 1))
	for i := range keys {
		keys[i] = dice.IntN(50)
		o.insert(uint32(i), before)
	}
	for range 2000 {
		i := uint32(dice.IntN(len(keys)))
		o.Remove(i, before)
		keys[i] = dice.IntN(1000)
		o.insert(i, before)
		if !slices.IsSortedFunc(o.List, func(a, b uint32) int {
			if before(a, b) {
				return -1
			}
			return 1
		}) || len(o.List) != len(keys) {
			t.Fatal("out of order")
		}
	}
}
