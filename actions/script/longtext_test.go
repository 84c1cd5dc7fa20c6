package script

import "testing"

// TestLongTextsFitIntoAWorker runs what an ordinary script does with a long text under the walls: a
// result object for each of 20,000 matches once took more memory than a worker has.
func TestLongTextsFitIntoAWorker(t *testing.T) {
	p := newTestPool(t, false)
	for _, code := range []string{
		`return 'x1 '.repeat(2e4).replace(/(\w)\d/g, '$1').length + ''`,
		`return 'x1 '.repeat(2e4).replaceAll(/(\w)\d/g, (m, c) => c).length + ''`,
		`return 'x1 '.repeat(2e4).match(/\w /g).length + ''`,
		`return 'x1 '.repeat(2e4).split(/\d /).length + ''`,
		`let n = 0; for (const m of 'x1 '.repeat(5e3).matchAll(/(\w)\d/g)) n += m[1].length; return n + ''`,
	} {
		if _, err := runCode(t, p, code); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}
