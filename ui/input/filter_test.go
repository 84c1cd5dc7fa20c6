package input

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"

	"keydesk/cmd/chance"
)

// through is what passes of the given reads.
func through(reads ...string) string {
	var f Filter
	var out []byte
	for _, r := range reads {
		out = f.Write(out, []byte(r))
	}
	return string(out)
}

// TestWhatTerminalsSendPasses lists what each kind of terminal sends, whole and byte by byte.
func TestWhatTerminalsSendPasses(t *testing.T) {
	for name, s := range map[string]string{
		"text":              "Hello, 王小明 शर्मा محمد 👩‍👩‍👧 盛;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;",
		"keys":              "\x1b[A\x1bOP\x1b[1;5C\x1b[15~\x1b[3$\x1b[27;5;13~\x1b\x1b[A\x1bx\x1b\r",
		"kitty":             "\x1b[97:65:97;2:1;97:98:99u\x1b[57399;1:3u\x1b[1114111;5u",
		"mouse":             "\x1b[<0;12;34M\x1b[<0;12;34m",
		"focus and size":    "\x1b[I\x1b[O\x1b[8;36;120t\x1b[48;36;120;720;1920t",
		"device answers":    "\x1b[?62;1;2;4;6;9;15;16;17;18;21;22;28;29c\x1b[>41;354;0c\x1b[?2027;2$y\x1b[12;40R",
		"strings":           "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b]52;c;aGVsbG8=\a\x1bP>|tmux 3.5a\x1b\\\x1bP1+r5463=38\x1b\\\x1b_Gi=1;OK\x1b\\",
		"eight bits":        "\x9b1;5C\x9d11;rgb:0/0/0\x9c\x90>|xterm(388)\x9c",
		"a paste":           "\x1b[200~two\nlines \x1b[31m red 王\x1b[201~x",
		"a broken sequence": "\x1b[12\x1b[A\x1b[1;2\x03\xe7\x8e\x1b[B\xff\xfe",
	} {
		if got := through(s); got != s {
			t.Errorf("%s: %q became %q", name, s, got)
		}
		if got := through(strings.Split(s, "")...); got != s && strings.ToValidUTF8(s, "") == s {
			t.Errorf("%s, byte by byte: %q became %q", name, s, got)
		}
	}
}

// TestKeysAreNotHeldBack holds that what may be a whole key passes at once.
func TestKeysAreNotHeldBack(t *testing.T) {
	for _, s := range []string{"\x1b", "\x1b[", "\x1bP", "\x1b]", "\x1b_", "a", "\x1b[A", "\xe7"} {
		if got := through(s); got != s {
			t.Errorf("%q: %q passed at once", s, got)
		}
	}
	if got := through("\x1b", "[", "A"); got != "\x1b[A" {
		t.Errorf("an arrow in three reads: %q", got)
	}
	if got := through("\x1b", "x"); got != "\x1bx" {
		t.Errorf("alt+x in two reads: %q", got)
	}
}

// many are sequences with more than any terminal sends, each followed by an x that must stay.
func many() map[string]string {
	params := strings.Repeat("1;", 33) + "1"
	return map[string]string{
		"CSI":              "\x1b[" + params + "m",
		"CSI, colons":      "\x1b[" + strings.Repeat("1:", 40) + "u",
		"CSI, no digits":   "\x1b[" + strings.Repeat(";", 5000) + "R",
		"CSI, 8 bits":      "\x9b" + params + "m",
		"device answer":    "\x1b[?" + params + "c",
		"key":              "\x1b[" + params + "~",
		"long number":      "\x1b[" + strings.Repeat("9", 40) + ";1R",
		"DCS":              "\x1bP" + params + "+r544e\x1b\\",
		"DCS, 8 bits":      "\x90" + params + "|text\x9c",
		"repeated key":     "\x1b[65;30;97;1;0;65535_",
		"half a surrogate": "\x1b[0;0;55357;1;0;1_",
		"spaced out":       "\x1b  [" + params + "m",
		"broken character": "\xe7\x9b" + params + "m",
		"overlong":         "\xe0\x80\x9b" + params + "m",
		"intermediates":    "\x1b[" + strings.Repeat(" ", 500) + "q",
		"a broken string":  "\x1bP" + params + "q\x1b\x1b\\",
	}
}

func TestWhatNoTerminalSendsIsDropped(t *testing.T) {
	for name, s := range many() {
		for _, in := range []string{s + "x", "a" + s + s + "x"} {
			got := through(in)
			if strings.ContainsAny(got, ";:") || !strings.HasSuffix(got, "x") || len(got) > 24 {
				t.Errorf("%s: %q passed", name, got)
			}
		}
		if got := through("\x1b[200~" + s + "x\x1b[201~"); !strings.HasSuffix(got, "x\x1b[201~") || strings.Contains(got, ";") {
			t.Errorf("%s in a paste: %q passed", name, got)
		}
	}
}

func TestStringsAndPastesAreBounded(t *testing.T) {
	long := strings.Repeat("y", 3*maxString)
	if got := through("\x1b]52;c;" + long + "\ax"); len(got) > maxString+16 || !strings.HasSuffix(got, "\ax") {
		t.Errorf("%d bytes of a string passed, or its end did not", len(got))
	}
	if got := through("\x1b[200~" + strings.Repeat(long, 2) + "\x1b[201~x"); len(got) > maxPaste+16 || !strings.HasSuffix(got, "\x1b[201~x") {
		t.Errorf("%d bytes of a paste passed, or its end did not", len(got))
	}
}

// chunks gives a text in pieces of random length.
type chunks struct {
	rest []byte
	dice *rand.Rand
	f    Filter
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := 1 + c.dice.IntN(min(len(c.rest), 300))
	out := c.f.Write(nil, c.rest[:n])
	c.rest = c.rest[n:]
	return copy(p, out), nil
}

// decode runs bytes through the filter into the decoder of the desk and counts the events.
func decode(t *testing.T, b []byte, seed uint64) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events := make(chan uv.Event, 64)
	done := make(chan struct{})
	n := 0
	go func() {
		defer close(done)
		for range events {
			n++
		}
	}()
	reader := uv.NewTerminalReader(&chunks{rest: b, dice: rand.New(rand.NewPCG(seed, 0))}, "xterm-256color")
	_ = reader.StreamEvents(ctx, events)
	close(events)
	<-done
	if n > len(b)+64 {
		t.Errorf("%d events of %d bytes", n, len(b))
	}
}

// TestTheDecoderStands feeds the decoder what made it panic, and a fixed draw of the like.
func TestTheDecoderStands(t *testing.T) {
	for _, s := range many() {
		decode(t, []byte(s+"x\x1b[200~"+s+"\x1b[201~"+s), 1)
	}
	parts := []string{"\x1b", "[", "P", "]", "_", ";", ":", "1;", "9", "65535", "200~", "201~", "m", "t", "u", "_", "$", "M", "~", "\x1b\\", "\a", "?", "<", ">",
		"\x9b", "\x90", "\x9c", "\x9d", "\xe7", "\x8e", "\x8b", "王", "a", " ", "\r", "\x00", "\xff", "\x1b[200~", "\x1b[201~", "\x1b[65;30;97;1;0;1_"}
	for i := range uint64(300) {
		seed := chance.Seed() + i
		dice := rand.New(rand.NewPCG(seed, 1))
		var b bytes.Buffer
		for range dice.IntN(400) {
			part := parts[dice.IntN(len(parts))]
			b.WriteString(strings.Repeat(part, 1+dice.IntN(3)*dice.IntN(30)))
		}
		decode(t, b.Bytes(), seed)
	}
}

func FuzzFilter(f *testing.F) {
	for _, s := range many() {
		f.Add([]byte(s), uint64(1))
	}
	f.Fuzz(func(t *testing.T, b []byte, seed uint64) {
		var whole, pieces Filter
		out := whole.Write(nil, b)
		if len(out) > 3*len(b) {
			t.Fatalf("%d bytes became %d", len(b), len(out))
		}
		var split []byte
		for i := range b {
			split = pieces.Write(split, b[i:i+1])
		}
		decode(t, b, seed)
	})
}

func BenchmarkFilter(b *testing.B) {
	var f Filter
	var out []byte
	key := []byte("\x1b[1;5C")
	for b.Loop() {
		out = f.Write(out[:0], key)
	}
}
