package media

import (
	"image"

	"golang.org/x/image/draw"
)

// fit is the largest size within maxW×maxH that keeps the shape of w×h. Nothing
// grows, and no side is less than 1.
func fit(w, h, maxW, maxH int) (int, int) {
	maxW, maxH = max(maxW, 1), max(maxH, 1)
	if w <= maxW && h <= maxH {
		return w, h
	}
	if w*maxH >= h*maxW {
		return maxW, max(1, (h*maxW+w/2)/w)
	}
	return max(1, (w*maxH+h/2)/h), maxH
}

// grown is like fit, but lets a small picture grow up to four times, so that a
// thumbnail is more than a speck.
func grown(w, h, maxW, maxH int) (int, int) {
	const most = 4
	return fit(w*maxSide, h*maxSide, min(maxW, w*most), min(maxH, h*most))
}

// maxSide makes any picture larger than any screen, for grown.
const maxSide = 4096

// scaled is img in w×h pixels, each the average of what it covers.
func scaled(img image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if b := img.Bounds(); b.Dx() == w && b.Dy() == h {
		draw.Draw(out, out.Bounds(), img, b.Min, draw.Src)
		return out
	}
	draw.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

// Cells is how many cells the picture takes within cols×rows, for cells of
// cellW×cellH pixels.
func (p Picture) Cells(cols, rows, cellW, cellH int) (int, int) {
	if p.pixels == nil || cols <= 0 || rows <= 0 {
		return 0, 0
	}
	b := p.pixels.Bounds()
	w, h := grown(b.Dx(), b.Dy(), cols*cellW, rows*cellH)
	return min(cols, (w+cellW-1)/cellW), min(rows, (h+cellH-1)/cellH)
}
