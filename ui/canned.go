package ui

import (
	"context"
	"regexp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/text"
)

// cannedFresh is how long the list of canned responses is taken for granted:
// no event tells of changes (contract §15.4).
const cannedFresh = 5 * time.Minute

// canned are the ready-made texts, as last fetched.
type canned struct {
	list []client.CannedResponse
	at   time.Time
}

// cannedLoaded are the ready-made texts that were asked for.
type cannedLoaded struct {
	list []client.CannedResponse
	err  error
}

// askCanned offers the ready-made texts.
func (r *Root) askCanned() tea.Cmd {
	if len(r.canned.list) > 0 && r.deps.Now().Sub(r.canned.at) < cannedFresh {
		return r.showCanned()
	}
	return call(r.door(), readLimit, r.deps.Platform.CannedResponses, func(list []client.CannedResponse, err error) tea.Msg {
		return cannedLoaded{list: list, err: err}
	})
}

func (m cannedLoaded) arrive(r *Root) tea.Cmd {
	if m.err != nil {
		return r.trouble("fetch the canned responses", m.err)
	}
	r.canned = canned{list: m.list, at: r.deps.Now()}
	return r.showCanned()
}

// showCanned lists them: found by shortcut, name and text, with what choosing
// one would insert below.
func (r *Root) showCanned() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if len(r.canned.list) == 0 {
		return r.say(levelInfo, "There are no canned responses; they are made on the platform.")
	}
	choices := make([]choice, len(r.canned.list))
	for i, x := range r.canned.list {
		body, _ := r.fillCanned(x.Content, c)
		label := text.Line(x.Name)
		if s := strings.TrimPrefix(text.Line(x.Shortcut), "/"); s != "" {
			label = "/" + s + "  " + label
		}
		choices[i] = choice{
			label: label, detail: text.Line(x.Category), search: text.Line(x.Content), below: body,
			pick: then{func(r *Root) tea.Cmd { return r.insertCanned(x, c) }},
		}
	}
	d := r.newChooser("Canned responses", "No canned response matches %q.", choices)
	d.verb, d.preview = "insert", true
	r.dialogs.push(d)
	return nil
}

// insertCanned puts a ready-made text where the cursor is, to be edited: it is
// never sent by itself.
func (r *Root) insertCanned(x client.CannedResponse, c *chat) tea.Cmd {
	body, open := r.fillCanned(x.Content, c)
	c.compose.Insert(body)
	r.focus = focusCompose
	r.arrange()
	platform, id := r.deps.Platform, x.ID
	count := call(r.door(), readLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, platform.UseCannedResponse(client.Prefetch(ctx), id)
	}, func(struct{}, error) tea.Msg { return nil }) // only orders the platform's list
	if len(open) > 0 {
		return tea.Batch(count, r.say(levelWarn, "Left to fill in: "+strings.Join(open, ", ")+"."))
	}
	return count
}

// slot is a placeholder of a canned response.
var slot = regexp.MustCompile(`\{\{\s*([A-Za-z0-9_.]+)\s*\}\}`)

// fillCanned fills the placeholders a canned response may have (contract §9),
// whatever their case, and names those nobody knows. What is filled in is not
// looked at again.
func (r *Root) fillCanned(content string, c *chat) (body string, open []string) {
	me := r.session.identity.User.Name
	body = slot.ReplaceAllStringFunc(content, func(found string) string {
		switch strings.ToLower(slot.FindStringSubmatch(found)[1]) {
		case "contact_name":
			if c.contact.Name == "" {
				return "there"
			}
			return c.contact.Name
		case "phone_number":
			return c.contact.PhoneNumber
		case "user_name", "agent_name":
			return me
		}
		open = append(open, text.Line(found))
		return found
	})
	return body, open
}
