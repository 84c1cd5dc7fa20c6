package shot

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Geometry in pixels. A cell is 0.6 of the font's size wide, as in nearly all
// monospaced fonts.
const (
	cellWidth  = 8.4
	cellHeight = 18
	fontSize   = 14
	baseline   = 13 // from the top of a row
	margin     = 14
	bar        = 30 // height of the title bar
)

const fonts = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono'," +
	"'Noto Sans Devanagari','Noto Sans Arabic','Noto Sans CJK SC','PingFang SC','Microsoft YaHei'," +
	"'Noto Sans Symbols 2','Apple Color Emoji','Segoe UI Emoji','Noto Color Emoji',monospace"

// Options are what a frame does not say itself.
type Options struct {
	Width, Height int    // of the frame in cells; what is outside is left out
	Title         string // in the title bar; "" leaves the bar out
	Label         string // what the picture shows, for those who cannot see it
	Light         bool   // a window of a light ground
}

// SVG draws a frame: the content of a view, with its escape sequences.
func SVG(frame string, o Options) string {
	var b strings.Builder
	w := o.window()
	o.begin(&b, w, "")
	for y, row := range grid(frame, o.Width, o.Height) {
		w.grounds(&b, row, y)
		w.shapes(&b, row, y)
		w.texts(&b, row, y)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

func (o Options) window() window {
	if o.Light {
		return light()
	}
	return dark()
}

// begin writes all that comes before the cells; style is a style sheet.
func (o Options) begin(b *strings.Builder, w window, style string) {
	top := margin / 2
	if o.Title != "" {
		top = bar
	}
	width := float64(o.Width)*cellWidth + 2*margin
	height := o.Height*cellHeight + top + margin/2 + 4
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%d" viewBox="0 0 %[1]s %[2]d" role="img" aria-label="%s">`+"\n",
		px(width), height, escape(o.Label))
	if style != "" {
		b.WriteString("<style>\n" + style + "</style>\n")
	}
	fmt.Fprintf(b, `<rect width="%s" height="%d" rx="9" fill="%s"%s/>`+"\n", px(width), height, w.ground, w.edge)
	if o.Title != "" {
		w.titleBar(b, o.Title, width)
	}
	fmt.Fprintf(b, `<g transform="translate(%d %d)" font-family="%s" font-size="%d" fill="%s" xml:space="preserve">`+"\n", margin, top, fonts, fontSize, w.paper)
}

func (w window) titleBar(b *strings.Builder, title string, width float64) {
	fmt.Fprintf(b, `<path d="M0 24V9a9 9 0 0 1 9-9H%sa9 9 0 0 1 9 9V24Z" fill="%s"/>`+"\n", px(width-9), w.chrome)
	for i := range 3 {
		fmt.Fprintf(b, `<circle cx="%d" cy="12" r="4.5" fill="%s" opacity=".55"/>`, 16+i*15, w.dim)
	}
	fmt.Fprintf(b, "\n"+`<text x="%s" y="16" text-anchor="middle" font-family="%s" font-size="12" fill="%s">%s</text>`+"\n", px(width/2), fonts, w.dim, escape(title))
}

// grounds paints what is behind the cells of a row, one piece a colour.
func (w window) grounds(b *strings.Builder, row []cell, y int) {
	for x := 0; x < len(row); {
		_, back := w.inks(row[x].style)
		end := x + 1
		for end < len(row) {
			if _, next := w.inks(row[end].style); next != back {
				break
			}
			end++
		}
		if back != none {
			fmt.Fprintf(b, `<rect x="%s" y="%d" width="%s" height="%d" fill="%s"/>`+"\n", column(x), y*cellHeight, column(end-x), cellHeight, back)
		}
		x = end
	}
}

// shapes draws the lines and blocks of a row; a long line is one.
func (w window) shapes(b *strings.Builder, row []cell, y int) {
	for x := 0; x < len(row); {
		r, _ := utf8.DecodeRuneInString(row[x].text)
		end := x + 1
		for r == '─' && end < len(row) && row[end] == row[x] {
			end++
		}
		fore, _ := w.inks(row[x].style)
		at := box{float64(x) * cellWidth, float64(y * cellHeight), float64(end-x) * cellWidth, cellHeight}
		if part, ok := block(r); ok {
			fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n",
				px(at.x+part.x*at.w), px(at.y+part.y*at.h), px(part.w*at.w), px(part.h*at.h), fore)
		} else if a := armsOf(r); a != 0 {
			fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="1.2"/>`+"\n", a.path(at), fore)
		}
		x = end
	}
}

// texts writes the pieces of text of a row.
func (w window) texts(b *strings.Builder, row []cell, y int) {
	for _, r := range runs(row) {
		w.write(b, r, y)
	}
}

// write draws one piece of text, stretched to its cells where its font is not
// as wide as they are.
func (w window) write(b *strings.Builder, r run, y int) {
	fore, _ := w.inks(r.style)
	at, anchor := column(r.x), ""
	if r.middle {
		at, anchor = px((float64(r.x)+float64(r.width)/2)*cellWidth), ` text-anchor="middle"`
	} else {
		anchor = fmt.Sprintf(` textLength="%s" lengthAdjust="spacingAndGlyphs"`, column(r.width))
	}
	fmt.Fprintf(b, `<text x="%s" y="%d"%s%s>%s</text>`+"\n", at, y*cellHeight+baseline, anchor, w.attributes(r.style, fore), escape(r.text))
}

// attributes are those that differ from the plain style.
func (w window) attributes(st style, fore ink) string {
	var b strings.Builder
	if fore != w.paper {
		fmt.Fprintf(&b, ` fill="%s"`, fore)
	}
	if st.bold {
		b.WriteString(` font-weight="700"`)
	}
	if st.italic {
		b.WriteString(` font-style="italic"`)
	}
	switch {
	case st.under && st.strike:
		b.WriteString(` text-decoration="underline line-through"`)
	case st.under:
		b.WriteString(` text-decoration="underline"`)
	case st.strike:
		b.WriteString(` text-decoration="line-through"`)
	}
	return b.String()
}

func column(x int) string { return px(float64(x) * cellWidth) }

// px writes a length with at most one decimal.
func px(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a strings.Builder does not fail
	}
	return b.String()
}
