package emulator

import (
	"encoding/json"
	"regexp"
)

// runContext is what an action's templates and scripts see (contract §8.5).
type runContext struct {
	Contact      runContact `json:"contact"`
	Organization runOrg     `json:"organization"`
	User         runUser    `json:"user"`
}

type runContact struct {
	ID          string          `json:"id"`
	Metadata    json.RawMessage `json:"metadata"`
	Name        string          `json:"name"`
	Phone       string          `json:"phone_number"`
	ProfileName string          `json:"profile_name"`
	Tags        []string        `json:"tags"`
}

type runOrg struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// runUser has a role that is always null.
type runUser struct {
	Email string  `json:"email"`
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Role  *string `json:"role"`
}

// runContext gathers what an action sees; phone numbers are not masked (contract §20).
func (e *Emulator) runContext(i uint32, who caller) runContext {
	info := e.info(i)
	return runContext{
		Contact: runContact{ID: e.contactID(i), Metadata: info.metadata, Name: info.name, Phone: info.phone,
			ProfileName: info.name, Tags: info.tags},
		Organization: runOrg{ID: e.orgs[who.org].id, Name: e.orgs[who.org].name},
		User:         runUser{Email: who.email, ID: who.id, Name: who.name},
	}
}

// values are the names templates know.
func (rc *runContext) values() map[string]string {
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

// fill substitutes as the platform does: raw, without any escaping; an unknown plain name becomes
// empty, an unknown path stays as it is, and values are not expanded again (contract §8.5).
func (rc *runContext) fill(text string) string {
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
