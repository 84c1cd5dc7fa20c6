package ui

// openRoom opens conversations, and takes in what the platform has of them.
type openRoom struct {
	*desk

	alerts   *alertRoom
	contact  *contactRoom
	find     *findRoom
	list     *listRoom
	outbox   *outRoom
	reading  *readRoom
	run      *runRoom
	timeline *timeline
	unread   *keptUnread
	write    *writeRoom
}
