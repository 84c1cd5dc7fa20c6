package api

import (
	"strings"
	"testing"
)

func TestGlob(t *testing.T) {
	for _, x := range []struct {
		search, text string
		want         bool
	}{
		{"a%c", "xxabbcyy", true}, {"a_c", "abbc", false}, {"a__c", "abbc", true}, {"%", "", true}, {"_", "", false}, {"_", "न", true},
		{"a%b%c%d", strings.Repeat("abc", 500), false},
	} {
		if got := newLike(x.search).matches(x.text); got != x.want {
			t.Errorf("%q in %.20q: %v", x.search, x.text, got)
		}
	}
}
