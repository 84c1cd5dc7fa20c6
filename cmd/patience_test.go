package cmd

import "time"

// patience is how long a terminal test waits for something that should be there in a moment. It
// only ends a test that fails.
const patience = 60 * time.Second
