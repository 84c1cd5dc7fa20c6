package client

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Some platforms allow so many requests a minute and say so in X-RateLimit-*
// headers (contract §23); others only answer 429 with Retry-After (§16). The
// budget keeps within both: what a person asked for goes first, what is
// fetched ahead waits, and after a 429 nothing goes until the time it named.
// On a platform that shows no limit a person is never throttled.
const (
	burstSize   = 8                 // requests at once, of a told limit: with what a second adds, below the 10 of contract §23
	lowWater    = 5                 // a fifth of the limit left: prefetching stops till the reset
	untoldRate  = rate.Limit(2.5)   // prefetches a second where no limit is told, below a common 200 a minute
	refusedWait = 5 * time.Second   // after a 429 that names no time
	longestWait = 300 * time.Second // without a deadline of the caller's
)

type budget struct {
	now func() time.Time

	mu        sync.Mutex
	told      *rate.Limiter // nil while the platform shows no limit
	prefetch  *rate.Limiter // for prefetches where told is nil
	limit     int
	remaining int
	reset     time.Time
	blocked   time.Time // no request before
	recent    [60]struct {
		second int64
		count  int
	}
}

func newBudget(now func() time.Time) *budget {
	return &budget{now: now, prefetch: rate.NewLimiter(untoldRate, 2*burstSize)}
}

// Budget is what the client knows about how many requests it may still make.
type Budget struct {
	Limited   bool      // the platform told a limit
	Limit     int       // requests a minute
	Remaining int       // as last told
	Reset     time.Time // when Remaining is full again
	Blocked   time.Time // no request before; zero for none
	Spent     int       // requests of the last 60 s, whether limited or not
}

// Budget returns the present state of the request budget, for the screen.
func (c *Client) Budget() Budget { return c.budget.state() }

func (b *budget) state() Budget {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	s := Budget{Limited: b.told != nil, Limit: b.limit, Remaining: b.remaining, Reset: b.reset}
	if b.blocked.After(now) {
		s.Blocked = b.blocked
	}
	for _, r := range b.recent {
		if now.Unix()-r.second < int64(len(b.recent)) {
			s.Spent += r.count
		}
	}
	return s
}

type prefetchKey struct{}

// Prefetch marks calls made with the returned context as fetched ahead or in
// the background: they wait wherever a person's own request might need the
// budget.
func Prefetch(ctx context.Context) context.Context {
	return context.WithValue(ctx, prefetchKey{}, true)
}

func isPrefetch(ctx context.Context) bool { return ctx.Value(prefetchKey{}) != nil }

// wait returns when a request may go, or at once with KindRateLimited when
// that would be later than the caller can wait.
func (b *budget) wait(ctx context.Context) error {
	for {
		delay := b.take(isPrefetch(ctx))
		if delay <= 0 {
			return nil
		}
		if err := b.fits(ctx, delay); err != nil {
			return err
		}
		timer := time.NewTimer(delay)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// fits reports as an error that a delay is longer than the caller can wait.
func (b *budget) fits(ctx context.Context, delay time.Duration) error {
	now := time.Now() // deadlines are real time, whatever clock b.now shows
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = now.Add(longestWait)
	}
	if now.Add(delay).Before(deadline) {
		return nil
	}
	return &Error{Kind: KindRateLimited, RetryAt: b.now().Add(delay), unsent: true}
}

// admissible reports whether a call that just met a 429 may wait it out: if
// the caller can wait that long, and has not done so too often.
func (b *budget) admissible(ctx context.Context, message string, tooOften bool) error {
	b.mu.Lock()
	until := b.blocked
	b.mu.Unlock()
	if err := b.fits(ctx, until.Sub(b.now())); err == nil && !tooOften {
		return nil
	}
	return &Error{Kind: KindRateLimited, Status: http.StatusTooManyRequests, Message: message, RetryAt: until}
}

// take pays for one request, or tells how long to wait before asking again.
func (b *budget) take(prefetch bool) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if b.blocked.After(now) {
		return b.blocked.Sub(now)
	}
	limiter, need := b.told, 1.0
	switch {
	case limiter == nil && !prefetch:
		b.count(now)
		return 0
	case limiter == nil:
		limiter = b.prefetch
	case b.reset.After(now) && (b.remaining <= 0 || prefetch && b.remaining < b.limit/lowWater):
		return b.reset.Sub(now)
	case prefetch:
		need += float64(limiter.Burst() / 2) // half a burst is kept back for the person
	}
	if have := limiter.TokensAt(now); have < need {
		// A little more than needed, so that rounding does not make a loop of it.
		return time.Duration((need-have)/float64(limiter.Limit())*float64(time.Second)) + time.Millisecond
	}
	limiter.AllowN(now, 1)
	b.remaining--
	b.count(now)
	return 0
}

func (b *budget) count(now time.Time) {
	slot := &b.recent[now.Unix()%int64(len(b.recent))]
	if slot.second != now.Unix() {
		slot.second, slot.count = now.Unix(), 0
	}
	slot.count++
}

// lately counts the requests of this second and the one before.
func (b *budget) lately(now time.Time) (n int) {
	for _, r := range b.recent {
		if now.Unix()-r.second <= 1 {
			n += r.count
		}
	}
	return n
}

// refused notes a 429. Without a time in it, a short one is assumed.
func (b *budget) refused(wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if wait <= 0 {
		wait = refusedWait
	}
	if until := b.now().Add(wait); until.After(b.blocked) {
		b.blocked = until
	}
}

// observe learns the limit from an answer's headers. The rate is set so that a
// full burst and a minute of it together stay within the limit.
func (b *budget) observe(h http.Header) {
	limit, err := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	if err != nil || limit <= 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if b.told == nil || b.limit != limit {
		burst := min(burstSize, max(1, limit/2))
		b.told = rate.NewLimiter(rate.Limit(max(1, limit-burst))/60, burst)
		b.told.AllowN(now, min(burst, b.lately(now))) // what went out before the limit was known counts as well
		b.limit, b.remaining = limit, limit
	}
	if remaining, err := strconv.Atoi(h.Get("X-RateLimit-Remaining")); err == nil {
		b.remaining = remaining
	}
	if reset, ok := resetTime(h.Get("X-RateLimit-Reset"), now); ok {
		b.reset = reset
	}
}
