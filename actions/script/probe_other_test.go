//go:build !linux

package script

import "os"

const memoryBound = 320 << 20

func probe(*os.File) int { return 2 }
