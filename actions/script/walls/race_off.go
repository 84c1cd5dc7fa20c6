//go:build !race

package walls

const raceDetector = false
