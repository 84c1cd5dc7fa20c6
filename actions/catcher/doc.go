// Package catcher takes in the request of a test run: an HTTP server on this machine's loopback
// address that lives for one run, keeps exactly what arrived, and answers what it was told to. So an
// administrator sees what a receiver would get before there is one, and nothing leaves the desk.
//
//	catcher.go  Catcher: Start, Address, Arrivals, Close
//	arrival.go  Arrival: one request as it arrived, and as rows to show
//	run.go      Run: a plan, sent to a catcher of its own
//
// Any program on this machine can knock at a loopback port. Only a request that brings the run's own
// Idempotency-Key is kept; everything else gets 404.
package catcher
