package run

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// errInternal refuses an internal address when connecting.
var errInternal = errors.New("address is internal")

// webhookClient sends the platform's webhooks. The guard looks at the address that is really
// dialled, so names and redirects cannot get around it.
func (r *Runner) webhookClient() (*http.Client, func()) {
	base, _ := r.home()
	own := strings.TrimPrefix(base, "http://")
	own, _, _ = strings.Cut(own, "/")
	dialer := &net.Dialer{Timeout: r.Timeout}
	transport := &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			guarded := *dialer
			if addr != own && !r.allowed(addr) {
				guarded.ControlContext = refuseInternal
			}
			return guarded.DialContext(ctx, network, addr)
		},
	}
	check := func(next *http.Request, via []*http.Request) error {
		if len(via) >= 10 {
			return errors.New("stopped after 10 redirects")
		}
		if next.URL.Host == own && !strings.HasPrefix(next.URL.Path, r.BasePath+"/demo/") {
			return errInternal
		}
		return nil
	}
	return &http.Client{Transport: transport, Timeout: r.Timeout, CheckRedirect: check}, transport.CloseIdleConnections
}

// maxWebhookAnswer bounds what the emulator keeps of an answer; the platform has no bound (§20).
const maxWebhookAnswer = 32 << 20

// Webhook sends the webhook and tells how it went.
func (r *Runner) Webhook(target string, config *Config, rc *Context) Result {
	_, ctx := r.home() // not the request's: a webhook runs on when the caller hangs up (contract §20)
	started := time.Now()
	status, answer, err := r.deliver(ctx, target, config, rc)
	r.Log.Debug("webhook", "url", target, "status", status, "took", time.Since(started), "error", err)
	if err != nil {
		return Failed()
	}
	out := Result{Success: true, Message: "Webhook executed successfully"}
	kind := "success"
	if status >= 300 {
		out.Success, kind = false, "error"
		out.Message = fmt.Sprintf("Webhook returned status %d %s", status, http.StatusText(status))
	}
	out.Toast = &toast{out.Message, kind}
	if object := map[string]any(nil); json.Unmarshal(answer, &object) == nil && object != nil {
		out.Data = answer
	}
	return out
}

func (r *Runner) deliver(ctx context.Context, target string, config *Config, rc *Context) (int, []byte, error) {
	method := config.Method
	if method == "" {
		method = http.MethodPost
	}
	body := []byte(rc.Fill(config.Body))
	if config.Body == "" {
		var err error
		if body, err = json.Marshal(rc); err != nil {
			return 0, nil, err
		}
	}
	address := rc.Fill(target)
	refused := r.Refuse(address)
	if refused != "" {
		return 0, nil, errInternal
	}
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range config.Headers {
		text, isText := value.(string)
		if !isText {
			return 0, nil, fmt.Errorf("header %s is no text", name)
		}
		if !strings.EqualFold(name, "Host") {
			request.Header.Set(name, rc.Fill(text))
		}
	}
	client, done := r.webhookClient()
	defer done()
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxWebhookAnswer))
	return response.StatusCode, answer, err
}

// refuseInternal is called with the resolved address before a connection is made.
func refuseInternal(_ context.Context, _, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || internal(ip) {
		return errInternal
	}
	return nil
}
