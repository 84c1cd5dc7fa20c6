package actionscmd

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"keydesk/actions/batch"
	"keydesk/client"
	"keydesk/cmd/app"
	"keydesk/ui/inbox"
)

// mostAtOnce is how many conversations one run may be for. More is a slip more often than not, and
// nobody reads so many plans.
const mostAtOnce = 1000

// listed is a line of a list of contacts.
type listed struct {
	line int
	text string
}

// parseContacts reads a list of contacts: an id or phone number a line; empty lines and those that
// begin with # are left out.
func parseContacts(name string, data []byte) ([]listed, error) {
	var problems []string
	wrong := func(line int, format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%s:%d: %s", listName(name), line, fmt.Sprintf(format, args...)))
	}
	var list []listed
	lines, first := bufio.NewScanner(bytes.NewReader(data)), map[string]int{}
	for n := 1; lines.Scan(); n++ {
		entry := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if entry == "" || strings.HasPrefix(entry, "#") {
			continue
		}
		number, isNumber := client.Number(entry)
		id := uuid.Validate(entry) == nil
		switch {
		case !utf8.ValidString(entry):
			wrong(n, "this is no text in UTF-8")
			continue
		case !id && !isNumber:
			wrong(n, "%q is neither the id of a contact nor a phone number", shortened(entry))
			continue
		}
		key := number
		if id {
			key = strings.ToLower(entry)
		}
		if first[key] != 0 {
			wrong(n, "%q stands in line %d already", shortened(entry), first[key])
			continue
		}
		first[key] = n
		list = append(list, listed{n, entry})
	}
	switch {
	case lines.Err() != nil:
		return nil, app.Usage("%s: a line is too long for an id or phone number; nothing was run", listName(name))
	case len(problems) > 0:
		return nil, nothingRun(problems)
	case len(list) == 0:
		return nil, app.Usage("%s names no contact; write an id or phone number a line", listName(name))
	case len(list) > mostAtOnce:
		return nil, app.Usage("%s names %d contacts; one run is for at most %d", listName(name), len(list), mostAtOnce)
	}
	return list, nil
}

// mostTold is how many wrong lines of a list are told; a file of something else has a great many.
const mostTold = 20

// nothingRun tells the wrong lines of a list, all that can be read at once.
func nothingRun(problems []string) error {
	if more := len(problems) - mostTold; more > 0 {
		problems = append(problems[:mostTold:mostTold], fmt.Sprintf("and %d more", more))
	}
	return app.Usage("%s; nothing was run", strings.Join(problems, "\n"))
}

func listName(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

func shortened(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}

// targetsOf finds the contacts of a list. One that cannot be found keeps all of them from being run;
// all such lines are told.
func targetsOf(ctx context.Context, from *client.Client, name string, list []listed) ([]batch.Target, error) {
	targets := make([]batch.Target, 0, len(list))
	var problems []string
	first := map[string]int{}
	for _, entry := range list {
		contact, err := findContact(ctx, from, entry.text)
		if client.KindOf(err) == client.KindNotFound {
			problems = append(problems, fmt.Sprintf("%s:%d: there is no contact %q that you may see", listName(name), entry.line, shortened(entry.text)))
			continue
		}
		if err != nil {
			return nil, err
		}
		if at := first[contact.ID]; at != 0 {
			problems = append(problems, fmt.Sprintf("%s:%d: this is the contact of line %d", listName(name), entry.line, at))
			continue
		}
		first[contact.ID] = entry.line
		targets = append(targets, batch.Target{ID: contact.ID, Name: cmp.Or(inbox.DisplayName(contact), contact.ID)})
	}
	if len(problems) > 0 {
		return nil, nothingRun(problems)
	}
	return targets, nil
}
