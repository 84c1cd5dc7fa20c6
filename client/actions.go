package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// CustomAction is one action as the platform stores it. What its Config means
// is the action engine's business; secrets in it are returned to every caller
// (contract §8.1).
type CustomAction struct {
	ID, Name, Icon, Type string
	Config               json.RawMessage
	Active               bool
	Order                int
	CreatedAt, UpdatedAt time.Time
	Raw                  json.RawMessage // as received
}

func decodeAction(raw json.RawMessage) (CustomAction, error) {
	var w struct {
		ID        text            `json:"id"`
		Name      text            `json:"name"`
		Icon      text            `json:"icon"`
		Type      text            `json:"action_type"`
		Config    json.RawMessage `json:"config"`
		Active    flag            `json:"is_active"`
		Order     whole           `json:"display_order"`
		CreatedAt moment          `json:"created_at"`
		UpdatedAt moment          `json:"updated_at"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return CustomAction{}, err
	}
	if w.ID == "" {
		return CustomAction{}, errShape
	}
	return CustomAction{
		ID: string(w.ID), Name: string(w.Name), Icon: string(w.Icon), Type: string(w.Type), Config: w.Config,
		Active: bool(w.Active), Order: int(w.Order), CreatedAt: w.CreatedAt.time(), UpdatedAt: w.UpdatedAt.time(),
		Raw: bytes.Clone(raw),
	}, nil
}

// CustomActions returns all actions in the platform's order, inactive ones too.
// KindNotAllowed means: this role has no actions (contract §3).
func (c *Client) CustomActions(ctx context.Context) ([]CustomAction, error) {
	return readAll(ctx, c, "load the actions", nil, "custom_actions", decodeAction, "custom-actions")
}

// CustomAction returns one action.
func (c *Client) CustomAction(ctx context.Context, id string) (CustomAction, error) {
	const op = "load the action"
	payload, err := c.read(ctx, op, nil, "custom-actions", id)
	if err != nil {
		return CustomAction{}, err
	}
	return decoded(op, payload, decodeAction)
}

// fields are all that can be written of an action. Always all of them: an
// update without is_active or display_order switches the action off and puts
// it first (contract §8.3).
func (a CustomAction) fields() map[string]any {
	config := a.Config
	if len(config) == 0 {
		config = json.RawMessage("{}")
	}
	return map[string]any{
		"name": a.Name, "icon": a.Icon, "action_type": a.Type, "config": config,
		"is_active": a.Active, "display_order": a.Order,
	}
}

// CreateCustomAction creates an action. The platform makes it active whatever
// one asks, so an inactive one takes a second step; if that fails the action
// is returned as it stands, active, together with the error that says so.
func (c *Client) CreateCustomAction(ctx context.Context, a CustomAction) (CustomAction, error) {
	const op = "create the action"
	payload, err := c.write(ctx, op, http.MethodPost, a.fields(), "custom-actions")
	if err != nil {
		return CustomAction{}, err
	}
	created, err := carriedOut(op, payload, decodeAction)
	if err != nil || (created.Active == a.Active && created.Order == a.Order) {
		return created, err
	}
	wanted := created
	wanted.Active, wanted.Order = a.Active, a.Order
	updated, err := c.UpdateCustomAction(ctx, wanted)
	if err != nil && created.Active && !a.Active {
		return created, leftActive(created, err)
	}
	if err != nil {
		return created, named(err, "put the new action in its place")
	}
	return updated, nil
}

// leftActive says loudly that an action which should be off is on for the team.
func leftActive(a CustomAction, cause error) error {
	e := &Error{Kind: KindOf(cause), Op: fmt.Sprintf("switch the new action %q off", a.Name), Err: cause,
		Message: "IT IS ACTIVE FOR THE WHOLE TEAM NOW"}
	var inner *Error
	if errors.As(cause, &inner) {
		e.Status, e.RetryAt = inner.Status, inner.RetryAt
		e.Message += orNothing("; ", inner.Message)
	}
	return e
}

// UpdateCustomAction writes all fields of an action.
func (c *Client) UpdateCustomAction(ctx context.Context, a CustomAction) (CustomAction, error) {
	const op = "save the action"
	payload, err := c.write(ctx, op, http.MethodPut, a.fields(), "custom-actions", a.ID)
	if err != nil {
		return CustomAction{}, err
	}
	return carriedOut(op, payload, decodeAction)
}

// DeleteCustomAction removes an action for good.
func (c *Client) DeleteCustomAction(ctx context.Context, id string) error {
	_, err := c.remove(ctx, "delete the action", "custom-actions", id)
	return err
}

// Execution is the outcome of an action that the platform carried out.
type Execution struct {
	Success     bool
	Message     string
	RedirectURL string // a URL, or the path of a redirect token: see [Client.Redirect]
	Clipboard   string
	Toast       *ExecutionToast // nil for none
	Data        json.RawMessage // the webhook's answer if it was an object, else nil
}

// ExecutionToast is what the platform wants shown. Type is unchecked: even
// "<nil>" occurs (contract §8.4).
type ExecutionToast struct{ Message, Type string }

// Execute has the platform run an action on a contact. A failed run is no
// error: see Success. It is never tried twice, and giving up waiting does not
// stop the platform (contract §20).
func (c *Client) Execute(ctx context.Context, actionID, contactID string) (Execution, error) {
	const op = "run the action"
	body, err := json.Marshal(map[string]string{"contact_id": contactID})
	if err != nil {
		return Execution{}, err
	}
	payload, err := c.payload(ctx, call{op: op, method: http.MethodPost, limit: executeLimit, body: body,
		url: c.address.api(nil, "custom-actions", actionID, "execute")})
	if err != nil {
		return Execution{}, err
	}
	return carriedOut(op, payload, decodeExecution)
}

func decodeExecution(raw json.RawMessage) (Execution, error) {
	var w struct {
		Success   *flag `json:"success"`
		Message   text  `json:"message"`
		Redirect  text  `json:"redirect_url"`
		Clipboard text  `json:"clipboard"`
		Toast     *struct {
			Message text `json:"message"`
			Type    text `json:"type"`
		} `json:"toast"`
		Data json.RawMessage `json:"data"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Execution{}, err
	}
	if w.Success == nil {
		return Execution{}, fmt.Errorf("%w: no success in it", errShape)
	}
	x := Execution{Success: bool(*w.Success), Message: string(w.Message), RedirectURL: string(w.Redirect), Clipboard: string(w.Clipboard)}
	if w.Toast != nil {
		x.Toast = &ExecutionToast{Message: string(w.Toast.Message), Type: string(w.Toast.Type)}
	}
	if len(w.Data) > 0 && string(w.Data) != "null" {
		x.Data = w.Data
	}
	return x, nil
}

// Redirect resolves the path of a redirect token to the URL it stands for, as
// the platform wrote it: unescaped, and of any scheme. A token works once and
// for 30 s; on Fork it never works (contract §8.6).
func (c *Client) Redirect(ctx context.Context, path string) (string, error) {
	const op = "open the action's link"
	u, err := c.address.localPath(path)
	if err != nil {
		return "", invalid(op, "the platform gave no path of its own")
	}
	k := call{op: op, method: http.MethodGet, url: u, limit: readLimit, anonymous: true}
	if err := c.budget.wait(ctx); err != nil {
		return "", c.transportFault(ctx, k, err)
	}
	r, err := c.roundTrip(ctx, k, "") // once: trying again would meet a spent token
	if err != nil {
		return "", c.transportFault(ctx, k, err)
	}
	location := r.header.Get("Location")
	if r.status < 300 || r.status >= 400 || location == "" {
		if r.status < 300 {
			return "", k.malformed(errShape, false)
		}
		return "", c.refusal(k, r)
	}
	return location, nil
}
