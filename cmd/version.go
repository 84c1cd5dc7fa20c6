package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows how it is used.
func (versionCommand) Help() string {
	return "Example:\n\n    keydesk version\n    keydesk version --json"
}

// build is what the Go tool wrote into the program.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"` // built from a work tree with changes
	Time     string `json:"time,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func thisBuild() build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "vcs.time":
			b.Time = s.Value
		}
	}
	return b
}

// userAgent is how keydesk names itself to platforms and webhooks.
func userAgent() string {
	if v := thisBuild().Version; v != "" && v[0] != '(' {
		return "keydesk/" + v
	}
	return "keydesk"
}

// Run prints the version.
func (c versionCommand) Run(a *app) error {
	b := thisBuild()
	if c.JSON {
		return a.writeJSON(b)
	}
	line := "keydesk " + b.Version
	if b.Revision != "" {
		line += " " + b.Revision[:min(12, len(b.Revision))]
		if b.Modified {
			line += " with changes"
		}
	}
	fmt.Fprintf(a.env.Stdout, "%s (%s, %s)\n", line, b.Go, b.Platform)
	return nil
}
