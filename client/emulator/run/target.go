package run

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Refuse is the guard at saving: internal addresses are refused (contract §8.3), but for
// this emulator's own echo endpoint and allowed hosts.
func (r *Runner) Refuse(target string) string {
	u, err := url.Parse(target)
	switch {
	case err != nil:
		return "invalid URL: " + err.Error()
	case u.Scheme != "http" && u.Scheme != "https":
		return "URL scheme must be http or https"
	case strings.ContainsAny(u.Host, "{}"):
		return "invalid URL: template variables are not allowed in the host"
	case r.ownEcho(u) || r.allowed(u.Host):
		return ""
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil && internal(ip) ||
		host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return "URL must not point to internal addresses"
	}
	return ""
}

// ownEcho tells whether u is the emulator's own echo endpoint.
func (r *Runner) ownEcho(u *url.URL) bool {
	base, _ := r.home()
	return strings.HasPrefix(u.Scheme+"://"+u.Host+u.Path, base+"/demo/")
}

// allowed tells whether Options.AllowHosts names the host, with or without its port.
func (r *Runner) allowed(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	return slices.Contains(r.Allow, hostport) || err == nil && slices.Contains(r.Allow, host)
}

// internal tells whether an address is loopback, private, link-local or the like.
func internal(ip netip.Addr) bool {
	ip = ip.Unmap()
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsLinkLocalMulticast() ||
		ip.IsUnspecified() || ip.IsMulticast()
}
