package client

import "testing"

func TestNumbersAreReadInAnyWriting(t *testing.T) {
	for s, want := range map[string]string{
		"919810000000": "919810000000", "+91 (98) 1000-0000": "919810000000", "\u202a+91\u00a098100\u200900000\u202c": "919810000000",
		"91\u20139810000000": "919810000000", "٩١٩٨١٠٠٠٠٠٠٠": "919810000000", "＋９１９８１０００００００": "919810000000", "𝟗𝟏𝟗𝟖𝟏𝟎𝟎𝟎𝟎𝟎𝟎𝟎": "919810000000",
		"+91 (0) 98100 00000": "919810000000", "0049 (0)89 123": "4989123", "+٤٩ ( 0 ) 89": "4989", "+39 (0)6 123": "3906123", "(0) 89": "089", "+(0)89": "089",
		"": "", "+": "", "hello": "", "91x": "", "*31#1": "", "91+1": "", "++91": "", "********3757": "",
	} {
		if got, ok := Number(s); got != want || ok != (want != "") {
			t.Errorf("%q is read as %q, %v", s, got, ok)
		}
	}
	for s, want := range map[string]string{"********3757": "3757", "x٣7": "37", "": ""} {
		if got := Digits(s); got != want {
			t.Errorf("of %q %q is kept", s, got)
		}
	}
	for s, want := range map[string]string{"+91 98": "9198", "\u200e+91 98": "9198", "٩١٩٨": "9198", "91 98": "91 98", "Anna 2": "Anna 2", "+x": "+x"} {
		if got := searchTerm(s); got != want {
			t.Errorf("%q is searched as %q", s, got)
		}
	}
}
