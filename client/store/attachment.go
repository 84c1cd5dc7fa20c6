package store

import "time"

// Attachment is the file that a message carries. What leads to it is kept, not its content: by size and
// time it is found out whether it is still the one that was meant.
type Attachment struct {
	Path     string // whole
	Name     string
	Size     int64
	Modified time.Time // when it was written last
	Type     string    // what it is sent as: image, video, audio or document
	MIME     string    // its content type, "" when only its name tells
}

// attachmentColumns are what parcels has besides outbox.
const attachmentColumns = "path, name, size, modified, type, mime"

// values are what the columns hold. A path is bytes: not every system's names are text.
func (f *Attachment) values() []any {
	return []any{[]byte(f.Path), clean(f.Name), f.Size, micros(f.Modified), f.Type, f.MIME}
}

// places are where the columns are read to.
func (f *Attachment) places(modified *int64) []any {
	return []any{&f.Path, &f.Name, &f.Size, modified, &f.Type, &f.MIME}
}
