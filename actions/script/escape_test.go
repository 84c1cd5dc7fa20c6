package script

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// escapes try to reach the machine or the engine's inside, or to break the bindings under
// themselves. Each must end in success or in a clear failure; what the successful ones found out is
// in TestNothingOfTheHostIsInReach.
func escapes() []hostile {
	thrown := []string{KindException}
	either := []string{"", KindException}
	return []hostile{
		{"constructor of constructor", `return { toast: typeof contact.constructor.constructor('return this')().process }`, none},
		{"require", `require('fs')`, []string{KindUnsupported}},
		{"process", `process.exit(1)`, []string{KindUnsupported}},
		{"import", `import('fs')`, []string{KindUnsupported}},
		{"source map", "1\n//# sourceMappingURL=file:///etc/passwd", none},
		{"Object.prototype", `Object.prototype.clipboard = 'x'; Object.prototype.then = () => {}; return {}`, either},
		{"Object.prototype setter", `Object.defineProperty(Object.prototype, 'contact', { set() { throw 1 } }); return { toast: 'x' }`, none},
		{"Promise.prototype.then", `Promise.prototype.then = () => { throw 1 }; return { toast: 'x' }`, none},
		{"Promise", `globalThis.Promise = null; await 1; return { toast: 'x' }`, none},
		{"Array.prototype", `Array.prototype.push = Array.prototype.map = Array.prototype.join = () => { throw 1 }; console.log([1]); return { toast: 'x' }`, either},
		{"Array iterator", `Array.prototype[Symbol.iterator] = () => { throw new Error('mine') }; console.log(1); return { toast: 'x' }`, either},
		{"JSON", `JSON.parse = JSON.stringify = () => { throw 1 }; console.log({ a: 'b' }); return { toast: 'x' }`, either},
		{"String", `globalThis.String = () => { throw new Error('mine') }; return { toast: 'x' }`, either},
		{"Error", `globalThis.Error = null; null.x`, thrown},
		{"Error.prepareStackTrace", `Error.prepareStackTrace = () => { while (true) {} }; null.x`, thrown},
		{"stack getter", `const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1 } }); throw e`, thrown},
		{"frozen globals", `Object.freeze(globalThis); Object.freeze(Object.prototype); return { toast: 'x' }`, either},
		{"deleted globals", `for (const k of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[k] } catch {} } return { toast: 'x' }`, either},
		{"throw null", `throw null`, thrown},
		{"throw proxy", `throw new Proxy({}, { getPrototypeOf() { throw 1 } })`, thrown},
		{"revoked proxy", `const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy`, thrown},
		{"symbol", `return { clipboard: Symbol('x') }`, thrown},
		{"symbol toast", `return { toast: { message: Symbol('x') } }`, thrown},
		{"function text", `return { clipboard: () => 1 }`, thrown},
		{"arguments of callers", `return { toast: String((function () { return arguments.callee.caller })()) }`, either},
		{"double reply", `console.log('\u0000\u0000\u0000\u0005rAAAA'); return { toast: 'x' }`, none},
		{"file URL", `return { url: 'file:///etc/passwd' }`, []string{KindRefused}},
		{"javascript URL", `return { url: ' java\nscript:alert(1)' }`, []string{KindRefused}},
		{"data URL", `window.open('data:text/html,<script>1</script>')`, []string{KindRefused}},
		{"option URL", `window.open('--version')`, []string{KindRefused}},
		{"option URL returned", `return { url: '-h' }`, []string{KindRefused}},
		{"URL without host", `return { url: 'http://' }`, []string{KindRefused}},
		{"URL object", `return { url: { href: 'https://a.example' } }`, thrown},
		{"path of the platform", `return { url: '/api/x' }`, []string{KindRefused}},
		{"ssh URL", `return { url: 'ssh://-oProxyCommand=x/y' }`, []string{KindRefused}},
		{"long URL", `return { url: 'https://a.example/' + 'x'.repeat(1e5) }`, []string{KindRefused}},
	}
}

// What a snippet can find by walking from everything it is given: nothing of the host.
func TestNothingOfTheHostIsInReach(t *testing.T) {
	p := newTestPool(t, false)
	r, err := runCode(t, p, `
		const seen = new Set(), odd = [];
		function walk(v, path) {
			if ((typeof v !== 'object' && typeof v !== 'function') || v === null || seen.has(v) || path.length > 12) return;
			seen.add(v);
			for (const k of Reflect.ownKeys(v)) {
				if (k === 'location') continue;
				const own = Object.getOwnPropertyDescriptor(v, k);
				for (const x of [own.value, own.get, own.set]) walk(x, [...path, String(k)]);
			}
			walk(Object.getPrototypeOf(v), [...path, '^']);
			const tag = Object.prototype.toString.call(v);
			if (/\bgo|host/i.test(tag)) odd.push(path.join('.') + ' ' + tag);
		}
		for (const f of [() => { null.x }, () => navigator.clipboard.writeText(), () => new URL('::')]) {
			try { walk(await f(), ['result']) } catch (e) { walk(e, ['error']) }
		}
		walk(globalThis, ['globalThis']);
		const names = Object.getOwnPropertyNames(globalThis).filter(n => /native|bind|finish|exports|require|process|module|^go/i.test(n));
		console.log(seen.size > 500, odd, names);`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "true [] []"; len(r.Log) != 1 || r.Log[0].Text != want {
		t.Errorf("the walk found %+v, want %s", r.Log, want)
	}
}

func TestFloodsAreCutAndSaid(t *testing.T) {
	p := newTestPool(t, false)
	cases := []struct {
		name, code string
		cut        []string
	}{
		{"clipboard", `return { clipboard: 'é'.repeat(1e6) }`, []string{"clipboard text was cut to 64 KiB"}},
		{"effects", `for (let i = 0; i < 1000; i++) alert(i)`, []string{"first 20 effects were kept; 980 more"}},
		{"log", `for (let i = 0; i < 10000; i++) console.log('line', i)`, []string{"first 200 log lines were kept; 9800 more"}},
		{"log line", `console.log('y'.repeat(1e6))`, []string{"1 log line was cut to 2000 characters"}},
		{"log lines", `console.log('y'.repeat(1e5)); console.log('y'.repeat(1e5))`, []string{"2 log lines were cut to 2000 characters"}},
		{"everything", `for (let i = 0; i < 20; i++) navigator.clipboard.writeText('z'.repeat(60000))`, []string{"output in all was cut to 256 KiB"}},
		{"message", `return { message: 'm'.repeat(1e5) }`, []string{"message was cut"}},
	}
	for _, c := range cases {
		r, err := runCode(t, p, c.code)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		said := strings.Join(r.Cut, " ")
		for _, want := range c.cut {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q does not say %q", c.name, said, want)
			}
		}
		size := len(r.Message)
		for _, e := range r.Effects {
			size += len(e.Text) + len(e.URL)
			if len(e.Text) > MaxClipboard || !utf8.ValidString(e.Text) {
				t.Errorf("%s: an effect of %d bytes", c.name, len(e.Text))
			}
		}
		for _, l := range r.Log {
			size += len(l.Text)
		}
		if size > MaxOutput || len(r.Effects) > MaxEffects || len(r.Log) > MaxLogLines {
			t.Errorf("%s: %d bytes, %d effects, %d lines", c.name, size, len(r.Effects), len(r.Log))
		}
	}
}

// Escape sequences are data here: they come through whole, for the one door of the screen to make
// them printable.
func TestTerminalEscapesStayData(t *testing.T) {
	p := newTestPool(t, false)
	const bad = "\x1b]52;c;aGk=\x07\x1b[2J\u202e\u0085\x00"
	r, err := runCode(t, p, `
		const bad = '\u001b]52;c;aGk=\u0007\u001b[2J\u202e\u0085\u0000';
		console.log(bad);
		return { clipboard: bad, insert: bad, message: bad, toast: bad, url: 'https://a.example/' + bad }`)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{r.Log[0].Text, r.Message, r.Effects[0].Text, r.Effects[1].Text, r.Effects[3].Text}
	for i, s := range texts {
		if s != bad {
			t.Errorf("text %d is %q", i, s)
		}
	}
	if u := r.Effects[2].URL; strings.ContainsFunc(u, func(c rune) bool { return c <= ' ' || c >= 0x7f }) {
		t.Errorf("the address holds what it should not: %q", u)
	}
	_, err = runCode(t, p, `throw new Error('\u001b[31mred')`)
	var failure *Error
	if !errors.As(err, &failure) || failure.Message != "\x1b[31mred" {
		t.Errorf("the failure is %v", err)
	}
}
