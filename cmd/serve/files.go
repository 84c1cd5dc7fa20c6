package serve

import (
	"io"
	"path/filepath"
	"sync"
	"time"

	"keydesk/cmd/serve/tray"
)

// trays are the agents' trays, each made once.
type trays struct {
	folder func(agent string) string

	mu    sync.Mutex
	limit int64
	made  map[string]*tray.Tray
}

func (t *trays) setLimit(limit int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.limit = limit
	for _, one := range t.made {
		one.SetLimit(limit)
	}
}

func (t *trays) of(agent string) *tray.Tray {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made == nil {
		t.made = map[string]*tray.Tray{}
	}
	if t.made[agent] == nil {
		t.made[agent] = tray.New(filepath.Join(t.folder(agent), "tray"), t.limit, nil)
	}
	return t.made[agent]
}

// sweepEvery is how often it is looked for files that have been in a tray for a day.
const sweepEvery = 15 * time.Minute

// sweep empties the trays that were used since the server began; others are looked at when their agent
// comes.
func (t *trays) sweep() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var err error
	for _, one := range t.made {
		if e := one.Sweep(); e != nil {
			err = e
		}
	}
	return err
}

// nothingToClose is a channel that the server closes itself.
type nothingToClose struct{ io.ReadWriter }

// Close does nothing.
func (nothingToClose) Close() error { return nil }
