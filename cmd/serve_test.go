//go:build unix

package cmd

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"keydesk/client"
)

// TestServe reads the one line of demo --serve as a script would, signs in with every user of it,
// and ends it with a signal.
func TestServe(t *testing.T) {
	t.Parallel()
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) {
			t.Parallel()
			exe, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), exe)
			cmd.Args = []string{"keydesk", "demo", "--serve", "127.0.0.1:0", "--contacts", "3", "--generation", generation}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(out)
			line, err := lines.ReadBytes('\n')
			if err != nil {
				t.Fatal(err)
			}
			var got struct {
				URL   string
				Users []struct {
					Role, Email, Password string
					APIKey                string `json:"api_key"`
				}
			}
			if err := json.Unmarshal(line, &got); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			roles := map[string]bool{}
			for _, u := range got.Users {
				roles[u.Role] = true
				for _, credentials := range []client.Credentials{{APIKey: u.APIKey}, {Email: u.Email, Password: u.Password}} {
					c, err := client.New(client.Options{BaseURL: got.URL, Credentials: credentials})
					if err != nil {
						t.Fatal(err)
					}
					identity, err := c.Connect(t.Context())
					if err != nil || string(identity.Generation) != generation {
						t.Errorf("%s: %+v, %v", u.Role, identity, err)
					}
					c.Close()
				}
			}
			for _, role := range []string{"admin", "manager", "agent", "restricted"} {
				if !roles[role] {
					t.Errorf("there is no %s", role)
				}
			}
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if rest, err := io.ReadAll(lines); err != nil || len(rest) > 0 {
				t.Errorf("more than one line: %q, %v", rest, err)
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("it did not end with 0: %v", err)
			}
		})
	}
}
