package actions

import (
	"math"
	"time"
)

// MarshalJSON is a run as `keydesk history --json` prints it.
func (r Run) MarshalJSON() ([]byte, error) {
	type who struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	type what struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Type Type   `json:"type"`
	}
	effects := make([]jsonEffect, 0, len(r.Effects))
	for _, x := range r.Effects {
		effects = append(effects, jsonEffect{x})
	}
	log := r.Log
	if log == nil {
		log = []string{}
	}
	return plainJSON(struct {
		ID       string       `json:"id"`
		Press    string       `json:"press_id"`
		State    State        `json:"state"`
		Started  time.Time    `json:"started"`
		Duration float64      `json:"duration_ms"`
		Profile  string       `json:"profile"`
		User     who          `json:"user"`
		Contact  who          `json:"contact"`
		Action   what         `json:"action"`
		Summary  string       `json:"summary"`
		Plan     string       `json:"plan"`
		Status   int          `json:"status,omitempty"`
		Attempts int          `json:"attempts"`
		Message  string       `json:"message"`
		Error    string       `json:"error,omitempty"`
		Effects  []jsonEffect `json:"effects"`
		Log      []string     `json:"log"`
	}{r.ID, r.PlanID, r.State, r.Started.UTC(), math.Round(r.Took.Seconds()*1e6) / 1e3, r.Profile, who{r.UserID, r.UserName},
		who{r.ContactID, r.ContactName}, what{r.ActionID, r.ActionName, r.Type}, r.Summary, r.Plan, r.Status, r.Attempts,
		r.Message, r.Error, effects, log})
}
