package app

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// lookupLimit bounds the question whether a name is one of the own network.
const lookupLimit = 3 * time.Second

// Unencrypted is the host that a secret would travel to in clear over networks of others, "" where it
// would not: the address is https, or this machine or the own network.
func Unencrypted(ctx context.Context, address string, lookup func(ctx context.Context, host string) ([]netip.Addr, error)) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return ""
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		if isNear(addr) {
			return ""
		}
		return host
	}
	ctx, cancel := context.WithTimeout(ctx, lookupLimit)
	defer cancel()
	addrs, err := lookup(ctx, host)
	if err != nil || len(addrs) == 0 {
		return host
	}
	for _, addr := range addrs {
		if !isNear(addr) {
			return host
		}
	}
	return ""
}

// isNear reports an address of this machine or of a private network.
func isNear(addr netip.Addr) bool {
	addr = addr.Unmap()
	return addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast() || netip.MustParsePrefix("100.64.0.0/10").Contains(addr)
}

func LookupHost(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}
