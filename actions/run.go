package actions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"
	"slices"
	"time"

	"keydesk/actions/template"
)

// recordLimit is how long writing the record may hold up a run.
const recordLimit = 3 * time.Second

// Run carries a plan out, once. It never panics, ends soon after ctx does, and says truthfully
// whether something may have arrived. The record is written before anything is sent.
func (e *Engine) Run(ctx context.Context, plan Plan) Outcome {
	if plan.p == nil {
		return Outcome{Err: refusal(errors.New("there is no plan to run")), Message: "there is no plan to run", Effects: []Effect{}}
	}
	p := plan.p.forRun()
	start := e.cfg.Now()
	rec := e.newRecord(p, start)
	notes := e.begin(ctx, rec)
	out := e.guarded(ctx, p)
	out.Took = e.cfg.Now().Sub(start)
	out.complete(p)
	out.Log = append(out.Log, notes...)
	if unfinished := e.finish(ctx, rec, p, out); len(notes) == 0 { // else it was said already
		out.Log = append(out.Log, unfinished...)
	}
	return out
}

// Rehearse shows what a run would do: a script runs with its effects recorded, everything else is
// told from the plan. Nothing is sent, opened, copied or written down.
func (e *Engine) Rehearse(ctx context.Context, plan Plan) Outcome {
	if plan.p == nil {
		return Outcome{Err: refusal(errors.New("there is no plan to run")), Message: "there is no plan to run", Effects: []Effect{}}
	}
	p := plan.p.forRun()
	start := e.cfg.Now()
	var out Outcome
	switch {
	case p.script != nil && !p.platform:
		if out = e.runScript(ctx, p, true); out.Err == nil {
			out.Words = cmp.Or(out.Words, out.Message)
			out.Message = "rehearsed, nothing was done: " + out.Message
		}
	case p.target != nil:
		out = Outcome{Success: true, Message: "would " + p.summary, Effects: []Effect{Open{p.target.URL}}}
	case p.request != nil:
		out = Outcome{Success: true, Message: "would send " + p.summary, Request: p.request.masked()}
	default:
		out = Outcome{Success: true, Message: "would be " + p.summary}
	}
	out.Log = append(out.Log, e.warnings(p)...)
	out.Took = e.cfg.Now().Sub(start)
	out.complete(p)
	return out
}

// warnings say beforehand what stands in the way of a run, or what it leaves out.
func (e *Engine) warnings(p *planned) []string {
	notes := slices.Clone(p.notes)
	if err := e.forbidden(p); err != nil {
		notes = append(notes, "It would be refused: "+err.Error()+".")
	}
	return notes
}

// forbidden is the rule that keeps a plan from being run, if there is one.
func (e *Engine) forbidden(p *planned) error {
	switch {
	case p.catcher.IsValid():
		return nil // it does not leave the desk
	case e.cfg.ReadOnly && p.action.Options.Danger:
		return errors.New("this action is marked dangerous and keydesk runs read-only")
	case p.unmet != "":
		return errors.New("this action is " + p.unmet)
	}
	return nil
}

// Refusal says why Run would refuse a plan before anything is sent, as far as that can be known without
// the network: what Forbidden says, an address the guard keeps webhooks from, a secret that cannot be read.
func (e *Engine) Refusal(plan Plan) error {
	if err := e.Forbidden(plan); err != nil || plan.p == nil {
		return err
	}
	p := plan.p.forRun()
	if p.request == nil || p.platform || p.catcher.IsValid() {
		return nil
	}
	u, err := url.Parse(p.request.URL)
	if err == nil {
		err = e.guard.checkName(u)
	}
	if err == nil {
		_, err = e.prepare(p)
	}
	if err != nil {
		return refusal(err)
	}
	return nil
}

// Forbidden says why Run would refuse a plan without trying: a dangerous action in read-only mode, or
// conditions that are not met. It is nil when nothing is known to stand in the way, and lets a caller
// refuse before it asks the person.
func (e *Engine) Forbidden(plan Plan) error {
	if plan.p == nil {
		return nil
	}
	if err := e.forbidden(plan.p); err != nil {
		return refusal(err)
	}
	return nil
}

// Refused records that an action was not even planned or begun, and why.
func (e *Engine) Refused(ctx context.Context, d Definition, s template.Subject, why error) Outcome {
	p := &planned{id: e.cfg.NewID(), action: d, summary: "not begun"}
	p.contactID, _ = s.Contact["id"].(string)
	p.contactName, _ = s.Contact["name"].(string)
	p.userID, _ = s.User["id"].(string)
	p.userName, _ = s.User["name"].(string)
	rec := e.newRecord(p, e.cfg.Now())
	notes := e.begin(ctx, rec)
	out := Outcome{Err: refusal(why)}
	out.complete(p)
	out.Log = append(append(out.Log, notes...), e.finish(ctx, rec, p, out)...)
	return out
}

// Check has a script's syntax checked in the sandbox; other types are fine when they have no Problem.
func (e *Engine) Check(ctx context.Context, d Definition) error {
	if d.Problem != nil || d.Type != TypeJavaScript {
		return d.Problem
	}
	if e.cfg.Scripts == nil {
		return errNoScripts
	}
	return e.cfg.Scripts.Check(ctx, d.Script.Code)
}

// forRun is a copy a run may note secrets in; the plan itself never changes.
func (p *planned) forRun() *planned {
	c := *p
	c.secrets = slices.Clone(p.secrets)
	return &c
}

// guarded runs the right kind and turns a panic into an outcome: a fault in here must not take the
// desk down.
func (e *Engine) guarded(ctx context.Context, p *planned) (out Outcome) {
	defer func() {
		if r := recover(); r != nil {
			out = Outcome{Err: fmt.Errorf("keydesk made a mistake running this (%v); it may have arrived", r), Uncertain: true,
				Log: []string{string(debug.Stack())}}
		}
	}()
	if _, twice := e.running.LoadOrStore(p.id, nil); twice {
		return Outcome{Err: refusal(errors.New("this is already running"))}
	}
	defer e.running.Delete(p.id)
	if err := e.forbidden(p); err != nil {
		return Outcome{Err: refusal(err)}
	}
	switch {
	case ctx.Err() != nil:
		return Outcome{Err: errors.New("cancelled; nothing was sent"), Cancelled: true}
	case p.platform:
		return e.runPlatform(ctx, p)
	case p.target != nil:
		out := Outcome{Success: true, Effects: []Effect{Open{p.target.URL}}}
		out.say("")
		return out
	case p.script != nil:
		return e.runScript(ctx, p, false)
	case p.request != nil:
		return e.runWebhook(ctx, p)
	}
	return Outcome{Err: refusal(errors.New("this plan has nothing to do"))}
}

// runWebhook sends and interprets the reply.
func (e *Engine) runWebhook(ctx context.Context, p *planned) Outcome {
	d := e.deliver(ctx, p)
	out := Outcome{Request: p.request.masked(), Response: d.response, Cut: d.cut, Attempts: d.attempts,
		Uncertain: d.uncertain, Cancelled: d.cancelled, Err: d.err, Link: d.link}
	switch {
	case d.response == nil || d.err != nil:
		return out
	case d.cancelled:
		out.Err = fmt.Errorf("cancelled while the reply was read; it did arrive (%s)", statusText(d.response.Status))
		return out
	}
	s := readReply(d.response, d.end.url.String())
	out.Cut = append(out.Cut, s.cut...)
	if out.Err = replyFault(d.end, s, d.response); out.Err != nil {
		out.Link, out.Uncertain = asNotFollowed(out.Err)
		out.Effects, out.Words = s.effects, s.words
		return out
	}
	out.Success, out.Effects, out.Words = true, s.effects, cmp.Or(s.words, "done")
	out.Message = fmt.Sprintf("done %d, %s", d.response.Status, ShortDuration(d.response.Took))
	if s.message != "" {
		out.Message = s.message + " · " + out.Message
	}
	return out
}

// replyFault is the sentence for a reply that says no, or that is none; nil for one that says yes.
func replyFault(at hop, s said, r *Response) error {
	host, fine := at.url.Host, r.Status >= 200 && r.Status <= 299
	stray := at.strayed(r)
	switch {
	case s.failed && fine:
		return errors.New(withReason(host+" says that it failed", s.message))
	case at.took != "" && !s.failed && !fine:
		return at.lost(at.url, withReason("reading it there gave "+statusText(r.Status), s.message))
	case !fine:
		return errors.New(withReason(host+" answered "+statusText(r.Status), s.message) + statusAdvice(r))
	case stray != nil:
		return stray
	case s.unclear != "":
		return &notFollowed{took: true, text: fmt.Sprintf("%s answered %d, but its reply was not understood: %s; it may have been done, so look there before you repeat it",
			host, r.Status, s.unclear)}
	}
	return nil
}

// withReason adds a reply's own words.
func withReason(text, reason string) string {
	if reason == "" {
		return text
	}
	return text + ": " + reason
}

// statusAdvice is what to do about a status.
func statusAdvice(r *Response) string {
	switch r.Status {
	case 401, 403:
		return "; check the action's credentials"
	case 404:
		return "; check the action's URL"
	case 429, 503:
		if v, ok := headerValue(r.Header, "Retry-After"); ok {
			return "; it asks to wait (Retry-After: " + oneLine(v) + ")"
		}
		return "; try again later"
	}
	return ""
}

// complete fills what every outcome has.
func (o *Outcome) complete(p *planned) {
	o.PlanID, o.plan = p.id, p
	if o.Response != nil { // what is shown, copied or printed of it has no secret of ours in it, even where the receiver repeats one
		o.Response = o.Response.scrubbed(p)
	}
	if o.Effects == nil {
		o.Effects = []Effect{}
	}
	if o.Err != nil {
		o.Success = false
		if s := p.scrub(o.Err.Error()); s != o.Err.Error() {
			o.Err = scrubbed{s, o.Err}
		}
		o.Message = o.Err.Error()
	}
	o.Words = p.scrub(cmp.Or(o.Words, o.Message))
	if name := p.action.Name; name != "" {
		o.Message = name + ": " + o.Message
	}
	o.Message = p.scrub(oneLine(o.Message))
}

// scrubbed is an error whose text had a secret in it; errors.Is still sees the original.
type scrubbed struct {
	text string
	err  error
}

func (s scrubbed) Error() string { return s.text }
func (s scrubbed) Unwrap() error { return s.err }
