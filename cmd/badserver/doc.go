// Package badserver holds, for tests, the servers that misbehave: silent, slow, endless, half closed,
// lying about lengths, switching protocols. Every place that reads from outside is tried against
// [All], and must end within its own time limit and its own bound of memory.
//
// A [Server] speaks raw HTTP/1.1 on one connection, so it serves a net.Pipe inside testing/synctest,
// where hours of silence take no time, as well as a real socket ([Server.Listen]).
package badserver
