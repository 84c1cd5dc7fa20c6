package text

import "testing"

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		"hello":                      "hello",
		"two\nlines":                 "two\nlines",
		"hi\x1b]52;c;aGk=\x07 there": "hi there",
		"\x1b[2J\x1b[Hgone":          "gone",
		"link \x1b]8;;http://x\x1b\\a\x1b]8;;\x1b\\ end": "link a end",
		"a\x1bP1$r0m\x1b\\b":                             "ab",
		"a\x1b_Gf=100;AAAA\x1b\\b":                       "ab",
		"raw \x9b31mred\x9b0m":                           "raw red",
		"utf \u009b31mred":                               "utf red",
		"utf \u009d0;t\u009cx":                           "utf x",
		"open \x1b]0;never ends":                         "open \uFFFD]0;never ends",
		"lone \x1b":                                      "lone \uFFFD",
		"bell\a":                                         "bell\uFFFD",
		"nul\x00":                                        "nul\uFFFD",
		"del\x7f":                                        "del\uFFFD",
		"bad\xff\xfe!":                                   "bad\uFFFD!",
		"a\u202Eb\u2066c\u200Fd":                         "abcd",
		"cr\r\nlf\rx\u2028y\u0085z":                      "cr\nlf\nx\ny\nz",
		"t\tab":                                          "t    ab",
		"soft\u00adhyphen\u200b\u2060\ufeff":             "softhyphen",
		"no\u00a0break\u3000wide\u2007fig":               "no break wide fig",
		"👩\u200d❤\ufe0f\u200d👨 ok":                       "👩 ok",
		"👍🏽👍":                                            "👍👍",
		"🏽":                                              "\uFFFD",
		"🇮🇳 🇩🇪":                                          "IN DE",
		"1\ufe0f\u20e3":                                  "1",
		"❤\ufe0f":                                        "❤",
		"\u0301e\u0301":                                  "◌\u0301e\u0301",
		"a \u0301":                                       "a ◌\u0301",
		"z\u0300\u0301\u0302\u0303\u0304\u0305\u0306!": "z\u0300\u0301\u0302\u0303!",
		"\u1112\u1161\u11ab\u1100\u1173\u11af":         "한글",
		"\ue000\U000f0000\ufdd0\uffff":                 "\uFFFD\uFFFD\uFFFD\uFFFD",
		"धन्यवाद":                                      "धन्यवाद",
		"e\x1b[0m\u0301":                               "e\u0301",
	} {
		got := Safe(in)
		if got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
		if again := Safe(got); again != got {
			t.Errorf("Safe twice of %q = %q, once %q", in, again, got)
		}
	}
}
