package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the server's figures. The nil Metrics counts nothing.
type Metrics struct {
	registry   *prometheus.Registry
	sessions   prometheus.Gauge
	opened     *prometheus.CounterVec
	refused    *prometheus.CounterVec
	keys       prometheus.Histogram
	bytes      prometheus.Counter
	files      *prometheus.CounterVec
	requests   *prometheus.CounterVec
	deliveries *prometheus.CounterVec
	scripts    *prometheus.CounterVec
	actions    *prometheus.CounterVec
}

// NewMetrics begins at nothing.
func NewMetrics() *Metrics {
	count := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "keydesk", Name: name, Help: help}, labels)
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		sessions: prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "keydesk", Name: "sessions", Help: "Sessions that are open now."}),
		opened:   count("sessions_total", "Sessions that began, by kind.", "kind"),
		refused:  count("refused_total", "Connections and sessions that were refused or ended, by reason.", "reason"),
		keys: prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "keydesk", Name: "key_seconds",
			Help: "From a key to the frame that answers it.", Buckets: []float64{.001, .002, .003, .005, .008, .012, .02, .03, .05, .1, .25, .5, 1, 2}}),
		bytes:      prometheus.NewCounter(prometheus.CounterOpts{Namespace: "keydesk", Name: "sent_bytes_total", Help: "Bytes written to terminals."}),
		files:      count("tray_files_total", "Files that went into trays and out of them.", "way"),
		requests:   count("platform_requests_total", "Requests to platforms, by the first digit of the answer's status, or \"none\".", "status"),
		deliveries: count("deliveries_total", "Messages, notes and files on their way to customers, by outcome.", "outcome"),
		scripts:    count("script_runs_total", "Snippets run in the sandbox, by outcome.", "outcome"),
		actions:    count("action_runs_total", "Runs of custom actions, by state.", "state"),
	}
	m.registry.MustRegister(m.sessions, m.opened, m.refused, m.keys, m.bytes, m.files, m.requests, m.deliveries, m.scripts, m.actions,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *Metrics) began(kind string) {
	if m != nil {
		m.sessions.Inc()
		m.opened.WithLabelValues(kind).Inc()
	}
}

func (m *Metrics) ended() {
	if m != nil {
		m.sessions.Dec()
	}
}

func (m *Metrics) refuse(reason string) {
	if m != nil {
		m.refused.WithLabelValues(reason).Inc()
	}
}

func (m *Metrics) key(took time.Duration) {
	if m != nil {
		m.keys.Observe(took.Seconds())
	}
}

func (m *Metrics) sent(n int) {
	if m != nil {
		m.bytes.Add(float64(n))
	}
}

func (m *Metrics) file(way string) {
	if m != nil {
		m.files.WithLabelValues(way).Inc()
	}
}

// Script counts a snippet's run.
func (m *Metrics) Script(outcome string) {
	if m != nil {
		m.scripts.WithLabelValues(outcome).Inc()
	}
}

// Action counts a run of an action.
func (m *Metrics) Action(state string) {
	if m != nil {
		m.actions.WithLabelValues(state).Inc()
	}
}

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
	c.m.requests.WithLabelValues(status).Inc()
	if r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/messages") {
		c.m.deliveries.WithLabelValues(outcome).Inc()
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
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
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
