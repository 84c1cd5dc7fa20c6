package actions

// Effect is something a run asks the console to do. The set is closed: Toast, Copy, Open, Insert.
// Texts are raw as they came from outside; whoever shows them makes them printable.
type Effect interface{ effect() }

type (
	// Toast shows Text. Level is one of info, success, warning, error.
	Toast struct{ Level, Text string }
	// Copy puts Text on the clipboard.
	Copy struct{ Text string }
	// Open opens URL outside the console. It has passed CheckLink: http, https, mailto or tel.
	Open struct{ URL string }
	// Insert puts Text into the draft of the open conversation; it is never sent by itself.
	Insert struct{ Text string }
)

func (Toast) effect()  {}
func (Copy) effect()   {}
func (Open) effect()   {}
func (Insert) effect() {}

// toastLevel maps whatever a platform or script calls a level to the four that exist. The
// platform lets any string through, even "<nil>" (contract §8.4).
func toastLevel(level string) string {
	switch level {
	case "success", "error", "info", "warning":
		return level
	case "warn":
		return "warning"
	case "danger", "failure":
		return "error"
	}
	return "info"
}
