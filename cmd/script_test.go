package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"keydesk/actions/script"
	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/cmd/actionscmd"
	"keydesk/cmd/desk"
	"keydesk/cmd/terminal"
)

// TestMain makes the test binary stand in for keydesk: the scripts call it by that name, and the
// sandbox starts it as its worker.
func TestMain(m *testing.M) {
	if script.IsWorker(os.Args) {
		os.Exit(script.ServeWorker())
	}
	if terminal.IsGuard(os.Args) {
		os.Exit(terminal.Serve(os.Stdin, os.Stdout, os.Args[2]))
	}
	testscript.Main(m, map[string]func(){"keydesk": func() { os.Exit(Main()) }})
}

// TestScripts runs every file of testdata/script. Each has a platform of its own, a listener for
// webhooks, and a home directory that nothing else uses.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"mode":   mode,
			"result": result,
			"hook":   hookSaw,
			"clean":  clean,
			"api":    api,

			"seedstore": seedStore,
		},
	})
}

// evilName is an action's name that would set the window title and turn the line around.
const evilName = "Evil \x1b]0;owned\a\u202e name"

// setUp gives a script a platform (URL, KEY, EMAIL, PASSWORD, CONTACT, PHONE, NAME), an address where
// nobody listens (DEAD), the listener (HOOK), and an action's name that is hostile (EVIL).
func setUp(env *testscript.Env) error {
	platform, err := emulator.New(emulator.Options{Contacts: 12, Seed: 7, Manual: true, AllowHosts: []string{"127.0.0.1"}})
	if err != nil {
		return err
	}
	url, err := platform.Start(context.Background(), "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Defer(func() { _ = platform.Close() })
	hook := newHook()
	env.Defer(hook.server.Close)
	env.Values[hookKey{}] = hook
	dead, err := deadAddress()
	if err != nil {
		return err
	}
	if err := seedActions(platform, url, hook.server.URL); err != nil {
		return err
	}
	agent := desk.UserOf(platform, "agent")
	contact, err := firstContact(url, agent)
	if err != nil {
		return err
	}
	for key, value := range map[string]string{
		"URL": url, "KEY": agent.APIKey, "EMAIL": agent.Email, "PASSWORD": agent.Password,
		"CONTACT": contact.ID, "PHONE": contact.PhoneNumber, "NAME": contact.Name,
		"HOOK": hook.server.URL, "DEAD": dead, "EVIL": evilName,
		"HOME": env.WorkDir + "/home", "XDG_CONFIG_HOME": env.WorkDir + "/config", "XDG_STATE_HOME": env.WorkDir + "/state",
		"XDG_RUNTIME_DIR": "", "DBUS_SESSION_BUS_ADDRESS": "", "DISPLAY": "", "WAYLAND_DISPLAY": "", "TERM": "xterm-256color",
		"KEYDESK_URL": "", "KEYDESK_API_KEY": "", "KEYDESK_PROFILE": "", "NO_PROXY": "*",
	} {
		env.Setenv(key, value)
	}
	env.Setenv("ADMIN_KEY", platform.Users()[0].APIKey)
	if strings.Contains(filepath.Base(env.WorkDir), "files_") {
		if err := setUpFork(env); err != nil {
			return err
		}
	}
	return rewrite(env.WorkDir, map[string]string{"$HOOK": hook.server.URL, "$WORK": env.WorkDir, "$URL": url})
}

// setUpFork gives a script a second platform, of the other generation and holding its agents to their
// rights (FORK_URL, FORK_KEY of an administrator, FORK_AGENT_KEY).
func setUpFork(env *testscript.Env) error {
	fork, err := emulator.New(emulator.Options{Contacts: 2, Seed: 9, Manual: true, Generation: emulator.Fork, Enforce: true})
	if err != nil {
		return err
	}
	url, err := fork.Start(context.Background(), "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Defer(func() { _ = fork.Close() })
	env.Setenv("FORK_URL", url)
	env.Setenv("FORK_KEY", fork.Users()[0].APIKey)
	env.Setenv("FORK_AGENT_KEY", desk.UserOf(fork, "agent").APIKey)
	return nil
}

// api changes the platform behind keydesk's back: "api PUT NAME FILE" writes all fields of the action
// of that name from a file over it, "api POST new FILE" creates one, "api DELETE NAME" deletes it.
func api(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: api PUT|POST|DELETE NAME [FILE]")
	}
	c, err := client.New(client.Options{BaseURL: ts.Getenv("URL"), Credentials: client.Credentials{APIKey: ts.Getenv("ADMIN_KEY")}})
	ts.Check(err)
	defer c.Close()
	ctx := context.Background()
	list, err := c.CustomActions(ctx)
	ts.Check(err)
	action := client.CustomAction{}
	if args[0] != "POST" {
		action, err = actionscmd.ChooseAction(list, args[1])
		ts.Check(err)
	}
	if len(args) > 2 {
		var in struct {
			Name, Icon, Type string
			Active           bool
			Order            int
			Config           json.RawMessage
		}
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[2])), &in))
		action.Name, action.Icon, action.Type, action.Active, action.Order, action.Config = in.Name, in.Icon, in.Type, in.Active, in.Order, in.Config
	}
	switch args[0] {
	case "PUT":
		_, err = c.UpdateCustomAction(ctx, action)
	case "POST":
		_, err = c.CreateCustomAction(ctx, action)
	case "DELETE":
		err = c.DeleteCustomAction(ctx, action.ID)
	}
	ts.Check(err)
}

// rewrite fills addresses, which differ from run to run, into the files of a script.
func rewrite(dir string, values map[string]string) error {
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for from, to := range values {
			text = bytes.ReplaceAll(text, []byte(from), []byte(to))
		}
		return os.WriteFile(path, text, 0o600)
	})
}

// seedActions adds actions that the emulator's own set has no need of.
func seedActions(platform *emulator.Emulator, url, hook string) error {
	admin := platform.Users()[0]
	c, err := client.New(client.Options{BaseURL: url, Credentials: client.Credentials{APIKey: admin.APIKey}})
	if err != nil {
		return err
	}
	defer c.Close()
	for _, a := range []client.CustomAction{
		{Name: "Hook", Icon: "zap", Type: "webhook", Active: true, Config: object(map[string]any{
			"url": hook + "/tickets?phone={{contact.phone_number}}", "headers": map[string]string{"Authorization": "Bearer s3cret-token"},
			"body": `{"name": "{{contact.name}}"}`})},
		{Name: "Copy number", Icon: "phone", Type: "javascript", Active: true, Config: object(map[string]any{
			"code": "navigator.clipboard.writeText(contact.phone_number);"})},
		{Name: "Open profile", Icon: "link", Type: "url", Active: true, Config: object(map[string]any{
			"url": "https://crm.example.com/contacts?name={name}"})},
		{Name: "Careful", Icon: "zap", Type: "webhook", Active: true, Config: object(map[string]any{
			"url": hook + "/careful", "keydesk": map[string]any{"confirm": "Really?"}})},
		{Name: evilName, Icon: "zap", Type: "javascript", Active: true, Config: object(map[string]any{
			"code": `console.log("\x1b[31mlog\u009b5m"); return {message: "\x1b[2Jgone\u202e", toast: {message: "\x07", type: "info"}}`})},
	} {
		if _, err := c.CreateCustomAction(context.Background(), a); err != nil {
			return err
		}
	}
	return nil
}

func object(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the values above are plain data
	}
	return data
}

func firstContact(url string, agent emulator.User) (client.Contact, error) {
	c, err := client.New(client.Options{BaseURL: url, Credentials: client.Credentials{APIKey: agent.APIKey}})
	if err != nil {
		return client.Contact{}, err
	}
	defer c.Close()
	page, err := c.Contacts(context.Background(), client.ContactQuery{Limit: 1})
	if err != nil {
		return client.Contact{}, err
	}
	if len(page.Contacts) == 0 {
		return client.Contact{}, errors.New("the platform has no contacts")
	}
	return page.Contacts[0], nil
}

// deadAddress is one where nobody listens: it was just given back.
func deadAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return "http://" + l.Addr().String(), nil
}

// hook is a listener for webhooks that remembers what came.
type hook struct {
	server *httptest.Server
	mu     sync.Mutex
	seen   []string
}

type hookKey struct{}

func newHook() *hook {
	h := &hook{}
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		h.seen = append(h.seen, r.Method+" "+r.URL.String()+"\n"+string(body))
		h.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/effects":
			_, _ = w.Write([]byte(`{"message":"made it","toast":{"message":"Hello","type":"success"},"clipboard":"CLIP","redirect_url":"/view/7","insert":"Dear"}`))
		case "/long":
			_, _ = w.Write(bytes.Repeat([]byte("x"), 3<<20))
		case "/broken":
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"error":"boom"}`))
		default:
			_, _ = w.Write([]byte(`{"ticket_id":"TCK-7"}`))
		}
	}))
	return h
}

// hookSaw checks how many webhooks came: "hook 1", and with a second argument that one of them
// matches it.
func hookSaw(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: hook COUNT [REGEXP]")
	}
	h := ts.Value(hookKey{}).(*hook)
	h.mu.Lock()
	defer h.mu.Unlock()
	if strconv.Itoa(len(h.seen)) != args[0] {
		ts.Fatalf("%d webhooks came: %q", len(h.seen), h.seen)
	}
	if len(args) == 2 && !regexp.MustCompile(args[1]).MatchString(strings.Join(h.seen, "\n")) {
		ts.Fatalf("no webhook matches %s: %q", args[1], h.seen)
	}
}

// exits runs a program and checks its exact exit code: "exits 2 keydesk --nonsense".
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGUMENTS")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// mode checks the permissions of a file: "mode 600 state/keydesk/secrets.json".
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode OCTAL FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// result compares the JSON on standard output with a file, member by member: "result want.json".
// "…" in the file stands for any value of a member.
func result(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: result FILE")
	}
	var got, want any
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &got); err != nil {
		ts.Fatalf("standard output is not one JSON value: %v", err)
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &want))
	if where, ok := alike(got, want, ""); !ok {
		ts.Fatalf("%s differs: got %v", where, got)
	}
}

// alike compares two JSON values; where names the first member that differs.
func alike(got, want any, path string) (where string, ok bool) {
	if want == "…" {
		return "", true
	}
	g, isMap := got.(map[string]any)
	w, wantMap := want.(map[string]any)
	if !isMap || !wantMap {
		return path, reflect.DeepEqual(got, want)
	}
	for key := range w {
		if _, has := g[key]; !has {
			return path + "." + key + " (missing)", false
		}
	}
	for key, value := range g {
		wanted, has := w[key]
		if !has {
			return path + "." + key + " (unexpected)", false
		}
		if where, ok := alike(value, wanted, path+"."+key); !ok {
			return where, false
		}
	}
	return "", true
}

// clean checks that nothing on standard output or error does something to a terminal.
func clean(ts *testscript.TestScript, neg bool, args []string) {
	for _, stream := range []string{"stdout", "stderr"} {
		for i, r := range ts.ReadFile(stream) {
			if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u200b') {
				ts.Fatalf("%s holds %U at byte %d", stream, r, i)
			}
		}
	}
}
