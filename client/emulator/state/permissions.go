package state

import "strings"

// AllPermissions are the platform's rights in the order GET /api/permissions tells them; "+" marks
// what only FORK has.
const AllPermissions = `accounts:delete=Delete WhatsApp accounts
accounts:read=View WhatsApp accounts
accounts:write=Create and edit WhatsApp accounts
analytics:delete=Delete dashboard widgets
analytics:read=View analytics dashboard
analytics:write=Create and edit dashboard widgets
analytics.agents:read=View agent analytics
api_keys:delete=Delete API keys
api_keys:read=View API keys
api_keys:write=Create API keys
+audit_logs:read=View audit logs
call_logs:read=View call logs
call_transfers:read=View call transfers
call_transfers:write=Accept and manage call transfers
campaigns:delete=Delete campaigns
campaigns:execute=Execute campaigns
campaigns:read=View campaigns
campaigns:write=Create and edit campaigns
canned_responses:delete=Delete canned responses
canned_responses:read=View canned responses
canned_responses:write=Create and edit canned responses
chat:read=View chat conversations
chat:write=Send messages
chat.assign:write=Assign conversations to agents
+chatbot.ai:delete=Delete AI contexts
chatbot.ai:read=View AI contexts
chatbot.ai:write=Create and edit AI contexts
chatbot.keywords:delete=Delete keyword rules
chatbot.keywords:read=View keyword rules
chatbot.keywords:write=Create and edit keyword rules
contacts:delete=Delete contacts
contacts:export=Export contacts
contacts:import=Import contacts
contacts:read=View contacts
contacts:write=Create and edit contacts
custom_actions:delete=Delete custom actions
custom_actions:read=View custom actions
custom_actions:write=Create and edit custom actions
flows.chatbot:delete=Delete chatbot flows
flows.chatbot:read=View chatbot flows
flows.chatbot:write=Create and edit chatbot flows
flows.whatsapp:delete=Delete WhatsApp flows
flows.whatsapp:read=View WhatsApp flows
flows.whatsapp:write=Create and edit WhatsApp flows
ivr_flows:delete=Delete IVR flows
ivr_flows:read=View IVR flows
ivr_flows:write=Create and edit IVR flows
organizations:assign=Manage organization members
organizations:delete=Delete organizations
organizations:read=View organizations
organizations:write=Create organizations
outgoing_calls:read=View outgoing call status
outgoing_calls:write=Initiate outgoing calls
roles:delete=Delete roles
roles:read=View roles
roles:write=Create and edit roles
settings.chatbot:read=View chatbot settings
settings.chatbot:write=Edit chatbot settings
settings.general:read=View general settings
settings.general:write=Edit general settings
settings.sso:read=View SSO settings
settings.sso:write=Edit SSO settings
tags:delete=Delete tags
tags:read=View tags
tags:write=Create and edit tags
teams:delete=Delete teams
teams:read=View teams
teams:write=Create and edit teams
templates:delete=Delete templates
templates:read=View message templates
templates:sync=Sync templates with Meta
templates:write=Create and edit templates
transfers:pickup=Pickup transfers from queue
transfers:read=View agent transfers
transfers:write=Create transfers
users:delete=Delete users
users:read=View users
users:write=Create and edit users
webhooks:delete=Delete webhooks
webhooks:read=View webhooks
webhooks:write=Create and edit webhooks`

const (
	managerRights = `teams:read settings.general:read settings.general:write settings.chatbot:read settings.chatbot:write
		accounts:read accounts:write accounts:delete templates:read templates:write templates:delete templates:sync
		flows.whatsapp:read flows.whatsapp:write flows.whatsapp:delete flows.chatbot:read flows.chatbot:write
		flows.chatbot:delete campaigns:read campaigns:write campaigns:delete campaigns:execute chatbot.keywords:read
		chatbot.keywords:write chatbot.keywords:delete chatbot.ai:read chatbot.ai:write +chatbot.ai:delete chat:read
		chat:write chat.assign:write contacts:read contacts:write contacts:delete contacts:import contacts:export
		tags:read tags:write tags:delete analytics:read analytics.agents:read transfers:read transfers:write
		transfers:pickup webhooks:read webhooks:write webhooks:delete canned_responses:read canned_responses:write
		canned_responses:delete custom_actions:read custom_actions:write custom_actions:delete organizations:read
		call_logs:read ivr_flows:read ivr_flows:write ivr_flows:delete call_transfers:read call_transfers:write
		outgoing_calls:read outgoing_calls:write`

	agentRights = `+accounts:read chat:read chat:write contacts:read tags:read analytics.agents:read transfers:read
		transfers:write transfers:pickup canned_responses:read call_transfers:read call_transfers:write
		outgoing_calls:read outgoing_calls:write`

	restrictedRights = `chat:read chat:write tags:read transfers:read transfers:pickup canned_responses:read`
)

// OfGeneration takes the words of a list, those marked "+" only on FORK.
func OfGeneration(words []string, fork bool) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		plain, onlyFork := strings.CutPrefix(w, "+")
		if fork || !onlyFork {
			out = append(out, plain)
		}
	}
	return out
}
