package batch

// phase is how far a batch has come.
type phase uint8

const (
	planning phase = iota // rows are read and shown
	running
	paused
	stopped
)

// Batch is several conversations that the same is done with. New makes one.
type Batch struct {
	rows  []Row
	phase phase
	why   string // it pauses without being asked to
}

// New begins a batch of which nothing is planned.
func New(targets []Target) *Batch {
	b := &Batch{rows: make([]Row, len(targets))}
	for i, t := range targets {
		b.rows[i].Target = t
	}
	return b
}

// Rows are all conversations in their order. They are the batch's own.
func (b *Batch) Rows() []Row { return b.rows }

// Count is how many rows are in any of some states.
func (b *Batch) Count(of ...State) (n int) {
	var wanted [states]bool
	for _, s := range of {
		wanted[s] = true
	}
	for i := range b.rows {
		if wanted[b.rows[i].State] {
			n++
		}
	}
	return n
}

// ToPlan is the next row that has to be planned; false if all were.
func (b *Batch) ToPlan() (int, bool) {
	if b.phase != planning {
		return 0, false
	}
	return b.first(Unplanned)
}

// Took takes what would be done with a row, or why it would not.
func (b *Batch) Took(i int, s Step, err error) {
	row := &b.rows[i]
	if row.State != Unplanned {
		return
	}
	if row.State, row.Step = Planned, s; err != nil {
		row.State, row.Words = stateOf(err), err.Error()
	}
}

// Begin says that somebody saw all of it and agrees. Before everything is planned there is nothing to
// agree to.
func (b *Batch) Begin() {
	if b.phase == planning && b.Count(Unplanned) == 0 {
		b.phase = running
	}
}

// Begun says whether somebody agreed.
func (b *Batch) Begun() bool { return b.phase != planning }

// Next is the row to do now, which is Running from then on: one at a time, in order. It is false while
// one is under way, when the batch pauses, and at its end.
func (b *Batch) Next() (int, bool) {
	if b.phase != running || b.Count(Running) > 0 {
		return 0, false
	}
	i, ok := b.first(Planned)
	if ok {
		b.rows[i].State = Running
	}
	return i, ok
}

// Finish takes what became of the row under way. One that halts is as it was before, and the batch
// pauses.
func (b *Batch) Finish(i int, r Result) {
	row := &b.rows[i]
	if row.State != Running {
		return
	}
	if r.Halts && b.phase != stopped {
		row.State = Planned
		b.phase, b.why = paused, r.Words
		return
	}
	row.State, row.Words, row.Outcome = r.State, r.Words, r.Outcome
}

// Pause lets nothing more begin until Resume.
func (b *Batch) Pause() {
	if b.phase == running {
		b.phase, b.why = paused, ""
	}
}

// Resume goes on after a pause.
func (b *Batch) Resume() {
	if b.phase == paused {
		b.phase, b.why = running, ""
	}
}

// Paused says whether the batch pauses, and why if nobody asked for that.
func (b *Batch) Paused() (why string, yes bool) { return b.why, b.phase == paused }

// Stop lets nothing more begin. What is under way ends by itself: half of it may have arrived.
func (b *Batch) Stop() {
	if b.phase == planning || b.phase == stopped {
		return
	}
	b.phase = stopped
	for i := range b.rows {
		if b.rows[i].State == Planned {
			b.rows[i].State = Left
		}
	}
}

// Over says whether nothing is under way and nothing comes any more.
func (b *Batch) Over() bool { return b.phase != planning && b.Count(Planned, Running) == 0 }

// Again are the conversations that something could still be done with: those that failed, changed or
// were left. One of which nobody knows whether it arrived repeats the same press.
func (b *Batch) Again() []Target {
	var list []Target
	for _, row := range b.rows {
		t := row.Target
		switch row.State {
		case Failed, Changed, Left:
			list = append(list, t)
		case Uncertain:
			if s, ok := row.Step.(Planning); ok {
				t.Repeats = s.Plan.ID()
			}
			list = append(list, t)
		}
	}
	return list
}

func (b *Batch) first(s State) (int, bool) {
	for i := range b.rows {
		if b.rows[i].State == s {
			return i, true
		}
	}
	return 0, false
}
