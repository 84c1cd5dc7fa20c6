package vm

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
)

// maxMessage is how long the message of a failure may be, in bytes.
const maxMessage = 2000

// errLimit is what the runtime is interrupted with at the time limit.
var errLimit = errors.New("time limit")

func overdue(limit time.Duration) string {
	return fmt.Sprintf("The script did not end within its limit of %s.", limit)
}

// patternFailure tells of a regular expression in the source.
func patternFailure(src *file.File, found findings, lines []string) *Failure {
	f := &Failure{Kind: "syntax", Message: "Invalid regular expression: " + found.wrong + "."}
	if found.unsupported {
		f.Kind, f.Message = "unsupported", found.wrong
	}
	f.place(src.Position(int(found.at)-1), lines)
	return f
}

// fromError makes a failure of what goja gives back.
func (m *Machine) fromError(err error) *Failure {
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	var thrown *goja.Exception
	switch {
	case m.fault != nil:
		return m.fault
	case errors.As(err, &interrupted):
		f := &Failure{Kind: "timeout", Message: overdue(m.limit)}
		m.locate(f, interrupted.Stack())
		return f
	case errors.As(err, &overflow):
		f := &Failure{Kind: "stack", Message: "Calls are nested too deeply: a function may be calling itself without end."}
		m.locate(f, overflow.Stack())
		return f
	case errors.As(err, &thrown):
		f := m.fromReason(thrown.Value())
		if f.Line == 0 {
			m.locate(f, thrown.Stack())
		}
		return f
	}
	return &Failure{Kind: "exception", Message: clipMessage(err.Error())}
}

// fromReason makes a failure of a thrown value or of a promise's reason.
func (m *Machine) fromReason(reason goja.Value) *Failure {
	f := &Failure{Kind: "exception", Message: "The script failed."}
	object, _ := reason.(*goja.Object)
	if object != nil && m.refusals[object] {
		f.Kind = "refused"
	}
	if m.expired.Load() {
		return &Failure{Kind: "timeout", Message: overdue(m.limit)}
	}
	described, err := m.describe(goja.Undefined(), reason)
	if err != nil {
		var interrupted *goja.InterruptedError
		if errors.As(err, &interrupted) {
			return m.fromError(err)
		}
		return f
	}
	o := described.ToObject(m.rt)
	f.Message = clipMessage(o.Get("text").String())
	f.Line, f.Column = m.stackPlace(o.Get("stack").String())
	m.explain(f)
	return f
}

// fromPanic makes a failure of a panic that came out of goja: an interrupt outside any call, or Go
// itself refusing, as for a slice that is too large.
func (m *Machine) fromPanic(r any) *Failure {
	if err, ok := r.(error); ok {
		var interrupted *goja.InterruptedError
		if errors.As(err, &interrupted) {
			return m.fromError(err)
		}
	}
	text := fmt.Sprint(r)
	if strings.Contains(text, "makeslice") || strings.Contains(text, "too large") || strings.Contains(text, "out of range") {
		return &Failure{Kind: "memory", Message: "The script asked for more memory than it may have."}
	}
	return &Failure{Kind: "exception", Message: clipMessage("The script engine failed: " + text + ".")}
}

// locate finds the innermost place in the author's own code.
func (m *Machine) locate(f *Failure, stack []goja.StackFrame) {
	for i := range stack {
		if stack[i].SrcName() == sourceName {
			f.place(stack[i].Position(), m.lines)
			if f.Line > 0 {
				return
			}
		}
	}
}

// where locates the call that is running now.
func (m *Machine) where(f *Failure) *Failure {
	m.locate(f, m.rt.CaptureCallStack(0, nil))
	return f
}

// stackPlace reads the innermost place in the author's code from an Error's stack property.
func (m *Machine) stackPlace(stack string) (line, column int) {
	found := regexp.MustCompile(`\b` + sourceName + `:(\d+):(\d+)\(`).FindStringSubmatch(stack)
	if found == nil {
		return 0, 0
	}
	var p file.Position
	p.Line, _ = strconv.Atoi(found[1])
	p.Column, _ = strconv.Atoi(found[2])
	var f Failure
	f.place(p, m.lines)
	return f.Line, f.Column
}

// explain says what to do instead where a script expects a browser or Node.
func (m *Machine) explain(f *Failure) {
	name, ok := strings.CutPrefix(f.Message, "ReferenceError: ")
	if !ok {
		return
	}
	name, ok = strings.CutSuffix(name, " is not defined")
	if !ok {
		return
	}
	why, ok := map[string]string{
		"Intl":           "there are no locales here; write the format out",
		"fetch":          "a script has no network; use a webhook action",
		"XMLHttpRequest": "a script has no network; use a webhook action",
		"WebSocket":      "a script has no network; use a webhook action",
		"require":        "a script cannot load modules",
		"process":        "a script cannot see the machine it runs on",
		"document":       "there is no page; use what return, window.open, alert and navigator.clipboard offer",
		"localStorage":   "a script keeps nothing between runs",
		"sessionStorage": "a script keeps nothing between runs",
		"confirm":        "declare confirm in the action's keydesk settings",
		"prompt":         "declare inputs in the action's keydesk settings",
	}[name]
	if ok {
		f.Kind, f.Message = "unsupported", name+" is not available: "+why+"."
	}
}

func clipMessage(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= maxMessage {
		return text
	}
	return strings.ToValidUTF8(text[:maxMessage], "") + "…"
}
