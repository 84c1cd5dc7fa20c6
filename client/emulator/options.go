package emulator

import (
	"log/slog"
	"time"

	"keydesk/client/emulator/api"
	"keydesk/client/emulator/fault"
	"keydesk/client/emulator/traffic"
)

// The two generations of the platform (contract, table at its head).
const (
	Upstream = "upstream"
	Fork     = "fork"
)

// NoContacts as Options.Contacts makes a platform on which nobody has written yet.
const NoContacts = -1

// Options sets up an emulated platform. The zero value is a quiet UPSTREAM with 40 contacts that
// works on the machine's clock.
type Options struct {
	// Generation is Upstream (default) or Fork: envelope, field names and quirks.
	Generation string
	// Contacts is the number of conversations (default 40, at most 10 million); NoContacts is none.
	Contacts int
	// Messages is the length of every conversation. 0 gives each its natural length: the written
	// conversations as they are, the others 4 to 15 messages.
	Messages int
	// Rate is how many messages customers write per second, all together. 0: none.
	Rate float64
	// Seed makes all data: the same seed gives the same ids, names and conversations.
	Seed uint64
	// Now is the clock (default time.Now). The data's dates are relative to its first answer.
	Now func() time.Time
	// Answer makes customers answer a message an agent sent after one to two and a half seconds.
	Answer bool
	// Enforce turns on FORK's enforcement of permissions by route (contract §3).
	Enforce bool
	// Manual stops every clockwork: sends settle, customers answer and things expire only by
	// SettleSends and Advance. For tests.
	Manual bool
	// SettleAfter is the pause before each step pending → sent → delivered → read (default 400 ms).
	SettleAfter time.Duration
	// RateLimit switches on the limits of contract §16 and §23.
	RateLimit api.RateLimit
	// BasePath puts the whole platform below a path, as behind a proxy: "/desk".
	BasePath string
	// AccessTTL and RefreshTTL are token lifetimes (default 15 minutes and a day).
	AccessTTL, RefreshTTL time.Duration
	// AllowHosts names "host" or "host:port" on internal addresses that webhooks may reach.
	AllowHosts []string
	// WebhookTimeout ends a hanging webhook (default 30 s as measured, contract §8.4).
	WebhookTimeout time.Duration
	// SocketBuffer is how many frames wait for a slow reader before frames are dropped (256).
	SocketBuffer int
	// RequestLog is how many requests Requests remembers (default 4096).
	RequestLog int
	// Logger gets what happens, at debug and warning level. nil: nothing.
	Logger *slog.Logger
}

// The types that callers of this package name and that belong to its parts.
type (
	// RateLimit says how many requests pass.
	RateLimit = api.RateLimit
	// Incoming is a customer's message of any type.
	Incoming = traffic.Incoming
	// Request is one HTTP request the platform got.
	Request = fault.Request
)

// User is one who can sign in. The fields are written by `keydesk demo --serve`.
type User struct {
	Role     string `json:"role"`
	Email    string `json:"email"`
	Password string `json:"password"`
	APIKey   string `json:"api_key"`
	ID       string `json:"-"`
	Name     string `json:"-"`
}

// withDefaults fills what was left out.
func (o Options) withDefaults() Options {
	set := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	if o.Generation == "" {
		o.Generation = Upstream
	}
	switch o.Contacts {
	case NoContacts:
		o.Contacts = 0
	case 0:
		o.Contacts = 40
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SocketBuffer <= 0 {
		o.SocketBuffer = 256
	}
	if o.RequestLog <= 0 {
		o.RequestLog = 4096
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	set(&o.SettleAfter, 400*time.Millisecond)
	set(&o.AccessTTL, 15*time.Minute)
	set(&o.RefreshTTL, 24*time.Hour)
	set(&o.WebhookTimeout, 30*time.Second)
	set(&o.RateLimit.Window, time.Minute)
	return o
}
