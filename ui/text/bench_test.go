package text

import (
	"strings"
	"testing"
)

var samples = []struct{ name, text string }{
	{"ascii", "Where is my order? I have been waiting since Monday and nobody answers."},
	{"styled", "\x1b[1mAarav Sharma\x1b[m \x1b[2myesterday\x1b[m \x1b[34m2\x1b[m"},
	{"hindi", "धन्यवाद, महेश पाटील, आपका पार्सल आज सुबह पुणे से निकल गया है।"},
	{"chinese", "你好，请问发货了吗？我上周订了一个蓝色的水壶。"},
	{"emoji", "Thanks 👍🏽 ❤️ 👨‍👩‍👧 great service 🎉"},
}

func BenchmarkSafe(b *testing.B)  { each(b, func(s string) { _ = Safe(s) }) }
func BenchmarkLine(b *testing.B)  { each(b, func(s string) { _ = Line(s) }) }
func BenchmarkWidth(b *testing.B) { each(b, func(s string) { _ = Width(s) }) }
func BenchmarkPad(b *testing.B)   { each(b, func(s string) { _ = Pad(s, 100) }) }
func BenchmarkCut(b *testing.B)   { each(b, func(s string) { _ = Cut(s, 20) }) }
func BenchmarkWrap(b *testing.B)  { each(b, func(s string) { _ = Wrap(s, 24) }) }

func BenchmarkClustered(b *testing.B) {
	frame := strings.Repeat(samples[0].text+" │ "+samples[2].text+"\n", 40)
	for b.Loop() {
		_ = Clustered(frame)
	}
}

func each(b *testing.B, do func(string)) {
	for _, s := range samples {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				do(s.text)
			}
		})
	}
}
