package client

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestEnvelope(t *testing.T) {
	tests := []struct {
		name, in, payload string
		wrapped           bool
	}{
		{"wrapped", `{"status":"success","data":{"a":1}}`, `{"a":1}`, true},
		{"key order", `{"data":{"a":1},"status":"success"}`, `{"a":1}`, true},
		{"bare", `{"a":1}`, `{"a":1}`, false},
		{"bare with a status of its own", `{"status":"ok","service":"x"}`, `{"status":"ok","service":"x"}`, false},
		{"deleted", `{"status":"deleted"}`, `{"status":"deleted"}`, false},
		{"success without data", `{"status":"success"}`, `{"status":"success"}`, false},
		{"data null", `{"status":"success","data":null}`, `null`, true},
		{"data is a list", `{"status":"success","data":[]}`, `[]`, true},
		{"status inside", `{"status":"success","data":{"status":"away"}}`, `{"status":"away"}`, true},
		{"outcome of an action", `{"success":true,"data":{"x":1}}`, `{"success":true,"data":{"x":1}}`, false},
		{"bare list", ` [1] `, `[1]`, false},
		{"status is no string", `{"status":{"x":1},"data":1}`, `{"status":{"x":1},"data":1}`, false},
	}
	for _, tt := range tests {
		payload, wrapped, err := envelope([]byte(tt.in))
		if err != nil || string(payload) != tt.payload || wrapped != tt.wrapped {
			t.Errorf("%s: %s, %v, %v", tt.name, payload, wrapped, err)
		}
	}
}

func TestEnvelopeOfNoJSON(t *testing.T) {
	tests := []struct{ in, says string }{
		{"", "an empty answer"},
		{"<!DOCTYPE html><title>x</title>", "a web page"},
		{"  <html>", "a web page"},
		{"404 page not found", "text instead of data"},
		{`{"a":`, "text instead of data"},
	}
	for _, tt := range tests {
		_, _, err := envelope([]byte(tt.in))
		if !errors.Is(err, errShape) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q: %v", tt.in, err)
		}
	}
}

func TestDecodeList(t *testing.T) {
	name := func(raw json.RawMessage) (string, error) {
		var w struct{ Name text }
		err := decodeObject(raw, &w)
		return string(w.Name), err
	}
	tests := []struct {
		in      string
		want    []string
		skipped int
		bad     bool
	}{
		{in: `{"names":[{"name":"a"},{"name":"b"}]}`, want: []string{"a", "b"}},
		{in: `[{"name":"a"}]`, want: []string{"a"}},
		{in: `{"names":null}`, want: []string{}},
		{in: `{"names":[{"name":"a"},7,null,{"name":"b"}]}`, want: []string{"a", "b"}, skipped: 2},
		{in: `{"items":[]}`, bad: true},
		{in: `{"names":{"a":1}}`, bad: true},
		{in: `null`, bad: true},
		{in: `7`, bad: true},
	}
	for _, tt := range tests {
		got, skipped, err := decodeList(json.RawMessage(tt.in), "names", name)
		if (err != nil) != tt.bad || skipped != tt.skipped {
			t.Errorf("%s: %v, %d skipped, %v", tt.in, got, skipped, err)
		} else if !tt.bad {
			same(t, tt.in, got, tt.want)
		}
	}
}

func TestTolerantScalars(t *testing.T) {
	var w struct {
		T text
		F flag
		N whole
		M moment
		L words
		B body
	}
	tests := []struct{ in, want string }{
		{`{"t":"x","f":true,"n":3,"m":"2026-11-22T19:21:36.476102842Z","l":["a"],"b":{"body":"x"}}`, `x true 3 2026-11-22T19:21:36.476102842Z [a] x`},
		{`{"t":12,"f":"true","n":"3","m":"","l":null,"b":"bare"}`, `12 true 3 0001-01-01T00:00:00Z [] bare`},
		{`{"t":null,"f":1,"n":3.9,"m":null,"l":[1,null,{"x":1},"b"],"b":null}`, ` true 3 0001-01-01T00:00:00Z [1 b] `},
		{`{"t":{"a":1},"f":"no","n":"many","m":"yesterday","l":"x","b":{"text":"x"}}`, ` false 0 0001-01-01T00:00:00Z [] `},
		{`{"t":true,"f":null,"n":1e99,"m":"0001-01-01T00:00:00Z","l":[],"b":7}`, `true false 0 0001-01-01T00:00:00Z [] 7`},
	}
	for _, tt := range tests {
		w.T, w.F, w.N, w.M, w.L, w.B = "old", true, 9, moment{}, words{"old"}, "old"
		if err := json.Unmarshal([]byte(tt.in), &w); err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		got := strings.Join([]string{string(w.T), boolWord(bool(w.F)), itoa(int(w.N)), w.M.time().Format("2006-01-02T15:04:05.999999999Z07:00"),
			"[" + strings.Join(w.L, " ") + "]", string(w.B)}, " ")
		if got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

func boolWord(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }
