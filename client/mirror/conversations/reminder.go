package conversations

import "time"

// Reminder puts a conversation off until a moment: so long it does not wait, then it comes first. It is
// this desk's own; the platform knows of none.
type Reminder struct {
	Due      time.Time
	Answered bool      // it is over when the customer writes before
	Words    string    // what to be reminded of, printable; "" for nothing in particular
	Heard    time.Time // of the newest message when it was made, by the platform's clock
}

// reminding is a reminder of a conversation as it stands.
type reminding struct {
	Reminder
	due   bool // its moment has come
	awake bool // the customer wrote since: it waits as it did before
}

// asleep says whether a conversation is put off.
func (it *Item) asleep() bool { return it.reminder != nil && !it.reminder.due && !it.reminder.awake }

// due says whether the moment has come that a conversation was put off to.
func (it *Item) due() bool { return it.reminder != nil && it.reminder.due }

// inWaiting says whether it stands among those that need somebody: because the customer waits, or
// because somebody wanted to be reminded.
func (it *Item) inWaiting() bool { return it.due() || it.waits() && !it.asleep() }

// Reminder is the reminder of a conversation, and whether its moment has come; false if it has none.
func (it *Item) Reminder() (r Reminder, due, ok bool) {
	if it.reminder == nil {
		return Reminder{}, false, false
	}
	return it.reminder.Reminder, it.reminder.due, true
}

// wake lets a conversation wait again whose customer wrote since it was put off.
func (it *Item) wake() {
	if r := it.reminder; it.asleep() && moment(it.inbound).After(r.Heard) {
		awake := *r
		awake.awake = true
		it.reminder = &awake
		it.edition++
	}
}

// SetReminder puts a conversation off, known or not yet; nil ends that.
func (l *List) SetReminder(contactID string, r *Reminder) {
	x := &l.index
	if x.reminders == nil {
		x.reminders = map[string]*reminding{}
	}
	var set *reminding
	if delete(x.reminders, contactID); r != nil {
		set = &reminding{Reminder: *r}
		x.reminders[contactID] = set
	}
	it := x.byID[contactID]
	if it == nil {
		return
	}
	l.steady(func() {
		x.change(it, func() {
			it.reminder = set
			it.edition++
			it.wake()
			x.follow(it)
		})
	})
}

// Reminders are those of all conversations, by id.
func (l *List) Reminders() map[string]Reminder {
	all := make(map[string]Reminder, len(l.index.reminders))
	for id, r := range l.index.reminders {
		all[id] = r.Reminder
	}
	return all
}

// Remind lets those come first whose moment has come, and returns them. over are those
// whose customer wrote before, where that was the condition, and those that were answered since.
func (l *List) Remind() (due, over []string) {
	x, now := &l.index, l.now()
	for id, r := range x.reminders {
		switch {
		case r.awake && r.Answered, r.due && x.byID[id] != nil && moment(x.byID[id].answered).After(r.Due):
			over = append(over, id)
		case !r.due && !r.Due.After(now):
			due = append(due, id)
		}
	}
	for _, id := range over {
		l.SetReminder(id, nil)
	}
	for _, id := range due {
		now := *x.reminders[id]
		now.due = true
		x.reminders[id] = &now
		if it := x.byID[id]; it != nil {
			l.steady(func() {
				x.change(it, func() {
					it.reminder = &now
					it.edition++
				})
			})
		}
	}
	return due, over
}

// follow keeps the reminders in step with what a conversation's became.
func (x *index) follow(it *Item) {
	if it.reminder != nil {
		x.reminders[it.words.id()] = it.reminder
	}
}
