package guide

import (
	"context"
	"os/exec"
	"strings"
)

// print writes rows, through the person's pager if they have one and the rows are more than the terminal has.
// A pager that cannot be started is as good as none.
func (p printer) print(ctx context.Context, rows []string) error {
	words := strings.Fields(p.app.Env.Getenv("PAGER"))
	if len(words) == 0 || p.app.Served != nil || p.height == 0 || len(rows) < p.height {
		return p.write(rows)
	}
	pager := exec.CommandContext(ctx, words[0], words[1:]...)
	pager.Stdin, pager.Stdout, pager.Stderr = strings.NewReader(strings.Join(rows, "\n")+"\n"), p.app.Env.Stdout, p.app.Env.Stderr
	if p.app.Env.Getenv("LESS") == "" {
		pager.Env = append(pager.Environ(), "LESS=FRX") // colours as they are
	}
	if err := pager.Start(); err != nil {
		return p.write(rows)
	}
	_ = pager.Wait() // it was left early, or said itself what is wrong
	return nil
}
