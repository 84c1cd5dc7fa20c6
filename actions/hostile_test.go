package actions

import (
	"io"
	"log"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"keydesk/cmd/badserver"
)

// Whatever a receiver does, a run ends within its limit, and says that it may have arrived where no
// whole answer came.
func TestEveryRunEndsWhateverTheReceiverDoes(t *testing.T) {
	log.SetOutput(io.Discard) // where net/http tells of what comes behind an answer
	defer log.SetOutput(os.Stderr)
	for _, s := range badserver.All() {
		t.Run(s.Name, func(t *testing.T) {
			bubble(t, func(_ int, c net.Conn) { s.Serve(c, nil) }, func(t *testing.T, e *Engine) {
				began := time.Now()
				out := e.Run(t.Context(), mustPlan(t, e, webhook("http://x.example/", ""), sample(t)))
				if took := time.Since(began); took > DefaultTimeout {
					t.Errorf("it took %s: %+v", took, out)
				}
				if out.Response == nil && !out.Uncertain || out.Response != nil && len(out.Response.Body) > DefaultMaxReply {
					t.Errorf("%+v", out)
				}
				if !s.Kept && out.Success {
					t.Errorf("it counts as an answer: %+v", out)
				}
				if strings.HasPrefix(s.Name, "101") && !strings.Contains(out.Message, "switched to another protocol") {
					t.Errorf("%s", out.Message)
				}
			})
		})
	}
}
