package config

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

const (
	raviKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZVNeL8O7k7jb41is7F5M9kju0R7cWnbaqQMKSA5Uzu ravi@laptop"
	team    = `theme = "dark"
[keys]
reload = ["f5"]
[profiles.work]
url = "https://chat.example.com"
allow_hosts = ["crm.internal"]
[serve]
listen = "0.0.0.0:2222"
sessions = 50
[serve.agents.ravi]
keys = ["` + raviKey + `"]
api_key = "${file:/etc/keydesk/ravi.key}"
profile = "work"
time_zone = "Asia/Kolkata"
`
)

func TestAgentsOfTheServer(t *testing.T) {
	s, err := Parse("c.toml", []byte(team))
	if err != nil {
		t.Fatal(err)
	}
	want := Agent{Name: "ravi", Keys: []string{raviKey}, APIKey: "${file:/etc/keydesk/ravi.key}", Profile: "work", TimeZone: "Asia/Kolkata"}
	if got := s.Serve.Agents["ravi"]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if s.Serve.Listen != "0.0.0.0:2222" || s.Serve.Sessions != 50 || s.Serve.SessionsPerAgent != 4 || s.Serve.Metrics != "127.0.0.1:9222" {
		t.Errorf("got %+v", s.Serve)
	}
}

func TestBadAgentsAreToldByLine(t *testing.T) {
	for text, want := range map[string]string{
		`[serve]` + "\n" + `sessions = "many"`:                                                         `serve.sessions must be a whole number, not "many"`,
		`[serve]` + "\n" + `sessions = 0`:                                                              `serve.sessions cannot be 0; it is between 1 and 10000`,
		`[serve]` + "\n" + `listen = "2222"`:                                                           `serve.listen cannot be "2222"; it is a host and a port`,
		`[serve]` + "\n" + `metrics = "0.0.0.0:9222"`:                                                  `an address of this machine alone`,
		`[serve]` + "\n" + `store = "postgres://u:hunter2@h/db"`:                                       `serve.store must not hold the password itself; put`,
		`[serve]` + "\n" + `store = "postgres://u@h/db?password=hunter2"`:                              `serve.store must not hold the password itself; put`,
		`[serve]` + "\n" + `store = "u:hunter2@h"`:                                                     `serve.store must be postgres://user@host/name, or name where`,
		`[serve]` + "\n" + `balancers = ["lb.example.com"]`:                                            `serve.balancers cannot hold "lb.example.com"; each entry is an address`,
		`[serve]` + "\n" + `folder = "here"`:                                                           `it is a whole path`,
		`[serve.agents.ravi]`:                                                                          `agent "ravi" has no keys`,
		`[serve.agents."../ravi"]` + "\n" + `keys = ["` + raviKey + `"]`:                               `an agent's name has letters`,
		`[serve.agents.ravi]` + "\n" + `keys = ["nonsense"]`:                                           `serve.agents.ravi.keys cannot hold "nonsense"`,
		`[serve.agents.ravi]` + "\n" + `keys = ["command=\"sh\" ` + raviKey + `"]`:                     `cannot hold options`,
		`[serve.agents.ravi]` + "\n" + `keys = ["-----BEGIN OPENSSH PRIVATE KEY-----"]`:                `must not hold a private key`,
		`[serve.agents.ravi]` + "\n" + `keys = ["` + raviKey + `"]` + "\n" + `api_key = "whm_123"`:     `must not hold the key itself`,
		`[serve.agents.ravi]` + "\n" + `keys = ["` + raviKey + `"]` + "\n" + `profile = "wrok"`:        `there is no [profiles.wrok]`,
		`[serve.agents.ravi]` + "\n" + `keys = ["` + raviKey + `"]` + "\n" + `time_zone = "../passwd"`: `it is a name of the time zone database`,
		team + "[serve.agents.maya]\nkeys = [\"" + raviKey + "\"]":                                     `agents "maya" and "ravi" have the same key`,
	} {
		_, err := Parse("c.toml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
}

func TestAnAgentsOwnSettingsStandAboveTheServers(t *testing.T) {
	server, err := Parse("server.toml", []byte(team))
	if err != nil {
		t.Fatal(err)
	}
	own, err := Parse("own.toml", []byte("theme = \"light\"\nnotify_by = \"bell\"\nread_only = true\n[keys]\nhelp = [\"f1\"]\n[profiles.work]\nallow_hosts = [\"127.0.0.1\"]\n[themes.mine]\ntext = \"red\""))
	if err != nil {
		t.Fatal(err)
	}
	before := server.Keys["help"]
	both, refused := server.With(own, func(path string) bool {
		return path == "theme" || strings.HasPrefix(path, "keys.") || strings.HasPrefix(path, "themes.")
	})
	if both.Theme != "light" || both.Keys["help"][0] != "f1" || both.Keys["reload"][0] != "f5" || both.Themes["mine"].Text != "red" {
		t.Errorf("got %+v", both)
	}
	if want := []string{"notify_by", "profiles.work.allow_hosts", "read_only"}; !reflect.DeepEqual(refused, want) {
		t.Errorf("refused %v", refused)
	}
	if both.ReadOnly || !reflect.DeepEqual(both.Profiles["work"].AllowHosts, []string{"crm.internal"}) {
		t.Error("what is the server's was changed")
	}
	if server.Theme != "dark" || !reflect.DeepEqual(server.Keys["help"], before) || len(server.Themes) != 0 {
		t.Error("the server's own settings were changed")
	}
}

func TestASecretInAFile(t *testing.T) {
	folder := t.TempDir()
	secrets := NewSecrets(PathsIn(folder, folder), nil, 0, nil)
	file := filepath.Join(folder, "ravi.key")
	if err := os.WriteFile(file, []byte("whm_1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := secrets.At(t.Context(), os.Getenv, "${file:"+file+"}"); got != "whm_1" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode bits on Windows")
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := secrets.At(t.Context(), os.Getenv, "${file:"+file+"}"); err == nil || !strings.Contains(err.Error(), "others can read") {
		t.Errorf("readable for others: %v", err)
	}
	if _, err := secrets.At(t.Context(), os.Getenv, "${file:"+file+".gone}"); err == nil {
		t.Error("a file that is not there was read")
	}
	env := func(string) string { return "whm_2" }
	if got, err := secrets.At(t.Context(), env, "${env:RAVI}"); got != "whm_2" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}
