package api

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// call is one request on its way through a handler.
type call struct {
	e    *Server
	w    http.ResponseWriter
	r    *http.Request
	args []string // what stood at the "{}" of the route's pattern
	body []byte
	who  state.Caller

	// The answer is kept here and written by flush, so that handlers may answer while they hold
	// the lock and a slow reader holds up nobody.
	status int
	kind   string
	out    []byte
}

// ok answers a success: enveloped on UPSTREAM, bare on FORK (contract §1.1).
func (c *call) ok(v any) {
	if !c.e.Fork {
		v = envelope{Status: "success", Data: v}
	}
	c.send(http.StatusOK, v)
}

type envelope struct {
	Status string `json:"status"`
	Data   any    `json:"data"`
}

// failure is the shape of every JSON error, on both generations.
type failure struct {
	Status  string  `json:"status"`
	Message string  `json:"message"`
	Data    *string `json:"data"`
	Type    string  `json:"error_type,omitempty"`
}

// fail answers an error.
func (c *call) fail(status int, message string) {
	c.send(status, failure{Status: "error", Message: message})
}

func (c *call) send(status int, v any) {
	out, err := json.Marshal(v)
	if err != nil {
		c.e.log.Warn("answer cannot be written as JSON", "path", c.r.URL.Path, "error", err)
		status, out = http.StatusInternalServerError, []byte(`{"status":"error","message":"Internal Server Error","data":null}`)
	}
	c.answer(status, "application/json", out)
}

// plain answers text that is no JSON (contract §16).
func (c *call) plain(status int, text string) {
	c.answer(status, "text/plain; charset=utf-8", []byte(text))
}

func (c *call) answer(status int, kind string, out []byte) {
	c.status, c.kind, c.out = status, kind, out
}

// flush writes the answer.
func (c *call) flush() {
	if c.status == 0 {
		return
	}
	c.w.Header().Set("Content-Type", c.kind)
	c.w.Header().Set("Content-Length", strconv.Itoa(len(c.out)))
	c.w.WriteHeader(c.status)
	_, _ = c.w.Write(c.out)
}

// isJSON tells whether the request says that its body is JSON.
func (c *call) isJSON() bool {
	kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// decode reads the JSON body into v. An empty body leaves v as it is, and so does, on FORK, one
// that is not declared as JSON (contract §1.2). It answers 400 and false for what is no JSON or
// of the wrong types.
func (c *call) decode(v any) bool {
	if len(bytes.TrimSpace(c.body)) == 0 || c.e.Fork && !c.isJSON() {
		return true
	}
	return c.decodeStrict(v)
}

// decodeStrict is decode for endpoints that insist on a body.
func (c *call) decodeStrict(v any) bool {
	if err := json.Unmarshal(c.body, v); err != nil {
		c.fail(http.StatusBadRequest, "Invalid request body")
		return false
	}
	return true
}

// paging reads page and limit as contract §1.3 says: a limit above 100 becomes 50.
func paging(q url.Values) (page, limit int) {
	page, limit = Atoi(q.Get("page"), 1), Atoi(q.Get("limit"), 50)
	if page < 1 {
		page = 1
	}
	if limit < 1 || limit > 100 {
		limit = 50
	}
	return min(page, 1<<30/limit), limit
}

func Atoi(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return otherwise
	}
	return n
}

// slicePage cuts one page out of a list.
func slicePage[T any](list []T, page, limit int) []T {
	from := min((page-1)*limit, len(list))
	return list[from:min(from+limit, len(list))]
}

// listed answers one page of a list under its plural name.
func listed[T any](c *call, plural string, list []T, more map[string]any) {
	page, limit := paging(c.r.URL.Query())
	view := slicePage(list, page, limit)
	if view == nil {
		view = []T{}
	}
	out := map[string]any{plural: view, "total": len(list), "page": page, "limit": limit}
	for k, v := range more {
		out[k] = v
	}
	c.ok(out)
}

// idOf reads the id at a place of the path: 400 for no UUID, 404 for an unknown one.
func (c *call) idOf(arg int, k uuid.Kind, thing, label string) (uint32, uint32, bool) {
	a, b, wellFormed, known := c.e.IDs.Parse(k, c.args[arg])
	if !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid "+label+" ID")
		return 0, 0, false
	}
	if !known {
		c.fail(http.StatusNotFound, thing+" not found")
		return 0, 0, false
	}
	return a, b, true
}
