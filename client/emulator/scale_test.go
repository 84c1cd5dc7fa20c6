package emulator

import (
	"net/http/httptest"
	"runtime"
	"testing"
)

func BenchmarkNew10k(b *testing.B) {
	for b.Loop() {
		if _, err := New(Options{Contacts: 10_000}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew100k(b *testing.B) {
	for b.Loop() {
		if _, err := New(Options{Contacts: 100_000}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReceive100k is the flood: a message of any customer, which moves them to the top.
func BenchmarkReceive100k(b *testing.B) {
	e, err := New(Options{Contacts: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	n := uint64(0)
	for b.Loop() {
		n++
		e.api.chatter(n)
	}
}

func BenchmarkContactPage100k(b *testing.B) {
	e, err := New(Options{Contacts: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		e.api.Lock()
		for _, i := range e.api.order.page(0, 100) {
			_ = e.api.contactView(i, false)
		}
		e.api.Unlock()
	}
}

// BenchmarkSearch100k is a search that looks at every contact.
func BenchmarkSearch100k(b *testing.B) {
	e, err := New(Options{Contacts: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	key := e.Users()[2].APIKey
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), "GET", "/api/contacts?search=zzz", nil)
		r.Header.Set("X-API-Key", key)
		e.Handler().ServeHTTP(httptest.NewRecorder(), r)
	}
}

func TestContactsCostLittleMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	e, err := New(Options{Contacts: 100_000, Messages: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if each := int64(after.HeapAlloc-before.HeapAlloc) / 100_000; each > 96 {
		t.Errorf("a contact costs %d bytes", each)
	}
	runtime.KeepAlive(e)
}
