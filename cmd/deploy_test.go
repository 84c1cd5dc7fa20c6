package cmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"

	"keydesk/config"
)

const deployFolder = "../.github/deploy"

// deployed reads a file for whoever runs a server.
func deployed(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(deployFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// parses refuses a command line that this keydesk does not know.
func parses(t *testing.T, words []string) {
	t.Helper()
	parser, err := newParser(&cli{}, kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(words); err != nil {
		t.Errorf("keydesk %s: %v", strings.Join(words, " "), err)
	}
}

func TestTheUnitStartsWhatThereIs(t *testing.T) {
	unit := deployed(t, "keydesk.service")
	found := false
	for line := range strings.Lines(unit) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "ExecStart=/usr/bin/keydesk "); ok {
			parses(t, strings.Fields(rest))
			found = true
		}
	}
	if !found {
		t.Error("the unit starts no keydesk")
	}
	for _, want := range []string{"NoNewPrivileges=yes", "ProtectSystem=strict", "DynamicUser=yes", "CapabilityBoundingSet=\n", "@sandbox"} {
		if !strings.Contains(unit, want) {
			t.Errorf("the unit has no %s", want)
		}
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze on this machine")
	}
	file := filepath.Join(t.TempDir(), "keydesk.service")
	if err := os.WriteFile(file, []byte(strings.Replace(unit, "/usr/bin/keydesk", "/bin/true", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", file).CombinedOutput(); err != nil && bytes.Contains(out, []byte("keydesk.service")) {
		t.Errorf("systemd-analyze: %v\n%s", err, out)
	}
}

func TestTheContainerStartsWhatThereIs(t *testing.T) {
	var start []string
	user := false
	for line := range strings.Lines(deployed(t, "Containerfile")) {
		if rest, ok := strings.CutPrefix(line, "ENTRYPOINT "); ok {
			if err := json.Unmarshal([]byte(rest), &start); err != nil {
				t.Fatal(err)
			}
		}
		user = user || strings.HasPrefix(line, "USER nonroot")
	}
	if len(start) < 2 || start[0] != "/usr/bin/keydesk" || !user {
		t.Fatalf("it starts %q, as nobody's user: %v", start, user)
	}
	parses(t, start[1:])
}

func TestTheManifestHoldsSettingsThatAreRead(t *testing.T) {
	decoder := yaml.NewDecoder(strings.NewReader(deployed(t, "kubernetes.yaml")))
	kinds := map[string]bool{}
	for {
		var object struct {
			Kind string            `yaml:"kind"`
			Data map[string]string `yaml:"data"`
		}
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kinds[object.Kind] = true
		if text, ok := object.Data["config.toml"]; ok {
			s, err := config.Parse("config.toml", []byte(text))
			if err != nil || len(s.Serve.Agents) != 1 || s.Serve.Folder != "/var/lib/keydesk" {
				t.Errorf("settings: %+v, %v", s.Serve, err)
			}
		}
	}
	for _, want := range []string{"ConfigMap", "StatefulSet", "Service"} {
		if !kinds[want] {
			t.Errorf("the manifest has no %s", want)
		}
	}
}
