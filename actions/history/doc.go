// Package history keeps the record of every run in a local SQLite file, so that what happened can
// be found again. It implements actions.Recorder.
//
// Store opens the file at its first use, not before: the database engine costs start-up time that
// a console which runs no action should not pay. Several consoles share one file (WAL, a busy
// timeout, short transactions). A run is written before it starts and completed after; one whose
// process died in between is shown as "unknown: may have arrived".
//
// Map: store.go opening and the two calls of a run; query.go reading and pruning; tests.go which actions were tested; schema.go the
// tables and their migrations; owner*.go who is still alive.
package history
