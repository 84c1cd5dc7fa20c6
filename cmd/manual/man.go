// Package manual prints the man page and the completions of shells, from the model that parses the command line;
// the man page has the guide too.
package manual

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"keydesk/cmd/app"
)

type Man struct{}

// Help shows how it is used.
func (Man) Help() string {
	return "Example:\n\n    keydesk man > keydesk.1\n    keydesk man | man -l -"
}

// Run prints the man page, made from the model that parses the command line.
func (Man) Run(a *app.App, parser *kong.Kong) error {
	_, err := fmt.Fprint(a.Env.Stdout, ManPage(parser.Model.Node))
	return err
}

// ManPage writes one page about every command.
func ManPage(root *kong.Node) string {
	var b strings.Builder
	b.WriteString(".TH KEYDESK 1\n.SH NAME\nkeydesk \\- " + Roff(strings.TrimSuffix(root.Help, ".")) + "\n")
	b.WriteString(".SH SYNOPSIS\n.B keydesk\n[\\fIflags\\fR] [\\fIcommand\\fR]\n.PP\nWithout a command the desk opens.\n")
	b.WriteString(".SH FLAGS\n")
	manFlags(&b, root.Flags)
	b.WriteString(".SH COMMANDS\n")
	manCommands(&b, root)
	b.WriteString(".SH MORE\n")
	manDetail(&b, root.Detail)
	manGuide(&b)
	b.WriteString(`.SH FILES
.TP
.I ~/.config/keydesk/config.toml
Settings; \fBkeydesk config init\fR writes a file that explains every one of them.
.TP
.I ~/.local/state/keydesk/
The log, the record of runs, what the desk keeps, and where there is no keyring the secrets, in a file of mode 0600.
.SH "IF THE TERMINAL WAS LEFT IN A MESS"
A console that was killed with SIGKILL cannot put the terminal back. Type \fBreset\fR and press enter, blind if need be.
`)
	return b.String()
}

// manCommands writes the commands beneath a node, each with its flags and examples.
func manCommands(b *strings.Builder, node *kong.Node) {
	for _, child := range node.Children {
		if child.Hidden {
			continue
		}
		words := []string{"keydesk " + strings.TrimPrefix(child.Path(), "keydesk ")}
		for _, arg := range child.Positional {
			words = append(words, arg.Summary())
		}
		fmt.Fprintf(b, ".SS \"%s\"\n%s\n", Roff(strings.Join(words, " ")), Roff(child.Help))
		manFlags(b, child.Flags)
		manDetail(b, child.Detail)
		manCommands(b, child)
	}
}

func manFlags(b *strings.Builder, flags []*kong.Flag) {
	for _, flag := range flags {
		if flag.Hidden {
			continue
		}
		name := "\\fB\\-\\-" + Roff(flag.Name) + "\\fR"
		if flag.Short != 0 {
			name = "\\fB\\-" + string(flag.Short) + "\\fR, " + name
		}
		if !flag.IsBool() && !flag.IsCounter() {
			name += "=\\fI" + Roff(flag.FormatPlaceHolder()) + "\\fR"
		}
		help := strings.ReplaceAll(flag.Help, "${enum}", flag.Enum)
		fmt.Fprintf(b, ".TP\n%s\n%s\n", name, Roff(help))
	}
}

// manDetail writes a help text: paragraphs, and lines that are indented as they are.
func manDetail(b *strings.Builder, detail string) {
	if detail == "" {
		return
	}
	b.WriteString(".PP\n")
	literal := false
	for _, line := range strings.Split(detail, "\n") {
		code, indented := strings.CutPrefix(line, "    ")
		switch {
		case indented != literal && indented:
			b.WriteString(".PP\n.RS 4\n.nf\n")
		case indented != literal && line == "":
			continue // a gap within an example
		case indented != literal:
			b.WriteString(".fi\n.RE\n")
		}
		literal = indented
		switch {
		case indented:
			b.WriteString(Roff(code) + "\n")
		case line == "":
			b.WriteString(".PP\n")
		default:
			b.WriteString(Roff(line) + "\n")
		}
	}
	if literal {
		b.WriteString(".fi\n.RE\n")
	}
}

// Roff writes text so that it means itself: backslashes, hyphens, letters outside of ASCII, and a dot or quote that
// begins a line.
func Roff(s string) string {
	var b strings.Builder
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		b.WriteString(`\&`)
	}
	for _, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\e`)
		case r == '-':
			b.WriteString(`\-`)
		case r > 0x7e:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
