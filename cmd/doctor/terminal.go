package doctor

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"

	"keydesk/ui/text"
)

// askLimit is how long a terminal may take to answer; over a slow line half a second is usual.
const askLimit = 1500 * time.Millisecond

// answers are what the terminal said of itself. Every field may be empty: silence means "cannot".
type answers struct {
	asked      bool
	any        bool
	name       string         // XTVERSION
	attributes []string       // DA1
	modes      map[int]string // DECRPM: "1" and "2" are known, "0" is not, "4" is off for good
	keyboard   bool           // it speaks of keyboard enhancements
	background string         // OSC 11, as it writes it
}

var (
	answerName       = regexp.MustCompile(`\x1bP>\|([^\x1b]*)\x1b\\`)
	answerMode       = regexp.MustCompile(`\x1b\[\?(\d{1,5});(\d)\$y`)
	answerKeyboard   = regexp.MustCompile(`\x1b\[\?\d{1,5}u`)
	answerAttributes = regexp.MustCompile(`\x1b\[\?([\d;]*)c`)
	answerBackground = regexp.MustCompile(`\x1b\]11;([^\x07\x1b]*)(?:\x07|\x1b\\)`)
)

// askTerminal asks the terminal what it is. The last question is one that every terminal answers, so
// nobody waits for those that it does not know.
func (x *examination) askTerminal(ctx context.Context) answers {
	a := x.app
	if a.Env.AskTerminal == nil || !a.Env.StdinTerminal || !a.Env.StdoutTerminal || a.Env.Getenv("TERM") == "dumb" {
		return answers{}
	}
	questions := "\x1b[>0q\x1b[?2027$p\x1b[?1006$p\x1b[?2004$p\x1b[?u"
	if a.Env.Getenv("TERM") != "linux" { // which reads it as colours to set
		questions += "\x1b]11;?\x1b\\"
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	said := a.Env.AskTerminal(ctx, questions+"\x1b[c", func(said []byte) bool { return answerAttributes.Match(said) })
	return readAnswers(said)
}

// readAnswers takes apart what a terminal answered; anything may stand between.
func readAnswers(said []byte) answers {
	r := answers{asked: true, modes: map[int]string{}}
	if m := answerName.FindSubmatch(said); m != nil {
		r.name = text.Line(string(m[1]))
	}
	for _, m := range answerMode.FindAllSubmatch(said, -1) {
		if n, err := strconv.Atoi(string(m[1])); err == nil {
			r.modes[n] = string(m[2])
		}
	}
	r.keyboard = answerKeyboard.Match(said)
	if m := answerAttributes.FindSubmatch(said); m != nil {
		r.attributes = strings.Split(string(m[1]), ";")
		r.any = true
	}
	if m := answerBackground.FindSubmatch(said); m != nil {
		r.background = text.Line(string(m[1]))
	}
	return r
}

// knows says whether the terminal knows a mode.
func (r answers) knows(mode int) bool { return r.modes[mode] != "" && r.modes[mode] != "0" }

// terminal tells what the terminal can do, by its environment and its own answers.
func (x *examination) terminal() []finding {
	a, r := x.app, x.answers
	env := a.Env.Getenv
	list := []finding{x.terminalName()}
	add := func(name string, state verdict, found, do string) {
		list = append(list, finding{"terminal", name, state, found, do})
	}
	if a.Env.StdoutTerminal && a.Env.Size != nil {
		if w, h, err := a.Env.Size(); err == nil {
			switch {
			case w < 40 || h < 12:
				add("size", doubt, fmt.Sprintf("%d×%d: smaller than the desk can use", w, h), "make the window at least 40×12; 80×24 is comfortable")
			default:
				add("size", fine, fmt.Sprintf("%d×%d", w, h), "")
			}
		}
	}
	list = append(list, x.letters())
	add("colours", plain, x.colours(), "")
	if r.background != "" {
		add("background", plain, shade(r.background), "")
	}
	if !r.asked {
		return list
	}
	if !r.any {
		add("answers", doubt, "the terminal answers no question", "nothing: keydesk goes by its safest habits here")
		return list
	}
	if r.keyboard {
		add("keyboard", fine, "tells all keys apart (shift+enter, ctrl+enter, other alphabets)", "")
	} else {
		add("keyboard", plain, "the old protocol: shift+enter is enter, ctrl+i is tab; alt+enter and ctrl+j start a line", "")
	}
	switch {
	case !x.settings.Mouse:
		add("mouse", plain, "left to the terminal by mouse = false", "")
	case env("TERM") == "linux":
		add("mouse", plain, "none on the console; every button has a key", "")
	case r.knows(1006) || strings.HasPrefix(env("TERM"), "xterm") || strings.HasPrefix(env("TERM"), "tmux") || strings.HasPrefix(env("TERM"), "screen"):
		add("mouse", fine, "reported to keydesk; shift+drag selects text in most terminals", "")
	default:
		add("mouse", plain, "the terminal does not say", "")
	}
	if r.knows(2027) {
		add("clusters", fine, "measured as wholes (mode 2027): emoji show as they were sent", "")
	} else {
		add("clusters", plain, "not confirmed (mode 2027): joined emoji show as their first one, so that columns stay straight", "")
	}
	return list
}

// terminalName is what the terminal is called, by itself and by the environment.
func (x *examination) terminalName() finding {
	a := x.app
	f := finding{Group: "terminal", Name: "kind", State: fine}
	words := []string{"TERM=" + a.Env.Getenv("TERM")}
	if program := a.Env.Getenv("TERM_PROGRAM"); program != "" {
		words = append(words, strings.TrimSpace(program+" "+a.Env.Getenv("TERM_PROGRAM_VERSION")))
	}
	if x.answers.name != "" {
		words = append(words, "says "+x.answers.name)
	}
	f.Found = strings.Join(words, ", ")
	switch {
	case !a.Env.StdinTerminal || !a.Env.StdoutTerminal:
		f.State, f.Found = plain, "none here: the desk needs one, the other commands do not"
	case a.Env.Getenv("TERM") == "dumb" || a.Env.Getenv("TERM") == "":
		f.State, f.Do = doubt, "the desk cannot draw here; keydesk actions list, run and history work"
	}
	return f
}

// letters tells whether the environment says that programs between keydesk and the screen take UTF-8.
func (x *examination) letters() finding {
	env := x.app.Env.Getenv
	f := finding{"terminal", "letters", fine, "", ""}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		value := env(name)
		if value == "" {
			continue
		}
		f.Found = name + "=" + value
		if upper := strings.ToUpper(value); !strings.Contains(upper, "UTF-8") && !strings.Contains(upper, "UTF8") {
			f.State, f.Found = doubt, f.Found+": does not say UTF-8; tmux and screen then show _ and ? for other letters"
			f.Do = "set LANG=C.UTF-8 before tmux starts; glyphs = \"ascii\" in the settings draws the desk itself without such letters"
		}
		return f
	}
	f.State, f.Found = plain, "none of LC_ALL, LC_CTYPE and LANG is set; keydesk writes UTF-8"
	return f
}

// colours says how many the desk uses, and by whose word.
func (x *examination) colours() string {
	env := x.app.Env.Getenv
	switch {
	case env("NO_COLOR") != "":
		return "none: NO_COLOR is set"
	case x.app.NoColor():
		return "none: CLICOLOR=0"
	}
	var vars []string
	for _, name := range []string{"TERM", "COLORTERM", "CLICOLOR", "CLICOLOR_FORCE", "TERM_PROGRAM", "WT_SESSION", "TMUX", "STY", "GOOGLE_CLOUD_SHELL"} {
		if v := env(name); v != "" {
			vars = append(vars, name+"="+v)
		}
	}
	how := map[colorprofile.Profile]string{
		colorprofile.TrueColor: "24 bits: themes show exactly", colorprofile.ANSI256: "256: themes show nearly exactly",
		colorprofile.ANSI: "16: the theme auto fits best", colorprofile.ASCII: "none, by TERM", colorprofile.NoTTY: "none, by TERM",
	}[colorprofile.Env(vars)]
	return how + "; theme " + x.settings.Theme
}

// shade says whether a background as terminals write it (rgb:1e1e/1e1e/2e2e) is dark or light.
func shade(background string) string {
	parts := strings.Split(strings.TrimPrefix(background, "rgb:"), "/")
	if len(parts) != 3 {
		return background
	}
	sum := 0.0
	for i, weight := range []float64{0.299, 0.587, 0.114} {
		n, err := strconv.ParseUint(parts[i], 16, 32)
		if err != nil || parts[i] == "" {
			return background
		}
		sum += weight * float64(n) / float64(uint64(1)<<(4*len(parts[i]))-1)
	}
	if sum < 0.5 {
		return "dark (" + background + ")"
	}
	return "light (" + background + ")"
}
