package actions

import (
	"context"
	"errors"
	"slices"
	"time"

	"keydesk/actions/template"
)

// newRecord is the record of a run as it begins: secrets are masked, and answers left out, before it
// leaves this package.
func (e *Engine) newRecord(p *planned, at time.Time) Run {
	if e.cfg.Recorder == nil {
		return Run{}
	}
	p = p.recorded()
	return Run{
		ID: newID(), PlanID: p.id, State: StateRunning, Started: at, Profile: e.cfg.Profile,
		UserID: p.userID, UserName: p.userName, ContactID: p.contactID, ContactName: p.contactName,
		ActionID: p.action.ID, ActionName: p.action.Name, Type: p.action.Type,
		Summary: p.scrub(p.summary), Plan: template.CutBytes(p.scrub(Plan{p}.Masked().Text()), 256<<10) + p.asOfText(),
	}
}

// asOfText says in a record when the platform told what was filled in, "" where that is not known.
func (p *planned) asOfText() string {
	if p.asOf.IsZero() {
		return ""
	}
	return "\nas the platform told at " + p.asOf.UTC().Format(time.RFC3339) + "\n"
}

// begin writes the record before the run; the notes say so when it could not.
func (e *Engine) begin(ctx context.Context, r Run) []string {
	if e.cfg.Recorder == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordLimit)
	defer cancel()
	if err := e.cfg.Recorder.Begin(ctx, r); err != nil {
		return []string{"keydesk: history could not be written: " + err.Error()}
	}
	return nil
}

// finish completes the record, also when the run was cancelled.
func (e *Engine) finish(ctx context.Context, r Run, p *planned, o Outcome) []string {
	if e.cfg.Recorder == nil {
		return nil
	}
	p = p.recorded()
	r.State, r.Took, r.Attempts = o.state(), o.Took, o.Attempts
	r.Message = p.scrub(o.Message)
	if o.Err != nil {
		r.Error = p.scrub(o.Err.Error())
	}
	if o.Response != nil {
		r.Status = o.Response.Status
	}
	for _, x := range o.Effects {
		r.Effects = append(r.Effects, p.scrubEffect(x))
	}
	for _, l := range slices.Concat(o.Log, o.Cut) {
		r.Log = append(r.Log, p.scrub(l))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordLimit)
	defer cancel()
	if err := e.cfg.Recorder.Finish(ctx, r); err != nil {
		return []string{"keydesk: history could not be completed: " + err.Error()}
	}
	return nil
}

// scrubEffect is an effect as the record keeps it.
func (p *planned) scrubEffect(x Effect) Effect {
	const keep = 4 << 10 // what a record keeps of a long text
	switch t := p.withoutSecrets(x).(type) {
	case Toast:
		return Toast{t.Level, template.CutBytes(t.Text, keep)}
	case Copy:
		return Copy{template.CutBytes(t.Text, keep)}
	case Insert:
		return Insert{template.CutBytes(t.Text, keep)}
	default:
		return t
	}
}

func (p *planned) withoutSecrets(x Effect) Effect {
	switch t := x.(type) {
	case Toast:
		return Toast{t.Level, p.scrub(t.Text)}
	case Copy:
		return Copy{p.scrub(t.Text)}
	case Insert:
		return Insert{p.scrub(t.Text)}
	case Open:
		return Open{p.scrub(t.URL)}
	}
	return x
}

// state is the outcome in one word. Uncertain wins over cancelled: it is what must be looked after.
func (o Outcome) state() State {
	switch {
	case o.Uncertain:
		return StateUncertain
	case o.Cancelled:
		return StateCancelled
	case errors.Is(o.Err, ErrRefused):
		return StateRefused
	case o.Success:
		return StateDone
	}
	return StateFailed
}
