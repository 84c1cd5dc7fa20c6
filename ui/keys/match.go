package keys

// Matcher puts keys together to sequences. It has no clock: a sequence waits
// until a key ends it, so a slow hand and a slow line do not matter. The zero
// Matcher is ready.
type Matcher struct{ scope, prefix string }

// Press takes one key and is the command that it completes. A key that does
// not go on with the sequence clears it and counts for itself, but for esc,
// which only clears.
func (m *Matcher) Press(t Table, scope, key string) (id string, ok bool) {
	prefix := m.prefix
	if m.scope != scope {
		prefix = ""
	}
	m.Clear()
	if prefix != "" {
		if id, ok, taken := m.try(t, scope, prefix+" "+key); taken {
			return id, ok
		}
		if key == "esc" {
			return "", false
		}
	}
	id, ok, _ = m.try(t, scope, key)
	return id, ok
}

// try is one reading of what was pressed; taken says that it means something.
func (m *Matcher) try(t Table, scope, keys string) (id string, ok, taken bool) {
	if t.Leads(scope, keys) {
		m.scope, m.prefix = scope, keys
		return "", false, true
	}
	id, ok = t.Find(scope, keys)
	return id, ok, ok
}

// Pending reports whether a sequence has begun.
func (m *Matcher) Pending() bool { return m.prefix != "" }

// Prefix is what was pressed of the sequence so far, for the help.
func (m *Matcher) Prefix() string { return m.prefix }

// Clear forgets the sequence.
func (m *Matcher) Clear() { *m = Matcher{} }
