package actions

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"keydesk/actions/template"
)

// Guard says which addresses webhooks may reach. Addresses of this machine, of local networks and
// of clouds' own services are refused at dial time, after name resolution, so that no name can be
// pointed at them later.
type Guard struct {
	// AllowHosts lifts the refusal: "host", "host:port", an address, or a range such as
	// "10.1.0.0/16". A name lifts it for whatever private or local address it stands for, but never
	// for a cloud's metadata service, which must be allowed by its address.
	AllowHosts []string
	// ResolvingProxies are the proxies ("host:port") that may be given names which this machine's DNS
	// does not know. What such a name stands for only the proxy knows, and only it can refuse it.
	ResolvingProxies []string
	// Resolve and Dial replace the network in tests. Dial gets an address with a literal IP.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

// GuardError is a refusal by the guard; it wraps ErrRefused. Its text names rule and setting.
type GuardError struct {
	Host string     // host:port as in the URL
	Addr netip.Addr // what it stands for; invalid when the name alone was enough
	Rule string     // "a private address"
	// proxied is the whole sentence where a proxy would decide, and no rule about an address does.
	proxied string
}

func (e *GuardError) Error() string {
	if e.proxied != "" {
		return e.proxied
	}
	what := e.Host
	if addr := e.Addr.Unmap(); addr.IsValid() && !strings.Contains(e.Host, addr.String()) {
		what += " (" + addr.String() + ")"
	}
	return fmt.Sprintf("%s is %s, which webhooks may not reach; if it is meant, allow it with allow_hosts = [%q] in the profile or --allow-host %s",
		what, e.Rule, e.Host, e.Host)
}

// Unwrap makes it a refusal.
func (e *GuardError) Unwrap() error { return ErrRefused }

type guard struct {
	rules   []allowRule
	proxies []string
	resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

// allowRule is one entry of AllowHosts: a name or a range, with a port or for all.
type allowRule struct {
	name   string
	prefix netip.Prefix
	port   string
}

func newGuard(g Guard) (*guard, error) {
	out := &guard{resolve: g.Resolve, dial: g.Dial}
	if out.resolve == nil {
		out.resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if out.dial == nil {
		out.dial = (&net.Dialer{KeepAlive: -1}).DialContext
	}
	for _, entry := range g.ResolvingProxies {
		out.proxies = append(out.proxies, strings.ToLower(strings.TrimSpace(entry)))
	}
	for _, entry := range g.AllowHosts {
		r, err := parseAllow(entry)
		if err != nil {
			return nil, err
		}
		out.rules = append(out.rules, r)
	}
	return out, nil
}

func parseAllow(entry string) (allowRule, error) {
	text := strings.TrimSpace(entry)
	if p, err := netip.ParsePrefix(text); err == nil {
		return allowRule{prefix: p.Masked()}, nil
	}
	if a, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return allowRule{prefix: netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen())}, nil
	}
	host, port := text, ""
	if i := strings.LastIndexByte(text, ':'); i >= 0 {
		host, port = text[:i], text[i+1:]
		if n, err := net.LookupPort("tcp", port); err != nil || n == 0 || strings.Trim(port, "0123456789") != "" {
			return allowRule{}, badAllow(entry)
		}
	}
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return allowRule{prefix: netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), port: port}, nil
	}
	host = normalHost(host)
	if host == "" || strings.ContainsAny(host, "/ *@:[]") {
		return allowRule{}, badAllow(entry)
	}
	return allowRule{name: host, port: port}, nil
}

func badAllow(entry string) error {
	return fmt.Errorf("allow_hosts: %s is no host; write e.g. %q, %q or %q", template.Quote(entry), "crm.internal", "127.0.0.1:8080", "10.1.0.0/16")
}

func normalHost(h string) string { return strings.ToLower(strings.TrimSuffix(h, ".")) }

// check decides about one address that host stands for.
func (g *guard) check(host, port string, addr netip.Addr) error {
	rule, hard := addressRule(addr)
	if rule == "" {
		return nil
	}
	bare := addr.WithZone("").Unmap()
	for _, r := range g.rules {
		if r.port != "" && r.port != port {
			continue
		}
		if r.prefix.IsValid() && r.prefix.Contains(bare) || r.name != "" && r.name == normalHost(host) && !hard {
			return nil
		}
	}
	return &GuardError{Host: net.JoinHostPort(host, port), Addr: addr, Rule: rule}
}

// checkName decides about what a URL says without asking the network: an address, or a name that
// is local by definition. Other names pass.
func (g *guard) checkName(u *url.URL) error {
	host, port := u.Hostname(), portOf(u)
	if addr, err := netip.ParseAddr(host); err == nil {
		return g.check(host, port, addr)
	}
	if isLocalhost(host) {
		return g.check(host, port, netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	}
	return nil
}

func isLocalhost(host string) bool {
	name := normalHost(host)
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// addresses resolves a name. Names under localhost are this machine by definition (RFC 6761) and are
// not asked of the network, which does not know them or, worse, does.
func (g *guard) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if isLocalhost(host) && host != "localhost" {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}, nil
	}
	return g.resolve(ctx, host)
}

// checkBehindProxy decides about a name that proxy will resolve by what this machine knows of it, as if
// it connected itself. A name that it does not know in the time of the whole run is refused, unless the
// settings let this proxy resolve.
func (g *guard) checkBehindProxy(ctx context.Context, u, proxy *url.URL) error {
	if err := g.checkName(u); err != nil {
		return err
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return nil
	}
	addrs, err := g.addresses(ctx, u.Hostname())
	if err != nil || len(addrs) == 0 {
		if g.resolves(proxy) {
			return nil
		}
		return unknownBehindProxy(u.Hostname(), proxy, err)
	}
	for _, a := range addrs {
		if err := g.check(u.Hostname(), portOf(u), a); err != nil {
			return err
		}
	}
	return nil
}

// resolves reports whether the settings let a proxy resolve names that this machine does not know.
func (g *guard) resolves(proxy *url.URL) bool {
	return slices.ContainsFunc(g.proxies, func(entry string) bool {
		return entry == strings.ToLower(proxy.Host) || entry == strings.ToLower(proxy.Hostname())
	})
}

// unknownBehindProxy says that nobody here can tell what a name stands for.
func unknownBehindProxy(host string, proxy *url.URL, cause error) error {
	why := "this machine's DNS does not know it"
	var dns *net.DNSError
	if cause != nil && !(errors.As(cause, &dns) && dns.IsNotFound) {
		why = "this machine's DNS did not answer in time"
	}
	return &GuardError{Host: host, Rule: "unknown here", proxied: fmt.Sprintf(
		"%s cannot be checked before it goes to the proxy %s: %s; if that proxy may resolve names, say resolving_proxies = [%q] in the profile",
		host, proxy.Host, why, proxy.Host)}
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}

// dialContext resolves, checks and connects. Names with good and refused addresses use the good
// ones; each address gets its share of the time that is left.
func (g *guard) dialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if toCatcher(ctx, address) {
		return g.dial(ctx, network, address)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	var addrs []netip.Addr
	if a, err := netip.ParseAddr(host); err == nil {
		addrs = []netip.Addr{a}
	} else if addrs, err = g.addresses(ctx, host); err != nil {
		return nil, err
	}
	var failed error
	for i, a := range addrs {
		if err := g.check(host, port, a); err != nil {
			if failed == nil {
				failed = err
			}
			continue
		}
		conn, err := g.dialOne(ctx, network, netip.AddrPortFrom(a.Unmap(), mustPort(port)).String(), len(addrs)-i)
		if err == nil {
			return conn, nil
		}
		var refusal *GuardError
		if failed == nil || errors.As(failed, &refusal) {
			failed = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	if failed == nil {
		failed = &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
	}
	return nil, failed
}

// dialOne connects to one address with a fair share of the time left for this and the rest, so that
// an address that swallows everything does not keep the others from being tried.
func (g *guard) dialOne(ctx context.Context, network, address string, left int) (net.Conn, error) {
	if deadline, ok := ctx.Deadline(); ok && left > 1 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, min(time.Until(deadline)/time.Duration(left), 3*time.Second))
		defer cancel()
	}
	return g.dial(ctx, network, address)
}

func mustPort(port string) uint16 {
	n, _ := net.LookupPort("tcp", port)
	return uint16(n)
}
