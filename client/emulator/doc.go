// Package emulator is an embedded customer-support platform: real HTTP and a real WebSocket on
// loopback, behaving as the measured platform contract says for the generation it was asked to
// be, quirks and errors included. `keydesk demo` and every test that needs a platform use it.
//
// Where things are:
//
//   - options.go, emulator.go, hooks.go: what a caller sets, starts and turns in tests
//   - fault: the line to the platform, with planned failures, delays and the record of requests
//   - api: requests and answers, one file a subject of the contract; router.go lists the endpoints
//   - run: custom actions: templates, scripts, webhooks and their guard
//   - traffic: events, deliveries, and customers who write without being asked
//   - socket: WebSockets, from signing in to frames
//   - state: what the platform remembers; seed*.go and seeded.go make the data it starts with
//   - shop: names, dialogues and media of the made-up shop
//   - uuid, clock: ids that carry what they name; time that a test can move
//
// Each imports only those below it in this list.
//
// # Known deviations
//
//   - Scripts of javascript actions run in goja behind a syntax gate, a time limit of 200 ms and a
//     memory watch (run/script.go); the real platform has no limit at all (contract §20).
//   - Webhooks to loopback addresses are refused as on the platform, except to this emulator's own
//     echo endpoint (/demo/…) and to hosts named in Options.AllowHosts.
//   - A hanging webhook is given up after Options.WebhookTimeout (30 s as on the platform).
//   - API keys cost no bcrypt, so they are as fast as bearer tokens.
//   - Chatbot, calls, campaigns, flows and SLA events do not exist; their read endpoints are empty.
package emulator
