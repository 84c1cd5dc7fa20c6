package actions

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
			out.Err, out.Uncertain = fmt.Errorf("the platform did not answer in %s; it may still run the action", span(p.timeout)), true
		case ctx.Err() != nil:
			out.Err, out.Uncertain, out.Cancelled = errors.New("cancelled here; the platform may still run the action"), true, true
		default:
			out.Err = err
		}
		return out
	}
	if res.Toast != nil && strings.TrimSpace(res.Toast.Message) != "" {
		out.Effects = append(out.Effects, Toast{Level: toastLevel(res.Toast.Level), Text: oneLine(res.Toast.Message)})
	}
	if res.Clipboard != "" {
		if len(res.Clipboard) > maxCopy {
			out.Cut = append(out.Cut, "Only the first "+sizeText(maxCopy)+" of the clipboard text were kept.")
		}
		out.Effects = append(out.Effects, Copy{cutBytes(res.Clipboard, maxCopy)})
	}
	if len(res.Data) > 0 {
		out.Response = &Response{Status: 200, Body: res.Data}
		if len(res.Data) > e.cfg.MaxReply {
			out.Response.Body, out.Response.Truncated = res.Data[:e.cfg.MaxReply], true
			out.Cut = append(out.Cut, "Only the first "+sizeText(e.cfg.MaxReply)+" of the reply were kept.")
		}
	}
	if !res.Success {
		out.Err = errors.New(first(oneLine(res.Message), "the platform says that it failed and gives no reason"))
		return out
	}
	out.Success, out.Message = true, first(oneLine(res.Message), effectsText(out.Effects))
	if res.RedirectURL != "" {
		link, err := e.platformLink(ctx, res.RedirectURL)
		if err != nil {
			out.Err = err
			return out
		}
		out.Effects = append(out.Effects, Open{link})
	}
	return out
}

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
	safe, err := CheckLink(link)
	if err != nil {
		return "", fmt.Errorf("the platform asked to open %s, which is not allowed (%w)", quoteShort(link), err)
	}
	return safe, nil
}
