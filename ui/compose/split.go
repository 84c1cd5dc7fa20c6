package compose

import "keydesk/ui/text"

// Split is the text before the cursor and behind it, for whoever offers words there.
func (p *Pane) Split() (before, after string) { return p.value[:p.at], p.value[p.at:] }

// Join puts another text in place of all of it, the cursor between its two parts; one undo brings the
// old one back.
func (p *Pane) Join(before, after string) {
	before, after = text.Typed(before), text.Typed(after)
	p.remember(false)
	s := p.taken(before+after, Most)
	p.set(s, min(len(before), len(s)))
}
