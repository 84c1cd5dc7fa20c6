package vm

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Limits bound what a run hands back; package script sets them.
type Limits struct {
	Clipboard int // bytes of one clipboard or insert text
	Effects   int
	LogLines  int
	LogLine   int // characters
	Output    int // bytes of everything
}

// overhead is what one effect or line costs besides its text, in bytes.
const overhead = 32

// recorder collects what a run asks for. Another goroutine may look at it when the run hangs.
type recorder struct {
	limits Limits

	mu       sync.Mutex
	effects  []Effect
	log      []Line
	message  string
	returned bool
	used     int
	dropped  map[string]int // by what was dropped
	cut      map[string]int // by what was cut short
}

func newRecorder(l Limits) *recorder {
	return &recorder{limits: l, dropped: map[string]int{}, cut: map[string]int{}}
}

// effect adds an effect. It says nothing to the snippet when a limit takes it: the person is told.
func (r *recorder) effect(e Effect) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.effects) >= r.limits.Effects {
		r.dropped["effects"]++
		return
	}
	e.Text = r.clip(e.Text, r.limits.Clipboard, textName(e.Kind))
	if len(e.URL)+overhead > r.limits.Output-r.used {
		r.dropped["output"]++
		return
	}
	room := r.limits.Output - r.used - overhead - len(e.URL)
	e.Text = r.clip(e.Text, room, "output")
	r.used += overhead + len(e.Text) + len(e.URL)
	r.effects = append(r.effects, e)
}

func textName(kind string) string {
	switch kind {
	case "copy":
		return "clipboard"
	case "insert":
		return "insert"
	}
	return "toast"
}

// line adds a log line.
func (r *recorder) line(level, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.log) >= r.limits.LogLines {
		r.dropped["lines"]++
		return
	}
	if r.used+overhead > r.limits.Output {
		r.dropped["output"]++
		return
	}
	if utf8.RuneCountInString(text) > r.limits.LogLine {
		r.cut["line"]++
		text = string([]rune(text)[:r.limits.LogLine])
	}
	text = r.clip(text, r.limits.Output-r.used-overhead, "output")
	r.used += overhead + len(text)
	r.log = append(r.log, Line{level, text})
}

func (r *recorder) say(message string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	message = r.clip(message, r.limits.LogLine, "message")
	r.message = r.clip(message, max(r.limits.Output-r.used, 0), "output")
	r.used += len(r.message)
}

func (r *recorder) markReturned() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.returned = true
}

// clip cuts text to at most limit bytes without splitting a character.
func (r *recorder) clip(text string, limit int, what string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= limit {
		return text
	}
	r.cut[what]++
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// outcome is everything so far.
func (r *recorder) outcome() Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Outcome{Effects: slices.Clone(r.effects), Message: r.message, Log: slices.Clone(r.log),
		Returned: r.returned, Cut: r.cuts()}
}

// cuts tells in fixed order what the limits took.
func (r *recorder) cuts() []string {
	var list []string
	add := func(n int, format string, args ...any) {
		if n > 0 {
			list = append(list, fmt.Sprintf(format, args...))
		}
	}
	size := func(n int) string {
		if n >= 1024 {
			return fmt.Sprintf("%d KiB", n/1024)
		}
		return fmt.Sprintf("%d bytes", n)
	}
	add(r.cut["clipboard"], "A clipboard text was cut to %s.", size(r.limits.Clipboard))
	add(r.cut["insert"], "A text for the draft was cut to %s.", size(r.limits.Clipboard))
	add(r.cut["toast"], "A toast was cut to %s.", size(r.limits.Clipboard))
	add(r.cut["message"], "The message was cut to %s.", size(r.limits.LogLine))
	add(r.dropped["effects"], "Only the first %d effects were kept; %d more were dropped.", r.limits.Effects, r.dropped["effects"])
	if r.cut["line"] == 1 {
		add(1, "1 log line was cut to %d characters.", r.limits.LogLine)
	} else {
		add(r.cut["line"], "%d log lines were cut to %d characters.", r.cut["line"], r.limits.LogLine)
	}
	add(r.dropped["lines"], "Only the first %d log lines were kept; %d more were dropped.", r.limits.LogLines, r.dropped["lines"])
	add(r.cut["output"]+r.dropped["output"], "The output in all was cut to %s.", size(r.limits.Output))
	return list
}
