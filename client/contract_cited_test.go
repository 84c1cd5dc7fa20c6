package client

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every section of the contract that a comment cites is in contract.md.
func TestCitedSectionsExist(t *testing.T) {
	contract, err := os.ReadFile("contract.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^##+ (\d+(?:\.\d+)?)\.? `).FindAllStringSubmatch(string(contract), -1) {
		sections[m[1]] = true
	}
	cited := regexp.MustCompile(`§(\d+(?:\.\d+)?)`)
	found := 0
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range cited.FindAllStringSubmatch(string(text), -1) {
			found++
			if !sections[m[1]] {
				t.Errorf("%s cites §%s, which contract.md does not have", path, m[1])
			}
		}
		return nil
	})
	if err != nil || found < 100 {
		t.Errorf("%d citations, %v", found, err)
	}
}
