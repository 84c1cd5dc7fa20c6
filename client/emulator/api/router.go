package api

import "strings"

// route is one endpoint. right is what FORK's enforcement demands for it ("" nothing; words
// separated by blanks mean any of them).
type route struct {
	Method string
	Path   []string
	open   bool // needs no sign-in
	right  string
	do     func(*call)
}

// of makes a handler from a method of one subject, such as contacts.list.
func of[T ~struct{ *call }](do func(T)) func(*call) { return func(c *call) { do(T{c}) } }

// routes is the table of contents of the HTTP API.
func (e *Server) routes() []route {
	var list []route
	add := func(method, path, right string, do func(*call)) {
		list = append(list, route{Method: method, Path: strings.Split(path, "/"), right: right, do: do})
	}
	public := func(method, path string, do func(*call)) {
		list = append(list, route{Method: method, Path: strings.Split(path, "/"), open: true, do: do})
	}
	public("POST", "auth/login", of(session.login))
	public("POST", "auth/refresh", of(session.refresh))
	public("POST", "auth/logout", of(session.logout))
	public("GET", "auth/sso/providers", func(c *call) { c.ok([]string{}) })
	public("GET", "auth/sso/{}/init", func(c *call) { c.fail(404, "SSO provider not configured or disabled") })
	public("GET", "custom-actions/redirect/{}", of(actions.redirect))
	public("GET", "webhook", of(inbound.verify))
	public("POST", "webhook", of(inbound.receive))

	add("POST", "auth/switch-org", "", of(session.switchOrg))
	add("GET", "auth/ws-token", "", of(session.wsToken))
	add("GET", "me", "", of(people.me))
	add("PUT", "me/settings", "", of(people.settings))
	add("PUT", "me/availability", "", of(people.availability))
	add("GET", "me/organizations", "", of(people.organizations))

	add("GET", "contacts", "contacts:read chat:read", of(contacts.list))
	add("POST", "contacts", "", of(contacts.create))
	add("GET", "contacts/{}", "contacts:read chat:read", of(contacts.get))
	add("PUT", "contacts/{}", "", of(contacts.update))
	add("DELETE", "contacts/{}", "", of(contacts.delete))
	add("PUT", "contacts/{}/assign", "", of(contacts.assign))
	add("PUT", "contacts/{}/tags", "", of(contacts.tag))
	add("GET", "contacts/{}/session-data", "contacts:read chat:read", of(contacts.session))
	add("GET", "contacts/{}/messages", "contacts:read chat:read", of(messages.list))
	add("POST", "contacts/{}/messages", "contacts:write", of(messages.post))
	add("POST", "contacts/{}/messages/{}/reaction", "contacts:write", of(messages.react))
	add("GET", "contacts/{}/notes", "", of(notes.list))
	add("POST", "contacts/{}/notes", "", of(notes.create))
	add("PUT", "contacts/{}/notes/{}", "", of(notes.update))
	add("DELETE", "contacts/{}/notes/{}", "", of(notes.delete))
	if e.Fork {
		add("POST", "contacts/{}/mark-read", "contacts:write", of(contacts.markRead))
		add("GET", "audit-logs", "", of(organizations.audits))
	}

	add("POST", "messages", "", func(c *call) { c.fail(400, "Invalid contact ID") })
	add("PUT", "messages/{}/read", "", of(messages.markRead))
	add("POST", "messages/media", "contacts:write", of(messages.postMedia))
	add("POST", "messages/template", "", of(templates.post))
	add("GET", "media/{}", "", of(messages.media))
	add("GET", "templates", "templates:read", of(templates.list))

	add("GET", "custom-actions", "custom_actions:read", of(actions.list))
	add("POST", "custom-actions", "custom_actions:write", of(actions.create))
	add("GET", "custom-actions/{}", "custom_actions:read", of(actions.get))
	add("PUT", "custom-actions/{}", "custom_actions:write", of(actions.update))
	add("DELETE", "custom-actions/{}", "custom_actions:delete", of(actions.delete))
	add("POST", "custom-actions/{}/execute", "custom_actions:write", of(actions.execute))

	add("GET", "canned-responses", "canned_responses:read", of(cannedResponses.list))
	add("POST", "canned-responses", "canned_responses:write", of(cannedResponses.create))
	add("GET", "canned-responses/{}", "canned_responses:read", of(cannedResponses.get))
	add("PUT", "canned-responses/{}", "canned_responses:write", of(cannedResponses.update))
	add("DELETE", "canned-responses/{}", "canned_responses:delete", of(cannedResponses.delete))
	add("POST", "canned-responses/{}/use", "canned_responses:read", of(cannedResponses.use))

	add("GET", "tags", "", of(tags.list))
	add("POST", "tags", "", of(tags.create))
	add("PUT", "tags/{}", "", of(tags.update))
	add("DELETE", "tags/{}", "", of(tags.delete))
	add("GET", "teams", "teams:read", of(teams.list))
	add("GET", "teams/{}/members", "teams:read", of(teams.members))
	add("GET", "users", "", of(people.list))
	add("GET", "users/{}", "", of(people.get))
	add("GET", "roles", "", of(people.roles))
	add("GET", "permissions", "", of(people.permissions))
	add("GET", "api-keys", "", of(keys.list))
	add("POST", "api-keys", "", of(keys.create))
	add("DELETE", "api-keys/{}", "", of(keys.delete))

	add("GET", "chatbot/transfers", "transfers:read", of(transfers.list))
	add("POST", "chatbot/transfers", "", of(transfers.create))
	add("POST", "chatbot/transfers/pick", "", of(transfers.pick))
	add("PUT", "chatbot/transfers/{}/assign", "", of(transfers.assign))
	add("PUT", "chatbot/transfers/{}/resume", "", of(transfers.resume))
	add("GET", "chatbot/settings", "settings.chatbot:read", of(organizations.chatbot))
	add("PUT", "chatbot/settings", "settings.chatbot:write", of(organizations.updateChatbot))
	add("GET", "chatbot/sessions", "", func(c *call) { c.ok(map[string]any{"sessions": []string{}}) })
	add("GET", "chatbot/keywords", "", func(c *call) { listed(c, "rules", []string{}, nil) })
	add("GET", "flows", "", func(c *call) { listed(c, "flows", []string{}, nil) })
	add("GET", "calls/ice-servers", "", func(c *call) { c.ok(map[string]any{"ice_servers": []string{}}) })

	add("GET", "org/settings", "settings.general:read", of(organizations.settings))
	add("PUT", "org/settings", "settings.general:write", of(organizations.update))
	add("GET", "organizations/current", "", of(organizations.current))
	add("GET", "accounts", "accounts:read", of(organizations.accounts))
	add("POST", "accounts/{}/test", "", of(organizations.testAccount))
	return list
}

// find matches a path below /api/. known tells that the path exists under another method.
func find(table []route, method, path string) (hit *route, args []string, known bool) {
	parts := strings.Split(path, "/")
	for n := range table {
		r := &table[n]
		if len(r.Path) != len(parts) {
			continue
		}
		found := true
		var values []string
		for k, part := range r.Path {
			if part == "{}" {
				values = append(values, parts[k])
			} else if part != parts[k] {
				found = false
				break
			}
		}
		if !found || hit != nil && (r.Method != method || len(values) >= len(args)) {
			continue
		}
		known = true
		if r.Method == method {
			hit, args = r, values
		}
	}
	return hit, args, known
}
