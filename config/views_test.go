package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestViewsStandInTheOrderOfTheFile(t *testing.T) {
	s, err := Parse("c.toml", []byte(`views."Late VIPs" = { tags = ["vip", "gold"], tags_match = "all", waiting = "30m", sort = "window", key = "f10" }

[views.Anna]
assignees = ["Anna Berg", "nobody"]
window = "2h"

[views.Main]
channels = ["Main Line"]
text = "+44"
`))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range s.Views {
		names = append(names, v.Name)
	}
	if strings.Join(names, ", ") != "Late VIPs, Anna, Main" {
		t.Fatalf("%q", names)
	}
	late := s.Views[0]
	if len(late.Tags) != 2 || !late.TagsAll || late.Waiting != 30*time.Minute || late.Sort != "window" || late.Key != "f10" || s.Views[1].Closing() != 2*time.Hour {
		t.Fatalf("%+v", s.Views)
	}
	if at := s.ViewPlace("Anna"); at != "c.toml:4" {
		t.Fatal(at)
	}
}

func TestAViewThatSaysSomethingWrongIsToldWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"[views.a]\nsort = \"oldest\"":     "c.toml:2",
		"[views.a]\nwaiting = \"soon\"":    "c.toml:2",
		"[views.a]\nwindow = \"shut\"":     `cannot be "shut"`,
		"[views.a]\ntags_match = \"some\"": "c.toml:2",
		"[views.a]\ntag = [\"vip\"]":       `did you mean "tags"`,
		"[views]\na = \"vip\"":             "c.toml:2",
	} {
		if _, err := Parse("c.toml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestAViewIsAddedAndNothingElseChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	before := "# mine\r\ntheme = \"dark\"\r\n"
	if err := os.WriteFile(path, []byte(before), 0o640); err != nil {
		t.Fatal(err)
	}
	v := View{Name: "Late \"VIPs\"", Tags: []string{"vip", "a\\b"}, TagsAll: true, Assignees: []string{"me"}, Window: "open", Waiting: 90 * time.Minute, Text: "é", Sort: "waiting"}
	if err := AddView(path, v); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(path)
	if !strings.HasPrefix(string(text), strings.TrimRight(before, "\r\n")) {
		t.Fatalf("%q", text)
	}
	s, err := Load(path, nil)
	if err != nil || len(s.Views) != 1 || s.Theme != "dark" {
		t.Fatalf("%v, %+v", err, s.Views)
	}
	got := s.Views[0]
	if got.Name != v.Name || got.Tags[1] != v.Tags[1] || !got.TagsAll || got.Waiting != v.Waiting || got.Text != v.Text || got.Sort != v.Sort || got.Window != v.Window || got.Assignees[0] != "me" {
		t.Fatalf("%+v, want %+v", got, v)
	}
	if err := AddView(path, v); err == nil || !strings.Contains(err.Error(), "has a view of this name") {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("theme = 7\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := AddView(path, v); err == nil {
		t.Fatal("a file with something wrong in it was changed")
	}
}
