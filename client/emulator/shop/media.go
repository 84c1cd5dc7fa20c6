package shop

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// SampleMedia makes small but genuine bytes of a media type; h varies what is seen.
func SampleMedia(mime string, h uint64) []byte {
	kind, _, _ := strings.Cut(mime, ";")
	switch kind {
	case "image/png":
		return samplePNG(h)
	case "image/webp":
		return []byte(sampleWebP)
	case "audio/ogg":
		return sampleOgg()
	case "video/mp4":
		return []byte(sampleMP4)
	case "application/pdf":
		return samplePDF(h)
	}
	return []byte("sample of " + mime + "\n")
}

// samplePNG draws a kettle-blue gradient with a lighter disc, 96 by 64.
func samplePNG(h uint64) []byte {
	const w, height = 96, 64
	img := image.NewNRGBA(image.Rect(0, 0, w, height))
	cx, cy := 24+int(h%48), 16+int(h>>8%32)
	for y := range height {
		for x := range w {
			c := color.NRGBA{uint8(20 + x), uint8(60 + y), uint8(140 + (x+y)/2), 255}
			if dx, dy := x-cx, y-cy; dx*dx+dy*dy < 180 {
				c = color.NRGBA{240, 220, uint8(120 + h>>16%100), 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img) // a buffer takes everything
	return out.Bytes()
}

// sampleWebP is a lossless WebP of one pixel.
const sampleWebP = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

// sampleMP4 is a file type box and an empty media box.
const sampleMP4 = "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\x00\x00\x00\x08mdat"

// sampleOgg is one Ogg page that carries an Opus identification header.
func sampleOgg() []byte {
	head := "OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
	page := []byte("OggS\x00\x02" + strings.Repeat("\x00", 8) + "keyd" + strings.Repeat("\x00", 8) + "\x01" + string(rune(len(head))))
	page = append(page, head...)
	crc := uint32(0)
	for _, b := range page {
		crc ^= uint32(b) << 24
		for range 8 {
			if crc&0x80000000 != 0 {
				crc = crc<<1 ^ 0x04c11db7
			} else {
				crc <<= 1
			}
		}
	}
	for n := range 4 {
		page[22+n] = byte(crc >> (8 * n))
	}
	return page
}

// samplePDF is one page with one line of text.
func samplePDF(h uint64) []byte {
	var out bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	out.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R " +
		"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>")
	stream := fmt.Sprintf("BT /F1 16 Tf 40 120 Td (Chai & Co. invoice %d) Tj ET", 1000+h%9000)
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}
