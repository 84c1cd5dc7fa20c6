package serve

import (
	"net"
	"net/netip"
	"slices"
	"time"

	"github.com/pires/go-proxyproto"
)

// headerLimit bounds how long a balancer may take to say whom it connects.
const headerLimit = 5 * time.Second

// Behind takes the word of balancers at these addresses on whom they connect (PROXY protocol, version 1 or
// 2). From elsewhere such a word means nothing.
func Behind(l net.Listener, balancers []netip.Prefix) net.Listener {
	if len(balancers) == 0 {
		return l
	}
	return &proxyproto.Listener{Listener: l, ReadHeaderTimeout: headerLimit, ConnPolicy: func(o proxyproto.ConnPolicyOptions) (proxyproto.Policy, error) {
		from, err := netip.ParseAddrPort(o.Upstream.String())
		if err == nil && slices.ContainsFunc(balancers, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap().WithZone("")) }) {
			return proxyproto.USE, nil
		}
		return proxyproto.SKIP, nil
	}}
}
