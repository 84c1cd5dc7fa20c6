package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// Reads are tried again on connection faults, so that a platform restarting
// under the open console is a pause and not an error: at most three times
// within about a second and a half. Nothing else is: a send that got no answer
// may have arrived. A 429 has its own, longer patience in budget.go, which is
// why failsafe's ready-made HTTP policy (any 5xx, any method) does not fit.
const (
	retryFirst = 200 * time.Millisecond
	retryMost  = 3
)

// newRetries waits first before the first further try, and up to five times that before the last.
func newRetries(first time.Duration) failsafe.Executor[*reply] {
	return failsafe.With(retrypolicy.NewBuilder[*reply]().
		HandleIf(func(r *reply, err error) bool { return transientFault(err) || (r != nil && transientStatus(r.status)) }).
		WithBackoff(first, 5*first).
		WithJitterFactor(0.25).
		WithMaxRetries(retryMost).
		ReturnLastFailure().
		Build())
}

// transientStatus reports the answers of a proxy whose platform is away.
func transientStatus(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// transientFault reports whether trying again at once may help: the
// connection failed, but not by a name that does not exist, a certificate that
// will not get better, or a limit of time that is spent.
func transientFault(err error) bool {
	var failed *transportError
	if !errors.As(err, &failed) {
		return false
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	case errors.As(err, &dns):
		return !dns.IsNotFound
	case isCertificateError(err):
		return false
	case errors.As(err, &timeout) && timeout.Timeout():
		return false
	}
	return true
}

func isCertificateError(err error) bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var record tls.RecordHeaderError
	return errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &name) || errors.As(err, &record)
}
