package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/markdown"
)

// Topic is one chapter of the manual.
type Topic struct {
	Name  string
	About string // in one line
	Text  string // Markdown
}

// guide shows the manual over the desk.
type guide struct{ *shell }

func (g guide) commands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "guide", "", "Guide: how keydesk works, by topic"), Run: g.choose, Why: g.needsTopics},
	}
}

func (g guide) needsTopics() string {
	if len(g.deps.Guide) == 0 {
		return "there is no guide in this build"
	}
	return ""
}

// choose offers the topics.
func (g guide) choose() tea.Cmd {
	choices := make([]dialog.Choice, len(g.deps.Guide))
	for i, t := range g.deps.Guide {
		choices[i] = dialog.Choice{Label: t.Name, Detail: t.About, Search: t.About,
			Pick: dialog.Also{Do: func() tea.Cmd { return g.show(t) }}}
	}
	c := g.NewChooser("Guide", "The guide has no topic %q.", choices)
	c.Verb, c.Records = "read", true
	g.dialogs.Push(c)
	return nil
}

// show shows one topic, over the list that it was chosen from.
func (g guide) show(t Topic) tea.Cmd {
	blocks := markdown.Parse(t.Text)
	g.dialogs.Push(g.NewViewer(command.ScopeViewer, "Guide: "+t.Name, func(width int) []string {
		return markdown.Draw(&g.Theme, blocks, width)
	}))
	return nil
}
