// Package client speaks to the support platform: typed HTTP calls, one
// realtime stream, and errors a person can act on. It knows no screens.
//
//	client.go     Options, New, Close            address.go   the platform's URLs
//	transport.go  one request, start to end      envelope.go  what is in a reply
//	errors.go     Error, Kind, its sentences     fault.go     error replies of every shape
//	session.go    signing in, one refresh        tokens.go    cookies and JWT lifetimes
//	budget.go     the request budget             retry.go     which faults are tried again
//	connect.go    health, who am I               wire.go      scalars as platforms really send them
//	contacts.go   messages.go  media.go  templates.go  notes.go  canned.go  tags.go
//	actions.go    people.go    transfers.go  organization.go  sessiondata.go
//	stream.go     socket.go    queue.go      events.go         the realtime stream
//
// "Contract §n" in comments cites the measured contract of the platform. Two
// generations of it answer differently ([Upstream] wraps successes in an
// envelope, [Fork] does not); this package hides the difference and names it
// in [Generation] where a caller has to know.
package client
