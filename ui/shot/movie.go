package shot

import (
	"fmt"
	"strings"
	"time"
)

// Frame is one screen of a movie.
type Frame struct {
	Content string        // of a view, with its escape sequences
	Keys    string        // what is pressed, for the title bar
	For     time.Duration // how long it stands
}

// Movie draws frames one after the other, again and again, by CSS alone. A piece that several frames
// have is in it once. Who wants no motion sees the frame still of the movie.
func Movie(frames []Frame, still int, o Options) string {
	w := o.window()
	m := movie{frames: frames, still: still, classes: map[string]string{}}
	var body strings.Builder
	for _, draw := range []func(*strings.Builder, []cell, int){w.grounds, w.shapes, w.texts} {
		m.layer(&body, func(f Frame) string {
			var b strings.Builder
			for y, row := range grid(f.Content, o.Width, o.Height) {
				draw(&b, row, y)
			}
			return b.String()
		})
	}
	m.layer(&body, func(f Frame) string { return w.keys(f.Keys, o.Width) })
	var b strings.Builder
	o.begin(&b, w, m.styles.String()+"@media(prefers-reduced-motion:reduce){g{animation:none!important}}\n")
	b.WriteString(body.String() + "</g>\n</svg>\n")
	return b.String()
}

// keys says at the right of the title bar what is pressed.
func (w window) keys(keys string, width int) string {
	if keys == "" {
		return ""
	}
	return fmt.Sprintf(`<text x="%s" y="%d" text-anchor="end" font-weight="700">%s</text>`+"\n", column(width), 16-bar, escape(keys))
}

type movie struct {
	frames  []Frame
	still   int
	classes map[string]string // by when they are shown
	styles  strings.Builder
}

// layer draws what lies on one level of all frames, one piece a line, by when it is shown.
func (m *movie) layer(b *strings.Builder, draw func(Frame) string) {
	shown := map[string][]byte{} // "01100…", a digit a frame
	var pieces []string
	for i, f := range m.frames {
		for piece := range strings.Lines(draw(f)) {
			if shown[piece] == nil {
				shown[piece] = []byte(strings.Repeat("0", len(m.frames)))
				pieces = append(pieces, piece)
			}
			shown[piece][i] = '1'
		}
	}
	groups := map[string]*strings.Builder{}
	var order []string
	for _, piece := range pieces {
		when := string(shown[piece])
		if groups[when] == nil {
			groups[when] = &strings.Builder{}
			order = append(order, when)
		}
		groups[when].WriteString(piece)
	}
	for _, when := range order {
		b.WriteString("<g" + m.class(when) + ">\n" + groups[when].String() + "</g>\n")
	}
}

// class is the attribute of what is shown at those times.
func (m *movie) class(when string) string {
	if !strings.Contains(when, "0") {
		return ""
	}
	name, ok := m.classes[when]
	if !ok {
		name = fmt.Sprintf("a%d", len(m.classes))
		m.classes[when] = name
		m.style(name, when)
	}
	return ` class="` + name + `"`
}

// style writes the animation of a class.
func (m *movie) style(name, when string) {
	visible := map[byte]string{'0': "hidden", '1': "visible"}
	var total, at time.Duration
	for _, f := range m.frames {
		total += f.For
	}
	fmt.Fprintf(&m.styles, ".%s{visibility:%s;animation:%[1]s %[3]gs step-end infinite}@keyframes %[1]s{", name, visible[when[m.still]], total.Seconds())
	last := byte(0)
	for i, f := range m.frames {
		if when[i] != last {
			fmt.Fprintf(&m.styles, "%s%%{visibility:%s}", strings.TrimSuffix(fmt.Sprintf("%.2f", 100*at.Seconds()/total.Seconds()), ".00"), visible[when[i]])
		}
		last = when[i]
		at += f.For
	}
	m.styles.WriteString("}\n")
}
