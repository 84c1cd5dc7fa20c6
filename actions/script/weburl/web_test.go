package weburl

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// webCases are addresses with what a browser engine made of them: the expectations in
// testdata/web.json were written by one, not by this package.
type webCases struct {
	URLs []struct {
		Input                                      string
		Base                                       *string
		Failure                                    bool
		Href, Origin, Protocol, Username, Password string
		Host, Hostname, Port                       string
		Pathname, Search, Hash                     string
	}
	Sets  []struct{ Href, Part, Value, Want string }
	Forms []struct {
		Input string
		Pairs [][2]string
		Text  string
	}
	UTF8 []struct{ Hex, Text string }
}

func loadCases(t *testing.T) webCases {
	t.Helper()
	data, err := os.ReadFile("testdata/web.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases webCases
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestParseReadsAsTheWebDoes(t *testing.T) {
	for _, c := range loadCases(t).URLs {
		var base *URL
		if c.Base != nil {
			var err error
			if base, err = Parse(*c.Base, nil); err != nil {
				t.Fatalf("base %q: %v", *c.Base, err)
			}
		}
		u, err := Parse(c.Input, base)
		if c.Failure {
			if err == nil {
				t.Errorf("%q: read as %q, the web refuses it", c.Input, u.Href())
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v, want %q", c.Input, err, c.Href)
			continue
		}
		got := []string{u.Href(), u.Origin(), u.Protocol(), u.Username(), u.Password(), u.Host(), u.Hostname(),
			u.Port(), u.Pathname(), u.Search(), u.Hash()}
		want := []string{c.Href, c.Origin, c.Protocol, c.Username, c.Password, c.Host, c.Hostname, c.Port,
			c.Pathname, c.Search, c.Hash}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: part %d is %q, want %q", c.Input, i, got[i], want[i])
			}
		}
	}
}

func TestSetDoesAsTheWebDoes(t *testing.T) {
	for _, c := range loadCases(t).Sets {
		u, err := Parse(c.Href, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := u.Set(c.Part, c.Value); err != nil {
			t.Errorf("%s of %q to %q: %v", c.Part, c.Href, c.Value, err)
		}
		if got := u.Href(); got != c.Want {
			t.Errorf("%s of %q to %q gives %q, want %q", c.Part, c.Href, c.Value, got, c.Want)
		}
	}
}

func TestFormsReadAndWriteAsTheWebDoes(t *testing.T) {
	for _, c := range loadCases(t).Forms {
		pairs := ParseForm(c.Input)
		if len(pairs) != len(c.Pairs) {
			t.Errorf("%q: %q, want %q", c.Input, pairs, c.Pairs)
			continue
		}
		for i, p := range pairs {
			if p.Name != c.Pairs[i][0] || p.Value != c.Pairs[i][1] {
				t.Errorf("%q: pair %d is %q, want %q", c.Input, i, p, c.Pairs[i])
			}
		}
		if got := FormatForm(pairs); got != c.Text {
			t.Errorf("%q: written as %q, want %q", c.Input, got, c.Text)
		}
	}
}

func TestDecodeUTF8AsTheWebDoes(t *testing.T) {
	for _, c := range loadCases(t).UTF8 {
		data, err := hex.DecodeString(c.Hex)
		if err != nil {
			t.Fatal(err)
		}
		if got, rest, _ := DecodeUTF8(string(data), false); got != c.Text || rest != 0 {
			t.Errorf("%s: %q and %d left, want %q", c.Hex, got, rest, c.Text)
		}
	}
	if got, rest, ok := DecodeUTF8("a\xe2\x82", true); got != "a" || rest != 2 || !ok {
		t.Errorf("a cut sequence: %q, %d left, ok %v", got, rest, ok)
	}
}

// A URL's normal form is a fixed point: reading it again changes nothing. What the guard judged is
// then what the browser gets.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"https://a.example/b?c#d", "mailto:x", "http://[::1]/", "foo:/.//x", "http://xn--a", "a: b ?c "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Parse(s, nil)
		if err != nil {
			return
		}
		again, err := Parse(u.Href(), nil)
		if err != nil {
			t.Fatalf("%q gives %q, which is no URL", s, u.Href())
		}
		if again.Href() != u.Href() || again.Scheme() != u.Scheme() || again.Host() != u.Host() {
			t.Fatalf("%q gives %q, which reads as %q", s, u.Href(), again.Href())
		}
	})
}
