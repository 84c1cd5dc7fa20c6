package thread

import (
	"strings"

	"keydesk/client"
	"keydesk/ui/media"
)

// file says what is known of a message's file: its name where that tells
// something, its type and its size; or that the platform has none.
func file(c *content, m client.Message, size int64) {
	facts := make([]string, 0, 3)
	if name := short(m.MediaFilename, 200); name != "" && (c.text == "" || m.Type == "document" || m.Type == "audio") {
		facts = append(facts, name)
	}
	if kind := media.Word(m.MediaMIME); kind != "" && (m.Type == "document" || m.Type == "audio" || m.Type == "video") {
		facts = append(facts, short(kind, 40))
	}
	if size > 0 {
		facts = append(facts, media.Size(size))
	}
	if m.MediaURL == "" && !IsLocal(m.ID) {
		facts = append(facts, missing(m))
	}
	if m.Type == "document" || m.Type == "audio" {
		c.above = strings.Join(facts, ", ")
	} else {
		c.below = strings.Join(facts, ", ")
	}
}

// missing is why there is no file.
func missing(m client.Message) string {
	if m.Type == "sticker" {
		return "not kept by this platform"
	}
	return "no file any more"
}

// SetMediaSize tells how large a message's file is, once that is known.
func (p *Pane) SetMediaSize(id string, size int64) {
	if it := p.byID[id]; it != nil && it.size != size {
		it.size, it.said, it.rows, it.findRev = size, nil, nil, 0
		p.stale()
	}
}
