package inbox

// Move moves the selection by n conversations.
func (p *Pane) Move(n int) {
	list := p.Shown()
	if len(list) == 0 {
		return
	}
	p.selected = list[min(max(p.place()+n, 0), len(list)-1)]
	p.reveal()
}

// Page moves the selection by n screens.
func (p *Pane) Page(n int) { p.Move(n * max(1, p.fits()-1)) }

// ToTop and ToEnd select the first and the last known conversation.
func (p *Pane) ToTop() { p.Move(-len(p.Shown())) }

// ToEnd selects the last known conversation; more may be fetched after it.
func (p *Pane) ToEnd() { p.Move(len(p.Shown())) }

// Select selects a known conversation.
func (p *Pane) Select(contactID string) {
	if it := p.Item(contactID); it != nil {
		p.selected = it
		p.reveal()
	}
}

// NextUnread selects the next conversation below (or from the top) that has
// unread messages, and reports whether there is one.
func (p *Pane) NextUnread() bool {
	it := p.List.NextUnread(p.selected, p.place())
	if it == nil {
		return false
	}
	p.selected = it
	p.reveal()
	return true
}

// Scroll moves the view by n conversations (the mouse wheel); the selection
// goes along only when it would leave the screen.
func (p *Pane) Scroll(n int) {
	list := p.Shown()
	p.top = max(0, min(p.top+n, len(list)-p.fits()))
	if len(list) == 0 || p.fits() == 0 {
		return
	}
	i := min(max(p.place(), p.top), p.top+p.fits()-1)
	p.selected = list[min(i, len(list)-1)]
}
