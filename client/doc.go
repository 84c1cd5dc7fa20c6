// Package client speaks to the support platform: typed HTTP calls, one
// realtime stream, and errors a person can act on. It knows no screens.
//
//	client.go     Options, New, Close            address.go      the platform's URLs
//	transport.go  one request, start to end      body.go         its bodies and their limits
//	envelope.go   what is in a reply             paging.go       lists of many pages
//	wire.go       scalars as platforms send them retry.go        which faults are tried again
//	errors.go     Error, Kind, its sentences     fault.go        error replies of every shape
//	unreachable.go  why no answer came           budget.go       the request budget
//	session.go    signing in, one refresh        tokens.go       cookies and JWT lifetimes
//	connect.go    health, who am I               user.go         users and their permissions
//	contact.go contacts.go message.go messages.go notes.go media.go templates.go canned.go
//	tags.go actions.go actionsseen.go people.go transfers.go organization.go sessiondata.go
//	clock.go      how far the platform's clock is from ours
//	stream.go     realtime, for ever             socket.go       one connection of it
//	events.go     what it tells                  queue.go        between socket and desk
//	backlog.go    signs that frames are missing
//
// Packages below: emulator (a platform to try and test with), badline (a line to
// it that breaks on purpose), store (what outlives a console), mirror (what a desk knows, with its
// age) and delivery (what is on its way out).
//
// "Contract §n" in comments cites contract.md, the measured contract of the platform. Two
// generations of it answer differently ([Upstream] wraps successes in an
// envelope, [Fork] does not); this package hides the difference and names it
// in [Generation] where a caller has to know.
package client
