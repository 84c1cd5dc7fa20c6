package cmd

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"keydesk/cmd/app"
	"keydesk/cmd/badserver"
)

// Whatever the platform does, a command ends when it is interrupted, and those that ask nothing but a
// broken platform end by themselves.
func TestCommandsEndWhateverThePlatformDoes(t *testing.T) {
	for name, args := range map[string][]string{
		"login":        {"login", "--api-key-stdin"},
		"doctor":       {"doctor"},
		"actions list": {"actions", "list"},
	} {
		for _, s := range badserver.All() {
			t.Run(name+", "+s.Name, func(t *testing.T) {
				serving, stop := context.WithCancel(t.Context())
				ctx, interrupt := context.WithCancel(t.Context())
				defer interrupt()
				address, wait, err := s.Listen(serving, nil, func(*http.Request) { interrupt() })
				if err != nil {
					t.Fatal(err)
				}
				defer wait()
				defer stop()
				p := newInProcess(t)
				p.vars["KEYDESK_API_KEY"] = "whm_test"
				p.env.Stdin = strings.NewReader("whm_test\n")
				p.env.Args = append([]string{"--url", "http://" + address}, args...)
				if code := Run(ctx, p.env); code == app.ExitDone {
					t.Errorf("it counts as done: %s", p.out.String())
				}
			})
		}
	}
}

// A switch of protocols is answered at once, without any interruption.
func TestASwitchOfProtocolsEndsACommand(t *testing.T) {
	for _, s := range badserver.All() {
		if !strings.HasPrefix(s.Name, "101") {
			continue
		}
		serving, stop := context.WithCancel(t.Context())
		address, wait, err := s.Listen(serving, nil, func(*http.Request) {})
		if err != nil {
			t.Fatal(err)
		}
		p := newInProcess(t)
		p.vars["KEYDESK_API_KEY"] = "whm_test"
		p.env.Args = []string{"--url", "http://" + address, "actions", "list"}
		if code := Run(t.Context(), p.env); code == app.ExitDone || !strings.Contains(p.err.String(), "answer") {
			t.Errorf("%s: %d %s", s.Name, code, p.err.String())
		}
		stop()
		wait()
	}
}
