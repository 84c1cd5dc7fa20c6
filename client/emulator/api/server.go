// Package api answers the HTTP requests of the emulated platform, one file and one type a subject of the
// contract; router.go is its table of contents.
package api

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"keydesk/client/emulator/run"
	"keydesk/client/emulator/traffic"
)

// maxBody is the largest request the platform reads (contract §16).
const maxBody = 15 << 20

// Server answers the HTTP API: who calls, what they may do, and one type a subject.
type Server struct {
	*traffic.Traffic
	o     Options
	log   *slog.Logger
	Run   *run.Runner
	limit limiter
	Table []route
}

// Options are the settings of the HTTP side.
type Options struct {
	BasePath              string
	AccessTTL, RefreshTTL time.Duration
	Limit                 RateLimit
}

func New(t *traffic.Traffic, run *run.Runner, o Options, log *slog.Logger) *Server {
	e := &Server{Traffic: t, o: o, log: log, Run: run}
	e.Hub.Auth = e.socketUser
	e.Table = e.routes()
	return e
}

// socketUser tells whose token opens a WebSocket.
func (e *Server) socketUser(token string) (person int, role string, ok bool) {
	e.Lock()
	defer e.Unlock()
	person, _, ok = e.OpenAny(token)
	if ok {
		role = e.Roles[e.People[person].Role].Name
	}
	return person, role, ok
}

// ServeHTTP answers one request.
func (e *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", e.Clock.Now().UTC().Format(http.TimeFormat))
	c := &call{e: e, w: w, r: r}
	defer c.flush()
	path, inside := strings.CutPrefix(r.URL.Path, e.o.BasePath)
	if !inside || path != "" && path[0] != '/' {
		c.plain(http.StatusNotFound, "404 page not found")
		return
	}
	switch api, isAPI := strings.CutPrefix(path, "/api/"); {
	case path == "/ws":
		e.Hub.Serve(w, r)
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
	hit, args, known := find(c.e.Table, c.r.Method, path)
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
	c.e.Lock()
	defer c.e.Unlock()
	return c.e.Fork && c.e.Enforce
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
