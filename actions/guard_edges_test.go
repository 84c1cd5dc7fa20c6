package actions

import (
	"net/netip"
	"testing"
)

// Every range that is refused ends where its registry ends it: its first and last address are in it, and
// those beside it are not, unless they belong to another range. Allowing a name lifts only the soft ones.
func TestRefusedRangesEndWhereTheRegistriesEndThem(t *testing.T) {
	for _, x := range []struct {
		first, last, rule string
		hard              bool
		below, above      string // rules of the neighbours
	}{
		{"0.0.0.0", "0.255.255.255", ruleNone, true, "-", ""}, {"10.0.0.0", "10.255.255.255", rulePrivate, false, "", ""}, {"100.64.0.0", "100.100.100.199", ruleShared, false, "", ruleMetadata},
		{"100.100.100.200", "100.100.100.200", ruleMetadata, true, ruleShared, ruleShared}, {"100.100.100.201", "100.127.255.255", ruleShared, false, ruleMetadata, ""},
		{"127.0.0.0", "127.255.255.255", ruleLoopback, false, "", ""}, {"168.63.129.16", "168.63.129.16", ruleMetadata, true, "", ""}, {"169.254.0.0", "169.254.169.253", ruleLink, false, "", ruleMetadata},
		{"169.254.169.254", "169.254.169.254", ruleMetadata, true, ruleLink, ruleLink}, {"169.254.170.2", "169.254.170.2", ruleMetadata, true, ruleLink, ruleLink}, {"169.254.170.3", "169.254.255.255", ruleLink, false, ruleMetadata, ""},
		{"172.16.0.0", "172.31.255.255", rulePrivate, false, "", ""}, {"192.0.0.0", "192.0.0.255", ruleReserved, false, "", ""}, {"192.0.2.0", "192.0.2.255", ruleReserved, false, "", ""},
		{"192.88.99.0", "192.88.99.255", ruleReserved, false, "", ""}, {"192.168.0.0", "192.168.255.255", rulePrivate, false, "", ""}, {"198.18.0.0", "198.19.255.255", ruleReserved, false, "", ""},
		{"198.51.100.0", "198.51.100.255", ruleReserved, false, "", ""}, {"203.0.113.0", "203.0.113.255", ruleReserved, false, "", ""}, {"224.0.0.0", "239.255.255.255", ruleMany, true, "", ruleReserved},
		{"240.0.0.0", "255.255.255.255", ruleReserved, true, ruleMany, "-"},
		{"::", "::", ruleNone, true, "-", ruleLoopback}, {"::1", "::1", ruleLoopback, false, ruleNone, ruleNone},
		{"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", rulePrivate, false, "", ""}, {"100::", "100::ffff:ffff:ffff:ffff", ruleReserved, false, "", ruleReserved},
		{"100:0:0:1::", "100::1:ffff:ffff:ffff:ffff", ruleReserved, false, ruleReserved, ""}, {"2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", ruleReserved, false, "", ""},
		{"2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", ruleReserved, false, "", ""}, {"2001:10::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", ruleReserved, false, "", ""},
		{"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", ruleReserved, false, "", ""}, {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", ruleReserved, false, "", ""},
		{"5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ruleReserved, false, "", ""}, {"fc00::", "fd00:ec2::253", rulePrivate, false, "", ruleMetadata},
		{"fd00:ec2::254", "fd00:ec2::254", ruleMetadata, true, rulePrivate, rulePrivate}, {"fd00:ec2::255", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", rulePrivate, false, ruleMetadata, ""},
		{"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ruleLink, false, "", rulePrivate}, {"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", rulePrivate, false, ruleLink, ruleMany},
		{"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ruleMany, true, rulePrivate, "-"},
	} {
		first, last := netip.MustParseAddr(x.first), netip.MustParseAddr(x.last)
		for _, a := range []netip.Addr{first, last} {
			if rule, hard := addressRule(a); rule != x.rule || hard != x.hard {
				t.Errorf("%s: %q, hard %t", a, rule, hard)
			}
		}
		for a, want := range map[netip.Addr]string{first.Prev(): x.below, last.Next(): x.above} {
			if rule, _ := addressRule(a); want != "-" && rule != want {
				t.Errorf("%s, beside %s: %q, want %q", a, x.first, rule, want)
			}
		}
	}
	if rule, hard := addressRule(netip.Addr{}); rule != ruleNone || !hard {
		t.Errorf("no address: %q", rule)
	}
}
