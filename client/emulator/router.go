package emulator

import "strings"

// route is one endpoint. right is what FORK's enforcement demands for it ("" nothing; words
// separated by blanks mean any of them).
type route struct {
	method string
	path   []string
	open   bool // needs no sign-in
	right  string
	do     func(*call)
}

// routes is the table of contents of the HTTP API.
func (e *Emulator) routes() []route {
	var list []route
	add := func(method, path, right string, do func(*call)) {
		list = append(list, route{method: method, path: strings.Split(path, "/"), right: right, do: do})
	}
	public := func(method, path string, do func(*call)) {
		list = append(list, route{method: method, path: strings.Split(path, "/"), open: true, do: do})
	}
	public("POST", "auth/login", (*call).login)
	public("POST", "auth/refresh", (*call).refresh)
	public("POST", "auth/logout", (*call).logout)
	public("GET", "auth/sso/providers", func(c *call) { c.ok([]string{}) })
	public("GET", "auth/sso/{}/init", func(c *call) { c.fail(404, "SSO provider not configured or disabled") })
	public("GET", "custom-actions/redirect/{}", (*call).redirect)
	public("GET", "webhook", (*call).webhookVerify)
	public("POST", "webhook", (*call).webhookReceive)

	add("POST", "auth/switch-org", "", (*call).switchOrg)
	add("GET", "auth/ws-token", "", (*call).wsToken)
	add("GET", "me", "", (*call).me)
	add("PUT", "me/settings", "", (*call).meSettings)
	add("PUT", "me/availability", "", (*call).availability)
	add("GET", "me/organizations", "", (*call).myOrganizations)

	add("GET", "contacts", "contacts:read chat:read", (*call).contactList)
	add("POST", "contacts", "", (*call).contactCreate)
	add("GET", "contacts/{}", "contacts:read chat:read", (*call).contactGet)
	add("PUT", "contacts/{}", "", (*call).contactUpdate)
	add("DELETE", "contacts/{}", "", (*call).contactDelete)
	add("PUT", "contacts/{}/assign", "", (*call).contactAssign)
	add("PUT", "contacts/{}/tags", "", (*call).contactTags)
	add("GET", "contacts/{}/session-data", "contacts:read chat:read", (*call).contactSession)
	add("GET", "contacts/{}/messages", "contacts:read chat:read", (*call).messageList)
	add("POST", "contacts/{}/messages", "contacts:write", (*call).messageSend)
	add("POST", "contacts/{}/messages/{}/reaction", "contacts:write", (*call).messageReact)
	add("GET", "contacts/{}/notes", "", (*call).noteList)
	add("POST", "contacts/{}/notes", "", (*call).noteCreate)
	add("PUT", "contacts/{}/notes/{}", "", (*call).noteUpdate)
	add("DELETE", "contacts/{}/notes/{}", "", (*call).noteDelete)
	if e.fork {
		add("POST", "contacts/{}/mark-read", "contacts:write", (*call).contactMarkRead)
		add("GET", "audit-logs", "", (*call).auditList)
	}

	add("POST", "messages", "", func(c *call) { c.fail(400, "Invalid contact ID") })
	add("PUT", "messages/{}/read", "", (*call).messageRead)
	add("POST", "messages/media", "contacts:write", (*call).mediaSend)
	add("POST", "messages/template", "", (*call).templateSend)
	add("GET", "media/{}", "", (*call).mediaGet)
	add("GET", "templates", "templates:read", (*call).templateList)

	add("GET", "custom-actions", "custom_actions:read", (*call).actionList)
	add("POST", "custom-actions", "custom_actions:write", (*call).actionCreate)
	add("GET", "custom-actions/{}", "custom_actions:read", (*call).actionGet)
	add("PUT", "custom-actions/{}", "custom_actions:write", (*call).actionUpdate)
	add("DELETE", "custom-actions/{}", "custom_actions:delete", (*call).actionDelete)
	add("POST", "custom-actions/{}/execute", "custom_actions:write", (*call).actionExecute)

	add("GET", "canned-responses", "canned_responses:read", (*call).cannedList)
	add("POST", "canned-responses", "canned_responses:write", (*call).cannedCreate)
	add("GET", "canned-responses/{}", "canned_responses:read", (*call).cannedGet)
	add("PUT", "canned-responses/{}", "canned_responses:write", (*call).cannedUpdate)
	add("DELETE", "canned-responses/{}", "canned_responses:delete", (*call).cannedDelete)
	add("POST", "canned-responses/{}/use", "canned_responses:read", (*call).cannedUse)

	add("GET", "tags", "", (*call).tagList)
	add("POST", "tags", "", (*call).tagCreate)
	add("PUT", "tags/{}", "", (*call).tagUpdate)
	add("DELETE", "tags/{}", "", (*call).tagDelete)
	add("GET", "teams", "teams:read", (*call).teamList)
	add("GET", "teams/{}/members", "teams:read", (*call).teamMembers)
	add("GET", "users", "", (*call).userList)
	add("GET", "users/{}", "", (*call).userGet)
	add("GET", "roles", "", (*call).roleList)
	add("GET", "permissions", "", (*call).permissionList)
	add("GET", "api-keys", "", (*call).keyList)
	add("POST", "api-keys", "", (*call).keyCreate)
	add("DELETE", "api-keys/{}", "", (*call).keyDelete)

	add("GET", "chatbot/transfers", "transfers:read", (*call).transferList)
	add("POST", "chatbot/transfers", "", (*call).transferCreate)
	add("POST", "chatbot/transfers/pick", "", (*call).transferPick)
	add("PUT", "chatbot/transfers/{}/assign", "", (*call).transferAssign)
	add("PUT", "chatbot/transfers/{}/resume", "", (*call).transferResume)
	add("GET", "chatbot/settings", "settings.chatbot:read", (*call).chatbotSettings)
	add("PUT", "chatbot/settings", "settings.chatbot:write", (*call).chatbotUpdate)
	add("GET", "chatbot/sessions", "", func(c *call) { c.ok(map[string]any{"sessions": []string{}}) })
	add("GET", "chatbot/keywords", "", func(c *call) { listed(c, "rules", []string{}, nil) })
	add("GET", "flows", "", func(c *call) { listed(c, "flows", []string{}, nil) })
	add("GET", "calls/ice-servers", "", func(c *call) { c.ok(map[string]any{"ice_servers": []string{}}) })

	add("GET", "org/settings", "settings.general:read", (*call).orgSettings)
	add("PUT", "org/settings", "settings.general:write", (*call).orgUpdate)
	add("GET", "organizations/current", "", (*call).orgCurrent)
	add("GET", "accounts", "accounts:read", (*call).accountList)
	add("POST", "accounts/{}/test", "", (*call).accountTest)
	return list
}

// find matches a path below /api/. known tells that the path exists under another method.
func find(table []route, method, path string) (hit *route, args []string, known bool) {
	parts := strings.Split(path, "/")
	for n := range table {
		r := &table[n]
		if len(r.path) != len(parts) {
			continue
		}
		found := true
		var values []string
		for k, part := range r.path {
			if part == "{}" {
				values = append(values, parts[k])
			} else if part != parts[k] {
				found = false
				break
			}
		}
		if !found || hit != nil && (r.method != method || len(values) >= len(args)) {
			continue
		}
		known = true
		if r.method == method {
			hit, args = r, values
		}
	}
	return hit, args, known
}
