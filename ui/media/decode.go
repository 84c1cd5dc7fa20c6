package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
)

// shownSide is the longest side of a decoded picture that is kept: enough for
// every terminal, little enough to be scaled again at every resize.
const shownSide = 1024

// Picture is a decoded picture, scaled down to what a screen can show.
type Picture struct {
	Info   Info // as it was before scaling
	pixels *image.RGBA
}

// Decode makes a picture of a file of which nothing is trusted. It stops soon
// after ctx ends, though not at once. It is not for the event loop: a large
// picture takes half a second. Errors are the rest of a sentence.
func Decode(ctx context.Context, data []byte) (p Picture, err error) {
	info, err := Check(data)
	if err != nil {
		return Picture{Info: info}, err
	}
	defer func() {
		if r := recover(); r != nil { // a decoder that a stranger's file has defeated
			p, err = Picture{Info: info}, fmt.Errorf("it is damaged: %v", r)
		}
	}()
	img, _, err := image.Decode(&untilDone{ctx: ctx, r: bytes.NewReader(data)})
	switch {
	case ctx.Err() != nil:
		return Picture{Info: info}, errors.New("it took too long to decode")
	case err != nil:
		return Picture{Info: info}, errors.New("it is damaged or cut short")
	case img.Bounds().Dx() <= 0 || img.Bounds().Dy() <= 0:
		return Picture{Info: info}, errors.New("it has no size")
	}
	b := img.Bounds()
	w, h := fit(b.Dx(), b.Dy(), shownSide, shownSide)
	return Picture{Info: info, pixels: scaled(img, w, h)}, nil
}

// untilDone is a reader that fails once ctx has ended: the only place where the
// decoders of the standard library can be stopped.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

// Read gives small pieces, so that the end of ctx is noticed.
func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p[:min(len(p), 16<<10)])
}
