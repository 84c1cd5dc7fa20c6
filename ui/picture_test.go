package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"keydesk/client"
	"keydesk/ui/shot"
	"keydesk/ui/theme"
)

// pictureFile is the README's picture.
const pictureFile = "../.github/desk.svg"

// quietLine is a realtime line on which nothing happens but what a test says.
type quietLine struct{}

func (quietLine) Run(context.Context) error                    { return nil }
func (quietLine) Next(context.Context) ([]client.Event, error) { return nil, context.Canceled }
func (quietLine) SetContact(string)                            {}

// TestPicture holds the README's picture against the desk as it looks now.
// go test ./ui -run TestPicture -update makes it again.
func TestPicture(t *testing.T) {
	const width, height = 112, 32
	p := newPump(t, bench{width: width, height: height, deps: func(d *Deps) {
		d.Theme, d.Events = theme.New("auto", "unicode", false), quietLine{}
	}})
	p.event(client.StreamState{State: client.Live})
	p.press("enter")
	p.typeText("Hello Aarav, your parcel left Pune this morning")
	svg := shot.SVG(p.drawn(), shot.Options{
		Width: width, Height: height, Title: "keydesk demo",
		Label: "The desk: conversations on the left, an open one with its toolbar of actions on the right",
	})
	if updating() {
		if err := os.WriteFile(filepath.FromSlash(pictureFile), []byte(svg), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(filepath.FromSlash(pictureFile))
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != svg {
		t.Fatal("the README's picture is not how the desk looks: go test ./ui -run TestPicture -update")
	}
}
