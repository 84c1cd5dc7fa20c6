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
	ids, n := e.ContactIDs(), 0
	for b.Loop() {
		n += 7919
		e.Receive(ids[n%len(ids)], "Is it on its way?")
	}
}

func BenchmarkContactPage100k(b *testing.B) {
	e, err := New(Options{Contacts: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		get(b, e, "/api/contacts?limit=100")
	}
}

func get(b *testing.B, e *Emulator, path string) {
	r := httptest.NewRequestWithContext(b.Context(), "GET", path, nil)
	r.Header.Set("X-API-Key", e.Users()[2].APIKey)
	e.Handler().ServeHTTP(httptest.NewRecorder(), r)
}

// BenchmarkSearch100k is a search that looks at every contact.
func BenchmarkSearch100k(b *testing.B) {
	e, err := New(Options{Contacts: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		get(b, e, "/api/contacts?search=zzz")
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
