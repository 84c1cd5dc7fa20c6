package script

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// eaters take memory by every means the language has, at once or bit by bit. Their numbers are far
// above what a worker may have, or near it.
var eaters = map[string]string{
	"apply":              `return String.fromCharCode.apply(null, new Uint8Array(5e7)).length + ''`,
	"apply, larger":      `return String.fromCharCode.apply(null, new Uint8Array(1.2e8)).length + ''`,
	"apply of arrays":    `return Math.max.apply(null, new Array(4e7))`,
	"Reflect.apply":      `return Reflect.apply(Math.max, null, { length: 6e7 })`,
	"construct":          `return Reflect.construct(Array, new Uint8Array(6e7)).length`,
	"bind":               `return Math.max.bind(null, ...new Uint8Array(3e7))(...new Uint8Array(3e7))`,
	"spread":             `return Math.max(...new Uint8Array(5e7))`,
	"spread of text":     `return [...'x'.repeat(6e7)].length`,
	"array of spread":    `const a = new Uint8Array(2e7); return [...a, ...a, ...a].length`,
	"push":               `const a = []; a.push(...new Uint8Array(4e7)); return a.length`,
	"typed array":        `return new Float64Array(3e7).fill(1)[1]`,
	"many typed arrays":  `const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))`,
	"typed array copy":   `const a = new Uint8Array(1.5e8).fill(1), b = a.slice(); return b.length + a.length`,
	"buffer":             `return new ArrayBuffer(3e8).slice(1).byteLength`,
	"join":               `return new Array(2e8).join('xyz').length`,
	"join of long":       `return new Array(3e3).fill('x'.repeat(1e5)).join('é').length`,
	"repeat":             `return 'x'.repeat(2 ** 30).length`,
	"repeat of wide":     `return 'é'.repeat(1.5e8).length`,
	"repeat near":        `let s = 'é'.repeat(3e7); return s.split('').length`,
	"padStart":           `return 'x'.padStart(5e8, 'é').length`,
	"concat":             `let s = 'x'.repeat(1e6); for (;;) s += s + 'é'`,
	"String.concat":      `const s = 'x'.repeat(1e8); return s.concat(s, s, s, s).length`,
	"Array.concat":       `const a = new Array(1e7).fill(1); return a.concat(a, a, a, a, a).length`,
	"replace":            `return 'x'.repeat(1e6).replace(/x/g, 'y'.repeat(1e3)).length`,
	"replaceAll":         `return 'x'.repeat(1e6).replaceAll('x', 'y'.repeat(1e3)).length`,
	"replace by $":       "return 'x'.repeat(1e5).replace(/x/g, '$`').length",
	"match":              `return 'x'.repeat(5e7).match(/x/g).length`,
	"matchAll":           `return [...'x'.repeat(5e7).matchAll(/(x)/g)].length`,
	"split":              `return 'x,'.repeat(5e7).split(',').length`,
	"split by regexp":    `return 'x,'.repeat(3e7).split(/(,)/).length`,
	"regexp source":      `return new RegExp('(a|b){1000}'.repeat(1e5)).test('a')`,
	"regexp counts":      `return /(?:(?:(?:a{1000}){1000}){1000}){1000}/.test('a'.repeat(1e6))`,
	"regexp captures":    `return new RegExp('(x)'.repeat(1e5)).exec('x'.repeat(1e5)).length`,
	"regexp backtracks":  `return /^(?:(a)|b|(c))*$(?=z)/.test('a'.repeat(2e7))`,
	"BigInt":             `let x = 3n; for (;;) x = x * x`,
	"BigInt shift":       `return (1n << 3000000000n) > 0n`,
	"BigInt power":       `return 2n ** 4000000000n > 0n`,
	"BigInt text":        `return String(1n << 100000000n).length`,
	"BigInt.asUintN":     `return BigInt.asUintN(4000000000, -1n) > 0n`,
	"JSON.stringify":     `const a = new Array(1e7).fill('xxxxxxxx'); return JSON.stringify([a, a, a, a]).length`,
	"JSON indented":      `return JSON.stringify(new Array(3e7).fill(1), null, 10).length`,
	"JSON.parse":         `return JSON.parse('[' + '1,'.repeat(5e7) + '1]').length`,
	"JSON.parse text":    `return JSON.parse('"' + 'é'.repeat(1e8) + '"').length`,
	"JSON.parse deep":    `return JSON.parse('['.repeat(2e7) + ']'.repeat(2e7)).length`,
	"structuredClone":    `const o = new Array(1e7).fill({ a: 1 }); return [structuredClone(o), structuredClone(o), structuredClone(o)].length`,
	"clone of buffers":   `const a = new Uint8Array(5e7).fill(1), k = []; for (;;) k.push(structuredClone(a))`,
	"Array.from":         `return Array.from({ length: 1e9 }).length`,
	"Array.from mapped":  `return Array.from({ length: 1e8 }, (_, i) => ({ i })).length`,
	"Array of length":    `return new Array(4e8).fill(0).length`,
	"fill":               `const a = []; a.length = 1e8; return a.fill('x').length`,
	"flat":               `const a = new Array(1e4).fill(new Array(1e4).fill(1)); return a.flat().length`,
	"flatMap":            `const a = new Array(1e4).fill(1); return a.flatMap(() => new Array(1e4).fill(1)).length`,
	"sort":               `return new Uint8Array(1e8).sort().length + Array.from(new Uint8Array(2e7)).sort().length`,
	"sort by comparing":  `return Array.from(new Uint8Array(2e7)).sort((a, b) => a - b).length`,
	"toSorted":           `const a = new Array(8e6).fill(1); return [a.toSorted(), a.toReversed(), a.with(0, 1)].length`,
	"splice":             `const a = new Array(8e6).fill(1); a.splice(0, 0, ...a, ...a, ...a); return a.length`,
	"template":           "const s = 'x'.repeat(5e7); return `${s}${s}${s}${s}${s}é${s}`.length",
	"tagged template":    "const s = 'é'.repeat(3e7); return String.raw`${s}${s}${s}${s}${s}${s}`.length",
	"Map":                `const m = new Map(); for (let i = 0; ; i++) m.set(i, [i])`,
	"Set":                `const m = new Set(); for (let i = 0; ; i++) m.add('k' + i)`,
	"WeakMap":            `const m = new WeakMap(), k = []; for (;;) { const o = {}; k.push(o); m.set(o, k.length) }`,
	"keys":               `const o = {}; for (let i = 0; ; i++) o['k' + i] = i`,
	"Object.entries":     `const o = Object.fromEntries(Array.from({ length: 5e5 }, (_, i) => ['k' + i, i])); return [1, 2, 3, 4, 5, 6].map(() => Object.entries(o)).length`,
	"string keys":        `return Object.keys('x'.repeat(5e7)).length`,
	"proxy keys":         `return Object.keys(new Proxy({}, { ownKeys: () => Array.from({ length: 1e7 }, (_, i) => 'k' + i) })).length`,
	"generator":          `function* g() { for (;;) yield 'xxxxxxxxxxxxxxxx' } return [...g()]`,
	"recursion":          `const f = (n) => { const a = new Array(1e4).fill(n); return f(n + 1) + a.length }; return f(0)`,
	"closures":           `let f = () => 1; for (;;) { const g = f, a = [1, 2, 3]; f = () => [g, a] }`,
	"promises":           `const k = []; for (;;) k.push(new Promise(() => {}).then(() => 1))`,
	"timers":             `for (;;) { const a = new Array(1e5).fill(1); setTimeout(() => a, 1e6) }`,
	"encodeURIComponent": `return encodeURIComponent('é'.repeat(5e7)).length`,
	"escape":             `return escape('é'.repeat(5e7)).length`,
	"toUpperCase":        `return 'ß'.repeat(8e7).toUpperCase().length`,
	"normalize":          `return 'é'.repeat(5e7).normalize('NFKD').length`,
	"TextEncoder":        `return new TextEncoder().encode('€'.repeat(6e7)).length`,
	"TextDecoder":        `return new TextDecoder().decode(new Uint8Array(1e8).fill(255)).length`,
	"btoa":               `return btoa('x'.repeat(1e8)).length`,
	"URL":                `return new URL('https://a.example/?' + 'é'.repeat(5e7)).href.length`,
	"URLSearchParams":    `return new URLSearchParams('a=1&'.repeat(2e7)).size`,
	"clipboard":          `for (;;) navigator.clipboard.writeText('x'.repeat(1e8))`,
	"log":                `for (;;) console.log('x'.repeat(1e8), new Array(1e7).fill('x'))`,
	"Function":           `return Function('return [' + '1,'.repeat(1e7) + ']')().length`,
	"error stacks":       `const k = []; for (;;) k.push(new Error('x'.repeat(1e4) + k.length))`,
	"toFixed and radix":  `const k = []; for (;;) k.push((1e21).toString(2) + k.length)`,
}

// memoryBound is what no worker may ever have resident, in bytes, and what four may together.
const (
	memoryBound = 320 << 20
	fourBound   = 1 << 30
)

// eat runs one snippet in a worker of its own; peak is the most memory the worker had resident.
func eat(t *testing.T, p *Pool, code string, limit time.Duration) (peak int64, err error) {
	t.Helper()
	o, err := Job{Code: code, Limit: limit}.order()
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	w, err := p.start()
	if err != nil {
		t.Fatal(err)
	}
	body, err := p.askWorker(t.Context(), w, frame(frameOrder, data), o.Limit)
	w.kill()
	<-w.done
	if err == nil {
		_, failure, broken := decodeReply(body)
		if broken != nil {
			t.Fatal(broken)
		}
		if failure != nil {
			err = failure
		}
	}
	return w.cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10, err
}

// Whatever a snippet does, its worker stays below the bound, and one that wants more ends with the
// sentence about memory, unless its time is over before.
func TestNoSnippetTakesMoreMemory(t *testing.T) {
	if raceDetector {
		t.Skip("the test's own memory would count: a child's peak begins with its parent's")
	}
	p := newTestPool(t, false)
	for name, code := range eaters {
		peak, err := eat(t, p, code, 300*time.Millisecond)
		if peak > memoryBound {
			t.Errorf("%s: %d MiB (%v)", name, peak>>20, err)
		}
		var failure *Error
		if err != nil && (!errors.As(err, &failure) || failure.Kind == KindKilled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var failure *Error
	_, err := eat(t, p, eaters["apply"], 10*time.Second)
	if !errors.As(err, &failure) || failure.Kind != KindMemory || !strings.Contains(failure.Message, "more memory than the 224 MiB") {
		t.Errorf("apply: %v, want the sentence about memory", err)
	}
}

// A worker whose walls do not hold is killed by its parent, and the run tells why.
func TestTheParentWatchesMemory(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := NewPool(Config{Exe: self, Args: []string{actorArg, "hungry"}})
	defer p.Close()
	_, err = p.Run(t.Context(), Job{Code: "1", Limit: 10 * time.Second})
	var failure *Error
	if !errors.As(err, &failure) || failure.Kind != KindMemory {
		t.Errorf("%v, want the sentence about memory", err)
	}
}

// Four at once, which is as many as there are, stay below their bound together.
func TestFourSnippetsTakeLittleMemory(t *testing.T) {
	if raceDetector {
		t.Skip("workers have no limit of memory under the race detector")
	}
	p := newTestPool(t, false)
	for _, name := range []string{"apply", "many typed arrays", "Map", "repeat near"} {
		var mu sync.Mutex
		var sum int64
		var wg sync.WaitGroup
		for range defaultRuns {
			wg.Go(func() {
				peak, _ := eat(t, p, eaters[name], 500*time.Millisecond)
				mu.Lock()
				defer mu.Unlock()
				sum += peak
			})
		}
		wg.Wait()
		if sum > fourBound {
			t.Errorf("%s: four took %d MiB", name, sum>>20)
		}
	}
}
