package actions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"keydesk/actions/template"
)

// runPlatform has the platform run the action (contract §8.4) and shows its answer like any other.
// Giving up waiting does not stop the platform (contract §20), so that is uncertain.
func (e *Engine) runPlatform(ctx context.Context, p *planned) Outcome {
	if e.cfg.Remote == nil {
		return Outcome{Err: refusal(errors.New(`there is no platform to run this; set execution = "local"`))}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, p.timeout, errTimeLimit)
	defer cancel()
	res, err := e.cfg.Remote(ctx, p.action.ID, p.contactID)
	out := Outcome{Attempts: 1}
	if err != nil {
		switch {
		case errors.Is(context.Cause(ctx), errTimeLimit):
			out.Err, out.Uncertain = fmt.Errorf("the platform did not answer in %s; it may still run the action", ShortDuration(p.timeout)), true
		case ctx.Err() != nil:
			out.Err, out.Uncertain, out.Cancelled = errors.New("cancelled here; the platform may still run the action"), true, true
		default:
			out.Err = err
		}
		return out
	}
	if res.Clipboard != "" {
		if len(res.Clipboard) > maxCopy {
			out.Cut = append(out.Cut, "Only the first "+sizeText(maxCopy)+" of the clipboard text were kept.")
		}
		out.Effects = append(out.Effects, Copy{template.CutBytes(res.Clipboard, maxCopy)})
	}
	if len(res.Data) > 0 {
		out.Response = &Response{Status: targetStatus(res), Body: res.Data}
		if len(res.Data) > e.cfg.MaxReply {
			out.Response.Body, out.Response.Truncated = res.Data[:e.cfg.MaxReply], true
			out.Cut = append(out.Cut, "Only the first "+sizeText(e.cfg.MaxReply)+" of the reply were kept.")
		}
	}
	if res.RedirectURL != "" && res.Success {
		link, err := e.platformLink(ctx, res.RedirectURL)
		if err != nil {
			out.Err = err
		} else {
			out.Effects = append(out.Effects, Open{link})
		}
	}
	if res.Toast != nil && strings.TrimSpace(res.Toast.Message) != "" {
		out.Effects = append(out.Effects, Toast{Level: toastLevel(res.Toast.Level), Text: oneLine(res.Toast.Message)})
	}
	switch {
	case !res.Success:
		out.Err, out.Words = errors.New(cmp.Or(oneLine(res.Message), "the platform says that it failed and gives no reason")), res.Message
	case out.Err == nil:
		out.Success = true
		out.say(res.Message)
	}
	return out
}

// targetStatus is what the webhook's receiver answered, as far as the platform tells: a status that
// is not 2xx stands in its message only (contract §8.4).
func targetStatus(res RemoteResult) int {
	text, ok := strings.CutPrefix(res.Message, "Webhook returned status ")
	code, _, _ := strings.Cut(text, " ")
	if n, err := strconv.Atoi(code); ok && err == nil && n >= 100 && n <= 599 {
		return n
	}
	return 200
}

// redirectPath is where the platform resolves its links. A mailto: or tel: link comes back with this
// in front of it (contract §8.6).
const redirectPath = "/api/custom-actions/redirect/"

// platformLink resolves the platform's redirect and checks what is behind it. One generation of the
// platform always refuses to resolve them (contract §8.6).
func (e *Engine) platformLink(ctx context.Context, raw string) (string, error) {
	link := raw
	if strings.HasPrefix(raw, "/") {
		if e.cfg.Redirect == nil {
			return "", errors.New(`the platform made a link that cannot be resolved here; set execution = "local" for this action`)
		}
		var err error
		if link, err = e.cfg.Redirect(ctx, raw); err != nil {
			return "", fmt.Errorf(`the platform made a link but does not give it out (%w); set execution = "local" for this action`, err)
		}
	}
	if _, mangled, ok := strings.Cut(link, redirectPath); ok && strings.Contains(mangled, ":") {
		return "", fmt.Errorf(`the platform cannot give out a %s: link, its redirect spoils it; set execution = "local" for this action`, strings.SplitN(mangled, ":", 2)[0])
	}
	safe, err := CheckLink(link)
	if err != nil {
		return "", fmt.Errorf("the platform asked to open %s, which is not allowed (%w)", template.Quote(link), err)
	}
	return safe, nil
}
