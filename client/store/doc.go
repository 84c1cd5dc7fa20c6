// Package store keeps on disk what a console must not lose and what lets it start at once: drafts,
// messages and files on their way out (the outbox), the list as it was last seen, and the threads read lately.
//
// A Store is one desk in a [Database], or one SQLite file, which belongs to one profile: one account on one
// platform. [Store.Own]
// ties it to the organization and user that really signed in; what another one left is never handed
// out. Several consoles share the file (WAL, a busy timeout, short transactions). A draft and
// a message on its way out belong to the console that wrote them while it lives, and to the next one
// that asks ([Store.Start], [Store.Adopt]) once it is gone; so two consoles never send the same
// message, and never write over each other's draft.
//
// Nothing here is asked by an event loop itself: every call may wait for the disk. Changes come in
// batches ([Store.Save]) that cost what changed, not what is kept. A file that is damaged is set
// aside and a new one begun, with the drafts and messages that can still be read; one that cannot be
// written is told by an error each time, and the console goes on without. So is one that was deleted
// under it: what was deleted on purpose stays so until the next start.
//
// In a PostgreSQL database the desks of many agents are kept for many processes. The consoles of one desk have
// its drafts together, and hear of what another one typed ([Store.Await]). What is on its way out belongs to a
// console while its lease runs, by the clock of the database; after that another one may take it over. What
// was being sent then is looked for before it is sent again, not before it could have arrived. Statements are
// written once, for both; dialect.go says how.
//
// Map: store.go opening and transactions; file.go the file and its rights; schema.go the tables;
// save.go batches; start.go what a console begins with; draft.go, topic.go, outbox.go, attachment.go,
// contact.go, thread.go their rows; wire.go how contacts and messages are written; damage.go setting aside; fault.go
// what is wrong in words; examine.go looks from outside; tidy.go what is thrown away and when; console*.go which console still lives;
// dialect.go how an engine spells statements; postgres.go the database; lease.go whose what is on its way out is;
// listen.go what happens outside a console; desk.go a desk in a database.
package store
