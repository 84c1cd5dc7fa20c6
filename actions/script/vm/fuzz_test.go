package vm

import (
	"strings"
	"testing"
)

// FuzzWrapper looks for code that gets out of its function: whatever passes must still be a body
// after a marker is put behind it, and must not have run anything by being compiled.
func FuzzWrapper(f *testing.F) {
	for _, s := range []string{"return 1", "}); evil(); (function(){", "// x", "`${`", "}, {", "*/ } /*", "await 1", "<!--", "a\u2028b", "'use strict'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, code string) {
		if len(code) > 2000 || strings.Count(code, "(")+strings.Count(code, "[")+strings.Count(code, "{") > 200 {
			return // depth is the worker's to die of
		}
		failure := Check(code)
		if failure != nil {
			lines := splitLines(code)
			if failure.Line < 0 || failure.Line > len(lines) || failure.Message == "" {
				t.Fatalf("%q: %+v", code, failure)
			}
			return
		}
		for _, open := range []string{openSync, openAsync} {
			tree, failure := parse(open, code)
			if failure != nil {
				continue // await is no name in the one, no keyword in the other
			}
			if len(tree.Body) != 1 {
				t.Fatalf("%q gives %d statements", code, len(tree.Body))
			}
		}
	})
}
