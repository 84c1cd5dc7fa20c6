package desk

import (
	"context"
	"errors"
	"fmt"
	"net"

	"keydesk/client/emulator"
	"keydesk/cmd/app"
)

// served is the one line that demo --serve prints; scripts rely on it.
type served struct {
	URL   string          `json:"url"`
	Users []emulator.User `json:"users"`
}

// serve runs the embedded platform alone until the process is told to end.
func (c Demo) serve(ctx context.Context, a *app.App) error {
	host, _, err := net.SplitHostPort(c.Serve)
	if err != nil {
		return app.Usage("--serve %q is no address, for example --serve 127.0.0.1:8080", c.Serve)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		a.Note("%s can be reached by others, and the passwords of the demo are no secret", c.Serve)
	}
	platform, address, err := c.start(ctx, c.Serve)
	if err != nil {
		return fmt.Errorf("cannot serve: %w", err)
	}
	if err := app.WriteJSONLine(a.Env.Stdout, served{URL: address, Users: platform.Users()}); err != nil {
		return errors.Join(err, platform.Close())
	}
	<-ctx.Done()
	return platform.Close()
}
