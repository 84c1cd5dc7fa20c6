package shop

import "time"

// Computed conversations are made of dialogues of this many lines, a few minutes within and some
// hours between them.
const (
	DialogueLength = 6
	WithinDialogue = 100 * time.Second
	BetweenTalks   = 5 * time.Hour
)

// saying is one line of a dialogue: outgoing or not, and the text.
type saying struct {
	Outgoing bool
	Text     string
}

type Dialogue [DialogueLength]saying
