package history

import (
	"os"
	"strconv"
	"strings"
)

// thisOwner names this process in a row: host, process id and, where the system tells it, when the
// process began, so that a later process with the same id is not taken for it.
func thisOwner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	pid := os.Getpid()
	return strings.Join([]string{strings.ReplaceAll(host, "/", "_"), strconv.Itoa(pid), processStart(pid)}, "/")
}

// alive reports whether the process that wrote a row may still be at it. Another machine's process
// (a shared home directory) cannot be asked; only time tells about it.
func (s *Store) alive(owner string) bool {
	if owner == s.owner || s.o.Rows != nil { // a database is shared by machines that cannot be asked
		return true
	}
	theirs, mine := strings.Split(owner, "/"), strings.Split(s.owner, "/")
	if len(theirs) != 3 || theirs[0] != mine[0] {
		return true
	}
	pid, err := strconv.Atoi(theirs[1])
	if err != nil {
		return false
	}
	return processExists(pid) && processStart(pid) == theirs[2]
}
