package client

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Kind is what a failure means for the person, and so what they can do.
type Kind int

// The kinds of failure.
const (
	KindUnknown     Kind = iota // not an error of this package
	KindNotSignedIn             // 401: no, wrong or expired credentials
	KindNotAllowed              // 403: the role may not do this
	KindNotFound                // 404, 410: gone, or not visible to this person
	KindRateLimited             // 429, or the budget is spent: see RetryAt
	KindServer                  // 5xx: the platform's own fault
	KindUnreachable             // no connection, or no answer in time
	KindInvalid                 // 400, 405, 409, 413, 422: the platform refuses this request
	KindProtocol                // an answer that is no answer of the platform: HTML, wrong shape, too large
	KindCancelled               // the caller stopped waiting
)

func (k Kind) String() string {
	names := [...]string{"unknown", "not signed in", "not allowed", "not found", "rate limited", "server fault",
		"unreachable", "invalid", "protocol", "cancelled"}
	if k < 0 || int(k) >= len(names) {
		return names[0]
	}
	return names[k]
}

// Error is every failure of this package. Its text is one sentence for the
// person: what failed, why, what to do.
type Error struct {
	Kind Kind
	Op   string // what was being done, as in "load the conversations"
	// Status is the HTTP status, 0 without an answer.
	Status int
	// Message is the reason: the platform's own words where it gave any, on one
	// line and without control characters.
	Message string
	// RetryAt is when the platform will take requests again; zero when it did
	// not say. Set for KindRateLimited only.
	RetryAt time.Time
	// Uncertain is true when the request may have been carried out although no
	// usable answer came. Asking the platform what it holds must come before
	// trying again: there are no idempotency keys (contract §5.6).
	Uncertain bool
	Err       error

	unsent bool // see Unsent
}

// KindOf returns the kind of the failure in err's chain. A context's own end
// counts: cancellation as KindCancelled, a deadline as KindUnreachable.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, context.Canceled):
		return KindCancelled
	case errors.Is(err, context.DeadlineExceeded):
		return KindUnreachable
	}
	return KindUnknown
}

// IsUncertain reports whether the failed request may have been carried out.
func IsUncertain(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Uncertain
}

// Unsent reports that the request surely did not reach the platform: this package refused it, or no
// connection took all of it. Whatever else came back, a 429, a 500 or a 503 included, may have come
// from behind a message that is stored, so the platform is asked before that is sent again.
func (e *Error) Unsent() bool { return e.unsent }

// MayHaveReached reports whether the request that failed with err may have reached the platform; see
// [Error.Unsent]. An error of another package tells nothing, so it may.
func MayHaveReached(err error) bool {
	var e *Error
	return err != nil && (!errors.As(err, &e) || !e.Unsent())
}

// RetryAt returns when the platform will take requests again, if err says so.
func RetryAt(err error) (time.Time, bool) {
	var e *Error
	if errors.As(err, &e) && !e.RetryAt.IsZero() {
		return e.RetryAt, true
	}
	return time.Time{}, false
}

func (e *Error) Unwrap() error { return e.Err }

func (e *Error) Error() string {
	what := "The platform could not be asked"
	if e.Op != "" {
		what = "Could not " + e.Op
	}
	if e.Uncertain && e.Kind != KindCancelled {
		return fmt.Sprintf("%s for certain: %s; it may have been carried out, so look before you try again.", what, e.reason())
	}
	return what + ": " + e.reason() + e.advice() + "."
}

// reason is why it failed, as a clause.
func (e *Error) reason() string {
	if e.Status == 0 && e.Message != "" && (e.Kind == KindInvalid || e.Kind == KindNotSignedIn || e.Kind == KindNotFound) {
		return e.Message // our own finding, the platform was not asked
	}
	switch e.Kind {
	case KindNotSignedIn:
		return "the platform did not accept the sign-in" + e.quoted()
	case KindNotAllowed:
		return "your role does not allow it" + e.quoted()
	case KindNotFound:
		return "the platform does not have it" + e.quoted()
	case KindRateLimited:
		return "the platform takes no more requests for now" + e.quoted()
	case KindServer:
		return fmt.Sprintf("the platform had a fault of its own (status %d%s)", e.Status, orNothing(", ", e.Message))
	case KindInvalid:
		return "the platform refused it" + e.quoted()
	case KindUnreachable:
		return "the platform was not reached" + e.quoted()
	case KindProtocol:
		return "the answer was not what the platform sends" + e.quoted()
	case KindCancelled:
		return "it was stopped" + e.quoted()
	}
	return orNothing("", e.Message)
}

// advice is what to do about it, with its own joint.
func (e *Error) advice() string {
	switch e.Kind {
	case KindNotSignedIn:
		return "; sign in again"
	case KindNotAllowed:
		return "; ask an administrator if you need it"
	case KindNotFound:
		return "; it may have been deleted or belong to somebody else, so reload and look again"
	case KindRateLimited:
		if e.RetryAt.IsZero() {
			return "; wait a minute and try again"
		}
		return "; try again after " + e.RetryAt.Format("15:04:05")
	case KindServer:
		return "; try again, and tell its administrator if it stays so"
	case KindInvalid:
		return "; change it and try again"
	case KindUnreachable:
		return "; check the address and your connection, then try again"
	case KindProtocol:
		return "; check that the address is the platform's own"
	}
	return ""
}

func (e *Error) quoted() string {
	if e.Message == "" {
		return ""
	}
	return " (" + e.Message + ")"
}

func orNothing(joint, s string) string {
	if s == "" {
		return ""
	}
	return joint + s
}

// kindOfStatus maps an HTTP status at or above 300 to its kind. Statuses
// decide, texts never do (contract §16).
func kindOfStatus(status int) Kind {
	switch {
	case status == 401:
		return KindNotSignedIn
	case status == 403:
		return KindNotAllowed
	case status == 404 || status == 410:
		return KindNotFound
	case status == 429:
		return KindRateLimited
	case status >= 500:
		return KindServer
	case status >= 400:
		return KindInvalid
	}
	return KindProtocol
}

// invalid is a refusal of this package itself, before anything was sent.
func invalid(op, format string, args ...any) error {
	return &Error{Kind: KindInvalid, Op: op, Message: fmt.Sprintf(format, args...), unsent: true}
}

// asError is errors.As for this package's own error.
func asError(err error, target **Error) bool { return errors.As(err, target) }
