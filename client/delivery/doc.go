// Package delivery takes everything a person hands over to the platform: texts, files with captions,
// notes, reactions, templates. Each arrives once and in order, or the person is told why not.
//
// An [Outbox] is a plain state machine. What happened goes in by its methods, with the time; [Outbox.Next]
// gives what is to be done as values, [Outbox.Changes] what is to be shown. Whoever does the work comes
// back with the answer. It has no goroutine, no clock, no words for people and nothing of a screen.
//
// What happens to an item is a signal, and this is all that a signal can do. One that is not listed
// comes too late and changes nothing:
//
//	Storing   stored → Queued, found → Sent, taken → Gone, withdraw → Gone
//	Queued    start → Sending, found → Sent, hold → Held, withdraw → Gone
//	Sending   accepted → Sent, refused → Failed, deferred → Queued, lost → Unknown, found → Sent, hold → Held, taken → Gone
//	Unknown   look → Looking, found → Sent, hold → Held, again → Unknown, resend → Queued, withdraw → Gone
//	Looking   refused → Failed, lost → Unknown, found → Sent, missing → Queued, hold → Held
//	Held      found → Sent, again → Unknown, resend → Queued, withdraw → Gone
//	Failed    found → Sent, again → Unknown, resend → Queued, withdraw → Gone
//	Sent      nothing
//	Gone      nothing
//
// What is looked up before it is sent again is kept in one place, [Item].Reached: everything that was
// ever sent, whatever the answer, unless the request surely did not reach the platform. So Unknown leads
// to Queued only through Looking, or by a person who was asked and says resend. A file or template that
// was cut off under way is held where the thread does not have it, and sent only when the person says so.
// A note is looked for among the notes. A reaction replaces itself, and is just sent again.
//
// In a conversation what is for the customer goes one after the other, in the order in which it was
// written. Two things are passed by those behind them: what the person has to decide about, and a file
// that began at once, which may take long. Notes are for colleagues and have an order of their own.
//
// The local store is written to before something is sent for the first time, and whenever the person has
// to decide. A write that fails is tried again until it succeeds. Meanwhile what has no row is sent all the
// same; what has one that cannot say that it is sent is held. A database that does not answer is waited for
// instead: it may have the row, and somebody else may take that over.
//
// Map: state.go states and their table; item.go what is handed over; outbox.go what goes in;
// next.go whose turn it is; answer.go what an answer means, and so what is looked up or
// sent again; match.go finding ours in a thread;
// carry.go the calls to the store and the platform.
package delivery
