// Package licences writes the licences of what is linked into keydesk, for its packages. Its test writes and
// holds the file: go test ./cmd/licences -update.
package licences

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// systems are those that packages are built for: what is linked differs between them.
var systems = []string{"linux", "darwin", "windows"}

// licenceFile is how modules name theirs; a notice has to go with it.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-._].*)?$`)

// module is what the go command tells of one.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// Text is one text with all licences: modules with the same one stand together.
func Text(ctx context.Context, root string) (string, error) {
	linked, err := modules(ctx, root)
	if err != nil {
		return "", err
	}
	goRoot, err := output(ctx, root, nil, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	linked = append(linked, module{Path: "Go, its library and runtime", Dir: strings.TrimSpace(string(goRoot))})
	names := map[string][]string{} // by the text
	for _, m := range linked {
		text, err := licence(m)
		if err != nil {
			return "", err
		}
		names[text] = append(names[text], strings.TrimSpace(m.Path+" "+m.Version))
	}
	texts := slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Compare(names[a][0], names[b][0]) })
	var b strings.Builder
	b.WriteString("Licences of what is linked into keydesk. Made by: go test ./cmd/licences -update\n")
	for _, text := range texts {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s", strings.Repeat("=", 80), strings.Join(names[text], "\n"), text)
	}
	return b.String(), nil
}

// modules are those that are linked on some system, by path.
func modules(ctx context.Context, root string) ([]module, error) {
	found := map[string]module{}
	for _, system := range systems {
		list, err := output(ctx, root, []string{"GOOS=" + system, "GOARCH=amd64", "CGO_ENABLED=0"}, "list", "-deps", "-json=Module", "./cmd/keydesk")
		if err != nil {
			return nil, err
		}
		for dec := json.NewDecoder(bytes.NewReader(list)); ; {
			var p struct{ Module *module }
			if err := dec.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if p.Module != nil && !p.Module.Main {
				found[p.Module.Path] = *p.Module
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b module) int { return cmp.Compare(a.Path, b.Path) }), nil
}

// licence is the text of all licence files of a module, with plain line ends.
func licence(m module) (string, error) {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			return "", err
		}
		b.WriteString(strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")) + "\n")
	}
	if b.Len() == 0 {
		return "", fmt.Errorf("%s has no licence in %s; it cannot be passed on", m.Path, m.Dir)
	}
	return b.String(), nil
}

// output runs the go command.
func output(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir, c.Env = dir, append(os.Environ(), env...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w: %s", strings.Join(args, " "), err, said.String())
	}
	return out, nil
}
