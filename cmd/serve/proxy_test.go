package serve

import (
	"context"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// A balancer's word is taken on whom it connects, nobody else's.
func TestWhomABalancerConnects(t *testing.T) {
	for name, c := range map[string]struct {
		balancers []netip.Prefix
		header    string
		from      string
	}{
		"its word":            {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "PROXY TCP4 203.0.113.9 192.0.2.1 4711 22\r\n", "203.0.113.9:4711"},
		"a balancer's own":    {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "", "127.0.0.1:"},
		"somebody else's":     {[]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "PROXY TCP4 203.0.113.9 192.0.2.1 4711 22\r\n", "127.0.0.1:"},
		"without a balancer":  {nil, "PROXY TCP4 203.0.113.9 192.0.2.1 4711 22\r\n", "127.0.0.1:"},
		"somebody, as before": {[]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "", "127.0.0.1:"},
	} {
		t.Run(name, func(t *testing.T) {
			from := make(chan string, 1)
			r := runBehind(t, Limits{}, func(_ context.Context, s *Session) int {
				from <- s.From
				return 0
			}, c.balancers)
			conn, err := net.Dial("tcp", r.address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, c.header); err != nil {
				t.Fatal(err)
			}
			sc, chans, reqs, err := ssh.NewClientConn(conn, r.address, &ssh.ClientConfig{User: "x", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Auth: []ssh.AuthMethod{ssh.PublicKeys(signer(t, "ravi"))}})
			if err != nil {
				t.Fatal(err)
			}
			session, err := ssh.NewClient(sc, chans, reqs).NewSession()
			if err != nil {
				t.Fatal(err)
			}
			if err := session.Run("history"); err != nil {
				t.Fatal(err)
			}
			if got := <-from; !strings.HasPrefix(got, c.from) {
				t.Errorf("it came from %s", got)
			}
		})
	}
}
