package actionscmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"reflect"
	"strings"

	"keydesk/actions"
	"keydesk/actions/files"
	"keydesk/actions/template"
	"keydesk/cmd/app"
	"keydesk/ui/text"
)

type actionsTestCommand struct {
	File    string   `arg:"" help:"File of the action, as pull writes it or as JSON." placeholder:"FILE" type:"path"`
	Context string   `xor:"subject" required:"" help:"JSON file with contact, user and organization." placeholder:"FILE"`
	MadeUp  bool     `xor:"subject" required:"" name:"made-up" help:"Take a made-up contact with awkward values instead: quotes, line breaks, emoji, empty fields."`
	Expect  string   `required:"" help:"JSON file with what should come out." placeholder:"FILE"`
	Input   []string `sep:"none" help:"Answer to a question of the action; may be given several times." placeholder:"NAME=VALUE"`
	Update  bool     `help:"Write what comes out into the expectation instead of comparing."`
}

// Help shows how it is used.
func (actionsTestCommand) Help() string {
	return `Compares the exact request, the link, or a rehearsed script's outcome with what is expected. Nothing is sent, ever. Objects of the expectation name only the members that matter; lists, texts and numbers must be the same. Secrets are masked, and what differs from run to run (ids) is left out. Exit codes: 0 as expected, 1 different.

Example:

    keydesk actions test actions/create-ticket.toml --context context.json --expect expect.json
    keydesk actions test actions/create-ticket.toml --context context.json --expect expect.json --update
    keydesk actions test actions/create-ticket.toml --made-up --expect awkward.json`
}

// Run compares one action with its expectation.
func (c actionsTestCommand) Run(ctx context.Context, a *app.App) error {
	stored, err := readAction(a, c.File)
	if err != nil {
		return err
	}
	subject, err := c.subject(a)
	if err != nil {
		return err
	}
	inputs, err := parseInputs(c.Input)
	if err != nil {
		return err
	}
	got, err := rehearsed(ctx, stored.Definition(), subject, inputs)
	if err != nil {
		return err
	}
	if c.Update {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(got); err != nil {
			return fmt.Errorf("cannot write JSON: %w", err)
		}
		if err := os.WriteFile(c.Expect, app.EscapeControls(b.Bytes()), 0o644); err != nil {
			return fmt.Errorf("cannot write %s: %w", c.Expect, app.WithoutPath(err))
		}
		a.Say("wrote %s", near(c.Expect))
		return nil
	}
	data, err := a.ReadInput(c.Expect)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w; --update writes it", err)
	}
	if err != nil {
		return err
	}
	var want any
	if err := json.Unmarshal(data, &want); err != nil {
		return app.Usage("%s is no JSON: %v", c.Expect, err)
	}
	differences := unlike(got, want, "")
	for _, d := range differences {
		fmt.Fprintf(a.Env.Stdout, "%s\n  - %s\n  + %s\n", text.Line(d.where), text.Line(d.want), text.Line(d.got))
	}
	if len(differences) > 0 {
		return fmt.Errorf("%s: %s from %s (- expected, + came out); --update writes what came out", near(c.File), app.Counted(len(differences), "difference"), near(c.Expect))
	}
	a.Say("%s: as expected", near(c.File))
	return nil
}

// subject is what the action is about.
func (c actionsTestCommand) subject(a *app.App) (template.Subject, error) {
	if c.MadeUp {
		return template.MadeUp(), nil
	}
	data, err := a.ReadInput(c.Context)
	if err != nil {
		return template.Subject{}, err
	}
	s, err := template.ParseSubject(data)
	return s, inFile(c.Context, err)
}

// readAction reads an action from a file, as pull or as show --json writes it.
func readAction(a *app.App, name string) (actions.Stored, error) {
	if strings.HasSuffix(name, ".toml") {
		f, err := files.ReadFile(name)
		if err != nil {
			return actions.Stored{}, err
		}
		return f.Action, nil
	}
	data, err := a.ReadInput(name)
	if err != nil {
		return actions.Stored{}, err
	}
	s, err := actions.ParseStored(data)
	return s, inFile(name, err)
}

// rehearsed is what an action does for a subject, as plain JSON. Nothing leaves the machine: webhooks
// and links are planned, scripts run in the sandbox, whose effects are not performed.
func rehearsed(ctx context.Context, d actions.Definition, s template.Subject, inputs map[string]any) (any, error) {
	pool := app.NewPool(slog.New(slog.DiscardHandler), false)
	defer pool.Close()
	engine, err := actions.NewEngine(actions.Config{Scripts: pool})
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	d.Options.Execution = actions.ExecuteLocal
	out := map[string]any{"type": string(d.Type)}
	plan, err := engine.Plan(d, s, inputs)
	if err != nil {
		out["error"] = err.Error()
		return plainValue(out)
	}
	if plan.Question() != "" {
		out["question"] = plan.Question()
	}
	o := engine.Rehearse(ctx, plan)
	switch {
	case o.Request != nil:
		r := o.Request
		headers := map[string]string{}
		for _, h := range r.Header {
			switch strings.ToLower(h.Name) {
			case "idempotency-key", "webhook-id", "webhook-timestamp", "webhook-signature", "user-agent":
			default:
				headers[h.Name] = h.Value
			}
		}
		request := map[string]any{"method": r.Method, "url": r.URL, "headers": headers, "body": string(r.Body)}
		var body any
		if json.Unmarshal(r.Body, &body) == nil {
			request["body"] = body
		}
		out["request"] = request
	case plan.Target() != nil:
		for _, section := range plan.Masked().Sections {
			if section.Name == "link" {
				out["open"] = section.Lines[0].Text
			}
		}
	default:
		effects, err := actions.MarshalEffects(o.Effects)
		if err != nil {
			return nil, err
		}
		out["effects"], out["log"] = json.RawMessage(effects), o.Log
		out["message"] = o.Words
		if o.Err != nil {
			out["error"] = o.Err.Error()
		}
	}
	return plainValue(out)
}

// plainValue is v as a decoder gives it back.
func plainValue(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("cannot write JSON: %w", err)
	}
	var out any
	err = json.Unmarshal(data, &out)
	return out, err
}

// difference is one member that is not as expected.
type difference struct{ where, want, got string }

// unlike compares: every member of an expected object must be there, everything else must be equal.
func unlike(got, want any, path string) []difference {
	w, isMap := want.(map[string]any)
	g, gotMap := got.(map[string]any)
	if isMap && gotMap {
		var out []difference
		for _, key := range app.SortedKeys(w) {
			value, has := g[key]
			if !has {
				out = append(out, difference{strings.TrimPrefix(path+"."+key, "."), shownJSON(w[key]), "(nothing)"})
				continue
			}
			out = append(out, unlike(value, w[key], path+"."+key)...)
		}
		return out
	}
	wl, wantList := want.([]any)
	gl, gotList := got.([]any)
	if wantList && gotList && len(wl) == len(gl) {
		var out []difference
		for i := range wl {
			out = append(out, unlike(gl[i], wl[i], fmt.Sprintf("%s[%d]", path, i))...)
		}
		return out
	}
	if reflect.DeepEqual(got, want) {
		return nil
	}
	return []difference{{strings.TrimPrefix(path, "."), shownJSON(want), shownJSON(got)}}
}

func shownJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
