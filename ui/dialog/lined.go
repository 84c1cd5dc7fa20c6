package dialog

// Lined is a dialog that has a line of input.
type Lined interface{ Line() *Field }

func (c *Chooser) Line() *Field { return &c.Field }

func (p *prompt) Line() *Field { return &p.field }

func (v *Viewer) Line() *Field { return v.find }

func (f *Form) Line() *Field {
	if a := f.Typed(); a != nil {
		return &a.Field
	}
	return nil
}
