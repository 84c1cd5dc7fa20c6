package actions

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// refused marks an error as a refusal while keeping its own text.
type refused struct{ error }

func (r refused) Unwrap() []error { return []error{r.error, ErrRefused} }

func refusal(err error) error {
	if errors.Is(err, ErrRefused) {
		return err
	}
	return refused{err}
}

// sendFault explains why no reply came, for a person, and decides the two things that matter: may
// the request have arrived, and may it be tried again.
func sendFault(ctx context.Context, err error, ph *phase, host string, limit time.Duration) attempt {
	var guardErr *GuardError
	if errors.As(err, &guardErr) {
		return attempt{delivery: delivery{err: guardErr}}
	}
	sent := ph.connected.Load()
	switch {
	case ctx.Err() != nil && !errors.Is(context.Cause(ctx), errTimeLimit):
		text := "cancelled; nothing was sent"
		if sent {
			text = "cancelled after it was sent; it may have arrived"
		}
		return attempt{delivery: delivery{err: errors.New(text), cancelled: true, uncertain: sent}}
	case ctx.Err() != nil && sent:
		return attempt{delivery: delivery{err: fmt.Errorf("%s did not answer in %s; it may have arrived", host, ShortDuration(limit)), uncertain: true}}
	case ctx.Err() != nil:
		return attempt{delivery: delivery{err: fmt.Errorf("%s could not be connected to in %s; nothing was sent", host, ShortDuration(limit))}}
	case sent && !ph.wrote.Load():
		return attempt{delivery: delivery{err: fmt.Errorf("%s closed the connection while the request was being sent; it may have arrived", host), uncertain: true}}
	case sent && strings.Contains(err.Error(), "malformed HTTP"):
		return attempt{delivery: delivery{err: fmt.Errorf("%s answered with something that is not HTTP; it may have arrived", host), uncertain: true}}
	case sent:
		return attempt{delivery: delivery{err: fmt.Errorf("%s closed the connection without an answer; it may have arrived", host), uncertain: true}}
	}
	text, retry := connectFault(err, host)
	return attempt{delivery: delivery{err: errors.New(text)}, unsent: retry}
}

// connectFault explains an error from before the request was written. Nothing has been sent then.
func connectFault(err error, host string) (text string, retry bool) {
	var dns *net.DNSError
	var verify *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	var alert tls.AlertError
	switch {
	case errors.As(err, &dns):
		return fmt.Sprintf("the name %s could not be resolved; nothing was sent; check the action's URL and the network", dns.Name), true
	case errors.Is(err, syscall.ECONNREFUSED):
		return host + " refused the connection; nothing was sent; check that the service is running", true
	case errors.As(err, &unknown):
		return host + " has a certificate of an unknown authority; nothing was sent; add the authority's file as ca_file to the profile", false
	case errors.As(err, &verify):
		return fmt.Sprintf("%s has no valid certificate (%v); nothing was sent", host, verify.Err), false
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return host + " does not speak TLS; nothing was sent; write http:// or another port if that is meant", false
	case errors.As(err, &alert):
		return fmt.Sprintf("%s refused the TLS connection (%v); nothing was sent", host, alert), false
	case strings.Contains(err.Error(), "proxy"), strings.Contains(err.Error(), "Proxy"):
		return fmt.Sprintf("the proxy did not connect to %s (%v); nothing was sent", host, lastCause(err)), false
	}
	return fmt.Sprintf("%s could not be reached (%v); nothing was sent", host, lastCause(err)), true
}

// lastCause is the innermost error, which has the reason without the call's own words.
func lastCause(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// ShortDuration is a duration for people: 12 s, 1.5 s, 0.2 s, 4 ms. It is the one way that durations are
// written, in the words of runs and on the screen.
func ShortDuration(d time.Duration) string {
	switch {
	case d < 100*time.Millisecond:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + " s"
	}
	return strconv.Itoa(int(d.Seconds())) + " s"
}

// parseRetryAfter reads seconds or a date; false when it is neither. More than a day is no answer.
func parseRetryAfter(v string, now time.Time) (time.Duration, bool) {
	v = strings.TrimSpace(v)
	if n, err := strconv.Atoi(v); err == nil {
		return time.Duration(min(max(n, 0), 86400)) * time.Second, n >= 0
	}
	t, err := http.ParseTime(v)
	if err != nil {
		return 0, false
	}
	return min(max(t.Sub(now), 0), 24*time.Hour), true
}
