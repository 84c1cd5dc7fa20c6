package dialog

// Lined is a dialog that has a line of input.
type Lined interface{ Line() *Field }

// Line is the filter.
func (c *Chooser) Line() *Field { return &c.Field }

func (p *Prompt) Line() *Field { return &p.field }

// Line is what is looked for, nil while nothing is.
func (v *Viewer) Line() *Field { return v.find }

// Line is the answer under the keyboard, nil if that is not typed.
func (f *Form) Line() *Field {
	if a := f.Typed(); a != nil {
		return &a.Field
	}
	return nil
}
