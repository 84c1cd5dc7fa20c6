package theme

// Glyphs are the marks drawn beside text. Each is one cell, but the five states
// of a message and the icons may be two. None has an emoji form. Lines, bars,
// arrows and filled circles are of ambiguous width: two cells in a terminal set
// up for East Asian fonts, where the ASCII set is the one to take.
type Glyphs struct {
	Bar  string // before the selected row
	Cut  string // where text was cut
	Dot  string // between words
	More string // more below

	Live         string
	Reconnecting string
	Offline      string

	Pending, Sent, Delivered, Read, Failed string // five states, five marks
	Received                               string

	Reply   string // before a quoted message
	To      string // before an assignee
	From    string // before where a value came from
	Prompt  string // before what is typed
	Danger  string // beside the bad colour
	Done    string // a good outcome
	Warn    string // a doubtful one
	Check   string // chosen among several
	Uncheck string
	Running string // where nothing may move

	Range        string // between the ends of one: alt+1…9
	Mask         string // instead of a secret
	Chosen, Else string // before the answer chosen and before each other one
	UpDown       string // the keys that scroll
	LeftRight    string // the keys that choose between two
	ASCII        bool   // nothing but ASCII: also for the names of keys

	NoteRule string // the rule above a private note
	NoteSide string // at the left edge of one in the thread; "" for ears
	Ours     string // at the right edge of a message of ours; "" for ears

	H, V                                       string
	TeeDown, TeeUp, TeeLeft, TeeRight, Cross   string
	TopLeft, TopRight, BottomLeft, BottomRight string

	Spinner []string // frames of one cell each

	icons map[string]string
}

// glyphSet is the set of a name; unicode unless it is "ascii" or "plain".
func glyphSet(name string) Glyphs {
	switch name {
	case "ascii":
		return asciiGlyphs()
	case "plain":
		return plainGlyphs()
	}
	return unicodeGlyphs()
}

// plainGlyphs are ASCII without lines, for ears: a screen reader reads every
// dash of a box.
func plainGlyphs() Glyphs {
	g := asciiGlyphs()
	g.H, g.V, g.NoteSide, g.Ours = " ", " ", "", ""
	g.TeeDown, g.TeeUp, g.TeeLeft, g.TeeRight, g.Cross = " ", " ", " ", " ", " "
	g.TopLeft, g.TopRight, g.BottomLeft, g.BottomRight = " ", " ", " ", " "
	g.Spinner = []string{"."}
	return g
}

func unicodeGlyphs() Glyphs {
	return Glyphs{
		Bar: "▌", Cut: "…", Dot: "·", More: "↓",
		Live: "●", Reconnecting: "◌", Offline: "○",
		Pending: "◌", Sent: "✓", Delivered: "✓✓", Read: "◉", Failed: "✗", Received: "‹",
		Reply: "↳", To: "→", From: "←", Prompt: "›", Danger: "!", Done: "✓", Warn: "!",
		Check: "✓", Uncheck: "·", Running: "…",
		Range: "…", Mask: "••••••••", Chosen: "(•)", Else: "( )", UpDown: "↑↓", LeftRight: "←→",
		NoteRule: "═", NoteSide: "║", Ours: "▐", H: "─", V: "│",
		TeeDown: "┬", TeeUp: "┴", TeeLeft: "┤", TeeRight: "├", Cross: "┼",
		TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯",
		Spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
		icons:   unicodeIcons(),
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		Bar: ">", Cut: "~", Dot: "-", More: "v",
		Live: "*", Reconnecting: "?", Offline: "x",
		Pending: ".", Sent: "v", Delivered: "vv", Read: "vr", Failed: "x", Received: "<",
		Reply: "^", To: ">", From: "<", Prompt: ">", Danger: "!", Done: "+", Warn: "!",
		Check: "x", Uncheck: "-", Running: ".",
		Range: "..", Mask: "********", Chosen: "(*)", Else: "( )", UpDown: "up/down", LeftRight: "left/right", ASCII: true,
		NoteRule: "=", NoteSide: ":", Ours: "|", H: "-", V: "|",
		TeeDown: "+", TeeUp: "+", TeeLeft: "+", TeeRight: "+", Cross: "+",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
		Spinner: []string{"|", "/", "-", "\\"},
		icons:   asciiIcons(),
	}
}
