package doctor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"keydesk/client"
	"keydesk/cmd/app"
)

// Limits of asking the platform, so that one that is down costs seconds.
const (
	healthLimit = 5 * time.Second
	streamLimit = 5 * time.Second
	skewLimit   = 30 * time.Second // signatures and one-time codes allow about this
)

// platform tells how the platform of the profile is, from reaching it to a pong over its WebSocket.
func (x *examination) platform(ctx context.Context) []finding {
	list := []finding{}
	add := func(name string, state verdict, found, do string) {
		list = append(list, finding{"platform", name, state, found, do})
	}
	if x.noWhere != nil {
		if x.problem == nil {
			add("profile", doubt, x.noWhere.Error(), "keydesk login --url https://…")
		}
		return list
	}
	p := x.profile
	add("profile", fine, fmt.Sprintf("%s, %s (%s)", p.Name, p.URL, p.URLOrigin), "")
	credentials, err := x.app.Credentials(ctx, p)
	if err != nil {
		add("secret", doubt, err.Error(), app.LoginCommandFor(p))
	} else {
		kind := "password"
		if credentials.APIKey != "" {
			kind = "API key"
		}
		add("secret", fine, kind+" (not shown)", "")
	}
	c, clientErr := app.NewClient(p, credentials, slog.New(slog.DiscardHandler))
	if clientErr != nil {
		add("address", broken, clientErr.Error(), "mend url or ca_file of the profile")
		return list
	}
	defer c.Close()
	list = append(list, reach(ctx, c)...)
	if err != nil || list[len(list)-1].State == broken {
		return list
	}
	return append(list, signedIn(ctx, c)...)
}

// reach asks for the platform's health: what it takes without signing in.
func reach(ctx context.Context, c *client.Client) []finding {
	ctx, cancel := context.WithTimeout(ctx, healthLimit)
	defer cancel()
	began := time.Now()
	if err := c.Health(ctx); err != nil {
		return []finding{{"platform", "reachable", broken, err.Error(), "look at the network, a VPN or proxy, and the address of the profile"}}
	}
	first := time.Since(began)
	began = time.Now()
	again := ""
	state, do := fine, ""
	if c.Health(ctx) == nil {
		took := time.Since(began)
		again = fmt.Sprintf(", then %s a request", round(took))
		if took > time.Second {
			state, do = doubt, "every step of the desk takes this long; a nearer network helps"
		}
	}
	list := []finding{{"platform", "reachable", state, fmt.Sprintf("yes, %s with connecting%s", round(first), again), do}}
	if by, known := c.ClockSkew(); known {
		f := finding{"platform", "clock", fine, "agrees with this machine's to a second or two", ""}
		if by.Abs() > 2*time.Second {
			f.Found = fmt.Sprintf("%s %s of this machine's", by.Abs().Round(time.Second), map[bool]string{true: "ahead", false: "behind"}[by > 0])
		}
		if by.Abs() > skewLimit {
			f.State, f.Do = doubt, "set this machine's clock (or tell the platform's operator): signed webhooks are refused otherwise"
		}
		list = append(list, f)
	}
	return append(list, finding{"platform", "generation", fine, string(c.Generation()), ""})
}

func round(d time.Duration) string { return d.Round(time.Millisecond).String() }

// signedIn signs in, tells what the role may not do, and opens the realtime line.
func signedIn(ctx context.Context, c *client.Client) []finding {
	limited, cancel := context.WithTimeout(ctx, healthLimit)
	defer cancel()
	id, err := c.Connect(limited)
	if err != nil {
		return []finding{{"platform", "sign-in", broken, err.Error(), "keydesk login again, or ask an administrator"}}
	}
	list := []finding{{"platform", "sign-in", fine, signedInAs(id), ""}}
	list = append(list, permissions(id.User))
	return append(list, realtimeLine(ctx, c), allowance(c.Budget()))
}

// allowance tells how many requests the platform allows.
func allowance(b client.Budget) finding {
	if !b.Limited {
		return finding{"platform", "requests", fine, "no limit named", ""}
	}
	f := finding{"platform", "requests", fine, fmt.Sprintf("%d a minute allowed, %d left", b.Limit, max(b.Remaining, 0)), ""}
	if enough := 60; b.Limit < enough {
		f.State, f.Do = doubt, fmt.Sprintf("brisk work takes about %d a minute: the desk will make you wait; ask the platform's operator", enough)
	}
	return f
}

// signedInAs is who is signed in: name, role and organization, as far as the platform told.
func signedInAs(id client.Identity) string {
	words := id.User.Name
	if id.User.Role != "" {
		words += ", role " + id.User.Role
	}
	if id.Organization.Name != "" {
		words += ", " + id.Organization.Name
	}
	return words
}

// permissions tells what of the desk the role does not allow.
func permissions(u client.User) finding {
	f := finding{"platform", "permissions", fine, "everything the desk does", ""}
	if u.Permissions == nil && !u.SuperAdmin {
		f.State, f.Found = plain, "the platform names none; what is not allowed it refuses when it is tried"
		return f
	}
	var missing []string
	for _, need := range [][3]string{
		{"chat", "read", "read conversations"}, {"chat", "write", "write"}, {"contacts", "read", "see contacts"},
		{"custom_actions", "read", "use actions"}, {"transfers", "write", "transfer"}, {"users", "read", "learn colleagues' names"},
	} {
		if !u.Can(need[0], need[1]) {
			missing = append(missing, fmt.Sprintf("%s (%s:%s)", need[2], need[0], need[1]))
		}
	}
	if len(missing) > 0 {
		f.State, f.Found = plain, "this role does not name: "+strings.Join(missing, ", ")
	}
	return f
}

// realtimeLine connects as the desk does and waits for the pong.
func realtimeLine(ctx context.Context, c *client.Client) finding {
	ctx, cancel := context.WithTimeout(ctx, streamLimit)
	defer cancel()
	ended := make(chan struct{})
	go func() { // ends with ctx
		defer close(ended)
		_ = c.Stream().Run(ctx)
	}()
	defer func() { cancel(); <-ended }()
	f := finding{"platform", "WebSocket", doubt, "no pong within " + streamLimit.String(), "the desk polls instead; a proxy may not let WebSockets through"}
	began := time.Now()
	for {
		list, err := c.Stream().Next(ctx)
		if err != nil {
			return f
		}
		for _, event := range list {
			state, ok := event.(client.StreamState)
			switch {
			case ok && state.State == client.Live:
				return finding{"platform", "WebSocket", fine, "connected, pong after " + round(time.Since(began)), ""}
			case ok && state.Err != nil && !errors.Is(state.Err, context.DeadlineExceeded):
				f.Found = state.Err.Error()
			}
		}
	}
}
