//go:build race

package walls

// raceDetector says that this program carries the race detector, whose shadow memory alone is
// larger than a worker may be.
const raceDetector = true
