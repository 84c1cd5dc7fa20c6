// Package emulator is an embedded customer-support platform: real HTTP and a real WebSocket on
// loopback, behaving as the measured platform contract says for the generation it was asked to
// be, quirks and errors included. `keydesk demo` and every test that needs a platform use it.
//
// The map:
//
//   - options.go, emulator.go, clock.go, hooks.go: what a caller sets, holds and turns in tests
//   - server.go, router.go, reply.go, limits.go: a request on its way in and out
//   - id.go, order.go, thread.go, state.go: data that is computed rather than stored, so that
//     100,000 contacts cost a few megabytes and no start-up time
//   - seed*.go: the made-up shop, its people, conversations and custom actions
//   - auth.go, token.go, people.go, permissions.go: who calls and what they may do
//   - contacts.go … templates.go: one file a subject of the contract
//   - actions.go, execute.go, webhook.go, javascript.go, redirect.go: custom actions
//   - socket.go, hub.go, events.go: the realtime side
//   - settle.go, customers.go, inbound.go: what happens without a request
//
// # Known deviations
//
//   - Scripts of javascript actions run in goja behind a syntax gate, a time limit of 200 ms and a
//     memory watch (javascript.go); the real platform has no limit at all (contract §20).
//   - Webhooks to loopback addresses are refused as on the platform, except to this emulator's own
//     echo endpoint (/demo/…) and to hosts named in Options.AllowHosts.
//   - A hanging webhook is given up after Options.WebhookTimeout (30 s as on the platform).
//   - API keys cost no bcrypt, so they are as fast as bearer tokens.
//   - Chatbot, calls, campaigns, flows and SLA events do not exist; their read endpoints are empty.
package emulator
