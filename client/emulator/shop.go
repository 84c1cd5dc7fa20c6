package emulator

import "time"

// Computed conversations are made of dialogues of this many lines, a few minutes within and some
// hours between them.
const (
	dialogueLength = 6
	withinDialogue = 100 * time.Second
	betweenTalks   = 5 * time.Hour
)

// saying is one line of a dialogue: outgoing or not, and the text.
type saying struct {
	outgoing bool
	text     string
}

type dialogue [dialogueLength]saying
