package emulator

import (
	"time"
)

// The three precisions the platform tells times in (contract §1.2).
func nano(ns int64) time.Time { return time.Unix(0, ns).UTC() }

func micro(ns int64) time.Time { return nano(ns).Truncate(time.Microsecond) }

func second(ns int64) time.Time { return nano(ns).Truncate(time.Second) }
