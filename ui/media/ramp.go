package media

import "image"

// ramp draws a picture in letters, the denser the lighter, as on a dark screen.
func ramp(img *image.RGBA) []string {
	const letters = " .:-=+*#%@"
	b := img.Bounds()
	lines := make([]string, b.Dy())
	row := make([]byte, b.Dx())
	for y := range lines {
		for x := range row {
			at := img.PixOffset(x, y)
			// Premultiplied, so what can be seen through is dark.
			light := (299*int(img.Pix[at]) + 587*int(img.Pix[at+1]) + 114*int(img.Pix[at+2])) / 1000
			row[x] = letters[light*(len(letters)-1)/255]
		}
		lines[y] = string(row)
	}
	return lines
}
