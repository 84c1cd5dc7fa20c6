// Package batch does the same with several conversations: all of it is planned and shown first, then
// done with one after the other, each exactly as it was shown or not at all.
//
// A [Batch] is a plain state machine without a screen, a clock or a goroutine: it says which
// conversation comes next and is told what became of it. A [Job] is what is done; [Action] runs a
// custom action.
//
//	batch.go   Batch: which conversation is next; pause, stop, and what is left over
//	row.go     Row, its states, and the Job that fills them
//	action.go  Action: plans a custom action, and runs it if that is still what it was shown to be
package batch
