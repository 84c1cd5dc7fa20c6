package vm

import (
	"strings"
	"testing"
	"time"
)

var testLimits = Limits{Clipboard: 64 << 10, Effects: 20, LogLines: 200, LogLine: 2000, Output: 256 << 10}

const testData = `{"contact":{"id":"c1","name":"José","phone_number":"+919876543210","tags":["vip","pune"],` +
	`"metadata":{"plan":"gold","__proto__":{"x":1}}},"user":{"name":"Asha"},"input":{"n":3}}`

// run runs code in this very process; nothing that cannot be interrupted may come here.
func run(t *testing.T, code string) Outcome {
	t.Helper()
	return runFor(t, code, 10*time.Second)
}

func runFor(t *testing.T, code string, limit time.Duration) Outcome {
	t.Helper()
	m, err := New(testLimits)
	if err != nil {
		t.Fatal(err)
	}
	return m.Run(Job{Code: code, Bindings: []byte(testData), Limit: limit})
}

// logged gives the log of a run that must succeed, joined by "|".
func logged(t *testing.T, code string) string {
	t.Helper()
	out := run(t, code)
	if out.Failure != nil {
		t.Fatalf("%s\nfailed: %+v", code, out.Failure)
	}
	var lines []string
	for _, l := range out.Log {
		lines = append(lines, l.Text)
	}
	return strings.Join(lines, "|")
}

func TestEffects(t *testing.T) {
	cases := []struct {
		code string
		want []Effect
	}{
		{`navigator.clipboard.writeText(contact.phone_number);`, []Effect{{Kind: "copy", Text: "+919876543210"}}},
		{`return { clipboard: contact.name, toast: { message: 'ok', type: 'warning' } }`,
			[]Effect{{Kind: "copy", Text: "José"}, {Kind: "toast", Text: "ok", Level: "warning"}}},
		{`return { toast: 'done' } // said`, []Effect{{Kind: "toast", Text: "done", Level: "success"}}},
		{`return { toast: { message: 'x', type: 'purple' } }`, []Effect{{Kind: "toast", Text: "x", Level: "info"}}},
		{`return { url: 'https://a.example/ä b' }`, []Effect{{Kind: "open", URL: "https://a.example/%C3%A4%20b"}}},
		{`window.open('tel:' + contact.phone_number)`, []Effect{{Kind: "open", URL: "tel:+919876543210"}}},
		{`alert('hi'); insertText('draft')`, []Effect{{Kind: "toast", Text: "hi", Level: "info"}, {Kind: "insert", Text: "draft"}}},
		{`return { insert: Promise.resolve('later') }`, []Effect{{Kind: "insert", Text: "later"}}},
		{`await navigator.clipboard.writeText(1); return { clipboard: 2n }`, []Effect{{Kind: "copy", Text: "1"}, {Kind: "copy", Text: "2"}}},
		{`setTimeout(() => alert('late'), 5)`, []Effect{{Kind: "toast", Text: "late", Level: "info"}}},
		{`return Promise.resolve({ clipboard: 'p' })`, []Effect{{Kind: "copy", Text: "p"}}},
		{`return new Promise(done => setTimeout(() => done({ clipboard: 't' }), 3))`, []Effect{{Kind: "copy", Text: "t"}}},
		{`return { clipboard: '\u001b]52;c;aGk=\u0007' }`, []Effect{{Kind: "copy", Text: "\x1b]52;c;aGk=\x07"}}},
		{`const contact = 1; let user = 2; return { clipboard: contact + user }`, []Effect{{Kind: "copy", Text: "3"}}},
		{`return null`, nil}, {`return 5`, nil}, {`return 'text'`, nil}, {``, nil}, {`// only`, nil},
	}
	for _, c := range cases {
		out := run(t, c.code)
		if out.Failure != nil {
			t.Errorf("%s: %+v", c.code, out.Failure)
			continue
		}
		if len(out.Effects) != len(c.want) {
			t.Errorf("%s: %+v, want %+v", c.code, out.Effects, c.want)
			continue
		}
		for i := range c.want {
			if out.Effects[i] != c.want[i] {
				t.Errorf("%s: effect %d is %+v, want %+v", c.code, i, out.Effects[i], c.want[i])
			}
		}
	}
}

func TestBindings(t *testing.T) {
	cases := []struct{ code, want string }{
		{`console.log(contact.metadata.plan, Array.isArray(contact.tags), agent.name, input.n + 1)`, "gold true Asha 4"},
		{`console.log(context.contact === contact, context.agent === user, typeof organization, conversation)`, "true true object {}"},
		{`console.log(Object.getPrototypeOf(contact.metadata) === Object.prototype, contact.metadata.x)`, "true undefined"},
		{`contact.tags.push('new'); console.log(contact.tags.length)`, "3"},
		{`console.log({ a: [1, 'x'], b: null }, "s", new Error("e"), 1n, undefined)`, `{ a: [ 1, "x" ], b: null } s Error: e 1n undefined`},
		{`console.log("%s is %d%%", "x", "5", "more")`, "x is 5% more"},
		{`const o = {}; o.self = o; console.log(o)`, "{ self: [circular] }"},
		{`console.info(1); console.warn(2); console.error(3); console.debug(4)`, "1|2|3|4"},
		{`console.log(window === globalThis, self.contact === contact, typeof window.open)`, "true true function"},
		{`console.log(new URL('../x?a=1', 'https://h.example/p/q/r').href)`, "https://h.example/p/x?a=1"},
		{`console.log(new URLSearchParams({ phone: contact.phone_number, n: 'a b' }).toString())`, "phone=%2B919876543210&n=a+b"},
		{`const u = new URL('https://h.example'); u.searchParams.append('q', 'ä&'); u.hash = 'x'; console.log(u)`, "https://h.example/?q=%C3%A4%26#x"},
		{`const u = new URL('https://h.example?a=1'); const p = u.searchParams; u.search = '?b=2'; console.log(p.get('a'), p.get('b'))`, "null 2"},
		{`new URLSearchParams('a=1&b=2').forEach((v, k) => console.log(k + v))`, "a1|b2"},
		{`console.log([...new URLSearchParams('b=2&a=1&b=3')].join(';'), new URLSearchParams('b=2&b=3').getAll('b'))`, "b,2;a,1;b,3 [ \"2\", \"3\" ]"},
		{`const p = new URLSearchParams([['b', 1], ['a', 2], ['b', 3]]); p.sort(); p.delete('b', '1'); p.set('c', 4); console.log(String(p), p.size, p.has('b', '3'))`, "a=2&b=3&c=4 3 true"},
		{`console.log(URL.canParse('x'), URL.canParse('x', 'https://h'), new URL('HTTPS://H:443/').host)`, "false true h"},
		{`try { new URL('nope') } catch (e) { console.log(e instanceof TypeError, e.message) }`, "true Invalid URL: nope"},
		{`console.log(JSON.stringify({ u: new URL('https://h.example/a') }))`, `{"u":"https://h.example/a"}`},
		{`console.log(atob(btoa('\u00e9!')) === '\u00e9!', btoa('hi'), atob(' aG k= '))`, "true aGk= hi"},
		{`try { btoa('€') } catch (e) { console.log(e.name, e instanceof DOMException) }`, "InvalidCharacterError true"},
		{`console.log([...new TextEncoder().encode('é€')].join())`, "195,169,226,130,172"},
		{`const d = new TextDecoder(); console.log(d.decode(new Uint8Array([226, 130]), { stream: true }) + d.decode(new Uint8Array([172])))`, "€"},
		{`try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])) } catch (e) { console.log(e.name) }`, "TypeError"},
		{`console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()))`, "true"},
		{`const o = { d: new Date(5), m: new Map([[1, { x: 1 }]]) }; o.o = o; const c = structuredClone(o); console.log(c !== o, c.o === c, c.d.getTime(), c.m.get(1).x)`, "true true 5 1"},
		{`try { structuredClone(() => 1) } catch (e) { console.log(e.name) }`, "DataCloneError"},
		{`const i = setInterval(() => { console.log('t'); if (++n === 3) clearInterval(i) }, 1); let n = 0`, "t|t|t"},
		{`setTimeout(v => console.log(v), 2, 'b'); setTimeout(() => console.log('a'), 1); const c = setTimeout(() => console.log('no'), 1); clearTimeout(c)`, "a|b"},
		{`queueMicrotask(() => console.log('micro')); console.log('sync')`, "sync|micro"},
		{`for (const x of [1, 2]) await x; console.log('after')`, "after"},
		{`let n = 0; l: for (const x of [1, 2, 3]) { for (;;) { if (x === 2) continue l; n += x; break } } do n++; while (n < 9); console.log(n)`, "9"},
		{`class B {} class A extends B { constructor() { while (false) {} for (let i = 0; i < 2; i++); super(); this.x = 1 } } console.log(new A().x)`, "1"},
		{`const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); console.log(fs.map(f => f()))`, "[ 0, 1, 2 ]"},
		{`console.log(typeof require, typeof process, typeof fetch, typeof Intl)`, "undefined undefined undefined undefined"},
		{`console.log(Function('return typeof this')(), (1234567.891).toLocaleString(), (-0.5).toLocaleString())`, "object 1,234,567.891 -0.5"},
		{`console.log('a-b'.split(/-/), /a/i instanceof RegExp, new RegExp('B', 'i').test('b'), 'x1'.replace(/\d/, '2'))`, `[ "a", "b" ] true true x2`},
		{`class R extends RegExp { test(s) { return !super.test(s) } } console.log(new R('a').test('a'))`, "false"},
		{`const f = async () => { await null; return 7 }; console.log(await f())`, "7"},
		{`try { await navigator.clipboard.readText() } catch (e) { console.log(e.message) }`, "Reading the clipboard is not allowed; the profile may allow it."},
	}
	for _, c := range cases {
		if got := logged(t, c.code); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.code, got, c.want)
		}
	}
}

func TestReadTextWhereAllowed(t *testing.T) {
	m, err := New(testLimits)
	if err != nil {
		t.Fatal(err)
	}
	out := m.Run(Job{Code: `return { insert: await navigator.clipboard.readText() }`, Bindings: []byte(`{}`),
		Limit: time.Second, AllowRead: true, Clipboard: "kept"})
	if out.Failure != nil || len(out.Effects) != 1 || out.Effects[0].Text != "kept" {
		t.Errorf("%+v", out)
	}
}

func TestFailures(t *testing.T) {
	cases := []struct {
		code, kind, message string
		line, column        int
	}{
		{"\n  throw new Error('boom')", "exception", "boom", 2, 9},
		{"throw 'text'", "exception", "text", 1, 1},
		{"await null\nthrow new TypeError('later')", "exception", "TypeError: later", 2, 7},
		{"const é = 'ü'; contact.missing.deep", "exception", "TypeError: Cannot read property 'deep' of undefined", 1, 32},
		{"setTimeout(() => {\n  nope()\n}, 1)", "exception", "ReferenceError: nope is not defined", 2, 0},
		{"Promise.reject(new Error('unheard'))", "exception", "unheard", 1, 0},
		{"await new Promise(() => {})", "exception", "nothing will ever settle", 0, 0},
		{"let a = ;", "syntax", "Unexpected token ;", 1, 9},
		{"if (true) {", "syntax", "ends too early", 1, 12},
		{"}); evil(); (function(){", "syntax", "closing brace too many", 1, 1},
		{"}, function () {", "syntax", "closing brace too many", 1, 1},
		{"} + function () {", "syntax", "", 1, 0},
		{"})(); (async function () {", "syntax", "closing brace too many", 1, 1},
		{"/* open", "syntax", "", 0, 0},
		{"`open", "syntax", "", 0, 0},
		{"let a = 1\nlet a = 2", "syntax", "already been declared", 2, 0},
		{"let a = 1\nconst s = 'é\\\\u{110000}\\u{110000}'", "syntax", "10FFFF at most", 2, 24},
		{"const s = `\\u{FFFFFFFFF}`", "syntax", "10FFFF at most", 1, 12},
		{"let a = '\\u{10FFFF}';\n let b = ;", "syntax", "Unexpected token ;", 2, 10},
		{"let a = '\\\\400'; a += '\\400'", "unsupported", `\400`, 1, 23},
		{"import x from 'y'", "unsupported", "modules", 1, 0},
		{"for await (const x of []) {}", "unsupported", "for await", 1, 0},
		{"\nreturn /\\p{scx=Greek}/u.test('x')", "unsupported", `\p{scx=Greek}`, 2, 8},
		{"const s = '\\\\p{scx=Greek}'\ntry { new RegExp(s, 'u') } catch {}", "unsupported", `\p{scx=Greek}`, 2, 0},
		{"Function('return /\\\\p{L}/u')()", "unsupported", `\p{L}`, 1, 0},
		{"eval('1')", "unsupported", "eval", 1, 0},
		{"\n\nnew Date().toLocaleDateString('de')", "unsupported", "toLocaleDateString", 3, 0},
		{"(5).toLocaleString('en-IN')", "unsupported", "toLocaleString", 1, 0},
		{"'a'.localeCompare('b', 'sv')", "unsupported", "localeCompare", 1, 0},
		{"new Intl.NumberFormat()", "unsupported", "Intl", 1, 0},
		{"fetch('https://x')", "unsupported", "webhook", 1, 0},
		{"window.location = 'https://x.example'", "unsupported", "window.open", 1, 0},
		{"return { url: 'javascript:alert(1)' }", "refused", "may not be opened", 0, 0},
		{"window.open('file:///etc/passwd')", "refused", "may not be opened", 1, 0},
		{"window.open('--new-window')", "refused", "may not be opened", 1, 0},
		{"window.open('/relative')", "refused", "may not be opened", 1, 0},
		{"await navigator.clipboard.readText()", "refused", "not allowed", 1, 0},
		{"return { clipboard: {} }", "exception", "must be text", 0, 0},
		{"const f = () => f(); f()", "stack", "too deeply", 1, 0},
		{"let a = 1\nwhile (a) {}", "timeout", "limit of 100ms", 2, 0},
		{"\n\n  for (;;);", "timeout", "limit of 100ms", 3, 3},
		{"class A { static { do {} while (true) } }", "timeout", "limit", 1, 20},
		{"const f = () => { while (true) {} }; f()", "timeout", "limit", 1, 19},
		{"while (true) await null", "timeout", "limit", 1, 0},
		{"setInterval(() => {}, 1e6)", "timeout", "never have been cleared", 0, 0},
	}
	for _, c := range cases {
		limit := 10 * time.Second
		if c.kind == "timeout" {
			limit = 100 * time.Millisecond
		}
		out := runFor(t, c.code, limit)
		if out.Failure == nil {
			t.Errorf("%s: no failure", c.code)
			continue
		}
		f := out.Failure
		if f.Kind != c.kind || !strings.Contains(f.Message, c.message) {
			t.Errorf("%s: %+v, want %s: %s", c.code, *f, c.kind, c.message)
		}
		if c.line > 0 && f.Line != c.line || c.column > 0 && f.Column != c.column {
			t.Errorf("%s: at %d:%d, want %d:%d (%s)", c.code, f.Line, f.Column, c.line, c.column, f.Message)
		}
	}
}
