package script

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"keydesk/actions/script/vm"
)

// A reply is, in this order: a byte of flags, the message, the effects, the log, what was cut, and
// the failure if there is one. Numbers are uvarints, texts and lists have their length in front.
const (
	flagReturned = 1 << iota
	flagFailed
)

const (
	maxCuts    = 16
	maxCutText = 200
	maxFailure = 4096 // bytes of a failure's message
)

var errReply = errors.New("the worker's reply breaks its rules")

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// encodeReply is the worker's half.
func encodeReply(o vm.Outcome) []byte {
	var flags byte
	if o.Returned {
		flags |= flagReturned
	}
	if o.Failure != nil {
		flags |= flagFailed
	}
	b := appendText([]byte{flags}, o.Message)
	b = binary.AppendUvarint(b, uint64(len(o.Effects)))
	for _, e := range o.Effects {
		b = appendText(appendText(appendText(appendText(b, e.Kind), e.Text), e.URL), e.Level)
	}
	b = binary.AppendUvarint(b, uint64(len(o.Log)))
	for _, l := range o.Log {
		b = appendText(appendText(b, l.Level), l.Text)
	}
	b = binary.AppendUvarint(b, uint64(len(o.Cut)))
	for _, c := range o.Cut {
		b = appendText(b, c)
	}
	if f := o.Failure; f != nil {
		b = appendText(appendText(b, f.Kind), f.Message)
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(f.Line)), uint64(f.Column))
	}
	return b
}

// decoder reads a reply. The first broken rule stays in err, and every read after it gives nothing.
type decoder struct {
	data []byte
	err  error
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: "+format, append([]any{errReply}, args...)...)
	}
}

func (d *decoder) number(most int) int {
	if d.err != nil {
		return 0
	}
	v, n := binary.Uvarint(d.data)
	if n <= 0 || v > uint64(most) {
		d.fail("a number is missing or above %d", most)
		return 0
	}
	d.data = d.data[n:]
	return int(v)
}

func (d *decoder) text(most int) string {
	n := d.number(most)
	if d.err == nil && n > len(d.data) {
		d.fail("a text breaks off")
	}
	if d.err != nil {
		return ""
	}
	s := string(d.data[:n])
	d.data = d.data[n:]
	if !utf8.ValidString(s) {
		d.fail("a text is not UTF-8")
	}
	return s
}

func (d *decoder) oneOf(allowed ...string) string {
	s := d.text(32)
	if d.err == nil && !slices.Contains(allowed, s) {
		d.fail("%q is none of %q", s, allowed)
	}
	return s
}

// decodeReply is the parent's half. It trusts nothing: every limit and every rule that the worker
// keeps to is looked at again, addresses included.
func decodeReply(data []byte) (Result, *Error, error) {
	d := &decoder{data: data}
	if len(data) == 0 {
		d.fail("it is empty")
		return Result{}, nil, d.err
	}
	flags := data[0]
	d.data = data[1:]
	if flags&^(flagReturned|flagFailed) != 0 {
		d.fail("unknown flags")
	}
	r := Result{Returned: flags&flagReturned != 0}
	r.Message = d.text(4 * MaxLogLine)
	for range d.number(MaxEffects) {
		r.Effects = append(r.Effects, d.effect())
	}
	for range d.number(MaxLogLines) {
		line := LogLine{Level: d.oneOf("debug", "info", "warn", "error"), Text: d.text(4 * MaxLogLine)}
		if utf8.RuneCountInString(line.Text) > MaxLogLine {
			d.fail("a log line is too long")
		}
		r.Log = append(r.Log, line)
	}
	for range d.number(maxCuts) {
		r.Cut = append(r.Cut, d.text(maxCutText))
	}
	var failure *Error
	if flags&flagFailed != 0 {
		failure = &Error{
			Kind: d.oneOf(KindSyntax, KindException, KindTimeout, KindMemory, KindStack, KindKilled,
				KindUnsupported, KindRefused),
			Message: d.text(maxFailure),
			Line:    d.number(MaxCode + 1), Column: d.number(MaxCode + 1),
		}
	}
	if d.err == nil && len(d.data) > 0 {
		d.fail("%d bytes too many", len(d.data))
	}
	if d.err != nil {
		return Result{}, nil, d.err
	}
	return r, failure, nil
}

// effect reads one effect and checks that it is one that may be performed.
func (d *decoder) effect() Effect {
	e := Effect{Kind: d.oneOf(EffectCopy, EffectOpen, EffectToast, EffectInsert), Text: d.text(MaxClipboard)}
	e.URL = d.text(MaxClipboard)
	e.Level = d.oneOf("", "success", "error", "info", "warning")
	if d.err != nil {
		return e
	}
	if (e.Kind == EffectOpen) != (e.URL != "") || (e.Kind == EffectToast) != (e.Level != "") || e.Kind == EffectOpen && e.Text != "" {
		d.fail("an effect has the wrong parts")
	}
	if e.Kind == EffectOpen {
		if normal, ok := vm.MayOpen(e.URL); !ok || normal != e.URL {
			d.fail("an address may not be opened")
		}
	}
	return e
}
