package template

import (
	"regexp"
	"strings"
)

// bracedName finds a name between braces of which at least one is percent-encoded, as address bars and
// link builders copy a template: %7Bphone%7D, %7B%7Bcontact.name%7D%7D.
var bracedName = regexp.MustCompile(`(?i)((?:%7B|\{){1,2})([a-z_][a-z0-9_.]*)((?:%7D|\}){1,2})`)

// ResolveURL resolves the address of an action. A placeholder whose braces are encoded would be opened
// with them, which nobody means; who does writes {{'%7B'}}.
func (sc *Scope) ResolveURL(text string) (Filled, error) {
	t, err := sc.Resolve("url", text, true)
	if err != nil {
		return nil, err
	}
	for _, v := range t {
		if v.Name != "" || strings.HasPrefix(text[v.Start:], "{{") {
			continue
		}
		for _, at := range bracedName.FindAllStringSubmatchIndex(v.Lit, -1) {
			whole, name := v.Lit[at[0]:at[1]], v.Lit[at[4]:at[5]]
			meant := sc.placeholder(name)
			if meant == "" || !strings.Contains(whole, "%") {
				continue
			}
			return nil, &Error{Field: "url", Offset: v.Start + at[0], Reason: whole + " is opened as it stands, with its braces, and not filled in",
				Hint: "write " + meant + ", or {{'" + v.Lit[at[0]:at[4]] + "'}} where braces are meant"}
		}
	}
	return t, nil
}

// placeholder is how a name that has a value is written in an address; "" for one that has none.
func (sc *Scope) placeholder(name string) string {
	if _, short := singleNames[name]; short {
		return "{" + name + "}"
	}
	if strings.Contains(name, ".") {
		if _, err := sc.Lookup("url", Piece{Name: name}); err == nil {
			return "{{" + name + "}}"
		}
	}
	return ""
}
