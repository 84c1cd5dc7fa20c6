package manual

import (
	"fmt"
	"strings"
)

// Single quotes text for a shell.
func Single(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// bashCompletion finds the command among the words typed so far, then offers what may follow it.
func bashCompletion(nodes []completionNode) string {
	var b strings.Builder
	b.WriteString(`# keydesk completions for bash: source <(keydesk completion bash)
_keydesk() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case "${path:+$path }$word" in
`)
	var paths []string
	for _, n := range nodes[1:] {
		paths = append(paths, Single(n.Path))
	}
	fmt.Fprintf(&b, "        %s) path=\"${path:+$path }$word\" ;;\n", strings.Join(paths, "|"))
	b.WriteString("        esac\n    done\n    case \"$path:$prev\" in\n")
	for _, n := range nodes {
		for _, f := range n.Flags {
			if !f.TakesValue {
				continue
			}
			names := Single(n.Path + ":" + f.Name)
			if f.Short != "" {
				names += "|" + Single(n.Path+":"+f.Short)
			}
			reply := "COMPREPLY=()"
			if f.File {
				reply = `COMPREPLY=($(compgen -f -- "$cur"))`
			} else if len(f.Values) > 0 {
				reply = fmt.Sprintf(`COMPREPLY=($(compgen -W %s -- "$cur"))`, Single(strings.Join(f.Values, " ")))
			}
			fmt.Fprintf(&b, "    %s) %s; return ;;\n", names, reply)
		}
	}
	b.WriteString("    esac\n    local words=\n    case \"$path\" in\n")
	for _, n := range nodes {
		var words []string
		for _, c := range n.Commands {
			words = append(words, c.Name)
		}
		words = append(words, n.Values...)
		for _, f := range n.Flags {
			words = append(words, f.Name)
		}
		fmt.Fprintf(&b, "    %s) words=%s ;;\n", Single(n.Path), Single(strings.Join(words, " ")))
	}
	b.WriteString("    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -F _keydesk keydesk\n")
	return b.String()
}

// zshCompletion uses the same table in zsh's own words.
func zshCompletion(nodes []completionNode) string {
	var b strings.Builder
	b.WriteString(`#compdef keydesk
# keydesk completions for zsh: put this file into a directory of $fpath as _keydesk
_keydesk() {
    local path_= word i
    local -a commands flags
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        case "${path_:+$path_ }$word" in
`)
	var paths []string
	for _, n := range nodes[1:] {
		paths = append(paths, "("+Single(n.Path)+")")
	}
	fmt.Fprintf(&b, "        %s) path_=\"${path_:+$path_ }$word\" ;;\n        esac\n    done\n", strings.Join(paths, "|"))
	b.WriteString("    case \"$path_:${words[CURRENT-1]}\" in\n")
	for _, n := range nodes {
		for _, f := range n.Flags {
			if !f.TakesValue {
				continue
			}
			names := "(" + Single(n.Path+":"+f.Name) + ")"
			if f.Short != "" {
				names += "|(" + Single(n.Path+":"+f.Short) + ")"
			}
			reply := "return 1"
			if f.File {
				reply = "_files; return"
			} else if len(f.Values) > 0 {
				reply = "compadd -- " + strings.Join(f.Values, " ") + "; return"
			}
			fmt.Fprintf(&b, "    %s) %s ;;\n", names, reply)
		}
	}
	b.WriteString("    esac\n    case \"$path_\" in\n")
	for _, n := range nodes {
		var commands, flags []string
		for _, c := range n.Commands {
			commands = append(commands, zshItem(c.Name, c.Help))
		}
		for _, v := range n.Values {
			commands = append(commands, zshItem(v, ""))
		}
		for _, f := range n.Flags {
			flags = append(flags, zshItem(f.Name, f.Help))
		}
		fmt.Fprintf(&b, "    (%s) commands=(%s); flags=(%s) ;;\n", Single(n.Path), strings.Join(commands, " "), strings.Join(flags, " "))
	}
	b.WriteString(`    esac
    if [[ ${words[CURRENT]} == -* ]]; then
        _describe -o flag flags
    else
        _describe command commands
    fi
}
if [[ ${funcstack[1]} == _keydesk ]]; then
    _keydesk "$@"
else
    compdef _keydesk keydesk
fi
`)
	return b.String()
}

// zshItem is "name:help" for _describe; a colon in the name would end it.
func zshItem(name, help string) string {
	name = strings.ReplaceAll(name, ":", `\:`)
	if help == "" {
		return Single(name)
	}
	return Single(name + ":" + help)
}

// fishCompletion writes one complete command a word; fish's own test says which command is typed.
func fishCompletion(nodes []completionNode) string {
	var b strings.Builder
	b.WriteString(`# keydesk completions for fish
function __keydesk_at
    set -l words (commandline -opc)
    set -l path
    for word in $words[2..-1]
        switch (string join ' ' $path $word)
`)
	var paths []string
	for _, n := range nodes[1:] {
		paths = append(paths, fishQuote(n.Path))
	}
	fmt.Fprintf(&b, "            case %s\n                set path $path $word\n        end\n    end\n", strings.Join(paths, " "))
	b.WriteString("    test (string join ' ' -- $path) = \"$argv[1]\"\nend\ncomplete -c keydesk -f\n")
	for _, n := range nodes {
		at := fishQuote("__keydesk_at " + fishQuote(n.Path))
		for _, c := range n.Commands {
			fmt.Fprintf(&b, "complete -c keydesk -n %s -a %s -d %s\n", at, c.Name, fishQuote(c.Help))
		}
		for _, v := range n.Values {
			fmt.Fprintf(&b, "complete -c keydesk -n %s -a %s\n", at, v)
		}
		for _, f := range n.Flags {
			line := "complete -c keydesk -n " + at + " -l " + strings.TrimPrefix(f.Name, "--")
			if f.Short != "" {
				line += " -s " + strings.TrimPrefix(f.Short, "-")
			}
			switch {
			case f.File:
				line += " -r -F"
			case len(f.Values) > 0:
				line += " -x -a " + fishQuote(strings.Join(f.Values, " "))
			case f.TakesValue:
				line += " -x"
			}
			b.WriteString(line + " -d " + fishQuote(f.Help) + "\n")
		}
	}
	return b.String()
}

// fishQuote quotes text for fish, where a backslash in single quotes must be doubled.
func fishQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}
