package client

import (
	"context"
	"io"
	"net"
	"testing"
)

// A send that is given up is reset, not closed in good order: what the kernel
// has not delivered by then is dropped, and cannot arrive later.
func TestAGivenUpSendIsReset(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	c, err := New(Options{BaseURL: "http://" + listener.Addr().String(), Credentials: Credentials{APIKey: "whm_test"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	ctx, giveUp := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := c.Send(ctx, "c1", OutgoingMessage{Text: "hello"})
		ended <- err
	}()
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Read(make([]byte, 1)); err != nil { // it is being sent
		t.Fatal(err)
	}
	giveUp()
	wantKind(t, <-ended, KindCancelled)
	if _, err := io.Copy(io.Discard, conn); err == nil {
		t.Error("the connection was closed in good order")
	}
}
