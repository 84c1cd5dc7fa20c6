package client

import (
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// The platform keeps 256 frames for a reader that is slow and drops the others
// without a word (contract §15.4). It does so only once they come faster than
// they can be written to the line, and then what is on the line comes without a
// pause: more in a row than these bounds is taken for a sign that frames are
// missing.
const (
	backlogMost  = 64 << 10               // bytes; 256 messages are more
	backlogPause = 200 * time.Microsecond // a read that takes longer has waited for the platform
	backlogRest  = 4 << 20                // bytes a second that waiting makes up for: twice a flood
)

// backlog measures how much came without a pause, read by read.
type backlog struct {
	bytes    int
	doubtful bool // it came to backlogMost, and has not been made up for
	runs     int  // how often all there was had been read
}

// add notes a read of n bytes where so many had room and how long it took, and
// reports whether frames may be missing: from backlogMost on with every read until
// a pause, as the last ones may follow what was dropped last. A read that took long
// and is full all the same has not waited for the platform: this machine was busy.
func (b *backlog) add(n, room int, took time.Duration) bool {
	if took > backlogPause && n < room && b.bytes > 0 {
		if b.bytes -= int(took.Seconds() * backlogRest); b.bytes <= 0 {
			b.bytes, b.doubtful = 0, false
			b.runs++
		}
	}
	if b.bytes += n; b.bytes >= backlogMost {
		b.bytes, b.doubtful = backlogMost, true
	}
	return b.doubtful
}

// gauge is a connection that knows how far its reader is behind.
type gauge struct {
	*net.TCPConn
	backlog backlog // of the one that reads
	runs    atomic.Int64
	behind  atomic.Bool
}

// Read reads what there is.
func (g *gauge) Read(p []byte) (int, error) {
	began := time.Now()
	n, err := g.TCPConn.Read(p)
	if g.backlog.add(n, len(p), time.Since(began)) {
		g.behind.Store(true)
	}
	g.runs.Store(int64(g.backlog.runs))
	return n, err
}

// gotGauge hands over the gauge below a connection that a request goes over. There
// is none below a transport of the caller's own.
func gotGauge(take func(*gauge)) *httptrace.ClientTrace {
	return &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		conn := info.Conn
		if secure, ok := conn.(*tls.Conn); ok {
			conn = secure.NetConn()
		}
		if g, ok := conn.(*gauge); ok {
			take(g)
		}
	}}
}

// doubt watches a gauge for the reader of the frames that come over it.
type doubt struct {
	gauge *gauge
	run   int64
	told  time.Time // of the newest message that came
	sound time.Time // of the newest that came before the present run: nothing is missing up to there
}

// read notes that a frame was read, and reports whether some may be missing, since
// when.
func (d *doubt) read() (since time.Time, missing bool) {
	if d.gauge == nil {
		return time.Time{}, false
	}
	if run := d.gauge.runs.Load(); run != d.run {
		d.run, d.sound = run, d.told
	}
	return d.sound, d.gauge.behind.Swap(false)
}

// hear notes the event that a frame told.
func (d *doubt) hear(e Event) {
	if m, ok := e.(MessageReceived); ok && m.Message.CreatedAt.After(d.told) {
		d.told = m.Message.CreatedAt
	}
}
