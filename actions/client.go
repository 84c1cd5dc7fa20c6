package actions

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"

	"golang.org/x/net/http/httpproxy"
)

// door is the one way out for webhooks. Direct connections pass the guard when they dial; through a
// proxy the guard looks at the target before, and the only address dialled is the proxy's own, which
// comes from this machine's environment.
type door struct {
	guard           *guard
	proxy           func(*url.URL) (*url.URL, error)
	direct, proxied *http.Transport
}

// newClient builds the client and the function that closes it.
//
// Every delivery has a connection of its own: on a reused one net/http repeats a request with an
// Idempotency-Key by itself when the connection breaks, although it may have been processed. HTTP/1.1
// only, so that "nothing was sent yet" can be told for certain.
func newClient(g *guard, c Config) (*http.Client, func()) {
	d := &door{guard: g, proxy: c.Proxy}
	if d.proxy == nil {
		d.proxy = httpproxy.FromEnvironment().ProxyFunc()
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	d.direct = &http.Transport{
		DialContext:            g.dialContext,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: 64 << 10,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.RootCAs},
		Protocols:              protocols,
	}
	d.proxied = d.direct.Clone()
	d.proxied.DialContext = g.dial
	d.proxied.Proxy = func(r *http.Request) (*url.URL, error) { return d.proxy(r.URL) }
	client := &http.Client{
		Transport:     d,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client, func() {
		d.direct.CloseIdleConnections()
		d.proxied.CloseIdleConnections()
	}
}

// RoundTrip sends by the way the proxy settings say.
func (d *door) RoundTrip(r *http.Request) (*http.Response, error) {
	if toCatcher(r.Context(), r.URL.Host) {
		return d.direct.RoundTrip(r)
	}
	proxy, err := d.proxy(r.URL)
	if err != nil {
		return nil, fmt.Errorf("reading the proxy settings: %w", err)
	}
	if proxy == nil {
		return d.direct.RoundTrip(r)
	}
	if err := d.guard.checkBehindProxy(r.Context(), r.URL, proxy); err != nil {
		return nil, err
	}
	return d.proxied.RoundTrip(r)
}
