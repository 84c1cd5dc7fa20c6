// Package badline is a bad line for tests: a proxy between a client and a platform that breaks
// things on purpose, at a request that the test names, and mends them again.
//
// A [Line] relays HTTP and WebSocket over any net.Listener: over TCP on loopback ([Listen]), where
// resets and closed ports are the system's own, or over a [Network] in memory, on which whole
// hours of latency, silence and backing off pass in no time inside testing/synctest.
//
// What breaks is said in two ways. A [Fault] is for single requests: picked by When, as often as
// Times says, it keeps a request from arriving, cuts it or its answer, holds either back, answers
// in the platform's place or spoils what it said. Whole lines are broken by [Line.Down],
// [Line.Freeze] (half open: connections stay and nothing moves), [Line.Cut] and, for the events of
// a WebSocket, [Line.Tangle].
//
// Map: line.go the proxy and its states; exchange.go one request under its fault; fault.go the
// faults; socket.go frames of a WebSocket; tangle.go events doubled and out of order; network.go
// the network in memory.
package badline
