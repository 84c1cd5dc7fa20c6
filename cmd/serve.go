package cmd

import (
	"context"
	"errors"
	"fmt"
	"net"

	"keydesk/client/emulator"
)

// served is the one line that demo --serve prints; scripts rely on it.
type served struct {
	URL   string          `json:"url"`
	Users []emulator.User `json:"users"`
}

// serve runs the embedded platform alone until the process is told to end.
func (c demoCommand) serve(ctx context.Context, a *app) error {
	host, _, err := net.SplitHostPort(c.Serve)
	if err != nil {
		return usage("--serve %q is no address, for example --serve 127.0.0.1:8080", c.Serve)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		a.note("%s can be reached by others, and the passwords of the demo are no secret", c.Serve)
	}
	platform, address, err := c.start(ctx, c.Serve)
	if err != nil {
		return fmt.Errorf("cannot serve: %w", err)
	}
	if err := writeJSONLine(a.env.Stdout, served{URL: address, Users: platform.Users()}); err != nil {
		return errors.Join(err, platform.Close())
	}
	<-ctx.Done()
	return platform.Close()
}
