// Package actions turns a configured button into something that happened.
//
// The way of one press: ParseDefinition reads what the platform stores, template.NewSubject
// the conversation it is pressed in, Engine.Plan makes the exact request, link or script out of both,
// and Engine.Run carries that plan out and returns an Outcome with Effects as values.
//
// Map: definition*.go, options*.go — what an action is; actions/template with actions/places — what
// placeholders mean, and escaping by place; url*.go, header.go — what is filled in beside a body; placed.go — the
// names of the places; plan.go,
// preview*.go, curl.go — the immutable plan and its views; engine.go, deliver.go, guard.go, reply.go,
// sign.go — the one door that sends; run_*.go — the other kinds; outcome*.go, effect.go — results.
//
// Map for testing: caught.go, tested.go — a plan sent to a catcher, and what was tested;
// starters.go — texts to begin with.
//
// Map for editing: stored.go — an action uninterpreted; changes.go, difflines.go — field by field; kept.go,
// digest.go — copies without secrets; lint.go, finding.go, plainsecrets.go — everything that is wrong.
//
// The package never draws, opens or copies: the caller performs the effects. The sandbox is
// actions/script, the record of runs is actions/history, actions as files are actions/files.
package actions
