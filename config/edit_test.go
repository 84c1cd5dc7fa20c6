package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestWriteProfileKeepsTheRest(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"new table", "# mine\ntheme = \"dark\" # nice\n",
			"# mine\ntheme = \"dark\" # nice\n\n[profiles.work]\nurl = \"https://new\"\n"},
		{"no line end", "theme = \"dark\"",
			"theme = \"dark\"\n\n[profiles.work]\nurl = \"https://new\"\n"},
		{"changed line", "[profiles.work]\nurl = \"https://old\" # keep\nemail = \"a@b\"\n[profiles.z]\nurl = 'https://z'\n",
			"[profiles.work]\nurl = \"https://new\" # keep\nemail = \"a@b\"\n[profiles.z]\nurl = 'https://z'\n"},
		{"literal string", "[profiles.work]\nurl='https://old'\n", "[profiles.work]\nurl=\"https://new\"\n"},
		{"into the table", "[profiles.work] # w\nemail = \"a@b\"\n", "[profiles.work] # w\nurl = \"https://new\"\nemail = \"a@b\"\n"},
		{"empty table at the end", "[profiles.work]", "[profiles.work]\nurl = \"https://new\"\n"},
		{"dotted", "profiles.work.url = \"https://old\"\n", "profiles.work.url = \"https://new\"\n"},
		{"inline", "profiles = { work = { url = \"https://old\" } }\n", "profiles = { work = { url = \"https://new\" } }\n"},
		{"dos", "theme = \"dark\"\r\n", "theme = \"dark\"\r\n\r\n[profiles.work]\r\nurl = \"https://new\"\r\n"},
		{"same", "[profiles.work]\nurl = \"https://new\"\n", "[profiles.work]\nurl = \"https://new\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.toml")
			write(t, file, c.before)
			if err := WriteProfile(file, "work", "https://new", ""); err != nil {
				t.Fatal(err)
			}
			if got := read(t, file); got != c.after {
				t.Errorf("got  %q\nwant %q", got, c.after)
			}
		})
	}
}

func TestWriteProfileRefusesWhatItCannotDo(t *testing.T) {
	for name, text := range map[string]string{
		"inline table without the key": "profiles = { work = { email = \"a@b\" } }\n",
		"a broken file":                "theme = \n",
		"an unknown setting":           "them = \"dark\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.toml")
			write(t, file, text)
			if err := WriteProfile(file, "work", "https://new", ""); err == nil {
				t.Error("no error")
			}
			if got := read(t, file); got != text {
				t.Errorf("the file was changed: %q", got)
			}
		})
	}
	if err := WriteProfile(filepath.Join(t.TempDir(), "c"), "a]b", "https://x", ""); err == nil {
		t.Error("a name that is no table was taken")
	}
}

func TestWriteProfileMakesAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "deep", "config.toml")
	if err := WriteProfile(file, "work", "https://x", "ravi@example.com"); err != nil {
		t.Fatal(err)
	}
	s, err := Load(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p := s.Profiles["work"]; p.URL != "https://x" || p.Email != "ravi@example.com" {
		t.Errorf("got %+v", p)
	}
	if !strings.Contains(read(t, file), "#theme = ") {
		t.Error("the new file does not explain the settings")
	}
	if info, err := os.Stat(file); err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestWriteProfileFollowsTheUsersLink(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "dotfiles.toml"), filepath.Join(dir, "config.toml")
	write(t, real, "theme = \"dark\"\n")
	if err := os.Symlink(real, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := WriteProfile(link, "work", "https://x", ""); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v, %v", info.Mode(), err)
	}
	if !strings.Contains(read(t, real), "https://x") {
		t.Error("the file behind the link was not changed")
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
