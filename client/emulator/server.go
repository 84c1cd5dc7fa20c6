package emulator

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// maxBody is the largest request the platform reads (contract §16).
const maxBody = 15 << 20

// newServer makes the HTTP server of one Start. The platform refuses headers above 4 KB
// (UPSTREAM) or 16 KB (FORK); net/http adds 4 KB to what it is told.
func (e *Emulator) newServer(ctx context.Context) *http.Server {
	limit := 1
	if e.fork {
		limit = 12 << 10
	}
	return &http.Server{
		Handler: e.Handler(), MaxHeaderBytes: limit, ReadTimeout: 30 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    slog.NewLogLogger(e.log.Handler(), slog.LevelDebug),
		ConnState:   e.countConn,
	}
}

// countConn keeps count of connections, so that Close returns when the last one is gone. Those of
// WebSockets are counted by the hub.
func (e *Emulator) countConn(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		e.run.conns.Add(1)
	case http.StateClosed, http.StateHijacked:
		e.run.conns.Done()
	}
}

// Handler serves the platform without a listener of its own. Without Start nothing happens by
// itself: sends settle by SettleSends or Advance.
func (e *Emulator) Handler() http.Handler { return http.HandlerFunc(e.serve) }

func (e *Emulator) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Server", "Whatomate")
	recorder := &statusWriter{ResponseWriter: w, status: http.StatusOK}
	entry := e.hooks.begin(r)
	defer func() { e.hooks.end(entry, recorder.status) }()
	if e.hooks.intercept(recorder, r) {
		return
	}
	w.Header().Set("Date", e.clock.Now().UTC().Format(http.TimeFormat))
	c := &call{e: e, w: recorder, r: r}
	defer c.flush()
	path, inside := strings.CutPrefix(r.URL.Path, e.o.BasePath)
	if !inside || path != "" && path[0] != '/' {
		c.plain(http.StatusNotFound, "404 page not found")
		return
	}
	switch api, isAPI := strings.CutPrefix(path, "/api/"); {
	case path == "/ws":
		e.socket(w, r)
	case !c.readBody():
	case isAPI:
		c.api(strings.TrimSuffix(api, "/"))
	case path == "/health" && r.Method == http.MethodGet:
		c.ok(map[string]string{"status": "ok", "service": "whatomate"})
	case path == "/ready" && r.Method == http.MethodGet:
		c.ok(map[string]string{"status": "ready"})
	case strings.HasPrefix(path, "/demo/echo/"):
		c.echo(strings.TrimPrefix(path, "/demo/echo/"))
	case r.Method == http.MethodGet:
		// The embedded single-page application answers every other path (contract §16).
		c.answer(http.StatusOK, "text/html; charset=utf-8", []byte("<!doctype html><title>Whatomate</title><div id=app></div>"))
	default:
		c.notAllowed()
	}
}

// readBody reads the whole request first, as the platform's server does.
func (c *call) readBody() bool {
	if c.r.Body == nil {
		return true
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	if err != nil {
		if tooLarge := new(http.MaxBytesError); !errors.As(err, &tooLarge) {
			return false // the client is gone
		}
		c.w.Header().Set("Connection", "close")
		c.plain(http.StatusBadRequest, "Error when parsing request")
		return false
	}
	c.body = body
	return true
}

func (c *call) notAllowed() {
	c.send(http.StatusMethodNotAllowed,
		failure{Status: "error", Message: "Request method not allowed", Type: "GeneralException"})
}

// api walks a request below /api/ through the platform's gates to its handler.
func (c *call) api(path string) {
	hit, args, known := find(c.e.table, c.r.Method, path)
	c.args = args
	if hit == nil && (known || c.r.Method != http.MethodGet) {
		c.notAllowed() // every path exists for GET, because of the embedded application
		return
	}
	if !c.csrf() {
		c.send(http.StatusForbidden, map[string]string{"status": "error", "message": "CSRF token mismatch"})
		return
	}
	if !c.e.limit.login(c, path) {
		return
	}
	if hit != nil && hit.open {
		hit.do(c)
		return
	}
	if !c.authenticate() || !c.e.limit.api(c) {
		return
	}
	if hit == nil {
		c.plain(http.StatusNotFound, "404 page not found")
		return
	}
	if hit.right != "" && c.enforced() && !c.canAny(hit.right) {
		c.fail(http.StatusForbidden, "Insufficient permissions")
		return
	}
	hit.do(c)
}

// enforced tells whether rights are checked by route: FORK only, and only when switched on.
func (c *call) enforced() bool {
	c.e.mu.Lock()
	defer c.e.mu.Unlock()
	return c.e.fork && c.e.enforce
}

// canAny tells whether the caller has one of the rights.
func (c *call) canAny(rights string) bool {
	for right := range strings.FieldsSeq(rights) {
		if c.can(right) {
			return true
		}
	}
	return false
}

// statusWriter remembers the status for the request log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
