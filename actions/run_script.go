package actions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"keydesk/actions/script"
	"keydesk/actions/template"
)

var errNoScripts = errors.New("scripts cannot run here: the sandbox is not set up")

// runScript runs a snippet in the sandbox and turns what it asked for into effects, checked again
// on this side: a worker is not trusted.
func (e *Engine) runScript(ctx context.Context, p *planned, rehearse bool) Outcome {
	if e.cfg.Scripts == nil {
		return Outcome{Err: refusal(errNoScripts)}
	}
	job := script.Job{Name: p.action.Name, Code: p.script.Code, Bindings: p.script.data(),
		Limit: min(p.timeout, script.MaxLimit), Rehearse: rehearse}
	// The clipboard is private and slow to read, so it is only read for code that says it wants it.
	if e.cfg.AllowClipboardRead && e.cfg.Clipboard != nil && strings.Contains(p.script.Code, "readText") {
		text, err := e.cfg.Clipboard(ctx)
		if err != nil {
			return Outcome{Err: fmt.Errorf("the script reads the clipboard, and that failed: %w", err)}
		}
		job.AllowRead, job.Clipboard = true, text
	}
	res, err := e.cfg.Scripts.Run(ctx, job)
	out := Outcome{Cut: res.Cut, Attempts: 1}
	for _, l := range res.Log {
		text := l.Text
		if l.Level != "" && l.Level != "info" && l.Level != "log" {
			text = l.Level + ": " + text
		}
		out.Log = append(out.Log, text)
	}
	if err != nil {
		out.Err = scriptFault(ctx, err)
		out.Cancelled = ctx.Err() != nil && errors.Is(context.Cause(ctx), context.Canceled)
		return out
	}
	for _, x := range res.Effects {
		effect, err := scriptEffect(x)
		if err != nil {
			out.Cut = append(out.Cut, "The script asked for something that is not allowed: "+err.Error()+".")
			continue
		}
		out.Effects = append(out.Effects, effect)
	}
	out.Success = true
	out.say(res.Message)
	return out
}

func scriptFault(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return errors.New("cancelled; nothing the script asked for was done")
	}
	var se *script.Error
	if errors.As(err, &se) {
		return scriptFailed{se}
	}
	return fmt.Errorf("the script could not be run: %w", err)
}

// scriptFailed is a script's own error as the middle of a sentence.
type scriptFailed struct{ err *script.Error }

func (f scriptFailed) Error() string {
	return "the script failed: " + strings.TrimSuffix(f.err.Error(), ".")
}
func (f scriptFailed) Unwrap() error { return f.err }

func scriptEffect(x script.Effect) (Effect, error) {
	switch x.Kind {
	case script.EffectCopy:
		return Copy{x.Text}, nil
	case script.EffectToast:
		return Toast{Level: toastLevel(x.Level), Text: x.Text}, nil
	case script.EffectInsert:
		return Insert{x.Text}, nil
	case script.EffectOpen:
		link, err := CheckLink(x.URL)
		return Open{link}, err
	}
	return nil, fmt.Errorf("an effect of kind %s", template.Quote(x.Kind))
}

// say sets the message: what was said, else the toast, else what the run asks for. Whether that is
// then done (copied, opened) is not known here, so the message does not claim it.
func (o *Outcome) say(message string) {
	if o.Message = oneLine(message); o.Message != "" {
		o.Words = message
		return
	}
	var asks []string
	add := func(text string) {
		if !slices.Contains(asks, text) && len(asks) < 3 {
			asks = append(asks, text)
		}
	}
	for _, x := range o.Effects {
		switch t := x.(type) {
		case Toast:
			if o.Message = oneLine(t.Text); o.Message != "" {
				return
			}
		case Copy:
			add("text for the clipboard")
		case Open:
			add("link to " + linkHost(t.URL))
		case Insert:
			add("text for the draft")
		}
	}
	o.Plain = true
	o.Message = cmp.Or(strings.Join(asks, ", "), "done")
}

// linkHost is the part of a link that says where it leads.
func linkHost(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	return cmp.Or(u.Host, u.Opaque, link)
}

// limit is the time a plan's run may take.
func (e *Engine) limit(p *planned) time.Duration {
	own := p.action.Options.Timeout
	switch {
	case p.platform:
		return max(own, PlatformTimeout)
	case p.action.Type == TypeJavaScript:
		if own <= 0 {
			own = e.cfg.ScriptTimeout
		}
		return min(own, script.MaxLimit)
	case own > 0:
		return own
	}
	return e.cfg.Timeout
}
