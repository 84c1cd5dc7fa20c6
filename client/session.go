package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
)

// session is who we are to the platform. With an API key it is only a header;
// with a password it holds the tokens and renews them, one renewal at a time
// however many calls wait for it: a refresh token works once, and the second
// of two would lose (contract §2.3).
type session struct {
	c *Client

	mu          sync.Mutex
	credentials Credentials
	tokens      tokens
	flight      *flight // the renewal under way, nil for none
	// rejected is the platform's refusal of the password. It stays until
	// somebody connects anew: asking again and again would lock the door.
	rejected error
}

// flight is a renewal that calls wait for. err may be read once done is closed.
type flight struct {
	done chan struct{}
	err  error
}

const opSignIn = "sign in"

// token returns the bearer token to use now, renewing ahead of its end. It is
// "" with an API key.
func (s *session) token(ctx context.Context) (string, error) {
	s.mu.Lock()
	if s.credentials.APIKey != "" {
		s.mu.Unlock()
		return "", nil
	}
	if s.rejected != nil {
		defer s.mu.Unlock()
		return "", s.rejected
	}
	now, have := s.c.now(), s.tokens
	if have.access != "" && (have.renewAt.IsZero() || now.Before(have.renewAt)) {
		s.mu.Unlock()
		return have.access, nil
	}
	f := s.takeOff()
	s.mu.Unlock()
	if err := f.wait(ctx); err != nil {
		// Renewing ahead of time may fail while the old token still serves.
		if have.access != "" && now.Before(have.expires) && KindOf(err) != KindNotSignedIn && ctx.Err() == nil {
			return have.access, nil
		}
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens.access, nil
}

// renew replaces the token that a 401 refused. When another call has done so
// in the meantime there is nothing to do.
func (s *session) renew(ctx context.Context, refused string) error {
	s.mu.Lock()
	if s.tokens.access != refused && s.tokens.access != "" {
		s.mu.Unlock()
		return nil
	}
	s.tokens.access = "" // so that later calls wait for the new one as well
	f := s.takeOff()
	s.mu.Unlock()
	return f.wait(ctx)
}

// renewable reports whether a 401 can be answered with a new token.
func (s *session) renewable() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.credentials.APIKey == "" && s.rejected == nil
}

// sign puts the credentials on a request. Never a cookie: see New.
func (s *session) sign(req *http.Request, token string) {
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.credentials.APIKey != "" {
		req.Header.Set("X-API-Key", s.credentials.APIKey)
	}
}

// takeOff joins the renewal under way or starts one; s.mu is held. It belongs
// to the client and not to the call: a caller who gives up must not take the
// answer with them, since the refresh token is spent by then.
func (s *session) takeOff() *flight {
	if s.flight != nil {
		return s.flight
	}
	f := &flight{done: make(chan struct{})}
	s.flight = f
	started := s.c.spawn(func(ctx context.Context) { s.land(f, s.c.guarded(opSignIn, func() error { return s.obtain(ctx) })) })
	if !started {
		s.flight, f.err = nil, errClosed
		close(f.done)
	}
	return f
}

func (s *session) land(f *flight, err error) {
	s.mu.Lock()
	s.flight, f.err = nil, err
	s.mu.Unlock()
	close(f.done)
}

func (f *flight) wait(ctx context.Context) error {
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		kind := KindUnreachable
		if errors.Is(ctx.Err(), context.Canceled) {
			kind = KindCancelled
		}
		return &Error{Kind: kind, Op: opSignIn, Message: "the platform did not answer in time", Err: ctx.Err()}
	}
}

// errClosed is what a closed client answers.
var errClosed = &Error{Kind: KindCancelled, Message: "the connection was closed"}

// obtain gets new tokens: by the refresh token if there is one, else, or if
// that fails, by the password.
func (s *session) obtain(ctx context.Context) error {
	s.mu.Lock()
	refresh, credentials := s.tokens.refresh, s.credentials
	s.tokens.refresh = "" // it works once: whatever happens, never again
	s.mu.Unlock()
	if refresh != "" {
		err := s.exchange(ctx, map[string]string{"refresh_token": refresh}, "auth", "refresh")
		switch {
		case err == nil:
			return nil
		case spared(err):
			s.mu.Lock()
			s.tokens.refresh = refresh
			s.mu.Unlock()
			return err
		case KindOf(err) == KindUnreachable || KindOf(err) == KindCancelled:
			return err
		}
		s.c.log.Info("the session could not be refreshed, signing in anew", "kind", KindOf(err).String())
	}
	if credentials.Email == "" || credentials.Password == "" {
		return s.reject(&Error{Kind: KindNotSignedIn, Op: opSignIn, Message: "no API key and no password are known"})
	}
	err := s.exchange(ctx, map[string]string{"email": credentials.Email, "password": credentials.Password}, "auth", "login")
	if KindOf(err) == KindNotSignedIn {
		return s.reject(err)
	}
	return err
}

// spared reports that a refresh token surely was not used up: the platform
// refused to look at the request, or it never left.
func spared(err error) bool {
	return KindOf(err) == KindRateLimited || (KindOf(err) == KindUnreachable && !IsUncertain(err))
}

func (s *session) reject(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejected, s.tokens = err, tokens{}
	return err
}

// exchange posts credentials of any sort and keeps the tokens that come back.
func (s *session) exchange(ctx context.Context, credentials map[string]string, segments ...string) error {
	body, err := json.Marshal(credentials)
	if err != nil {
		return err
	}
	k := call{op: opSignIn, method: http.MethodPost, url: s.c.address.api(nil, segments...), body: body, limit: readLimit, anonymous: true}
	ctx, cancel := context.WithTimeout(ctx, 2*readLimit)
	defer cancel()
	r, err := s.c.do(ctx, k)
	if err != nil {
		return err
	}
	_, wrapped, err := envelope(r.body)
	if err != nil {
		return k.malformed(err, false)
	}
	t, ok := readTokens(r.header, s.c.now())
	if !ok {
		return k.malformed(errors.New("it let us in but gave no token"), false)
	}
	s.c.learn(wrapped)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens = t
	return nil
}

// reopen forgets a refusal, for a person who tries again.
func (s *session) reopen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejected = nil
}

// swap takes other credentials and gives back those of before.
func (s *session) swap(to Credentials) (before Credentials) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, s.credentials = s.credentials, to
	s.tokens, s.rejected = tokens{}, nil
	return before
}

// close forgets the tokens and returns the refresh token for the platform to
// forget as well.
func (s *session) close() (refresh string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	refresh, s.tokens = s.tokens.refresh, tokens{}
	if s.credentials.APIKey == "" {
		s.rejected = &Error{Kind: KindNotSignedIn, Op: opSignIn, Message: "you signed out"}
	}
	return refresh
}

// Logout has the platform revoke the refresh token and forgets the session.
// The access token stays valid on the platform until it expires (contract
// §2.4); it is forgotten here even when the platform cannot be reached. With
// an API key there is no session, and nothing to do.
func (c *Client) Logout(ctx context.Context) error {
	refresh := c.session.close()
	if refresh == "" {
		return nil
	}
	body, err := json.Marshal(map[string]string{"refresh_token": refresh})
	if err != nil {
		return err
	}
	_, err = c.do(ctx, call{op: "sign out", method: http.MethodPost, url: c.address.api(nil, "auth", "logout"),
		body: body, limit: readLimit, anonymous: true})
	return err
}
