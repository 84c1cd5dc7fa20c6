package vm

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"keydesk/actions/script/weburl"
)

// maxURL is the longest address that is handed on, in bytes.
const maxURL = 32 << 10

// MayOpen says whether an address may be opened, and its normal form: absolute, with one of four
// schemes that cannot run anything or read the machine.
func MayOpen(address string) (normal string, ok bool) {
	u, err := weburl.Parse(address, nil)
	if err != nil {
		return "", false
	}
	switch u.Scheme() {
	case "http", "https", "mailto", "tel":
		normal = u.Href()
		return normal, len(normal) <= maxURL
	}
	return "", false
}

// natives are the Go functions behind the bindings. Only the bindings' own closures can reach
// them; none gives out a Go value.
func (m *Machine) natives() *goja.Object {
	o := m.rt.NewObject()
	for name, f := range map[string]func(args) goja.Value{
		"effect": m.nativeEffect, "open": m.nativeOpen, "log": m.nativeLog, "say": m.nativeSay,
		"returned": m.nativeReturned, "unsupported": m.nativeUnsupported, "refusal": m.nativeRefusal,
		"clipboard": m.nativeClipboard, "group": m.nativeGroup,
		"timer": m.nativeTimer, "clearTimer": m.nativeClearTimer,
		"urlParse": m.nativeURLParse, "urlPart": m.nativeURLPart, "urlSet": m.nativeURLSet,
		"urlQuery": m.nativeURLQuery, "formParse": m.nativeFormParse, "formFormat": m.nativeFormFormat,
		"utf8Encode": m.nativeUTF8Encode, "utf8Decode": m.nativeUTF8Decode,
		"base64Encode": m.nativeBase64Encode, "base64Decode": m.nativeBase64Decode,
		"random": m.nativeRandom, "wide": m.nativeWide, "isoDate": m.nativeIsoDate, "dateWords": m.nativeDateWords,
		"isProxy": m.nativeIsProxy, "isRegExp": m.nativeIsRegExp,
		"regexpCompile": m.nativeRegexpCompile, "regexpNames": m.nativeRegexpNames, "regexpExec": m.nativeRegexpExec,
	} {
		// Set of a fresh object by a fixed name cannot fail.
		_ = o.Set(name, func(call goja.FunctionCall) goja.Value { return f(args{call}) })
	}
	return o
}

// args reads the arguments of a native call.
type args struct{ call goja.FunctionCall }

func (a args) text(i int) string { return a.call.Argument(i).String() }
func (a args) has(i int) bool    { return !goja.IsUndefined(a.call.Argument(i)) }
func (a args) number(i int) int64 {
	return a.call.Argument(i).ToInteger()
}

func (m *Machine) nativeEffect(a args) goja.Value {
	m.record.effect(Effect{Kind: a.text(0), Text: a.text(1), Level: a.text(2)})
	return goja.Undefined()
}

// nativeOpen records an address to open, or says why it may not be opened.
func (m *Machine) nativeOpen(a args) goja.Value {
	address := a.text(0)
	normal, ok := MayOpen(address)
	if ok {
		m.record.effect(Effect{Kind: "open", URL: normal})
		return goja.Null()
	}
	if len(address) > 100 {
		address = strings.ToValidUTF8(address[:100], "") + "…"
	}
	return m.rt.ToValue(fmt.Sprintf("The address %q may not be opened: only absolute http, https, mailto and tel addresses may.", address))
}

func (m *Machine) nativeLog(a args) goja.Value {
	m.record.line(a.text(0), a.text(1))
	return goja.Undefined()
}

func (m *Machine) nativeSay(a args) goja.Value {
	m.record.say(a.text(0))
	return goja.Undefined()
}

func (m *Machine) nativeReturned(args) goja.Value {
	m.record.markReturned()
	return goja.Undefined()
}

// nativeUnsupported ends the run: no catch of the snippet's may go on with a wrong answer.
func (m *Machine) nativeUnsupported(a args) goja.Value {
	if m.fault == nil {
		m.fault = m.where(&Failure{Kind: "unsupported", Message: clipMessage(a.text(0))})
	}
	m.rt.Interrupt(m.fault)
	return goja.Undefined()
}

// nativeRefusal makes the error of something that is not allowed. A snippet may catch it.
func (m *Machine) nativeRefusal(a args) goja.Value {
	e, err := m.rt.New(m.rt.Get("Error"), m.rt.ToValue(a.text(0)))
	if err != nil {
		panic(m.rt.NewTypeError(a.text(0)))
	}
	m.refusals[e] = true
	return e
}

func (m *Machine) nativeClipboard(args) goja.Value {
	if !m.read {
		return goja.Null()
	}
	return m.rt.ToValue(m.clipboard)
}

// nativeIsProxy says whether a value is a proxy, which looks like its target to the language.
func (m *Machine) nativeIsProxy(a args) goja.Value {
	o, ok := a.call.Argument(0).(*goja.Object)
	if !ok {
		return m.rt.ToValue(false)
	}
	_, ok = o.Export().(goja.Proxy)
	return m.rt.ToValue(ok)
}

// nativeGroup writes a number as browsers in English do: groups of three, three decimals at most,
// rounded as its shortest decimal form says.
func (m *Machine) nativeGroup(a args) goja.Value {
	x := a.call.Argument(0).ToFloat()
	switch {
	case math.IsNaN(x):
		return m.rt.ToValue("NaN")
	case math.IsInf(x, 1):
		return m.rt.ToValue("∞")
	case math.IsInf(x, -1):
		return m.rt.ToValue("-∞")
	}
	sign := ""
	if math.Signbit(x) {
		sign = "-"
	}
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', -1, 64), ".")
	if len(fraction) > 3 {
		up := fraction[3] >= '5'
		all, _ := new(big.Int).SetString(whole+fraction[:3], 10)
		if up {
			all.Add(all, big.NewInt(1))
		}
		text := fmt.Sprintf("%04s", all.String())
		whole, fraction = text[:len(text)-3], text[len(text)-3:]
	}
	fraction = strings.TrimRight(fraction, "0")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return m.rt.ToValue(sign + whole)
}

func (m *Machine) nativeTimer(a args) goja.Value {
	call, _ := goja.AssertFunction(a.call.Argument(0))
	delay := min(max(a.number(1), 0), int64(time.Hour/time.Millisecond))
	var rest []goja.Value
	if len(a.call.Arguments) > 3 {
		rest = slices.Clone(a.call.Arguments[3:]) // the engine's stack, which goes on
	}
	id := m.loop.add(call, time.Duration(delay)*time.Millisecond, a.call.Argument(2).ToBoolean(), rest)
	if id == 0 {
		panic(m.rt.NewTypeError("too many timers are waiting"))
	}
	return m.rt.ToValue(id)
}

func (m *Machine) nativeClearTimer(a args) goja.Value {
	m.loop.clear(a.number(0))
	return goja.Undefined()
}

func (m *Machine) nativeRandom(a args) goja.Value {
	data := make([]byte, min(max(a.number(0), 0), 65536))
	rand.Read(data)
	return m.rt.ToValue(m.rt.NewArrayBuffer(data))
}

func (m *Machine) nativeUTF8Encode(a args) goja.Value {
	return m.rt.ToValue(m.rt.NewArrayBuffer([]byte(a.text(0))))
}

// nativeUTF8Decode decodes part of a buffer: (buffer, offset, length, partial) gives [text, bytes
// left, well-formed].
func (m *Machine) nativeUTF8Decode(a args) goja.Value {
	buffer, ok := a.call.Argument(0).Export().(goja.ArrayBuffer)
	if !ok {
		panic(m.rt.NewTypeError("not a buffer"))
	}
	data := buffer.Bytes()
	from := min(max(int(a.number(1)), 0), len(data))
	to := min(from+max(int(a.number(2)), 0), len(data))
	text, rest, whole := weburl.DecodeUTF8(string(data[from:to]), a.call.Argument(3).ToBoolean())
	return m.rt.NewArray(text, rest, whole)
}

// nativeBase64Encode gives null when a character is no byte.
func (m *Machine) nativeBase64Encode(a args) goja.Value {
	text := a.text(0)
	data := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return goja.Null()
		}
		data = append(data, byte(r))
	}
	return m.rt.ToValue(base64.StdEncoding.EncodeToString(data))
}

// nativeBase64Decode is the web's forgiving decoder; null when even that fails.
func (m *Machine) nativeBase64Decode(a args) goja.Value {
	text := strings.Map(func(r rune) rune {
		if strings.ContainsRune("\t\n\f\r ", r) {
			return -1
		}
		return r
	}, a.text(0))
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
	}
	if strings.Contains(text, "=") {
		return goja.Null()
	}
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return goja.Null()
	}
	runes := make([]rune, len(data))
	for i, b := range data {
		runes[i] = rune(b)
	}
	return m.rt.ToValue(string(runes))
}
