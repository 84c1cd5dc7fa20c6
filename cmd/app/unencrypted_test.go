package app

import (
	"context"
	"errors"
	"net/netip"
	"testing"
)

// A secret goes in clear only over this machine's own wires and the private network's.
func TestUnencrypted(t *testing.T) {
	names := map[string][]netip.Addr{
		"desk":             {netip.MustParseAddr("10.0.0.7")},
		"desk.example.com": {netip.MustParseAddr("192.168.1.2"), netip.MustParseAddr("fd12::7")},
		"chat.example.com": {netip.MustParseAddr("8.8.8.8")},
		"both.example.com": {netip.MustParseAddr("10.0.0.7"), netip.MustParseAddr("8.8.8.8")},
		"none.example.com": {},
	}
	lookup := func(_ context.Context, host string) ([]netip.Addr, error) {
		if addrs, ok := names[host]; ok {
			return addrs, nil
		}
		return nil, errors.New("no such host")
	}
	for address, want := range map[string]string{
		"https://chat.example.com":         "",
		"http://chat.example.com":          "chat.example.com",
		"HTTP://Chat.Example.Com./support": "chat.example.com",
		"http://both.example.com":          "both.example.com",
		"http://none.example.com":          "none.example.com",
		"http://gone.example.com":          "gone.example.com",
		"http://desk":                      "",
		"http://desk.example.com:8080":     "",
		"http://localhost:8080":            "",
		"http://a.localhost":               "",
		"http://127.0.0.1:8080":            "",
		"http://[::1]:8080":                "",
		"http://192.168.0.1":               "",
		"http://100.64.1.1":                "",
		"http://169.254.1.1":               "",
		"http://[::ffff:10.0.0.1]":         "",
		"http://[::ffff:8.8.8.8]":          "::ffff:8.8.8.8",
		"http://8.8.8.8":                   "8.8.8.8",
		"http://[2606:4700::1]":            "2606:4700::1",
	} {
		if got := Unencrypted(t.Context(), address, lookup); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
