package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"

	_ "image/gif"  // a format that is shown
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise

	_ "golang.org/x/image/webp" // likewise
)

// Limits of a picture that is shown. A phone's largest photo has 50 million
// pixels, but WhatsApp sends none above 16; what is larger can be saved.
const (
	MostBytes  = 32 << 20  // of the file
	mostSide   = 16_384    // pixels
	mostPixels = 40 << 20  // in all
	mostMemory = 256 << 20 // bytes that decoding may take
)

// Info is what the header of a picture says.
type Info struct {
	Format        string // "png", "jpeg", "gif", "webp"
	Width, Height int    // pixels
}

// ErrNoPicture says that a file is none of the kinds that are shown.
var ErrNoPicture = errors.New("it is no picture that can be shown here (PNG, JPEG, GIF and WebP are)")

// Check reads the header alone and refuses what would be too large to decode:
// a few bytes can claim a picture of many gigabytes. Errors are the rest of a
// sentence.
func Check(data []byte) (Info, error) {
	if len(data) > MostBytes {
		return Info{}, fmt.Errorf("it has more than %d MiB", MostBytes>>20)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if errors.Is(err, image.ErrFormat) {
		return Info{}, ErrNoPicture
	}
	if err != nil {
		return Info{}, errors.New("its beginning is damaged")
	}
	info := Info{Format: format, Width: config.Width, Height: config.Height}
	switch {
	case info.Width <= 0 || info.Height <= 0:
		return info, errors.New("it has no size")
	case info.Width > mostSide || info.Height > mostSide || info.Width*info.Height > mostPixels:
		return info, fmt.Errorf("it has %d by %d pixels, which is more than is shown here", info.Width, info.Height)
	case cost(info, config.ColorModel, data) > mostMemory:
		return info, fmt.Errorf("its %d by %d pixels would take more memory than is given to a picture", info.Width, info.Height)
	}
	return info, nil
}

// cost is about how many bytes decoding allocates at its peak.
func cost(i Info, model color.Model, data []byte) int {
	pixels := i.Width * i.Height
	switch i.Format {
	case "jpeg":
		return pixels * jpegCost(data)
	case "gif":
		return pixels
	case "webp":
		return pixels * 8 // a lossless one and its transforms
	}
	each := 4
	switch model {
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	default:
		if _, indexed := model.(color.Palette); indexed {
			each = 1
		}
	}
	return pixels * each * 3 / 2 // an interlaced one holds a pass beside the whole
}
