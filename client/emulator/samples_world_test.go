package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"keydesk/client/emulator/api"
)

// sample is one recorded exchange.
type sample struct {
	name    string
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Status  int               `json:"status"`
	Body    any               `json:"request_body"`
	Headers map[string]string `json:"response_headers"`
	raw     []byte            // recorded body
}

// world is an emulator that plays the recorded platform, and the ids that stand for each other.
type world struct {
	*desk
	dir     string
	samples map[string]*sample
	ids     map[string]string // recorded id → emulator's
	fresh   int               // the next contact no recorded one stands for
	lab     *httptest.Server
}

func newWorld(t *testing.T, generation string) *world {
	t.Helper()
	lab := httptest.NewServer(http.HandlerFunc(labTarget))
	t.Cleanup(lab.Close)
	host := strings.TrimPrefix(lab.URL, "http://")
	w := &world{
		desk: start(t, Options{Generation: generation, Messages: 60, AllowHosts: []string{host, "192.0.2.2:9", "192.0.2.10:18095"}}),
		dir:  filepath.Join(os.Getenv("KEYDESK_SAMPLES"), generation), ids: map[string]string{}, fresh: 14, lab: lab,
	}
	raw, err := os.ReadFile(filepath.Join(w.dir, "_index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &w.samples); err != nil {
		t.Fatal(err)
	}
	for name, s := range w.samples {
		s.name = name
		if s.raw, err = os.ReadFile(filepath.Join(w.dir, name+".json")); err != nil {
			t.Fatal(err)
		}
	}
	w.learnPeople()
	w.learnActions()
	return w
}

// labTarget answers webhooks as the recorded lab's target did.
func labTarget(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/500":
		w.WriteHeader(500)
		_, _ = w.Write([]byte(`{"error":"boom"}`))
	case "/slow":
		_, _ = w.Write([]byte(`{"slow":true}`))
	case "/echo":
		_, _ = fmt.Fprintf(w, `{"method":%q,"url":%q,"headers":{},"body":""}`, r.Method, r.URL.String())
	default:
		_, _ = w.Write([]byte(`{"nested":{"a":[1,2,3]},"status":"created","ticket_id":"TCK-1042"}`))
	}
}

// recorded gives a recorded payload.
func (w *world) recorded(name string) answer {
	w.t.Helper()
	s := w.samples[name]
	if s == nil {
		w.t.Fatalf("no sample %s", name)
	}
	return answer{status: s.Status, raw: s.raw, body: payload(s.raw)}
}

// learnPeople maps users, organisations, accounts, teams and the first contact.
func (w *world) learnPeople() {
	users := append(w.Users(), w.Colleague(), w.Nothing())
	for n, from := range [][2]string{
		{"auth_login_admin", "user.id"}, {"switch_org_manager", "user.id"}, {"auth_login_agent", "user.id"},
		{"transfer_pick_restricted", "transfer.agent_id"}, {"me_after_logout_old_access", "id"},
	} {
		w.ids[w.recorded(from[0]).text(from[1])] = users[n].ID
	}
	orgs := w.recorded("my_orgs_manager").list("organizations")
	for n, o := range orgs {
		w.ids[o.(map[string]any)["organization_id"].(string)] = w.api.Orgs[n].ID
	}
	for _, a := range w.recorded("accounts").list("accounts") {
		for _, mine := range w.api.Accounts {
			if m := a.(map[string]any); m["name"] == mine.Name {
				w.ids[m["id"].(string)] = mine.ID
			}
		}
	}
	for _, tm := range w.recorded("teams").list("teams") {
		for _, mine := range w.api.Teams {
			if m := tm.(map[string]any); m["name"] == mine.Name {
				w.ids[m["id"].(string)] = mine.ID
			}
		}
	}
	first := w.ContactIDs()[0]
	w.ids[w.recorded("contact_get").text("id")] = first
	w.ids[w.recorded("contact_get_restricted_own").text("id")] = w.api.ContactID(3)
	canned := w.recorded("canned_get").text("id")
	w.ids[canned] = w.api.Canned[0].ID
	// Messages of the first contact: the customer's texts, the picture.
	messages := w.do(w.agent(), "GET", "/api/contacts/"+first+"/messages?limit=100", nil).list("messages")
	var texts []string
	for _, m := range messages {
		v := m.(map[string]any)
		if v["message_type"] == "image" {
			w.ids[uuidIn(w.samples["media_noauth"].Path)] = v["id"].(string)
		} else if v["direction"] == "incoming" && v["message_type"] == "text" {
			texts = append(texts, v["id"].(string))
		}
	}
	for n, name := range []string{"media_text_message", "messages_before"} {
		s := w.samples[name].Path
		found := uuidPattern.FindAllString(s, -1)
		w.ids[found[len(found)-1]] = texts[10+n]
	}
}

// learnActions makes the recorded actions, pointing at the lab's stand-in.
func (w *world) learnActions() {
	for _, a := range w.recorded("actions_list").list("custom_actions") {
		v := a.(map[string]any)
		raw, _ := json.Marshal(v)
		body := strings.ReplaceAll(string(raw), "http://192.0.2.2:18095", w.lab.URL)
		id := w.do(w.admin(), "POST", "/api/custom-actions", body).want(w.t, 200, "").text("id")
		w.ids[v["id"].(string)] = id
		if v["is_active"] == false {
			w.do(w.admin(), "PUT", "/api/custom-actions/"+id, `{"is_active":false}`).want(w.t, 200, "")
		}
	}
	w.ids[uuidIn(w.samples["exec_inactive"].Path)] = w.inactive()
}

// inactive makes an action that is switched off.
func (w *world) inactive() string {
	id := w.do(w.admin(), "POST", "/api/custom-actions", `{"name":"off","action_type":"url","config":{"url":"https://x"}}`).text("id")
	w.do(w.admin(), "PUT", "/api/custom-actions/"+id, `{"is_active":false}`).want(w.t, 200, "")
	return id
}

var uuidPattern = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func uuidIn(s string) string { return uuidPattern.FindString(s) }

// translate puts the emulator's ids in place of recorded ones. An unknown contact becomes one that
// nothing stands for yet; all-zero ids stay unknown to both.
func (w *world) translate(text string) string {
	return uuidPattern.ReplaceAllStringFunc(text, func(id string) string {
		if strings.HasPrefix(id, "00000000-") {
			return id
		}
		if _, known := w.ids[id]; !known {
			w.ids[id] = w.api.ContactID(uint32(w.fresh))
			w.fresh++
		}
		return w.ids[id]
	})
}

// caller guesses from a sample's name who made the request.
func (w *world) caller(name string) string {
	switch {
	case strings.HasSuffix(name, "_noauth"):
		return ""
	case strings.Contains(name, "_nothing"):
		return w.nothing()
	case strings.Contains(name, "_restricted"):
		return w.restricted()
	case strings.Contains(name, "_manager"):
		return w.manager()
	case strings.HasSuffix(name, "_other"):
		return w.Colleague().APIKey
	case name == "switch_org_forbidden", name == "switch_org_unknown", name == "contacts_orgheader_agent_not_member":
		return w.agent()
	case strings.HasSuffix(name, "_agent"), strings.HasPrefix(name, "note"), strings.HasPrefix(name, "send_template"),
		strings.HasPrefix(name, "exec_"), strings.HasPrefix(name, "reaction"), strings.HasPrefix(name, "availability"),
		strings.HasPrefix(name, "csrf"):
		return w.agent()
	}
	return w.admin()
}

// replay sends a recorded request with the emulator's ids.
func (w *world) replay(s *sample) answer {
	w.t.Helper()
	return w.send(w.prepare(s, w.caller(s.name)))
}

func (w *world) prepare(s *sample, key string) *http.Request {
	w.t.Helper()
	path := w.translate(s.Path)
	if text, ok := s.Body.(string); ok && strings.HasPrefix(text, "multipart/form-data") {
		return w.multipart(key, path, text)
	}
	var body any
	switch b := s.Body.(type) {
	case nil:
	case string:
		body = w.translate(b)
	default:
		raw, _ := json.Marshal(b)
		body = strings.ReplaceAll(w.translate(string(raw)), "http://192.0.2.2:18095", w.lab.URL)
	}
	return w.request(key, s.Method, path, body)
}

var multipartPattern = regexp.MustCompile(`fields=(\{.*\}) file=(\S.*?)(?: (\S+/\S+) (\d+) bytes)?$`)

// multipart builds the upload a recorded description stands for.
func (w *world) multipart(key, path, description string) *http.Request {
	found := multipartPattern.FindStringSubmatch(description)
	if found == nil {
		w.t.Fatalf("not understood: %s", description)
	}
	var fields map[string]string
	if err := json.Unmarshal([]byte(w.translate(found[1])), &fields); err != nil {
		w.t.Fatal(err)
	}
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	for name, value := range fields {
		_ = form.WriteField(name, value)
	}
	if found[2] != "none" {
		head := textproto.MIMEHeader{}
		head.Set("Content-Disposition", fmt.Sprintf(`form-data; name="file"; filename="%s"`, found[2]))
		head.Set("Content-Type", found[3])
		part, _ := form.CreatePart(head)
		_, _ = part.Write(bytes.Repeat([]byte("x"), api.Atoi(found[4], 1)))
	}
	_ = form.Close()
	r := w.request(key, "POST", path, out.String())
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

// signIn logs in and gives the cookies by name.
func (w *world) signIn(u User) (map[string]string, answer) {
	w.t.Helper()
	got := w.do("", "POST", "/api/auth/login", map[string]string{"email": u.Email, "password": u.Password})
	return cookies(got), got
}

func cookies(a answer) map[string]string {
	out := map[string]string{}
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		out[c.Name] = c.Value
	}
	return out
}

// with sends a request with headers instead of a key.
func (d *desk) with(method, path string, body any, headers ...string) answer {
	d.t.Helper()
	r := d.request("", method, path, body)
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	return d.send(r)
}

// pathOf is a URL's path and query, for tokens the emulator gave.
func pathOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	return u.RequestURI()
}
