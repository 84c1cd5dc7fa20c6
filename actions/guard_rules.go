package actions

import "net/netip"

// addressClass is a range that webhooks do not reach unless it is allowed.
type addressClass struct {
	prefix netip.Prefix
	rule   string
	// hard ranges are not lifted by allowing a name, only by allowing the address itself.
	hard bool
}

const (
	ruleMetadata = "a cloud's metadata service"
	ruleLoopback = "an address of this machine"
	ruleLink     = "a link-local address"
	rulePrivate  = "a private address"
	ruleShared   = "an address of a provider's own network"
	ruleReserved = "a reserved address"
	ruleMany     = "an address of many machines (multicast)"
	ruleNone     = "no address of a machine"
)

// addressClasses is searched in order; the most special ranges come first.
var addressClasses = []addressClass{
	{netip.MustParsePrefix("169.254.169.254/32"), ruleMetadata, true},
	{netip.MustParsePrefix("169.254.170.2/32"), ruleMetadata, true},
	{netip.MustParsePrefix("100.100.100.200/32"), ruleMetadata, true},
	{netip.MustParsePrefix("168.63.129.16/32"), ruleMetadata, true},
	{netip.MustParsePrefix("fd00:ec2::254/128"), ruleMetadata, true},
	{netip.MustParsePrefix("127.0.0.0/8"), ruleLoopback, false},
	{netip.MustParsePrefix("::1/128"), ruleLoopback, false},
	{netip.MustParsePrefix("0.0.0.0/8"), ruleNone, true},
	{netip.MustParsePrefix("::/128"), ruleNone, true},
	{netip.MustParsePrefix("169.254.0.0/16"), ruleLink, false},
	{netip.MustParsePrefix("fe80::/10"), ruleLink, false},
	{netip.MustParsePrefix("10.0.0.0/8"), rulePrivate, false},
	{netip.MustParsePrefix("172.16.0.0/12"), rulePrivate, false},
	{netip.MustParsePrefix("192.168.0.0/16"), rulePrivate, false},
	{netip.MustParsePrefix("fc00::/7"), rulePrivate, false},
	{netip.MustParsePrefix("fec0::/10"), rulePrivate, false},
	{netip.MustParsePrefix("100.64.0.0/10"), ruleShared, false},
	{netip.MustParsePrefix("192.0.0.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("192.0.2.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("192.88.99.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("198.18.0.0/15"), ruleReserved, false},
	{netip.MustParsePrefix("198.51.100.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("203.0.113.0/24"), ruleReserved, false},
	{netip.MustParsePrefix("2001:db8::/32"), ruleReserved, false},
	{netip.MustParsePrefix("3fff::/20"), ruleReserved, false},
	{netip.MustParsePrefix("100::/64"), ruleReserved, false},
	{netip.MustParsePrefix("64:ff9b:1::/48"), rulePrivate, false},
	{netip.MustParsePrefix("2001::/32"), ruleReserved, false},      // Teredo: carries any IPv4 address inside
	{netip.MustParsePrefix("2001:2::/48"), ruleReserved, false},    // benchmarks
	{netip.MustParsePrefix("2001:10::/28"), ruleReserved, false},   // ORCHID, no addresses of machines
	{netip.MustParsePrefix("2001:20::/28"), ruleReserved, false},   // ORCHIDv2
	{netip.MustParsePrefix("100:0:0:1::/64"), ruleReserved, false}, // dummy prefix
	{netip.MustParsePrefix("5f00::/16"), ruleReserved, false},      // segment routing
	{netip.MustParsePrefix("224.0.0.0/4"), ruleMany, true},
	{netip.MustParsePrefix("ff00::/8"), ruleMany, true},
	{netip.MustParsePrefix("240.0.0.0/4"), ruleReserved, true},
}

var (
	nat64       = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour   = netip.MustParsePrefix("2002::/16")
	v4InV6Old   = netip.MustParsePrefix("::/96")
	v4Translate = netip.MustParsePrefix("::ffff:0:0:0/96")
)

// addressRule names the range that forbids addr; "" when it may be reached. IPv6 forms that carry
// an IPv4 address are judged by it.
func addressRule(addr netip.Addr) (rule string, hard bool) {
	a := addr.WithZone("").Unmap()
	if !a.IsValid() {
		return ruleNone, true
	}
	for _, c := range addressClasses {
		if c.prefix.Contains(a) {
			return c.rule, c.hard
		}
	}
	if !a.Is6() {
		return "", false
	}
	b := a.As16()
	switch {
	case nat64.Contains(a), v4InV6Old.Contains(a), v4Translate.Contains(a):
		return addressRule(netip.AddrFrom4([4]byte(b[12:16])))
	case sixToFour.Contains(a):
		return addressRule(netip.AddrFrom4([4]byte(b[2:6])))
	case b[8]&^0x02 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe: // ISATAP
		return addressRule(netip.AddrFrom4([4]byte(b[12:16])))
	}
	return "", false
}
