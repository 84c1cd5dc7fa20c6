// Package run runs custom actions as the platform does: scripts in a sandbox, webhooks behind a guard, and
// the templates of both (contract §8).
package run

import (
	"context"
	"encoding/json"
	"log/slog"
	"regexp"
	"sync"
	"time"
)

// Runner runs actions: a script in a sandbox, a webhook behind a guard.
type Runner struct {
	Log      *slog.Logger
	Timeout  time.Duration // of a webhook
	Allow    []string      // hosts on internal addresses that webhooks may reach
	BasePath string

	mu   sync.Mutex
	base string          // the platform's own address, whose echo endpoint may be reached
	life context.Context // ends with Close
}

// MoveTo says where the platform answers from now on, and for how long.
func (r *Runner) MoveTo(base string, life context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.base, r.life = base, life
}

func (r *Runner) home() (base string, life context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.base, r.life
}

// Result is the answer to running an action: HTTP 200 also when it failed (contract §8.4).
type Result struct {
	Success     bool            `json:"success"`
	Message     string          `json:"message,omitempty"`
	RedirectURL string          `json:"redirect_url,omitempty"`
	Clipboard   string          `json:"clipboard,omitempty"`
	Toast       *toast          `json:"toast,omitempty"`
	Data        json.RawMessage `json:"data,omitempty"`
}

type toast struct {
	Message string `json:"message"`
	Type    string `json:"type"`
}

// Failed is the one answer for everything that went wrong.
func Failed() Result {
	return Result{Message: "Action execution failed", Toast: &toast{"Action failed", "error"}}
}

// Config is what the three types read from a config.
type Config struct {
	URL     any            `json:"url"`
	Method  string         `json:"method"`
	Headers map[string]any `json:"headers"`
	Body    string         `json:"body"`
	Code    string         `json:"code"`
}

// Context is what an action's templates and scripts see (contract §8.5).
type Context struct {
	Contact      Contact      `json:"contact"`
	Organization Organization `json:"organization"`
	User         User         `json:"user"`
}

type Contact struct {
	ID          string          `json:"id"`
	Metadata    json.RawMessage `json:"metadata"`
	Name        string          `json:"name"`
	Phone       string          `json:"phone_number"`
	ProfileName string          `json:"profile_name"`
	Tags        []string        `json:"tags"`
}

type Organization struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// User has a role that is always null.
type User struct {
	Email string  `json:"email"`
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Role  *string `json:"role"`
}

// values are the names templates know.
func (rc *Context) values() map[string]string {
	tags, _ := json.Marshal(rc.Contact.Tags) // strings only
	return map[string]string{
		"contact.id": rc.Contact.ID, "contact.phone_number": rc.Contact.Phone, "contact.name": rc.Contact.Name,
		"contact.profile_name": rc.Contact.ProfileName, "contact.tags": string(tags),
		"contact.metadata": string(rc.Contact.Metadata), "user.id": rc.User.ID, "user.name": rc.User.Name,
		"user.email": rc.User.Email, "user.role": "null", "organization.id": rc.Organization.ID,
		"organization.name": rc.Organization.Name,
	}
}

var templatePattern = regexp.MustCompile(`\{\{\s*([\w.]+)\s*\}\}`)

// Fill substitutes as the platform does: raw, without any escaping; an unknown plain name becomes
// empty, an unknown path stays as it is, and values are not expanded again (contract §8.5).
func (rc *Context) Fill(text string) string {
	values := rc.values()
	return templatePattern.ReplaceAllStringFunc(text, func(match string) string {
		name := templatePattern.FindStringSubmatch(match)[1]
		if value, ok := values[name]; ok {
			return value
		}
		for _, r := range name {
			if r == '.' {
				return match
			}
		}
		return ""
	})
}
