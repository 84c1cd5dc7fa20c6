package client

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestDownload(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789"), 1000)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/media/none" {
			http.Error(w, `{"status":"error","message":"No media found"}`, 404)
			return
		}
		w.Header().Set("Content-Type", "image/png")
		if r.URL.Path != "/api/media/untold" {
			w.Header().Set("Content-Length", itoa(len(content)))
		}
		_, _ = w.Write(content)
	})
	c := connectTo(t, h, Options{})
	var out bytes.Buffer
	var done, total int64
	media, err := c.Download(t.Context(), "m1", &out, DownloadOptions{Progress: func(d, n int64) { done, total = d, n }})
	if err != nil || media.MIME != "image/png" || media.Size != 10000 || !bytes.Equal(out.Bytes(), content) || done != 10000 || total != 10000 {
		t.Errorf("%+v, %v, progress %d of %d", media, err, done, total)
	}
	_, err = c.Download(t.Context(), "none", io.Discard, DownloadOptions{})
	wantKind(t, err, KindNotFound)
	for _, id := range []string{"m1", "untold"} {
		_, err = c.Download(t.Context(), id, io.Discard, DownloadOptions{Limit: 9999})
		if KindOf(err) != KindProtocol || !strings.Contains(err.Error(), "larger") {
			t.Errorf("%s: %v", id, err)
		}
	}
	_, err = c.Download(t.Context(), "m1", full{}, DownloadOptions{})
	if err == nil || !errors.Is(err, errFull) || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("a full disk: %v", err)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

// A download takes as long as it takes, but not without moving.
func TestDownloadStalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for range 10 {
				_, _ = w.Write(make([]byte, leastMoved))
				_ = http.NewResponseController(w).Flush()
				time.Sleep(20 * time.Second)
			}
			<-r.Context().Done()
		})
		c := connectTo(t, h, Options{})
		began := time.Now()
		media, err := c.Download(t.Context(), "m1", io.Discard, DownloadOptions{})
		if KindOf(err) != KindUnreachable || media.Size != 10*leastMoved {
			t.Errorf("%+v, %v", media, err)
		}
		if took := time.Since(began); took < 200*time.Second || took > 215*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestSendMedia(t *testing.T) {
	c, p := on(t, Fork, always(200, message))
	var sent, total int64
	_, err := c.SendMedia(t.Context(), "c1", Upload{Filename: `/tmp/a"b.png`, Caption: "cap", Account: "Main Line",
		Body: strings.NewReader("png"), Progress: func(s, n int64) { sent, total = s, n }})
	if err != nil {
		t.Fatal(err)
	}
	r := p.last(t)
	_, params, err := mime.ParseMediaType(r.ContentType)
	if err != nil || r.Path != "/api/messages/media" {
		t.Fatalf("%s %s: %v", r.Path, r.ContentType, err)
	}
	form, err := multipart.NewReader(strings.NewReader(r.Body), params["boundary"]).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "fields", form.Value, map[string][]string{"contact_id": {"c1"}, "type": {"image"}, "caption": {"cap"},
		"whatsapp_account": {"e4f9374a-e7b0-4e69-8bb9-285d053ebee1"}})
	file := form.File["file"][0]
	if file.Filename != "a_b.png" || file.Header.Get("Content-Type") != "image/png" || file.Size != 3 {
		t.Errorf("file %+v", file)
	}
	if sent != total || sent != int64(len(r.Body)) {
		t.Errorf("progress %d of %d", sent, total)
	}
	for kind, want := range map[string]string{"audio/ogg; codecs=opus": "audio", "video/mp4": "video", "application/pdf": "document", "text/plain": "document"} {
		if got := uploadType(kind); got != want {
			t.Errorf("%s is sent as %s", kind, got)
		}
	}
}

// A file is found again by its name among what the platform tells, so that must be foreseen.
func TestUploadNameIsWhatThePlatformReads(t *testing.T) {
	for _, name := range []string{`a"b\c.pdf`, "\x1b[2J.pdf", "tab\tnew\nline.pdf", "ein\xff\xfes.pdf", "报告 🙂 תקציב.pdf", " spaced  .pdf ",
		"semi;colon=1.pdf", "50%25.pdf", "=?utf-8?q?x?=.pdf", "it's.pdf", "plain.pdf", `trailing\`} {
		c, p := on(t, Upstream, always(200, message))
		if _, err := c.SendMedia(t.Context(), "c1", Upload{Filename: "/tmp/" + name, Body: strings.NewReader("x")}); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		r := p.last(t)
		_, params, err := mime.ParseMediaType(r.ContentType)
		if err != nil {
			t.Fatal(err)
		}
		form, err := multipart.NewReader(strings.NewReader(r.Body), params["boundary"]).ReadForm(1 << 20)
		if err != nil {
			t.Fatalf("%q cannot be read: %v", name, err)
		}
		if got, want := form.File["file"][0].Filename, UploadName(name); got != want {
			t.Errorf("%q is read as %q, foreseen was %q", name, got, want)
		}
	}
}
