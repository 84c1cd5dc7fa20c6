package keys

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// TestNormalOfBytes decodes what terminals send, old ones and those with the
// kitty protocol and its alternate keys, and wants one name for one key.
func TestNormalOfBytes(t *testing.T) {
	for _, c := range []struct{ name, sent, want string }{
		{"letter", "g", "g"},
		{"capital", "G", "G"},
		{"sign", "?", "?"},
		{"space", " ", "space"},
		{"enter", "\r", "enter"},
		{"tab", "\t", "tab"},
		{"shift tab", "\x1b[Z", "shift+tab"},
		{"up", "\x1b[A", "up"},
		{"ctrl up", "\x1b[1;5A", "ctrl+up"},
		{"f1", "\x1bOP", "f1"},
		{"ctrl k", "\x0b", "ctrl+k"},
		{"ctrl space", "\x00", "ctrl+space"},
		{"ctrl slash", "\x1f", "ctrl+_"},
		{"alt 1", "\x1b1", "alt+1"},
		{"alt g", "\x1bg", "alt+g"},
		{"alt G", "\x1bG", "alt+shift+g"},
		{"alt ?", "\x1b?", "alt+?"},
		{"kitty ctrl k", "\x1b[107;5u", "ctrl+k"},
		{"kitty ctrl shift k", "\x1b[107:75;6u", "ctrl+shift+k"},
		{"kitty alt shift g", "\x1b[103:71;4u", "alt+shift+g"},
		{"kitty alt ?", "\x1b[47:63;4u", "alt+?"},
		{"kitty ctrl i", "\x1b[105;5u", "ctrl+i"},
		{"kitty shift enter", "\x1b[13;2u", "shift+enter"},
		{"kitty ctrl slash", "\x1b[47;5u", "ctrl+_"},
		{"kitty ctrl a on AZERTY", "\x1b[97::113;5u", "ctrl+a"},
		{"Russian o", "щ", "щ"},
		{"kitty Russian o", "\x1b[1097::111;;1097u", "o"},
		{"kitty Russian O", "\x1b[1097:1065:111;2;1065u", "O"},
		{"kitty Russian ctrl k", "\x1b[1083::107;5u", "ctrl+k"},
		{"kitty Greek alt g", "\x1b[947::103;3u", "alt+g"},
		{"kitty Hindi j", "\x1b[2352::106;;2352u", "j"},
		{"kitty keypad enter", "\x1b[57414u", "enter"},
		{"kitty caps lock ctrl k", "\x1b[107;69u", "ctrl+k"},
		{"umlaut", "ö", "ö"},
		{"kitty umlaut", "\x1b[246::59;;246u", "ö"},
	} {
		var d uv.EventDecoder
		n, event := d.Decode([]byte(c.sent))
		press, ok := event.(uv.KeyPressEvent)
		if !ok || n != len(c.sent) {
			t.Errorf("%s: %q decodes to %T", c.name, c.sent, event)
			continue
		}
		got := Normal(tea.KeyPressMsg(press))
		if got != c.want {
			t.Errorf("%s: %q is %q, want %q", c.name, c.sent, got, c.want)
		}
		if again, err := Parse(got); err != nil || again != got {
			t.Errorf("%s: %q cannot be written in the settings: %q, %v", c.name, got, again, err)
		}
	}
}
