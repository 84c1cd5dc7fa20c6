package manual

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"keydesk/cmd/app"
	"keydesk/cmd/guide"
)

type Completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help shows how it is used.
func (Completion) Help() string {
	return `Example:

    source <(keydesk completion bash)
    keydesk completion zsh > "${fpath[1]}/_keydesk"
    keydesk completion fish > ~/.config/fish/completions/keydesk.fish`
}

// Run prints the completions.
func (c Completion) Run(a *app.App, parser *kong.Kong) error {
	nodes := completionNodes(parser.Model.Node)
	script := map[string]func([]completionNode) string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}[c.Shell]
	_, err := fmt.Fprint(a.Env.Stdout, script(nodes))
	return err
}

// completionNode is what can follow one command.
type completionNode struct {
	Path     string // "actions show"; "" for keydesk itself
	Commands []completionWord
	Flags    []completionFlag
	Values   []string // of its argument, when they are known
}

type completionWord struct{ Name, Help string }

type completionFlag struct {
	Name, Short, Help string
	TakesValue        bool
	Values            []string // when they are known
	File              bool
}

// completionNodes walks the same model that parses the command line, so that the two cannot differ.
func completionNodes(root *kong.Node) []completionNode {
	var nodes []completionNode
	var walk func(node *kong.Node, path string, above []completionFlag)
	walk = func(node *kong.Node, path string, above []completionFlag) {
		n := completionNode{Path: path, Flags: slices.Clone(above)}
		for _, flag := range node.Flags {
			if !flag.Hidden {
				n.Flags = append(n.Flags, describeFlag(flag))
			}
		}
		for _, arg := range node.Positional {
			n.Values = append(n.Values, argumentValues(arg)...)
		}
		inherited := n.Flags
		if node.DefaultCmd != nil { // its flags work without its name
			for _, flag := range node.DefaultCmd.Flags {
				if !flag.Hidden {
					n.Flags = append(n.Flags[:len(n.Flags):len(n.Flags)], describeFlag(flag))
				}
			}
		}
		for _, child := range node.Children {
			if !child.Hidden {
				n.Commands = append(n.Commands, completionWord{child.Name, child.Help})
			}
		}
		nodes = append(nodes, n)
		for _, child := range node.Children {
			if !child.Hidden {
				walk(child, strings.TrimSpace(path+" "+child.Name), inherited)
			}
		}
	}
	walk(root, "", nil)
	return nodes
}

func describeFlag(flag *kong.Flag) completionFlag {
	f := completionFlag{Name: "--" + flag.Name, Help: flag.Help, TakesValue: !flag.IsBool() && !flag.IsCounter(), Values: enumValues(flag.Enum)}
	if flag.Short != 0 {
		f.Short = "-" + string(flag.Short)
	}
	f.File = flag.PlaceHolder == "FILE"
	return f
}

// argumentValues are the words that an argument takes, as far as they are known.
func argumentValues(arg *kong.Positional) []string {
	if arg.Name != "topic" {
		return enumValues(arg.Enum)
	}
	list := []string{"search"}
	for _, topic := range guide.Topics() {
		list = append(list, topic.Name)
	}
	return list
}

func enumValues(enum string) []string {
	if enum == "" {
		return nil
	}
	return strings.Split(enum, ",")
}
