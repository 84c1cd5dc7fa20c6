package media

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"receipt.jpg": "receipt.jpg", "../../etc/passwd": "passwd.bin", `C:\Windows\a.dll`: "a.dll", ".bashrc": "bashrc.bin",
		"": "fallback.bin", "...": "fallback.bin", "a/": "fallback.bin", "con.txt": "_con.txt", "LPT1": "_LPT1.bin", "a?b*c.pdf": "a_b_c.pdf",
		"photo\u202Egpj.exe": "photogpj.exe", "a\x00b\x1b[31m.pdf": "ab.pdf", "चालान order 11.pdf": "चालान order 11.pdf", "x.tar.gz": "x.tar.gz", "Mr. Smith": "Mr. Smith.bin", "call 10.31": "call 10.31.bin",
		"-rf": "_-rf.bin", "~root": "_~root.bin", "name.  ": "name.bin", "invoice.pdf.exe": "invoice.pdf.exe", "a\nb.pdf": "a b.pdf",
	} {
		if got := FileName(name, "", "fallback"); strings.ReplaceAll(got, "\uFFFD", "") != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	if got := FileName("", "audio/ogg; codecs=opus", "fallback"); got != "fallback.ogg" {
		t.Error(got)
	}
	if got := FileName(strings.Repeat("क", 400)+".pdf", "", "x"); len(got) > mostName || !strings.HasSuffix(got, "क.pdf") {
		t.Errorf("%d bytes: %q", len(got), got)
	}
	for n, want := range map[int]string{1: "a.pdf", 2: "a (2).pdf", 13: "a (13).pdf"} {
		if got := Numbered("a.pdf", n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

// Whatever a sender calls a file, it becomes one visible part of a path.
func FuzzFileName(f *testing.F) {
	for _, s := range []string{"a.pdf", "../x", "con", ".", "\u202e.exe", strings.Repeat("é", 300), "a\x00", "COM¹.x", "a.\xff"} {
		f.Add(s, "image/png")
	}
	f.Fuzz(func(t *testing.T, name, kind string) {
		got := FileName(name, kind, "fallback")
		if got == "" || got != filepath.Base(got) || got == "." || got == ".." || strings.HasPrefix(got, ".") || len(got) > mostName || !utf8.ValidString(got) {
			t.Fatalf("%q becomes %q", name, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"|?*/\`, r)
		}) {
			t.Fatalf("%q becomes %q", name, got)
		}
		if reserved(got) {
			t.Fatalf("%q becomes %q, a device", name, got)
		}
	})
}

// Whatever the bytes, checking them is quick and harmless, and what it lets pass
// is within the limits.
func FuzzCheck(f *testing.F) {
	f.Add(asPNG(drawing(4, 4)))
	f.Add(claim(1<<30, 1<<30, 8, 6))
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x02"))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00"))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Check(data)
		if err == nil && (info.Width <= 0 || info.Height <= 0 || info.Width*info.Height > mostPixels) {
			t.Fatalf("%+v", info)
		}
		if err == nil && info.Width*info.Height < 1<<16 {
			if p, err := Decode(t.Context(), data); err == nil {
				p.Blocks(20, 10, Colours16, false)
			}
		}
		_ = Sniff(data)
	})
}
