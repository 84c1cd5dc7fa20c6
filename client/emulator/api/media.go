package api

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"keydesk/client/emulator/shop"
	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// media answers the bytes of a message's media (contract §6.1): no disposition, no ETag, and
// ranges are ignored.
func (c messages) media() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	if _, wellFormed := uuid.Parse(c.args[0]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid message ID")
		return
	}
	i, seq, ok := e.MessageByID(c.args[0])
	if !ok || e.Contacts[i].Deleted {
		c.fail(http.StatusNotFound, "Message not found")
		return
	}
	if !c.sees(i) {
		c.fail(http.StatusForbidden, "Access denied")
		return
	}
	m := e.At(i, seq)
	if m.Media == nil {
		c.fail(http.StatusNotFound, "No media found")
		return
	}
	data, sent := e.Uploads[c.args[0]]
	if !sent {
		data = shop.SampleMedia(m.Media.MIME, uuid.Mix(uint64(i)<<20|uint64(seq)))
	}
	c.w.Header().Set("Cache-Control", "private, max-age=3600")
	c.answer(http.StatusOK, m.Media.MIME, data)
}

// upload is what a multipart send carries.
type upload struct {
	fields   map[string]string
	hasFile  bool
	data     []byte
	filename string
	mime     string
}

func (c messages) readUpload() (upload, bool) {
	u := upload{fields: make(map[string]string)}
	kind, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return u, false
	}
	parts := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return u, true
		}
		if err != nil {
			return u, false
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return u, false
		}
		if part.FormName() == "file" && part.FileName() != "" {
			u.hasFile, u.data, u.filename, u.mime = true, data, part.FileName(), part.Header.Get("Content-Type")
		} else {
			u.fields[part.FormName()] = string(data)
		}
	}
}

// postMedia takes a file (contract §6.2). An unknown type is accepted, stored without its media,
// and fails later.
func (c messages) postMedia() {
	u, ok := c.readUpload()
	if !ok {
		c.fail(http.StatusBadRequest, "Invalid multipart form")
		return
	}
	if u.fields["contact_id"] == "" {
		c.fail(http.StatusBadRequest, "contact_id is required")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	c.args = []string{u.fields["contact_id"]}
	i, ok := c.visible()
	if !ok {
		return
	}
	if !u.hasFile {
		c.fail(http.StatusBadRequest, "file is required")
		return
	}
	kind := u.fields["type"]
	if kind == "" {
		kind = "image"
	}
	m := state.Message{Outgoing: true, Kind: kind, Status: "pending", NoWAMID: true, Body: u.fields["caption"]}
	if reference := u.fields["whatsapp_account"]; reference != "" {
		if m.Account = e.AccountRef(&reference, &reference); m.Account == 0 {
			c.fail(http.StatusBadRequest, "Failed to resolve WhatsApp account")
			return
		}
	}
	if kind == "image" || kind == "video" || kind == "audio" || kind == "document" {
		m.Media = &state.MediaRef{MIME: u.mime, Filename: u.filename}
	}
	e.Uploads[e.MessageID(i, e.Count(i))] = u.data
	c.ok(e.SendMessage(i, m))
}
