package client

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/failsafe-go/failsafe-go"
)

// Generation is how a platform answers; see contract §19 for what differs.
type Generation string

// The generations, and "" for not known yet.
const (
	Upstream Generation = "upstream" // wraps successes in {"status","data"}; relatives that do count as well
	Fork     Generation = "fork"     // answers bare
)

// Credentials say who is asking: an API key, or e-mail and password. A key
// wins when both are given. An interactive desk should prefer the password:
// a key costs the platform 60 ms a request (contract §2.5).
type Credentials struct {
	APIKey          string
	Email, Password string
}

// Options of a Client. BaseURL and Credentials are needed, the rest has
// working defaults.
type Options struct {
	// BaseURL is the platform's address, with its base path if it has one; a
	// trailing slash or "/api" is tolerated.
	BaseURL     string
	Credentials Credentials
	Logger      *slog.Logger      // nil discards
	Transport   http.RoundTripper // nil is a tuned http.Transport
	RootCAs     *x509.CertPool    // the authorities that transport trusts; nil is the system's
	Now         func() time.Time  // nil is time.Now
	// RetryWait is the pause before a read that met a fault of the line is tried again; it grows to
	// five times that. 0 is 200 ms.
	RetryWait time.Duration
}

// Client is one signed-in connection to a platform. It is safe for use from
// many goroutines. Close it at the end.
type Client struct {
	address    address
	http       *http.Client
	log        *slog.Logger
	now        func() time.Time
	budget     *budget
	session    *session
	stream     *Stream
	retries    failsafe.Executor[*reply]
	generation atomic.Value // Generation
	names      accountNames
	skew       skew

	ctx    context.Context // ends with Close; parent of what outlives a call
	cancel context.CancelFunc
	mu     sync.Mutex // guards closed against tasks starting late
	closed bool
	tasks  sync.WaitGroup
}

// New checks the address and returns a client for it. There is no traffic
// before the first call.
func New(o Options) (*Client, error) {
	address, err := parseAddress(o.BaseURL)
	if err != nil {
		return nil, err
	}
	c := &Client{address: address, log: o.Logger, now: o.Now, retries: newRetries(cmp.Or(o.RetryWait, retryFirst))}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
	transport := o.Transport
	if transport == nil {
		transport = newTransport(o.RootCAs)
	}
	// No cookie jar, on purpose: a request with the access cookie needs a CSRF
	// token, one with a bearer token does not (contract §2.2). No redirects
	// either: Go would carry X-API-Key to a foreign host.
	c.http = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.generation.Store(Generation(""))
	c.budget = newBudget(c.now)
	c.session = &session{c: c, credentials: o.Credentials}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.stream = newStream(c)
	return c, nil
}

// NewTransport is a transport that several clients of one platform may share. It trusts the system's
// authorities, and roots if there are any.
func NewTransport(roots *x509.CertPool) *http.Transport {
	t := newTransport(roots)
	t.MaxIdleConnsPerHost = 64 // of many agents
	return t
}

// newTransport is an http.Transport for one host: few connections, each kept
// a little shorter than the platform's 30 s (contract §16), so that a request
// rarely meets a connection that is being closed.
func newTransport(roots *x509.CertPool) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dial,
		TLSHandshakeTimeout:    10 * time.Second,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    6,
		IdleConnTimeout:        25 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// dial connects so that closing drops what the kernel still holds: a send that was given up while
// the line stood still must not arrive behind our back, after the thread was asked for it.
func dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}
	conn, err := d.DialContext(ctx, network, addr)
	if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
		_ = tcp.SetLinger(0) // without it closing is only less sure
		conn = &gauge{TCPConn: tcp}
	}
	return conn, err
}

// Close ends the stream and everything still under way, and drops idle
// connections. It does not sign out, see [Client.Logout].
func (c *Client) Close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.cancel()
	c.tasks.Wait()
	c.http.CloseIdleConnections()
}

// spawn runs a task that may outlive the call that needed it. Its context ends
// with Close, which waits for it. False means the client is closed.
func (c *Client) spawn(task func(ctx context.Context)) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.tasks.Go(func() { task(c.ctx) })
	return true
}

// Generation tells how the platform answers; "" before its first answer.
func (c *Client) Generation() Generation { return c.generation.Load().(Generation) }

// BaseURL is the platform's address as used, without a trailing slash.
func (c *Client) BaseURL() string { return c.address.String() }

// Stream returns the realtime stream, always the same one. Its owner runs
// [Stream.Run].
func (c *Client) Stream() *Stream { return c.stream }
