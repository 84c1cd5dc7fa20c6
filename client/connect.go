package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
)

// Identity is who is signed in, where, and on what kind of platform.
type Identity struct {
	User         User
	Organization Organization
	Generation   Generation
}

// Connect finds out how the platform answers, signs in, and fetches who that
// makes us. It may be called again after a refused sign-in. The organization
// and the accounts are fetched as well as the role allows: without them names
// are missing, nothing else.
func (c *Client) Connect(ctx context.Context) (Identity, error) {
	c.session.reopen()
	if err := c.Health(ctx); KindOf(err) == KindUnreachable || KindOf(err) == KindCancelled {
		return Identity{}, named(err, "connect")
	}
	user, err := c.Me(ctx)
	if err == nil && (user.ID == "" || user.Email == "" && user.Name == "") {
		// Any web service answers with some object; one that names nobody let nobody in.
		err = call{op: "connect"}.malformed(errShape, false)
	}
	if err != nil {
		return Identity{}, c.wrongAddress(named(err, "connect"))
	}
	id := Identity{User: user, Organization: Organization{ID: user.OrganizationID}}
	if organization, err := c.CurrentOrganization(ctx); err == nil {
		id.Organization = organization
	} else if KindOf(err) == KindUnreachable || KindOf(err) == KindCancelled {
		return Identity{}, named(err, "connect")
	}
	if _, err := c.Accounts(ctx); err != nil {
		c.log.Info("the accounts are not to be had", "kind", KindOf(err).String())
	}
	id.Generation = c.Generation()
	return id, nil
}

// SignIn is Connect with other credentials, for a session that the platform ended. If they are not
// accepted, or are another person's than userID (unless that is ""), the client stays signed out and
// the credentials of before are the ones it knows.
func (c *Client) SignIn(ctx context.Context, as Credentials, userID string) (Identity, error) {
	before := c.session.swap(as)
	id, err := c.Connect(ctx)
	if err == nil && userID != "" && id.User.ID != userID {
		err = &Error{Kind: KindNotSignedIn, Op: opSignIn, Message: "this is " + id.User.Name + "'s sign-in, and the desk is somebody else's"}
		_ = c.Logout(ctx)
	}
	if err != nil {
		c.session.swap(before)
		if KindOf(err) == KindNotSignedIn {
			_ = c.session.reject(err)
		}
		return Identity{}, err
	}
	return id, nil
}

// SignedInBy tells how the client signs in: with an API key, or as whom with a password.
func (c *Client) SignedInBy() (email string, byKey bool) {
	c.session.mu.Lock()
	defer c.session.mu.Unlock()
	return c.session.credentials.Email, c.session.credentials.APIKey != ""
}

// wrongAddress names the likeliest reason for a sign-in that found no platform.
func (c *Client) wrongAddress(err error) error {
	var e *Error
	if errors.As(err, &e) && (e.Kind == KindNotFound || e.Kind == KindProtocol && errors.Is(err, errShape)) {
		return &Error{Kind: KindProtocol, Op: e.Op, Status: e.Status, Err: err,
			Message: c.address.String() + " answers, but as no support platform"}
	}
	return err
}

// Health asks whether the platform is up, without signing in, and learns its
// generation from how it answers (contract §17).
func (c *Client) Health(ctx context.Context) error {
	k := call{op: "reach the platform", method: http.MethodGet, url: c.address.join("/health", nil), limit: readLimit, anonymous: true}
	r, err := c.do(ctx, k)
	if err != nil {
		return err
	}
	payload, wrapped, err := envelope(r.body)
	if err != nil {
		return k.malformed(err, false)
	}
	var health struct {
		Status string `json:"status"`
	}
	if err := decodeObject(payload, &health); err != nil || health.Status != "ok" {
		return k.malformed(errShape, false)
	}
	g := Fork
	if wrapped {
		g = Upstream
	}
	c.generation.Store(g)
	return nil
}

// Me returns the signed-in user, with role and permissions.
func (c *Client) Me(ctx context.Context) (User, error) {
	const op = "load your account"
	payload, err := c.read(ctx, op, nil, "me")
	if err != nil {
		return User{}, err
	}
	return decoded(op, payload, decodeUser)
}

// CurrentOrganization returns the organization that requests act in.
func (c *Client) CurrentOrganization(ctx context.Context) (Organization, error) {
	const op = "load the organization"
	payload, err := c.read(ctx, op, nil, "organizations", "current")
	if err != nil {
		return Organization{}, err
	}
	return decoded(op, payload, decodeOrganization)
}

// Accounts returns the WhatsApp numbers of the organization and remembers
// their names for [Client.AccountName].
func (c *Client) Accounts(ctx context.Context) ([]Account, error) {
	const op = "load the accounts"
	payload, err := c.read(ctx, op, nil, "accounts")
	if err != nil {
		return nil, err
	}
	accounts, err := list(c, op, payload, "accounts", decodeAccount)
	if err != nil {
		return nil, err
	}
	c.names.keep(accounts)
	return accounts, nil
}

// KnownAccounts are the organization's accounts as last fetched.
func (c *Client) KnownAccounts() []Account { return c.names.all() }

// AccountName turns what contacts and messages say of their account, a name or
// a UUID, into a name. What is not known comes back as it is.
func (c *Client) AccountName(ref string) string { return c.names.name(ref) }

// accountRef turns a name or UUID into what this platform takes in requests: a
// UUID on Fork, a name elsewhere (contract §19).
func (c *Client) accountRef(ref string) string {
	if c.Generation() == Fork {
		return c.names.id(ref)
	}
	return c.names.name(ref)
}

// accountNames remembers the accounts as last fetched.
type accountNames struct {
	mu       sync.Mutex
	accounts []Account
}

func (n *accountNames) keep(accounts []Account) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.accounts = accounts
}

func (n *accountNames) all() []Account {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.accounts)
}

func (n *accountNames) name(ref string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.accounts {
		if a.ID == ref {
			return a.Name
		}
	}
	return ref
}

func (n *accountNames) id(ref string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.accounts {
		if a.Name == ref {
			return a.ID
		}
	}
	return ref
}

// decoded decodes one payload and names what failed.
func decoded[T any](op string, payload json.RawMessage, decode func(json.RawMessage) (T, error)) (T, error) {
	v, err := shallow(payload, decode)
	if err != nil {
		return v, call{op: op}.malformed(err, false)
	}
	return v, nil
}

// carriedOut is decoded for the answer to a request that changed something: if
// that cannot be read, the change has been made all the same.
func carriedOut[T any](op string, payload json.RawMessage, decode func(json.RawMessage) (T, error)) (T, error) {
	v, err := shallow(payload, decode)
	if err != nil {
		return v, call{op: op}.malformed(err, true)
	}
	return v, nil
}

// list decodes a list payload; what had to be skipped goes to the log.
func list[T any](c *Client, op string, payload json.RawMessage, key string, decode func(json.RawMessage) (T, error)) ([]T, error) {
	items, skipped, err := decodeList(payload, key, decode)
	if err != nil {
		return nil, call{op: op}.malformed(err, false)
	}
	if skipped > 0 {
		c.log.Warn("unreadable items in an answer", "list", key, "count", skipped)
	}
	return items, nil
}
