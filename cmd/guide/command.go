package guide

import (
	"context"
	"fmt"
	"strings"

	"keydesk/cmd/app"
	"keydesk/ui/markdown"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Command is keydesk guide.
type Command struct {
	Words []string `arg:"" optional:"" name:"topic" help:"A topic, or the beginning of its name; with words behind it only what has them."`
}

// Help shows how it is used.
func (Command) Help() string {
	return "Into a file or pipe a topic goes as Markdown. What is longer than the terminal is shown by $PAGER, if that is set.\n\n" +
		"Example:\n\n    keydesk guide\n    keydesk guide templates\n    keydesk guide search clipboard tmux\n    keydesk guide keys studio"
}

// widest is the longest row: longer ones are hard to read on.
const widest = 100

// Run lists the topics, shows one, or finds words.
func (c Command) Run(ctx context.Context, a *app.App) error {
	p := printer{app: a, width: widest}
	if a.Env.StdoutTerminal && a.Env.Getenv("TERM") != "dumb" {
		p.theme = theme.New("auto", "", a.NoColor())
	}
	if a.Env.StdoutTerminal && a.Env.Size != nil {
		if columns, rows, err := a.Env.Size(); err == nil && columns > 0 {
			p.width, p.height = min(columns, widest), rows
		}
	}
	switch {
	case len(c.Words) == 0:
		return p.list()
	case c.Words[0] == "search" && len(c.Words) == 1:
		return app.Usage("there is nothing to search for; for example: keydesk guide search clipboard")
	case c.Words[0] == "search":
		return p.hits(Topics(), strings.Join(c.Words[1:], " "))
	}
	topic, err := Find(c.Words[0])
	if err != nil {
		return app.Usage("%w", err)
	}
	if len(c.Words) > 1 {
		return p.hits([]Topic{topic}, strings.Join(c.Words[1:], " "))
	}
	if !a.Env.StdoutTerminal {
		_, err = fmt.Fprint(a.Env.Stdout, topic.Text)
		return err
	}
	return p.print(ctx, markdown.Draw(&p.theme, markdown.Parse(topic.Text), p.width))
}

// printer writes rows for a terminal, or for a pipe.
type printer struct {
	app    *app.App
	theme  theme.Theme // the zero one, which has no styles, into a pipe
	width  int
	height int // of the terminal; 0: unknown
}

func (p printer) list() error {
	topics := Topics()
	room := 0
	for _, t := range topics {
		room = max(room, text.Width(t.Name))
	}
	rows := []string{"keydesk guide TOPIC shows one of these:", ""}
	for _, t := range topics {
		for i, about := range text.Wrap(t.About, max(1, p.width-room-2)) {
			name := p.theme.Strong.Render(t.Name) + text.Spaces(room-text.Width(t.Name))
			if i > 0 {
				name = text.Spaces(room)
			}
			rows = append(rows, name+"  "+about)
		}
	}
	rows = append(rows, "")
	rows = append(rows, text.Wrap("keydesk guide search WORDS finds lines in all of them. On the desk: ctrl+k, guide.", p.width)...)
	return p.write(rows)
}

// hits lists what has the words; exit code 1 where nothing has, as grep does.
func (p printer) hits(topics []Topic, words string) error {
	hits := Search(topics, words)
	if len(hits) == 0 {
		return fmt.Errorf("the guide has nothing with %q; fewer or shorter words find more", words)
	}
	var rows []string
	at := ""
	for _, h := range hits {
		place := h.Topic
		if h.Heading != "" {
			place += ", " + h.Heading
		}
		if place != at {
			if at != "" {
				rows = append(rows, "")
			}
			for _, row := range text.Wrap(place, p.width) {
				rows = append(rows, p.theme.Title.Render(row))
			}
			at = place
		}
		for _, row := range text.Wrap(h.Text, max(1, p.width-2)) {
			rows = append(rows, "  "+row)
		}
	}
	return p.write(rows)
}

func (p printer) write(rows []string) error {
	_, err := fmt.Fprintln(p.app.Env.Stdout, strings.Join(rows, "\n"))
	return err
}
