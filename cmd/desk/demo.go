package desk

import (
	"context"
	"net/url"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/cmd/app"
	"keydesk/config"
)

type Demo struct {
	Contacts   int     `default:"40" help:"Number of conversations." placeholder:"N"`
	Messages   int     `default:"0" help:"Messages in each conversation; 0 gives each its natural length." placeholder:"N"`
	Rate       float64 `default:"0.01" help:"Messages that customers write per second, all together." placeholder:"PER_SECOND"`
	Seed       uint64  `default:"1" help:"The same seed makes the same customers." placeholder:"N"`
	Generation string  `default:"upstream" enum:"upstream,fork" help:"How the platform answers: ${enum}."`
	Role       string  `default:"agent" enum:"agent,manager,admin" help:"Whose desk it is: ${enum}. Administrators and managers make actions."`
	Tour       bool    `default:"true" negatable:"" help:"Lead through the first minute in a row below the keys."`
	SSH        string  `name:"ssh" help:"Give everybody who comes by SSH a desk of their own on this address, whatever their key." placeholder:"ADDR"`
	Serve      string  `help:"Run the platform alone on this address; its URL and users are printed first, as one line of JSON." placeholder:"ADDR"`
}

// Help shows how it is used.
func (Demo) Help() string {
	return `Everything runs in this process, over loopback only.

Example:

    keydesk demo
    keydesk demo --role admin
    keydesk demo --contacts 10000 --rate 0
    keydesk demo --ssh 127.0.0.1:2222
    keydesk demo --serve 127.0.0.1:8080 --generation fork`
}

// Run opens the desk on an embedded platform, or serves that platform.
func (c Demo) Run(ctx context.Context, a *app.App) error {
	if a.Flags.Profile != "" || a.Flags.URL != "" {
		return app.Usage("the demo brings its own platform; leave out --profile and --url")
	}
	if c.Contacts < 0 || c.Messages < 0 || c.Rate < 0 {
		return app.Usage("--contacts, --messages and --rate cannot be below 0")
	}
	if c.Serve != "" {
		return c.serve(ctx, a)
	}
	settings, err := demoSettings(a)
	if err != nil {
		return err
	}
	if c.SSH != "" {
		return c.serveDesks(ctx, a, settings)
	}
	if err := needScreen(a); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	platform, address, err := c.start(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer platform.Close()
	platform.Grant("agent", demoRights...)
	agent := UserOf(platform, c.Role)
	p := settings.WithoutPlatform(a.Flags.Profile)
	p.Name, p.URL, p.URLOrigin, p.Email = "demo", address, "the demo", agent.Email
	logger := a.Logger(settings)
	c2, err := app.NewClient(p, client.Credentials{Email: agent.Email, Password: agent.Password}, logger)
	if err != nil {
		return err
	}
	defer c2.Close()
	return Open(ctx, a, Parts{
		demo: true, tour: c.Tour, settings: settings, reload: func() (config.Settings, error) { return demoSettings(a) }, profile: p, client: c2, logger: logger,
		hosts:    []string{hostOf(address)}, // the echo endpoint that the demo's webhooks go to
		recorder: a.DemoHistory(),
	})
}

// demoSettings are the person's own looks and keys, without their actions and platforms. Money is asked
// about, as whoever brings such an action to a team would have it.
func demoSettings(a *app.App) (config.Settings, error) {
	s, err := a.ReadSettings()
	s.Actions, s.Profiles = map[string]config.ActionSettings{"Refund request": {Danger: true}}, nil
	s.Execution, s.WebhookPayload = config.Defaults().Execution, config.Defaults().WebhookPayload
	return s, err
}

// start starts the embedded platform. Its customers answer, so that it feels alive.
func (c Demo) start(ctx context.Context, address string) (*emulator.Emulator, string, error) {
	contacts := c.Contacts
	if contacts == 0 {
		contacts = emulator.NoContacts
	}
	platform, err := emulator.New(emulator.Options{
		Generation: c.Generation, Contacts: contacts, Messages: c.Messages,
		Rate: c.Rate, Seed: c.Seed, Answer: true,
	})
	if err != nil {
		return nil, "", err
	}
	at, err := platform.Start(ctx, address)
	if err != nil {
		return nil, "", err
	}
	return platform, at, nil
}

// demoRights are what the demo's agents may beyond those of a platform as it comes: with them they can
// assign and tag, as the tour shows and most teams allow.
var demoRights = []string{"contacts:write", "chat.assign:write"}

// UserOf is who sits at the demo's desk.
func UserOf(platform *emulator.Emulator, role string) emulator.User {
	users := platform.Users()
	for _, u := range users {
		if u.Role == role {
			return u
		}
	}
	return users[0]
}

// hostOf is the host and port of an address that was just served.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
