package doctor

import (
	"strings"
	"testing"

	"keydesk/client"
)

// TestDoctorTellsTheAllowance names a limit, and doubts one that is too small to work with.
func TestDoctorTellsTheAllowance(t *testing.T) {
	for _, c := range []struct {
		budget client.Budget
		state  verdict
		says   string
	}{
		{client.Budget{}, fine, "no limit"},
		{client.Budget{Limited: true, Limit: 100, Remaining: 93}, fine, "100 a minute allowed, 93 left"},
		{client.Budget{Limited: true, Limit: 30, Remaining: -1}, doubt, "30 a minute allowed, 0 left"},
	} {
		if f := allowance(c.budget); f.State != c.state || !strings.Contains(f.Found, c.says) || (f.Do != "") != (c.state == doubt) {
			t.Errorf("%+v: %+v", c.budget, f)
		}
	}
}
