package batch

import (
	"context"
	"errors"
	"strings"

	"keydesk/actions"
	"keydesk/actions/template"
)

// Version is an action as the platform has it, and as the settings complete it.
type Version struct {
	Stored     actions.Stored
	Definition actions.Definition
}

// Action runs a custom action for each conversation.
type Action struct {
	Engine *actions.Engine
	// Shown is the action that everything is planned with.
	Shown Version
	// Inputs answer its questions, once for all.
	Inputs map[string]any
	// Subject reads what an action may use of a conversation, as it is now.
	Subject func(ctx context.Context, contactID string) (template.Subject, error)
	// Current reads the action as it is now. Its error is ErrGone where it must not run any more.
	Current func(ctx context.Context) (Version, error)
	// Halts says that an error of these two will meet the next conversation as well; nil: none does.
	Halts func(error) bool
}

// ErrGone is why an action that was shown does not run: it was deleted or switched off meanwhile.
var ErrGone = errors.New("it was deleted or switched off on the platform")

// Planning is the plan of a run for one conversation.
type Planning struct{ Plan actions.Plan }

// Text is the plan as --dry-run prints it.
func (p Planning) Text() string { return p.Plan.Masked().Text() }

// Plan plans a run.
func (a Action) Plan(ctx context.Context, t Target) (Step, error) {
	subject, err := a.Subject(ctx, t.ID)
	if err != nil {
		return nil, Unread{err}
	}
	plan, err := a.Engine.Plan(a.Shown.Definition, subject, a.Inputs)
	if err != nil {
		return nil, err
	}
	plan = plan.With(t.Repeats)
	return Planning{plan}, a.Engine.Refusal(plan)
}

// Do runs the plan that was shown, if it is what the action would do now. What is not run is recorded
// as well.
func (a Action) Do(ctx context.Context, t Target, shown Step) Result {
	was := shown.(Planning).Plan
	now, err := a.Current(ctx)
	gone := errors.Is(err, ErrGone)
	if err != nil && !gone {
		return a.unread(err)
	}
	subject, failed := a.Subject(ctx, t.ID)
	if failed != nil {
		return a.unread(failed)
	}
	if gone {
		return a.refuse(ctx, a.Shown.Definition, subject, err)
	}
	plan, err := a.Engine.Plan(now.Definition, subject, a.Inputs)
	if err != nil {
		return a.refuse(ctx, now.Definition, subject, err)
	}
	plan = plan.With(was.ID())
	if parts := a.differs(now, plan, was); len(parts) > 0 {
		r := a.refuse(ctx, now.Definition, subject, errors.New("not as it was shown any more: "+strings.Join(parts, ", ")))
		r.State = Changed
		return r
	}
	return a.result(a.Engine.Run(ctx, plan))
}

// Record writes down that a row was refused when it was planned.
func (a Action) Record(ctx context.Context, row Row) *actions.Outcome {
	s := template.Subject{Contact: map[string]any{"id": row.ID, "name": row.Name}}
	o := a.Engine.Refused(ctx, a.Shown.Definition, s, errors.New(row.Words))
	return &o
}

// differs names what is not as it was shown: of the action itself, or of the plan.
func (a Action) differs(now Version, plan, was actions.Plan) []string {
	var parts []string
	for _, c := range actions.Meaningful(actions.Changes(a.Shown.Stored, now.Stored)) {
		parts = append(parts, "the action's "+c.Field)
	}
	return append(parts, plan.Differs(was)...)
}

func (a Action) unread(err error) Result {
	return Result{State: Failed, Words: "not run: " + err.Error(), Halts: a.Halts != nil && a.Halts(err)}
}

func (a Action) refuse(ctx context.Context, d actions.Definition, s template.Subject, why error) Result {
	o := a.Engine.Refused(ctx, d, s, why)
	return Result{State: Refused, Words: why.Error(), Outcome: &o}
}

func (a Action) result(o actions.Outcome) Result {
	r := Result{State: Failed, Words: strings.TrimPrefix(o.Message, a.Shown.Definition.Name+": "), Outcome: &o}
	switch {
	case o.Uncertain:
		r.State = Uncertain
	case errors.Is(o.Err, actions.ErrRefused):
		r.State = Refused
	case o.Success:
		r.State = Done
	}
	return r
}
