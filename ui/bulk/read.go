package bulk

import (
	"context"
	"time"

	"keydesk/actions"
	"keydesk/actions/batch"
	"keydesk/actions/template"
	"keydesk/client"
)

// newestMessages is how many of the newest messages a script sees, as of an open conversation.
const newestMessages = 20

// Reader reads what an action may use of conversations that are not open.
type Reader struct {
	Platform           *client.Client
	User, Organization []byte
	Kind               actions.Type
	// Known are the conversations as the list knows them: one generation tells about the service window
	// there only (contract §4.2). nil: nothing is known.
	Known map[string]client.Contact
	Now   func() time.Time
}

// Subject reads a conversation as it is now.
func (r Reader) Subject(ctx context.Context, contactID string) (template.Subject, error) {
	asked := r.Now()
	contact, err := r.Platform.Contact(ctx, contactID)
	if err != nil {
		return template.Subject{}, err
	}
	s, err := template.NewSubject(contact.Raw, r.User, r.Organization)
	if err != nil {
		return s, err
	}
	if known, ok := r.Known[contactID]; ok {
		contact = contact.KeepWindow(known)
		if _, told := s.Contact["service_window_open"]; told {
			s.Contact["service_window_open"] = contact.ServiceWindowOpen
		}
	}
	s.AsOf = asked
	return s.WithConversation(r.Conversation(ctx, contact)), nil
}

// Conversation is the conversation itself, in the form that the desk gives it. Only scripts can use
// the messages, so only for those they are fetched, without marking them read. A script runs all the
// same when they cannot be had.
func (r Reader) Conversation(ctx context.Context, contact client.Contact) map[string]any {
	list := []any{}
	if r.Kind == actions.TypeJavaScript {
		page, err := r.Platform.Messages(ctx, contact.ID, client.MessageQuery{Limit: newestMessages})
		if err == nil {
			for _, m := range page.Messages {
				list = append(list, map[string]any{
					"id": m.ID, "direction": string(m.Direction), "type": m.Type, "text": m.Body,
					"status": string(m.Status), "created_at": m.CreatedAt.UTC().Format(time.RFC3339),
				})
			}
		}
	}
	return map[string]any{
		"id": contact.ID, "assignee": contact.AssignedUserID, "unread": contact.UnreadCount,
		"account": contact.Account, "messages": list,
	}
}

// Action is the job that runs an action as it was shown, for conversations that the reader reads.
// version makes what it is now of the platform's answer.
func (r Reader) Action(engine *actions.Engine, shown batch.Version, inputs map[string]any, version func(raw []byte) (batch.Version, error)) batch.Action {
	return batch.Action{
		Engine: engine, Shown: shown, Inputs: inputs, Subject: r.Subject, Halts: Halts,
		Current: func(ctx context.Context) (batch.Version, error) {
			now, err := r.Platform.CustomAction(ctx, shown.Definition.ID)
			switch {
			case client.KindOf(err) == client.KindNotFound, err == nil && !now.Active:
				return batch.Version{}, batch.ErrGone
			case err != nil:
				return batch.Version{}, err
			}
			return version(now.Raw)
		},
	}
}

// Halts says whether an error of the platform will meet the next conversation as well.
func Halts(err error) bool {
	switch client.KindOf(err) {
	case client.KindUnreachable, client.KindNotSignedIn, client.KindCancelled, client.KindRateLimited:
		return true
	}
	return false
}
