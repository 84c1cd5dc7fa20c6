package terminal

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestMemoryIsCollectedAtRestWhenItGrewEnough(t *testing.T) {
	const mib = 1 << 20
	for _, c := range []struct {
		live, now uint64
		want      bool
	}{
		{4 * mib, 4 * mib, false},
		{4 * mib, 10 * mib, false}, // more than half, and yet little
		{4 * mib, 13 * mib, true},
		{40 * mib, 50 * mib, false},
		{40 * mib, 57 * mib, true},
		{40 * mib, 30 * mib, false}, // swept since
	} {
		if got := worthCollecting(c.live, c.now); got != c.want {
			t.Errorf("%d MiB after %d: %v", c.now/mib, c.live/mib, got)
		}
	}
}

func TestMemoryGrowsLessWhereMuchIsInUse(t *testing.T) {
	for live, want := range map[uint64]int{0: 100, 4 << 20: 100, 24 << 20: 100, 48 << 20: 50, 1 << 30: 25} {
		if got := growth(live); got != want {
			t.Errorf("by %d %% of %d MiB, want %d", got, live>>20, want)
		}
	}
}

func TestCollectAtRestCollects(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var waste []byte
	for range 64 {
		waste = make([]byte, 1<<20)
	}
	runtime.KeepAlive(waste)
	collectAtRest()
	if runtime.ReadMemStats(&after); after.NumGC == before.NumGC {
		t.Fatalf("64 MiB of garbage were left beside %d MiB", before.HeapAlloc>>20)
	}
}
