package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Metrics are the server's figures, in the text format of Prometheus. The nil Metrics counts nothing.
//
//	keydesk_sessions                        sessions that are open now
//	keydesk_sessions_total{kind}            sessions that began
//	keydesk_refused_total{reason}           connections and sessions that were refused or ended
//	keydesk_key_seconds                     from a key to the frame that answers it
//	keydesk_sent_bytes_total                bytes written to terminals
//	keydesk_tray_files_total{way}           files that went into trays and out of them
//	keydesk_platform_requests_total{status} requests, by the first digit of the answer's status, or "none"
//	keydesk_deliveries_total{outcome}       messages, notes and files on their way to customers
//	keydesk_script_runs_total{outcome}      snippets run in the sandbox
//	keydesk_action_runs_total{state}        runs of custom actions
type Metrics struct {
	set      *metrics.Set
	sessions *metrics.Gauge
	keys     *metrics.PrometheusHistogram
	bytes    *metrics.Counter
}

// keyBounds are the upper bounds of keydesk_key_seconds.
var keyBounds = []float64{.001, .002, .003, .005, .008, .012, .02, .03, .05, .1, .25, .5, 1, 2}

// NewMetrics begins at nothing.
func NewMetrics() *Metrics {
	set := metrics.NewSet()
	return &Metrics{
		set:      set,
		sessions: set.NewGauge("keydesk_sessions", nil),
		keys:     set.NewPrometheusHistogramExt("keydesk_key_seconds", keyBounds),
		bytes:    set.NewCounter("keydesk_sent_bytes_total"),
	}
}

// count adds one to a counter with a label, whose values are words of this program.
func (m *Metrics) count(name, label, value string) {
	if m != nil {
		m.set.GetOrCreateCounter(fmt.Sprintf("keydesk_%s_total{%s=%q}", name, label, value)).Inc()
	}
}

func (m *Metrics) began(kind string) {
	if m != nil {
		m.sessions.Inc()
		m.count("sessions", "kind", kind)
	}
}

func (m *Metrics) ended() {
	if m != nil {
		m.sessions.Dec()
	}
}

func (m *Metrics) refuse(reason string) { m.count("refused", "reason", reason) }

func (m *Metrics) key(took time.Duration) {
	if m != nil {
		m.keys.Update(took.Seconds())
	}
}

func (m *Metrics) sent(n int) {
	if m != nil {
		m.bytes.Add(n)
	}
}

func (m *Metrics) file(way string) { m.count("tray_files", "way", way) }

// Script counts a snippet's run.
func (m *Metrics) Script(outcome string) { m.count("script_runs", "outcome", outcome) }

// Action counts a run of an action.
func (m *Metrics) Action(state string) { m.count("action_runs", "state", state) }

// Count is a transport that counts requests and what is on its way to customers. It has no way to close
// the idle connections of the one below, which sessions share.
func (m *Metrics) Count(below http.RoundTripper) http.RoundTripper {
	return counted{m: m, below: below}
}

type counted struct {
	m     *Metrics
	below http.RoundTripper
}

// RoundTrip counts a request by its answer.
func (c counted) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.below.RoundTrip(r)
	if c.m == nil {
		return resp, err
	}
	status, outcome := "none", "unknown"
	if err == nil {
		status = fmt.Sprintf("%dxx", resp.StatusCode/100)
		switch {
		case resp.StatusCode < 300:
			outcome = "accepted"
		case resp.StatusCode < 500:
			outcome = "refused"
		}
	}
	c.m.count("platform_requests", "status", status)
	if r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/messages") {
		c.m.count("deliveries", "outcome", outcome)
	}
	return resp, err
}

// Listen answers /metrics and /healthz on an address of this machine until ctx ends. well is why the
// server should get no more sessions, nil if it may.
func (m *Metrics) Listen(ctx context.Context, address string, well func() error) (net.Addr, func() error, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot answer for metrics on %s: %w", address, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.set.WritePrometheus(w)
		metrics.WriteProcessMetrics(w)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if err := well(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n")) // whoever asked is gone
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { // ends with close
		err := server.Serve(listener)
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		done <- err
	}()
	return listener.Addr(), func() error {
		return errors.Join(server.Close(), <-done)
	}, nil
}
