package media

// Way is how pictures are drawn.
type Way string

// The ways, as the settings name them.
const (
	Auto   Way = "auto" // what the terminal says that it knows, else blocks
	Blocks Way = "blocks"
	Kitty  Way = "kitty"
	ITerm  Way = "iterm"
	Sixel  Way = "sixel"
	Off    Way = "off"
)

// Ways are the values of the setting.
func Ways() []string {
	return []string{string(Auto), string(Blocks), string(Kitty), string(ITerm), string(Sixel), string(Off)}
}

// Graphic reports whether the way draws pixels, past the cells.
func (w Way) Graphic() bool { return w == Kitty || w == ITerm || w == Sixel }
