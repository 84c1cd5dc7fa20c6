package script

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"time"
)

// hostileLimit is short so that the suite is quick; the rules are those of any limit. What ends by
// itself gets longer, so that a busy machine does not turn it into a time-out.
const (
	hostileLimit = 100 * time.Millisecond
	escapeLimit  = 5 * time.Second
)

// hostile is one attack with the kinds of failure that are right for it; "" is success. Where
// several are given, the machine's speed decides.
type hostile struct {
	name, code string
	kinds      []string
}

var (
	slow   = []string{KindTimeout}
	hungry = []string{KindMemory, KindTimeout, KindException, KindStack}
	deep   = []string{KindStack, KindException, KindSyntax, KindTimeout, KindMemory}
	none   = []string{""}
)

func endless() []hostile {
	return []hostile{
		{"while", `while (true) {}`, slow},
		{"for with try", `for (;;) { try { for (;;) {} } catch {} finally { continue } }`, slow},
		{"finally loop", `try { while (true) {} } finally { while (true) {} }`, slow},
		{"microtasks", `const f = () => Promise.resolve().then(f); await f()`, slow},
		{"microtasks by await", `while (true) await null`, slow},
		{"queueMicrotask", `const f = () => queueMicrotask(f); f()`, slow},
		{"timers", `const f = () => setTimeout(f, 0); f()`, slow},
		{"interval", `setInterval(() => {}, 1)`, slow},
		{"far timer", `setTimeout(() => {}, 1e9)`, slow},
		{"never settles", `await new Promise(() => { setInterval(() => {}, 5) })`, slow},
		{"comparator", `[3, 1, 2].sort(() => { while (true) {} })`, slow},
		{"native sort", `const a = new Array(3e6); for (let i = 0; i < 1e5; i++) a[i] = Math.random(); while (true) a.sort()`, hungry},
		{"getter", `return { get clipboard() { while (true) {} } }`, slow},
		{"thenable", `return { then() { while (true) {} } }`, slow},
		{"thenable that never calls", `return { clipboard: { then() {} } }`, []string{KindException, KindTimeout}},
		{"toString", `return { clipboard: 1, toast: { get message() { while (true) {} } } }`, slow},
		{"toString of log", `console.log({ get x() { while (true) {} } })`, slow},
		{"toString of url", `window.open({ toString() { while (true) {} } })`, slow},
		{"valueOf", `setTimeout(() => {}, { valueOf() { while (true) {} } })`, slow},
		{"toPrimitive", `navigator.clipboard.writeText({ [Symbol.toPrimitive]() { while (true) {} } })`, slow},
		{"proxy result", `return new Proxy({}, { get() { while (true) {} }, has() { while (true) {} } })`, slow},
		{"proxy of proxies", `const p = () => new Proxy({}, { get: (t, k) => k === 'then' ? undefined : p() }); return p()`, []string{KindException, KindTimeout}},
		{"thrown getter", `throw { get message() { while (true) {} }, toString() { while (true) {} } }`, slow},
		{"thrown error", `const e = new Error('x'); Object.defineProperty(e, 'message', { get() { while (true) {} } }); throw e`, slow},
		{"async", `(async () => { while (true) {} })(); await 1`, slow},
		{"generator", `function* g() { while (true) yield 1 } for (const x of g());`, slow},
		{"generator spread", `function* g() { while (true) yield 'xxxxxxxxxxxxxxxx' } [...g()]`, hungry},
		{"toJSON", `JSON.stringify({ toJSON() { while (true) {} } })`, slow},
		{"reviver", `JSON.parse('[1]', () => { while (true) {} })`, slow},
		{"replace callback", `'x'.replace(/x/, () => { while (true) {} })`, slow},
		{"iterator return", `for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return() { while (true) {} } }) }) break`, slow},
		{"constructor", `class A { constructor() { while (true) {} } } new A()`, slow},
		{"static block", `class A { static { while (true) {} } }`, slow},
		{"tagged template", "((...a) => { while (true) {} })`x`", slow},
		{"regexp backtracking", `/^(a+)+$/.test('a'.repeat(40) + 'b')`, append(slow, "")},
		{"regexp lookahead", `/^(?=(a+)+$)(a+)+$/.test('a'.repeat(40) + 'b')`, slow},
		{"regexp backreference", `/^(a*)*\1$/.test('a'.repeat(40) + 'b')`, slow},
		{"regexp swallowed", `while (true) { try { /^(?=(a+)+$)x/.test('a'.repeat(40) + 'b') } catch {} }`, slow},
		{"regexp split", `'a'.repeat(5e4).split(/(?=(a+)+b)/)`, slow},
		{"big integers", `let x = 3n; while (true) x = x * x`, hungry},
		{"big power", `return String(7n ** 7000000n).length`, hungry},
	}
}

func bombs() []hostile {
	return []hostile{
		{"repeat", `'x'.repeat(2 ** 30)`, hungry},
		{"repeat kept", `const a = []; while (true) a.push('é'.repeat(1e6) + a.length)`, hungry},
		{"padEnd", `'x'.padEnd(2 ** 30, 'yz')`, hungry},
		{"fill", `new Array(1e9).fill(0)`, hungry},
		{"join", `new Array(2e8).join('xyz')`, hungry},
		{"Array.from", `Array.from({ length: 1e9 })`, hungry},
		{"array growth", `const a = []; for (;;) a.push(a.length)`, hungry},
		{"array of objects", `const a = []; for (;;) a.push({ a: 1, b: [1, 2, 3] })`, hungry},
		{"typed arrays", `const a = []; for (;;) a.push(new Uint8Array(1 << 24).fill(1))`, hungry},
		{"one typed array", `new Float64Array(2 ** 31).fill(1)`, hungry},
		{"concat", `let s = 'x'; while (true) s += s`, hungry},
		{"concat of wide text", `let s = 'é'; while (true) s = s + s + 'x'; `, hungry},
		{"map", `const m = new Map(); for (let i = 0; ; i++) m.set(i, 'v' + i)`, hungry},
		{"closures", `let f = () => 1; for (;;) { const g = f; f = () => g }`, hungry},
		{"promises", `for (;;) new Promise(() => {})`, hungry},
		{"timers kept", `for (;;) setTimeout(() => {}, 1e6)`, append(hungry, KindException)},
		{"big shift", `1n << 4000000000n`, hungry},
		{"structuredClone", `let o = { s: 'x'.repeat(1e6) }; const k = []; for (;;) k.push(structuredClone(o), o.s + k.length)`, hungry},
		{"split", `'x,'.repeat(3e7).split(',')`, hungry},
		{"JSON", `const a = new Array(1e7).fill('xxxxxxxx'); JSON.stringify([a, a, a])`, hungry},
		{"sparse", `const a = []; a[4294967294] = 1; a.sort(); [...a]`, hungry},
		{"entries of proxies", `Object.keys(new Proxy({}, { ownKeys: () => Array.from({ length: 1e8 }, (_, i) => 'k' + i) }))`, hungry},
	}
}

func nested() []hostile {
	return []hostile{
		{"function text", `Function('['.repeat(1e6))`, deep},
		{"source", repeat("[", 100000), deep},
		{"source of calls", repeat("(", 100000), deep},
		{"unary source", repeat("!", 200000) + "1", deep},
		{"JSON.parse", `JSON.parse('['.repeat(5e6))`, deep},
		{"JSON.parse objects", `JSON.parse('{"a":'.repeat(2e6))`, deep},
		{"JSON.stringify", `let a = []; for (let i = 0; i < 2e6; i++) a = [a]; JSON.stringify(a)`, deep},
		{"toString of arrays", `let a = []; for (let i = 0; i < 2e6; i++) a = [a]; String(a)`, deep},
		{"flat", `let a = []; for (let i = 0; i < 2e6; i++) a = [a]; a.flat(Infinity)`, append(deep, "")},
		{"structuredClone", `let a = []; for (let i = 0; i < 1e5; i++) a = [a]; structuredClone(a)`, deep},
		{"log", `let a = []; for (let i = 0; i < 1e5; i++) a = [a]; console.log(a)`, append(deep, "")},
		{"regexp", `new RegExp('('.repeat(1e6))`, deep},
		{"regexp balanced", `new RegExp('('.repeat(1e5) + ')'.repeat(1e5))`, append(deep, "")},
		{"recursion", `const f = n => f(n + 1) + 1; f(0)`, deep},
		{"recursion through natives", `const f = () => [1].map(f); f()`, deep},
		{"recursion through getters", `const o = { get x() { return o.x } }; o.x`, deep},
		{"recursion through toString", `const o = { toString() { return '' + o } }; '' + o`, deep},
		{"recursion through proxies", `let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x`, append(deep, "")},
		{"recursion through sort", `const f = () => [2, 1].sort(f); f()`, deep},
		{"recursion through reviver", `const f = () => JSON.parse('[1]', f); f()`, deep},
		{"recursion through replace", `const f = () => 'x'.replace(/x/, f); f()`, deep},
		{"recursion caught", `const f = () => { try { f() } catch { f() } finally { f() } }; f()`, deep},
		{"bound functions", `let f = () => 1; for (let i = 0; i < 1e6; i++) f = f.bind(null); f()`, append(deep, "")},
		{"prototype chain", `let o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o); o.x`, append(deep, "")},
	}
}

// hold runs one attack and checks what must hold for every one of them.
func hold(t *testing.T, p *Pool, h hostile, limit time.Duration) {
	t.Helper()
	started := time.Now()
	r, err := p.Run(context.Background(), Job{Name: h.name, Code: h.code, Limit: limit, Bindings: testBindings()})
	if took := time.Since(started); took > limit+time.Second {
		t.Errorf("it took %s", took)
	}
	kind := ""
	if err != nil {
		var failure *Error
		if !errors.As(err, &failure) {
			t.Fatalf("%v is no *Error", err)
		}
		kind = failure.Kind
	}
	if !slices.Contains(h.kinds, kind) {
		t.Errorf("%v (%q), want one of %q; %+v", err, kind, h.kinds, r)
	}
}

// TestHostile lets every attack run and looks at the parent afterwards.
func TestHostile(t *testing.T) {
	p := newTestPool(t, true)
	groups := []struct {
		name  string
		list  []hostile
		limit time.Duration
	}{{"endless", endless(), hostileLimit}, {"bombs", bombs(), hostileLimit}, {"nested", nested(), hostileLimit},
		{"escapes", escapes(), escapeLimit}}
	before := heapInUse()
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, h := range g.list {
				t.Run(h.name, func(t *testing.T) { hold(t, p, h, g.limit) })
			}
		})
	}
	if after := heapInUse(); after > before+32<<20 {
		t.Errorf("the parent's memory grew from %d to %d MiB", before>>20, after>>20)
	}
}

// heapInUse is the memory this process has mapped for its heap and not given back.
func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}

func repeat(s string, n int) string {
	out := make([]byte, 0, len(s)*n)
	for range n {
		out = append(out, s...)
	}
	return string(out)
}
