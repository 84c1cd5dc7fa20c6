package vm

import "testing"

// TestMatchAllWalks looks at matchAll, which has a way of its own for plain expressions. The last row took seconds.
func TestMatchAllWalks(t *testing.T) {
	for _, tc := range []struct{ before, code, want string }{
		{``, `[...'a1b2'.matchAll(/([a-z])(?<n>\d)/g)].map(m => m.index + m[1] + m.groups.n + m.length + m.input).join()`, "0a13a1b2,2b23a1b2"},
		{``, `[...'abc'.matchAll(/x*/g)].map(m => m.index).join()`, "0,1,2,3"},
		{``, `[...'😀a'.matchAll(/(?:)/gu)].map(m => m.index).join()`, "0,2,3"},
		{``, `[...'aab'.matchAll(/a/gy)].length`, "2"},
		{`const re = /a/g; re.lastIndex = 1;`, `[[...'aaa'.matchAll(re)].length, re.lastIndex].join()`, "2,1"},
		{`let n = 0; for (const m of 'aaa'.matchAll(/a/g)) { n++; break; }`, `n`, "1"},
		{`const w = 'a'.matchAll(/a/g);`, `[w.next().done, w.next().done, w.next().done, w[Symbol.iterator]() === w, String(w)].join()`, "false,true,true,true,[object RegExp String Iterator]"},
		{`const re = /a/g; re.exec = () => null;`, `[...'aaa'.matchAll(re)].length`, "3"},
		{`class R extends RegExp { exec(s) { const m = super.exec(s); if (m) m[0] = 'x'; return m; } }`, `[...'aa'.matchAll(new R('a', 'g'))].map(m => m[0]).join('')`, "xx"},
		{``, `[...'ab'.matchAll(/(a)|(b)/dg)].map(m => m.indices[0].join('-')).join()`, "0-1,1-2"},
		{`let why = ''; try { 'a'.matchAll(/a/); } catch (e) { why = e.name; }`, `why`, "TypeError"},
		{``, `'zab'.matchAll('[ab]').next().value[0] + RegExp.lastMatch`, "aa"},
		{``, `[...'ab '.repeat(20000).matchAll(/a(b)/g)].length`, "20000"},
	} {
		o := run(t, tc.before+"; return {message: String("+tc.code+")}")
		if o.Message != tc.want {
			t.Errorf("%s %s: %q, want %q (%v)", tc.before, tc.code, o.Message, tc.want, o.Failure)
		}
	}
}
