package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

const (
	// UploadLimit is the largest request the platform takes; what is larger it
	// answers with a plain text or a broken connection (contract §16).
	UploadLimit = 15 << 20
	// DownloadLimit is how much of one medium is fetched unless told
	// otherwise: WhatsApp's own largest document.
	DownloadLimit = 100 << 20

	mediaStall = 30 * time.Second // between two bytes
)

// Media tells what was downloaded.
type Media struct {
	MIME string
	Size int64
}

// DownloadOptions bound and watch a download.
type DownloadOptions struct {
	Limit    int64                   // bytes; 0 is DownloadLimit
	Progress func(done, total int64) // total is -1 when the platform does not tell
}

// Download writes the media of a message to w as they arrive. After an error w
// may hold a part: there are no ranges to go on with (contract §6.1).
func (c *Client) Download(ctx context.Context, messageID string, w io.Writer, o DownloadOptions) (Media, error) {
	const op = "download the file"
	limit := o.Limit
	if limit <= 0 {
		limit = DownloadLimit
	}
	var media Media
	k := call{op: op, method: http.MethodGet, url: c.address.api(nil, "media", messageID), limit: mediaStall, streaming: true}
	k.sink = func(resp *http.Response) error {
		if resp.ContentLength > limit {
			return tooLargeMedia(op, limit)
		}
		media.MIME = resp.Header.Get("Content-Type")
		out := &meteredWriter{w: w, total: resp.ContentLength, progress: o.Progress}
		n, err := io.Copy(out, io.LimitReader(resp.Body, limit+1))
		media.Size = n
		switch {
		case out.err != nil:
			return &Error{Op: op, Message: "it could not be written here: " + oneLine([]byte(out.err.Error())), Err: out.err}
		case err == nil && n > limit:
			return tooLargeMedia(op, limit)
		}
		return err
	}
	_, err := c.do(ctx, k)
	return media, err
}

func tooLargeMedia(op string, limit int64) error {
	return &Error{Kind: KindProtocol, Op: op, Message: fmt.Sprintf("it is larger than %d MiB", limit>>20)}
}

// meteredWriter reports progress and keeps w's own failure apart from the
// platform's.
type meteredWriter struct {
	w           io.Writer
	done, total int64
	progress    func(done, total int64)
	err         error
}

func (m *meteredWriter) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.done += int64(n)
	m.err = err
	if m.progress != nil && err == nil {
		m.progress(m.done, m.total)
	}
	return n, err
}

// Upload is a file to send.
type Upload struct {
	Type     string // image, video, audio or document; "" goes by MIME
	Filename string
	MIME     string // "" goes by the name, then by the content
	Caption  string
	Account  string // name or UUID, "" for the contact's own
	Body     io.Reader
	Progress func(sent, total int64) // of the whole request
}

// SendMedia sends a file with a caption. It is read whole first, so that one
// that is too large is refused before anything is sent. Replies cannot hold
// files (contract §6.2). Like [Client.Send] it answers pending and is never
// tried twice.
func (c *Client) SendMedia(ctx context.Context, contactID string, u Upload) (Message, error) {
	const op = "send the file"
	content, err := io.ReadAll(io.LimitReader(u.Body, UploadLimit+1))
	if err != nil {
		return Message{}, &Error{Op: op, Message: "it could not be read: " + oneLine([]byte(err.Error())), Err: err}
	}
	if len(content) == 0 {
		return Message{}, invalid(op, "it is empty")
	}
	form, contentType, err := c.mediaForm(contactID, u, content)
	if err != nil {
		return Message{}, invalid(op, "%v", err)
	}
	if len(form) > UploadLimit {
		return Message{}, invalid(op, "it is larger than the %d MiB that the platform takes", UploadLimit>>20)
	}
	k := call{op: op, method: http.MethodPost, url: c.address.api(nil, "messages", "media"), body: form,
		contentType: contentType, limit: mediaStall, streaming: true}
	if u.Progress != nil {
		k.progress = func(sent int64) { u.Progress(sent, int64(len(form))) }
	}
	payload, err := c.payload(ctx, k)
	if err != nil {
		return Message{}, err
	}
	return carriedOut(op, payload, decodeMessage)
}

// mediaForm builds the multipart body.
func (c *Client) mediaForm(contactID string, u Upload, content []byte) (form []byte, contentType string, err error) {
	kind := mediaType(u, content)
	if u.Type == "" {
		u.Type = uploadType(kind)
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	fields := [][2]string{{"contact_id", contactID}, {"type", u.Type}, {"caption", u.Caption}}
	if u.Account != "" {
		fields = append(fields, [2]string{"whatsapp_account", c.accountRef(u.Account)}) // a UUID on Fork, same name
	}
	for _, f := range fields {
		err = errors.Join(err, w.WriteField(f[0], f[1]))
	}
	part, partErr := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename="%s"`, UploadName(u.Filename))},
		"Content-Type":        {kind},
	})
	if err = errors.Join(err, partErr); err != nil {
		return nil, "", err
	}
	_, err = part.Write(content)
	err = errors.Join(err, w.Close())
	return b.Bytes(), w.FormDataContentType(), err
}

// UploadName is the name that the platform is told of a file, and tells of it later. What would end
// the header that holds it, or be read differently by another parser, is a "_" there.
func UploadName(path string) string {
	return strings.Map(func(r rune) rune {
		if r == '"' || r == '\\' || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(filepath.Base(path), "\uFFFD"))
}

// mediaType is the content type of an upload.
func mediaType(u Upload, content []byte) string {
	if kind, _, err := mime.ParseMediaType(u.MIME); err == nil && kind != "" {
		return u.MIME
	}
	if kind := mime.TypeByExtension(filepath.Ext(u.Filename)); kind != "" {
		return kind
	}
	return http.DetectContentType(content)
}

// uploadType is what the platform calls a content type; what is no picture,
// film or sound is a document.
func uploadType(kind string) string {
	family, _, _ := strings.Cut(kind, "/")
	switch family {
	case "image", "video", "audio":
		return family
	}
	return "document"
}
