package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// ContactQuery picks a page of conversations. The platform filters by nothing
// else and has one order, newest message first (contract §4.1).
type ContactQuery struct {
	// Search is a part of a name, or of a number; a leading "+" is dropped for
	// numbers, since it finds nothing.
	Search string
	Tags   []string // contacts with any of them
	Page   int      // from 1
	Limit  int      // default 50, at most 100
}

// ContactPage is one page of conversations.
type ContactPage struct {
	Contacts           []Contact
	Total, Page, Limit int
}

// Contacts returns a page of conversations. Past the end it is empty.
func (c *Client) Contacts(ctx context.Context, q ContactQuery) (ContactPage, error) {
	const op = "load the conversations"
	page, limit := max(q.Page, 1), pageSize(q.Limit)
	query := url.Values{"page": {strconv.Itoa(page)}, "limit": {strconv.Itoa(limit)}}
	if search := searchTerm(q.Search); search != "" {
		query.Set("search", search)
	}
	if len(q.Tags) > 0 {
		query.Set("tags", strings.Join(q.Tags, ","))
	}
	payload, err := c.read(ctx, op, query, "contacts")
	if err != nil {
		return ContactPage{}, err
	}
	contacts, err := list(c, op, payload, "contacts", decodeContact)
	if err != nil {
		return ContactPage{}, err
	}
	meta := paged{Total: whole(len(contacts))}
	_ = json.Unmarshal(payload, &meta) // a bare array has no totals
	return ContactPage{Contacts: contacts, Total: int(meta.Total), Page: page, Limit: limit}, nil
}

// searchTerm is a search as the platform can answer it: numbers are stored as
// digits, and no longer than the 1000 bytes it would cut at.
func searchTerm(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\x00", ""))
	if number, ok := Number(s); ok && strings.Trim(s, "0123456789 -()/.") != "" { // a plus, marks or other digits
		s = number
	}
	return strings.ToValidUTF8(s[:min(len(s), 1000)], "")
}

// Contact returns one contact. On Upstream it cannot tell about the service
// window, see [Contact.WindowUnknown].
func (c *Client) Contact(ctx context.Context, id string) (Contact, error) {
	const op = "load the contact"
	payload, err := c.read(ctx, op, nil, "contacts", id)
	if err != nil {
		return Contact{}, err
	}
	return c.single(op, payload, decoded)
}

// single decodes a contact that came alone, and so perhaps without its window.
func (c *Client) single(op string, payload json.RawMessage,
	decode func(string, json.RawMessage, func(json.RawMessage) (Contact, error)) (Contact, error)) (Contact, error) {
	contact, err := decode(op, payload, decodeContact)
	contact.WindowUnknown = c.Generation() != Fork && !contact.ServiceWindowOpen && contact.LastInboundAt.IsZero()
	return contact, err
}

// FindContactByPhone returns the contact with exactly this number, however it
// is written: "+91 98100-00000" finds 919810000000. Where numbers are masked
// (contract §4.5) a single match of the platform's own search is taken.
func (c *Client) FindContactByPhone(ctx context.Context, phone string) (Contact, error) {
	const op = "find the contact"
	number := Digits(phone)
	if number == "" {
		return Contact{}, invalid(op, "%q holds no digits", oneLine([]byte(phone)))
	}
	for page := 1; page <= 10; page++ {
		found, err := c.Contacts(ctx, ContactQuery{Search: number, Page: page, Limit: pageLargest})
		if err != nil {
			return Contact{}, named(err, op)
		}
		for _, contact := range found.Contacts {
			if Digits(contact.PhoneNumber) == number {
				return contact, nil
			}
		}
		if found.Total == 1 && len(found.Contacts) == 1 && maskedAs(found.Contacts[0].PhoneNumber, number) {
			return found.Contacts[0], nil
		}
		if len(found.Contacts) == 0 || page*found.Limit >= found.Total {
			break
		}
	}
	return Contact{}, &Error{Kind: KindNotFound, Op: op, Message: "no contact has the number " + number}
}

// maskedAs reports whether masked ("********3757") hides number.
func maskedAs(masked, number string) bool {
	tail := strings.TrimLeft(masked, "*")
	return len(tail) < len(masked) && len(masked) == len(number) && strings.HasSuffix(number, tail)
}

// ContactChange is what to change of a contact; nil fields stay as they are.
type ContactChange struct {
	Name     *string
	Tags     *[]string
	Metadata map[string]any
	Account  *string // name or UUID
}

// UpdateContact changes a contact. No realtime event follows (contract §4.3).
func (c *Client) UpdateContact(ctx context.Context, id string, change ContactChange) (Contact, error) {
	const op = "change the contact"
	fields := map[string]any{}
	if change.Name != nil {
		fields["profile_name"] = *change.Name
	}
	if change.Tags != nil {
		fields["tags"] = notNil(*change.Tags)
	}
	if change.Metadata != nil {
		fields["metadata"] = change.Metadata
	}
	if change.Account != nil {
		key, ref := c.accountField(*change.Account)
		fields[key] = ref
	}
	payload, err := c.write(ctx, op, http.MethodPut, fields, "contacts", id)
	if err != nil {
		return Contact{}, err
	}
	return c.single(op, payload, carriedOut)
}

// accountField is how a request names an account (contract §5.6).
func (c *Client) accountField(account string) (key, ref string) {
	if c.Generation() == Fork {
		return "whatsapp_account_id", c.accountRef(account)
	}
	return "whatsapp_account", c.accountRef(account)
}

// Assign gives a conversation to a user, or to nobody with "".
func (c *Client) Assign(ctx context.Context, contactID, userID string) error {
	var user any
	if userID != "" {
		user = userID
	}
	_, err := c.write(ctx, "assign the conversation", http.MethodPut, map[string]any{"user_id": user}, "contacts", contactID, "assign")
	return err
}

// SetTags replaces the tags of a contact and returns those it now has. Names
// need not exist in the tag list.
func (c *Client) SetTags(ctx context.Context, contactID string, tags []string) ([]string, error) {
	const op = "change the tags"
	payload, err := c.write(ctx, op, http.MethodPut, map[string]any{"tags": notNil(tags)}, "contacts", contactID, "tags")
	if err != nil {
		return nil, err
	}
	return carriedOut(op, payload, func(raw json.RawMessage) ([]string, error) {
		var w struct {
			Tags words `json:"tags"`
		}
		err := decodeObject(raw, &w)
		return w.Tags, err
	})
}

// notNil writes an empty list as [] and never as null.
func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
