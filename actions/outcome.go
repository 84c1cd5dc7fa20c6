package actions

import "time"

import (
	"keydesk/actions/template"
)

// Outcome is what became of one run. Exactly one of Success, Cancelled or Err tells the end; Err is
// one sentence for the person. Texts from outside are raw.
type Outcome struct {
	Success bool
	// Message is one line for people: "Create ticket: TCK-1042 · 201 in 0.4 s", or the failure.
	Message string
	// Words is what the script or the reply itself says, exactly; without any, what stands for it.
	Words string
	// Plain says that the message only names the effects, because neither the reply nor the script said
	// anything: who performs the effects has better words.
	Plain bool
	Err   error
	// Effects are what the reply or script asked for, in order, checked; the caller performs them.
	// The message itself is not among them: show it when there is no Toast.
	Effects []Effect
	// Request is what was (or would be) sent, secrets masked. Nil unless it is a webhook.
	Request  *Request
	Response *Response
	// Log has the script's console lines and notes about the run.
	Log []string
	// Cut says in one sentence each what a limit cut off.
	Cut  []string
	Took time.Duration
	// Uncertain: no answer came, or none that was understood, although the request, or a part of it, may
	// have arrived. Repeat it only when the agent says so, with Plan.ID unchanged.
	Uncertain bool
	Cancelled bool
	// Link is where a redirect led that was not followed, or to no answer. It is safe to open, and nothing
	// opens it but the person.
	Link     string
	Attempts int
	PlanID   string
	// plan knows the secrets that a printed outcome must not hold.
	plan *planned
}

// Request is an exact webhook request.
type Request struct {
	Method, URL string
	// Header is in the order it is shown; names are spelled as they are sent.
	Header []Header
	Body   []byte
	// URLSpans and BodySpans mark what came from the subject.
	URLSpans, BodySpans []template.Span
	// Curl is filled by whoever wants it in the JSON output; see Plan.Curl.
	Curl string
	// parts are the pieces of URL, to know the secret ones.
	parts []Part
}

// Response is what a webhook answered.
type Response struct {
	Status int
	Header []Header
	// Body is at most Config.MaxReply bytes, decompressed; text is in UTF-8, whatever it came in.
	Body      []byte
	Truncated bool
	// Unread says why the bytes of Body could not be made readable: "its encoding, …, is not known".
	Unread string
	// Took is the time from sending to the end of the reply.
	Took time.Duration
	// size is that of the body before secrets in it were masked; 0 if none was.
	size int
}

// Size is how many bytes the body had when it came.
func (r *Response) Size() int {
	if r.size > 0 {
		return r.size
	}
	return len(r.Body)
}
