package chance

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestDrawsAreTheSameAgain(t *testing.T) {
	draw := func() (drawn []int) {
		rapid.Check(t, func(t *rapid.T) { drawn = append(drawn, rapid.Int().Draw(t, "n")) })
		return drawn
	}
	if first := draw(); len(first) == 0 || !slices.Equal(first, draw()) {
		t.Error("two runs drew different numbers")
	}
}
