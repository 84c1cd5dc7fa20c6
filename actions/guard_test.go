package actions

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAddressesThatAreRefused(t *testing.T) {
	for addr, rule := range map[string]string{
		"127.0.0.1": ruleLoopback, "127.8.8.8": ruleLoopback, "::1": ruleLoopback, "::ffff:127.0.0.1": ruleLoopback,
		"0.0.0.0": ruleNone, "::": ruleNone, "0.1.2.3": ruleNone,
		"169.254.169.254": ruleMetadata, "::ffff:169.254.169.254": ruleMetadata, "64:ff9b::a9fe:a9fe": ruleMetadata,
		"2002:a9fe:a9fe::1": ruleMetadata, "fd00:ec2::254": ruleMetadata, "100.100.100.200": ruleMetadata, "168.63.129.16": ruleMetadata,
		"169.254.1.1": ruleLink, "fe80::1%eth0": ruleLink,
		"10.0.0.1": rulePrivate, "172.31.255.255": rulePrivate, "192.168.1.1": rulePrivate, "fc00::1": rulePrivate,
		"fd12::1": rulePrivate, "fec0::1": rulePrivate, "64:ff9b::a00:1": rulePrivate, "64:ff9b:1::1": rulePrivate, "::10.0.0.1": rulePrivate,
		"100.64.0.1": ruleShared, "192.0.2.1": ruleReserved, "198.18.0.1": ruleReserved, "2001:db8::1": ruleReserved, "2001::1": ruleReserved,
		"255.255.255.255": ruleReserved, "224.0.0.1": ruleMany, "ff02::1": ruleMany,
		"::ffff:0:10.0.0.1": rulePrivate,
		"8.8.8.8":           "", "172.32.0.1": "", "100.128.0.1": "", "2606:4700::1111": "", "64:ff9b::808:808": "", "2002:808:808::1": "",
	} {
		if got, _ := addressRule(netip.MustParseAddr(addr)); got != rule {
			t.Errorf("%s: got %q, want %q", addr, got, rule)
		}
	}
}

func TestGuardDecidesAfterResolution(t *testing.T) {
	names := map[string]string{"pub.example": "8.8.8.8", "rebind.example": "10.0.0.5", "mixed.example": "127.0.0.1 8.8.4.4",
		"crm.internal": "10.1.2.3", "meta.internal": "169.254.169.254"}
	for _, tc := range []struct {
		allow, url, dials, refuses string
	}{
		{"", "http://pub.example/", "8.8.8.8:80", ""},
		{"", "https://pub.example:8443/", "8.8.8.8:8443", ""},
		{"", "http://rebind.example/", "", "rebind.example:80 (10.0.0.5) is a private address"},
		{"", "http://mixed.example/", "8.8.4.4:80", ""},
		{"", "http://127.0.0.1:9/", "", "127.0.0.1:9 is an address of this machine"},
		{"", "http://[::ffff:10.0.0.1]/", "", "a private address"},
		{"crm.internal", "http://crm.internal:8080/", "10.1.2.3:8080", ""},
		{"CRM.internal:8080", "http://crm.INTERNAL:8080/", "10.1.2.3:8080", ""},
		{"crm.internal:80", "http://crm.internal:8080/", "", "a private address"},
		{"10.1.0.0/16", "http://crm.internal/", "10.1.2.3:80", ""},
		{"10.1.2.3:80", "http://crm.internal/", "10.1.2.3:80", ""},
		{"other.internal", "http://crm.internal/", "", "a private address"},
		{"meta.internal", "http://meta.internal/", "", "metadata service"},
		{"169.254.169.254", "http://meta.internal/", "169.254.169.254:80", ""},
		{"[::1]:80", "http://[::1]/", "[::1]:80", ""},
	} {
		f := &fakeNet{names: names}
		var allow []string
		if tc.allow != "" {
			allow = []string{tc.allow}
		}
		e := engine(t, func(c *Config) { c.Guard = f.guard(allow...) })
		out := e.Run(t.Context(), mustPlan(t, e, webhook(tc.url, ""), sample(t)))
		if got := slices.Compact(f.dialed); strings.Join(got, " ") != tc.dials {
			t.Errorf("%+v: dialled %v", tc, got)
		}
		var ge *GuardError
		refused := errors.As(out.Err, &ge)
		if refused != (tc.refuses != "") || !strings.Contains(out.Err.Error(), tc.refuses) {
			t.Errorf("%+v: %v", tc, out.Err)
		}
		if refused && (!errors.Is(out.Err, ErrRefused) || !strings.Contains(out.Err.Error(), "allow_hosts") ||
			!strings.Contains(out.Err.Error(), "--allow-host") || out.Uncertain || out.Attempts != 1) {
			t.Errorf("%+v: %+v", tc, out)
		}
	}
}

// TestOtherSpellingsOfAnAddressAreRefused covers what a proxy or browser reads as 127.0.0.1 although
// it is no address to this program.
func TestOtherSpellingsOfAnAddressAreRefused(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for _, host := range []string{"2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "1.2.3.4.5", "crm.0x1"} {
		for _, d := range []Definition{webhook("http://"+host+":8080/", ""), link("http://" + host + "/")} {
			if pe := planFault(t, e, d, s); !strings.Contains(pe.Error(), "different addresses") {
				t.Errorf("%s: %v", host, pe)
			}
		}
	}
	for _, host := range []string{"1.2.3.4", "1.example", "0x7f.example", "127.0.0.1.example"} {
		mustPlan(t, e, webhook("http://"+host+"/", ""), s)
	}
	if d, err := ParseDefinition([]byte(`{"action_type":"webhook","config":{"url":"http://127.1/"}}`)); err != nil || d.Problem == nil {
		t.Errorf("such an action is not shown as broken: %v", err)
	}
}

// TestLocalhostNamesAreNotAskedOfTheNetwork: a resolver that knows one would decide where it leads.
func TestLocalhostNamesAreNotAskedOfTheNetwork(t *testing.T) {
	for _, host := range []string{"a.localhost", "LOCALHOST.", "a.localhost."} {
		f := &fakeNet{names: map[string]string{"a.localhost": "8.8.8.8", "localhost.": "8.8.8.8", "a.localhost.": "8.8.8.8"}}
		e := engine(t, func(c *Config) { c.Guard = f.guard() })
		out := e.Run(t.Context(), mustPlan(t, e, webhook("http://"+host+":80/", ""), sample(t)))
		if !errors.Is(out.Err, ErrRefused) || !strings.Contains(out.Err.Error(), " (127.0.0.1) is an address of this machine") || len(f.dialed) != 0 {
			t.Errorf("%s: %v, dialled %v", host, out.Err, f.dialed)
		}
		e = engine(t, func(c *Config) { c.Guard = f.guard("127.0.0.1") })
		e.Run(t.Context(), mustPlan(t, e, webhook("http://"+host+":80/", ""), sample(t)))
		if got := slices.Compact(f.dialed); len(got) != 1 || got[0] != "127.0.0.1:80" {
			t.Errorf("%s: dialled %v", host, f.dialed)
		}
	}
}

func TestRefusalsShowAddressesPlainly(t *testing.T) {
	e := &GuardError{Host: "localhost:80", Addr: netip.MustParseAddr("::ffff:127.0.0.1"), Rule: ruleLoopback}
	if got := e.Error(); !strings.HasPrefix(got, "localhost:80 (127.0.0.1) is an address") {
		t.Error(got)
	}
}

func TestAllowHostsAreChecked(t *testing.T) {
	for _, bad := range []string{"", "http://x", "a b", "x:99999", "x:http", "*.example.com", "x/y"} {
		if _, err := NewEngine(Config{Guard: Guard{AllowHosts: []string{bad}}}); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestPlanWarnsOfLocalNames(t *testing.T) {
	e := engine(t, nil)
	for target, warns := range map[string]bool{"http://localhost:1/": true, "http://a.localhost/": true, "http://10.0.0.1/": true, "https://x.example/": false} {
		notes := strings.Join(mustPlan(t, e, webhook(target, ""), sample(t)).Notes(), "")
		if strings.Contains(notes, "allow_hosts") != warns {
			t.Errorf("%s: %q", target, notes)
		}
	}
}

func TestBehindAProxyTheTargetIsStillGuarded(t *testing.T) {
	names := map[string]string{"rebind.example": "10.0.0.5", "proxy.corp": "10.9.9.9", "pub.example": "8.8.8.8"}
	for target, want := range map[string]string{
		"http://rebind.example/":       "",
		"http://169.254.169.254/":      "",
		"http://proxy.corp:3128/":      "",
		"http://pub.example/":          "proxy.corp:3128",
		"https://only-proxy-knows.it/": "",
	} {
		f := &fakeNet{names: names}
		e := engine(t, func(c *Config) {
			c.Guard = f.guard()
			c.Proxy = func(*url.URL) (*url.URL, error) { return url.Parse("http://proxy.corp:3128") }
		})
		out := e.Run(t.Context(), mustPlan(t, e, webhook(target, ""), sample(t)))
		got := strings.Join(slices.Compact(f.dialed), " ")
		if got != want || errors.Is(out.Err, ErrRefused) != (want == "") {
			t.Errorf("%s: dialled %q, %v", target, got, out.Err)
		}
	}
}

// A name that only the proxy can resolve goes to a proxy that the settings name for it, and to no other;
// what this machine knows to be private does not go even there.
func TestOnlyNamedProxiesResolve(t *testing.T) {
	for _, tc := range []struct {
		target, proxies string
		sent            bool
	}{
		{"https://only-proxy-knows.it/", "proxy.corp:3128", true},
		{"https://only-proxy-knows.it/", "Proxy.Corp", true},
		{"https://only-proxy-knows.it/", "proxy.corp:8080", false},
		{"https://only-proxy-knows.it/", "other.corp:3128", false},
		{"http://rebind.example/", "proxy.corp:3128", false},
		{"http://x.localhost/", "proxy.corp:3128", false},
		{"http://169.254.169.254/", "proxy.corp:3128", false},
	} {
		f := &fakeNet{names: map[string]string{"rebind.example": "10.0.0.5"}}
		e := engine(t, func(c *Config) {
			c.Guard = f.guard()
			c.Guard.ResolvingProxies = []string{tc.proxies}
			c.Proxy = func(*url.URL) (*url.URL, error) { return url.Parse("http://proxy.corp:3128") }
		})
		out := e.Run(t.Context(), mustPlan(t, e, webhook(tc.target, ""), sample(t)))
		if sent := len(f.dialed) > 0; sent != tc.sent || errors.Is(out.Err, ErrRefused) == tc.sent {
			t.Errorf("%s by %s: dialled %v, %v", tc.target, tc.proxies, f.dialed, out.Err)
		}
	}
}

// A slow DNS has the time of the whole run behind a proxy, and a name that it turns out not to know in
// that time, or at all, is refused with the setting that helps.
func TestBehindAProxyASlowNameIsWaitedFor(t *testing.T) {
	for name, answer := range map[string]func(ctx context.Context) ([]netip.Addr, error){
		"slow and private": func(ctx context.Context) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("10.0.0.5")}, sleep(ctx, 4*time.Second)
		},
		"unknown": func(context.Context) ([]netip.Addr, error) {
			return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
		},
		"silent": func(ctx context.Context) ([]netip.Addr, error) { return nil, sleep(ctx, time.Hour) },
		"empty":  func(context.Context) ([]netip.Addr, error) { return nil, nil },
	} {
		synctest.Test(t, func(t *testing.T) {
			f := &fakeNet{}
			e := engine(t, func(c *Config) {
				c.Guard = f.guard()
				c.Guard.Resolve = func(ctx context.Context, _ string) ([]netip.Addr, error) { return answer(ctx) }
				c.Proxy = func(*url.URL) (*url.URL, error) { return url.Parse("http://proxy.corp:3128") }
			})
			out := e.Run(t.Context(), mustPlan(t, e, webhook("https://name.example/", ""), sample(t)))
			if len(f.dialed) > 0 || out.Uncertain {
				t.Errorf("%s: dialled %v, %v", name, f.dialed, out.Err)
			}
			if name != "slow and private" && name != "silent" && !strings.Contains(out.Err.Error(), `resolving_proxies = ["proxy.corp:3128"]`) {
				t.Errorf("%s: %v", name, out.Err)
			}
		})
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func TestUnresolvedNamesAreRetriedAndSaidSo(t *testing.T) {
	f := &fakeNet{}
	e := engine(t, func(c *Config) { c.Guard = f.guard() })
	out := e.Run(t.Context(), mustPlan(t, e, webhook("https://nope.example/", ""), sample(t)))
	var dns *net.DNSError
	if out.Attempts != 3 || out.Uncertain || !strings.Contains(out.Err.Error(), "nope.example could not be resolved; nothing was sent") || errors.As(out.Err, &dns) {
		t.Errorf("%+v", out)
	}
}

func TestFurtherRangesAreRefused(t *testing.T) {
	for text, want := range map[string]bool{"2001:2::1": true, "2001:2:1::1": false, "100:0:0:1::5": true, "2001:20::1": true, "2001:10::1": true,
		"5f00::1": true, "2600::5efe:10.0.0.1": true, "2600::200:5efe:127.0.0.1": true, "2600::5efe:9.9.9.9": false, "2606:4700::1": false} {
		if rule, _ := addressRule(netip.MustParseAddr(text)); (rule != "") != want {
			t.Errorf("%s: %q", text, rule)
		}
	}
}
