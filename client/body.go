package client

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
)

var (
	errTooLarge = errors.New("an answer larger than 8 MiB")
	errSwitched = errors.New("it switched to another protocol instead of answering")
)

// readBody reads a whole answer within its limit. Error replies are cut
// rather than refused: their first bytes hold all they can say.
func readBody(resp *http.Response) ([]byte, error) {
	if resp.StatusCode >= 300 {
		body, err := io.ReadAll(io.LimitReader(resp.Body, faultLimit))
		if err != nil {
			return body[:0], nil // the status alone tells enough
		}
		return body, nil
	}
	if resp.ContentLength > replyLimit {
		return nil, errTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, replyLimit+1))
	if err == nil && len(body) > replyLimit {
		return nil, errTooLarge
	}
	return body, err
}

// countingBody is a request body that tells how much of it was taken to the
// wire. The transport may still be reading it when the try is over.
type countingBody struct {
	mu     sync.Mutex
	Reader *bytes.Reader
	taken  func(n, all int64)
}

func (b *countingBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	n, err := b.Reader.Read(p)
	done := b.Reader.Size() - int64(b.Reader.Len())
	b.mu.Unlock()
	if n > 0 {
		b.taken(done, b.Reader.Size())
	}
	return n, err
}

func (b *countingBody) rewind() {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = b.Reader.Seek(0, io.SeekStart) // to the start never fails
}

// drained reports that all of it was taken, so that the platform may have a
// whole request in hand.
func (b *countingBody) drained() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Reader.Len() == 0
}

func (b *countingBody) Close() error { return nil }

// watchedBody keeps a watchdog quiet while enough arrives.
type watchedBody struct {
	io.ReadCloser
	moved func(n int64, end bool)
	n     int64
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 {
		b.n += int64(n)
		b.moved(b.n, false)
	}
	return n, err
}
