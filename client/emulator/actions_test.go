package emulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator/uuid"
)

// act runs an action by name on the first contact.
func (d *desk) act(name string) answer {
	d.t.Helper()
	for _, x := range d.do(d.agent(), "GET", "/api/custom-actions?limit=100", nil).list("custom_actions") {
		if a := x.(map[string]any); a["name"] == name {
			return d.do(d.agent(), "POST", "/api/custom-actions/"+a["id"].(string)+"/execute",
				map[string]string{"contact_id": d.ContactIDs()[0]}).want(d.t, 200, "")
		}
	}
	d.t.Fatalf("no action %q", name)
	return answer{}
}

// make creates an action and gives its path.
func (d *desk) make(kind string, config any) string {
	d.t.Helper()
	got := d.do(d.admin(), "POST", "/api/custom-actions", map[string]any{"name": "made", "action_type": kind, "config": config})
	return "/api/custom-actions/" + got.want(d.t, 200, "").text("id")
}

func (d *desk) execute(path string) answer {
	d.t.Helper()
	return d.do(d.agent(), "POST", path+"/execute", map[string]string{"contact_id": d.ContactIDs()[0]})
}

func TestDemoActions(t *testing.T) {
	both(t, func(t *testing.T, generation string) {
		d := start(t, Options{Generation: generation, BasePath: "base"})
		kinds, active := map[string]int{}, 0
		for _, x := range d.do(d.agent(), "GET", "/api/custom-actions", nil).list("custom_actions") {
			a := x.(map[string]any)
			if a["is_active"] == true {
				active++
				kinds[a["action_type"].(string)]++
			}
		}
		if active != 8 || len(kinds) != 3 {
			t.Errorf("%d active actions of %v", active, kinds)
		}
		ticket := d.act("Create ticket")
		if ticket.at("data.ticket_id") != "TCK-1042" || ticket.at("success") != true ||
			ticket.at("data.received.body.subject") != "WhatsApp: Aarav Sharma" ||
			ticket.at("data.received.headers.authorization") != "Bearer helpdesk-token" {
			t.Errorf("ticket: %s", ticket.raw)
		}
		refund := d.act("Refund request")
		if fmt.Sprint(refund.at("data.received.body.contact.tags")) != "[vip gold]" || refund.at("data.received.method") != "PUT" {
			t.Errorf("refund: %s", refund.raw)
		}
		erp := d.act("Sync to ERP")
		if erp.at("success") != false || erp.text("message") != "Webhook returned status 500 Internal Server Error" || erp.at("data.error") != "boom" {
			t.Errorf("500: %s", erp.raw)
		}
		summary := d.act("Copy summary")
		if !strings.Contains(summary.text("clipboard"), "919810000000") || summary.text("toast.type") != "success" {
			t.Errorf("summary: %s", summary.raw)
		}
		if got := d.act("Greeting"); got.at("success") != true || got.text("toast.type") != "info" {
			t.Errorf("greeting: %s", got.raw)
		}
		// The platform has no navigator: the document's own snippet is an exception there.
		if got := d.act("Copy phone"); got.text("message") != "Action execution failed" {
			t.Errorf("copy phone: %s", got.raw)
		}
	})
}

func TestActionQuirks(t *testing.T) {
	d := start(t, Options{})
	got := d.do(d.nothing(), "POST", "/api/custom-actions",
		`{"name":"n","action_type":"url","config":{"url":"https://x","keydesk":{"b":1,"a":[1.50]}},"is_active":false,"display_order":4}`).want(t, 200, "")
	if got.at("is_active") != true {
		t.Error("is_active:false must be ignored on creation")
	}
	if !strings.Contains(string(got.raw), `"keydesk":{"a":[1.50],"b":1}`) {
		t.Errorf("unknown keys must stay: %s", got.raw)
	}
	path := "/api/custom-actions/" + got.text("id")
	got = d.do(d.admin(), "PUT", path, `{"name":"renamed"}`).want(t, 200, "")
	if got.at("is_active") != false || got.at("display_order") != 0.0 || got.text("name") != "renamed" || got.at("config.url") != "https://x" {
		t.Errorf("partial update: %s", got.raw)
	}
	d.execute(path).want(t, 400, "Custom action is not active")
	d.do(d.admin(), "PUT", path, `{"config":{}}`).want(t, 400, "URL is required for URL actions")
	d.do(d.admin(), "DELETE", path, nil).want(t, 200, "")
	d.do(d.admin(), "DELETE", path, nil).want(t, 404, "Custom action not found")
}

func TestActionOrder(t *testing.T) {
	d := start(t, Options{})
	for _, name := range []string{"older", "newer"} {
		d.do(d.admin(), "POST", "/api/custom-actions", `{"name":"`+name+`","action_type":"url","config":{"url":"https://x"}}`).want(t, 200, "")
		d.Advance(time.Minute)
	}
	got := d.do(d.admin(), "GET", "/api/custom-actions?limit=3", nil)
	if got.text("custom_actions.0.name") != "newer" || got.text("custom_actions.1.name") != "older" || got.at("total") != 12.0 {
		t.Errorf("order: %s", got.raw)
	}
}

func TestSavingIsHardlyChecked(t *testing.T) {
	d := start(t, Options{})
	create := func(kind, config string) answer {
		return d.do(d.admin(), "POST", "/api/custom-actions", `{"name":"x","action_type":"`+kind+`","config":`+config+`}`)
	}
	for config, message := range map[string]string{
		`{"url":"http://127.0.0.1/"}`: "URL must not point to internal addresses", `{"url":"http://[::1]/"}`: "URL must not point to internal addresses",
		`{"url":"http://[::ffff:10.0.0.1]/"}`: "URL must not point to internal addresses", `{"url":"http://192.168.1.1/"}`: "URL must not point to internal addresses",
		`{"url":"http://x.localhost/"}`: "URL must not point to internal addresses", `{"url":"ftp://x/"}`: "URL scheme must be http or https",
		`{"url":"http://{{contact.name}}/"}`: "", `{}`: "URL is required for webhook actions", `null`: "URL is required for webhook actions",
		`"text"`: "Invalid request body",
	} {
		create("webhook", config).want(t, 400, message)
	}
	d.api.Lock()
	other := strings.Replace(d.api.Base, "/demo", "", 1) + "/api/contacts"
	d.api.Unlock()
	create("webhook", `{"url":"`+other+`"}`).want(t, 400, "URL must not point to internal addresses")
	create("webhook", `{"url":"`+d.base+`/demo/echo/x"}`).want(t, 200, "")
	create("webhook", `{"url":42}`).want(t, 200, "")
	create("url", `{"url":"javascript:alert(1)"}`).want(t, 200, "")
	create("javascript", `{"code":"return {{{"}`).want(t, 200, "")
}

func TestExecuteErrors(t *testing.T) {
	d := start(t, Options{})
	path := d.make("url", map[string]string{"url": "https://x"}) + "/execute"
	d.do(d.agent(), "POST", path, `{"contact_id":"`+uuid.Zero+`"}`).want(t, 404, "Contact not found")
	d.do(d.agent(), "POST", path, `{"contact_id":"zzz"}`).want(t, 400, "Invalid contact ID")
	d.do(d.agent(), "POST", path, nil).want(t, 400, "Invalid contact ID")
	d.do(d.agent(), "POST", path, "{").want(t, 400, "Invalid request body")
	d.do(d.restricted(), "POST", path, map[string]string{"contact_id": d.ContactIDs()[0]}).want(t, 200, "") // anybody, on anyone
	for _, config := range []any{map[string]any{"url": ""}, map[string]any{"url": 42}} {
		if got := d.execute(d.make("webhook", config)).want(t, 200, ""); got.text("message") != "Action execution failed" || got.at("success") != false {
			t.Errorf("%v: %s", config, got.raw)
		}
	}
}

func TestRedirectTokens(t *testing.T) {
	d := start(t, Options{})
	open := func(target string) answer {
		got := d.execute(d.make("url", map[string]any{"url": target})).want(t, 200, "")
		if got.text("message") != "Opening URL" || has(got.body, "toast") {
			t.Errorf("url action: %s", got.raw)
		}
		return d.do("", "GET", got.text("redirect_url"), nil)
	}
	for target, want := range map[string]string{
		"https://crm.example/?q={{contact.phone_number}}&n={{ contact.name }}": "https://crm.example/?q=919810000000&n=Aarav Sharma",
		"https://x/?{{foo}}|{{foo.bar}}|{{contact.metadata.city}}":             "https://x/?|{{foo.bar}}|{{contact.metadata.city}}",
		"https://x/?{{user.role}}&{{contact.tags}}":                            `https://x/?null&["vip","gold"]`,
		"https://x/?{phone}": "https://x/?{phone}",
	} {
		if got := open(target).want(t, 302, "").header.Get("Location"); got != want {
			t.Errorf("%s goes to %s, want %s", target, got, want)
		}
	}
	if got := open("mailto:a@b").header.Get("Location"); !strings.HasSuffix(got, "/api/custom-actions/redirect/mailto:a@b") {
		t.Errorf("mailto goes to %s", got) // mangled (contract §8.6)
	}
	path := d.execute(d.make("url", map[string]any{"url": "https://x"})).text("redirect_url")
	d.Advance(31 * time.Second)
	d.do("", "GET", path, nil).want(t, 410, "Redirect token has expired")
	d.do("", "GET", path, nil).want(t, 404, "Invalid or expired redirect token")

	fork := start(t, Options{Generation: Fork})
	path = fork.execute(fork.make("url", map[string]any{"url": "https://x"})).text("redirect_url")
	fork.do(fork.admin(), "GET", path, nil).want(t, 401, "Unauthorized")
	js := fork.make("javascript", map[string]string{"code": "return {url: 'https://y'}"})
	if got := fork.execute(js).text("redirect_url"); !strings.HasPrefix(got, "/api/custom-actions/redirect/") {
		t.Errorf("javascript url on FORK: %s", got)
	}
}

func TestWebhookDetails(t *testing.T) {
	var got *http.Request
	var body string
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(raw)
		got, body = r, string(raw)
		switch r.URL.Path {
		case "/text":
			_, _ = w.Write([]byte("done"))
		case "/inside":
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		case "/slow":
			<-r.Context().Done()
		}
	}))
	t.Cleanup(target.Close)
	host := strings.TrimPrefix(target.URL, "http://")
	d := start(t, Options{AllowHosts: []string{host}, WebhookTimeout: 50 * time.Millisecond})
	run := func(config map[string]any) answer { return d.execute(d.make("webhook", config)).want(t, 200, "") }

	if r := run(map[string]any{"url": target.URL + "/text", "headers": map[string]string{"Host": "evil", "X-Name": "{{contact.name}}"}}); has(r.body, "data") || r.at("success") != true {
		t.Errorf("text answers are dropped: %s", r.raw)
	}
	if got.Method != "POST" || got.Host != host || got.Header.Get("X-Name") != "Aarav Sharma" || got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("sent %s %s %v", got.Method, got.Host, got.Header)
	}
	if !strings.HasPrefix(body, `{"contact":{"id":`) || !strings.Contains(body, `"role":null}}`) {
		t.Errorf("the default body is %s", body)
	}
	run(map[string]any{"url": target.URL, "method": "get", "body": "{{contact.name}}"})
	if body != "Aarav Sharma" || got.Method != "get" {
		t.Errorf("method %s, body %s", got.Method, body)
	}
	if r := run(map[string]any{"url": target.URL + "/x?n={{contact.name}}"}); r.text("message") != "Webhook returned status 400 Bad Request" {
		t.Errorf("a blank in the URL: %s", r.raw)
	}
	for name, config := range map[string]map[string]any{
		"timeout": {"url": target.URL + "/slow"}, "redirect inside": {"url": target.URL + "/inside"},
		"header that is no text": {"url": target.URL, "headers": map[string]any{"A": 1}}, "no name": {"url": "http://name.invalid/"},
	} {
		if r := run(config); r.text("message") != "Action execution failed" || r.text("toast.message") != "Action failed" {
			t.Errorf("%s: %s", name, r.raw)
		}
	}
}

func TestScripts(t *testing.T) {
	d := start(t, Options{})
	run := func(code string) answer {
		return d.execute(d.make("javascript", map[string]string{"code": code})).want(t, 200, "")
	}
	for code, want := range map[string]string{
		`return {message: {toString(){ while(true){} }}}`:                          "JavaScript action executed",
		`return {message:'Hi '+user.name+' of '+organization.name}`:                "Hi Ravi शर्मा of Chai & Co.",
		`return {message: context.contact.tags.map(x => x.toUpperCase()).join()}`:  "VIP,GOLD",
		`const f = a => a?.b ?? 7; return {message: ` + "`n ${f({})}`" + `}`:       "n 7",
		`return {message: Object.keys(contact.metadata).length + '/' + user.role}`: "0/null",
		`return 5`: "JavaScript action executed", `return null`: "JavaScript action executed", ``: "JavaScript action executed",
		`return [1]`: "JavaScript action executed", `return Promise.resolve({message:'x'})`: "JavaScript action executed",
		`throw new Error('x')`: "Action execution failed", `console.log(1)`: "Action execution failed",
		`return {message:'x'} // comment`: "Action execution failed", `return {{{`: "Action execution failed",
		`for (let n = 0; n < 10; n++) {} return {message: 'loop'}`: "loop",
	} {
		if got := run(code).text("message"); got != want {
			t.Errorf("%s gives %q, want %q", code, got, want)
		}
	}
	if got := run(`return {toast: {message: 'x'}, clipboard: 5, url: 'javascript:alert(1)'}`); got.text("toast.type") != "<nil>" ||
		has(got.body, "clipboard") || got.text("redirect_url") != "javascript:alert(1)" {
		t.Errorf("unchecked results: %s", got.raw)
	}
}

func TestHostileScriptsEnd(t *testing.T) {
	d := start(t, Options{})
	for _, code := range []string{
		`while(true){}`, `(function f(){ f() })()`, `let s='x'; while(true) s+=s`, `let a=[]; while(true) a.push(a)`,
		`return {message: 'x'.repeat(1e9)}`, `return {message: Array(1e9).join('x')}`, `[].constructor(1e9).fill(0)`,
		`let a=[]; a.length=4e9; return {message: a.join()}`, `return {message: JSON.stringify({toJSON(){ while(true){} }})}`,
		`return {get message(){ while(true){} }}`, `/(a+)+$/.test('a'.padEnd(40,'a')+'b')`,
		`[]['const'+'ructor']`, `return {message: "".concat(...Object.values({length:1}))}`, `eval('1')`, `new Function('return 1')()`,
		`Promise.resolve().then(function f(){ Promise.resolve().then(f) }); return {}`, `return {toast:{get message(){ while(true){} }}}`,
		`})(); while(true){}; (function(){`, strings.Repeat("(", 5000), strings.Repeat("[", 3000) + strings.Repeat("]", 3000),
	} {
		started := time.Now()
		got := d.execute(d.make("javascript", map[string]string{"code": code})).want(t, 200, "")
		if took := time.Since(started); took > 5*time.Second {
			t.Errorf("%.60s took %v", code, took)
		}
		if got.at("success") == true && !strings.Contains(code, "return {}") {
			t.Errorf("%.60s succeeded: %.200s", code, got.raw)
		}
	}
}
