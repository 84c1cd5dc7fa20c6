package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
)

// transportFault turns a failed try into its error: our own errors pass, the
// rest is named by its cause.
func (c *Client) transportFault(ctx context.Context, k call, err error) error {
	var own *Error
	if errors.As(err, &own) {
		return named(err, k.op)
	}
	e := &Error{Kind: KindUnreachable, Op: k.op, Err: err, unsent: true}
	var failed *transportError
	if errors.As(err, &failed) {
		e.unsent = !failed.sent
		e.Uncertain = failed.sent && k.method != "GET"
	}
	switch {
	case errors.Is(context.Cause(ctx), context.Canceled):
		e.Kind = KindCancelled
	case failed != nil && failed.timeout:
		e.Message = fmt.Sprintf("%s gave no answer within %s", c.address.host(), k.limit)
	case errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		e.Message = c.address.host() + " gave no answer in time"
	default:
		e.Message = c.address.host() + ": " + cause(err)
	}
	return e
}

// cause names why a connection failed, in words for a person.
func cause(err error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns):
		return "its name was not found"
	case isCertificateError(err):
		return "its certificate is not trusted, or it does not speak TLS"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing answers there"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection broke"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "there is no way to it"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	}
	return oneLine([]byte(rootCause(err).Error()))
}

// rootCause unwraps to the innermost error: the outer ones repeat the URL.
func rootCause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
