package ui

// lined is a dialog that has a line of input.
type lined interface{ line() *field }

func (c *chooser) line() *field { return &c.field }

func (p *prompt) line() *field { return &p.field }

func (v *viewer) line() *field { return v.find }

func (f *form) line() *field {
	if a := f.typed(); a != nil {
		return &a.field
	}
	return nil
}
