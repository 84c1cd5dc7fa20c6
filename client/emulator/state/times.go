package state

import (
	"time"
)

// The three precisions the platform tells times in (contract §1.2).
func Nano(ns int64) time.Time { return time.Unix(0, ns).UTC() }

func Micro(ns int64) time.Time { return Nano(ns).Truncate(time.Microsecond) }

func Second(ns int64) time.Time { return Nano(ns).Truncate(time.Second) }
