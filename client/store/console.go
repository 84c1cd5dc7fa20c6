package store

import (
	"crypto/rand"
	"os"
	"strconv"
	"strings"
)

// thisConsole names this console in rows: host, process id, when the process began where the system
// tells it (so that a later process with the same id is not taken for it), and a mark that tells
// apart two stores of one process.
func thisConsole() string {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	pid := os.Getpid()
	return strings.Join([]string{strings.ReplaceAll(host, "/", "_"), strconv.Itoa(pid), processStart(pid), rand.Text()}, "/")
}

// lives reports whether a console is still there. Another machine's (a shared home directory) cannot
// be asked, and counts as there: its rows are left alone rather than sent by two.
func (s *Store) lives(console string) bool {
	theirs, mine := strings.Split(console, "/"), strings.Split(s.console, "/")
	if len(theirs) != 4 {
		return false
	}
	if theirs[0] != mine[0] {
		return true
	}
	pid, err := strconv.Atoi(theirs[1])
	if err != nil {
		return false
	}
	return processExists(pid) && processStart(pid) == theirs[2]
}
