package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

func (r *filesRoom) needsJobs() string {
	if len(r.jobs) == 0 {
		return "no file was saved, opened or sent yet"
	}
	return ""
}

// listFiles shows what became of the files of this session, newest first.
// Choosing one stops it while it is under way, and begins again what failed.
func (r *filesRoom) listFiles() tea.Cmd {
	choices := make([]dialog.Choice, 0, len(r.jobs))
	for i := len(r.jobs) - 1; i >= 0; i-- {
		j := r.jobs[i]
		x := dialog.Choice{Label: j.verb + "  " + j.name, Detail: r.jobWords(j), Search: j.why}
		switch j.state {
		case jobWaiting, jobRunning:
			x.Pick = dialog.Then{Do: func() tea.Cmd { return r.stopJob(j) }}
		case jobDone:
			if j.path != "" {
				x.Pick = dialog.Also{Do: func() tea.Cmd { return r.copy(j.path, "path", 0) }}
			} else {
				x.Off = "there is nothing more to do about it"
			}
		default:
			x.Pick = dialog.Then{Do: j.again}
		}
		choices = append(choices, x)
	}
	d := r.NewChooser("Files", "None has %q in it.", choices)
	d.Records, d.Verb = true, "stop, again, or copy the path"
	r.dialogs.Push(d)
	return nil
}

// jobWords is the state of a job.
func (r *filesRoom) jobWords(j *job) string {
	g := r.Theme.Glyphs
	switch j.state {
	case jobWaiting:
		return g.Pending + " waits"
	case jobRunning:
		return g.Running + " " + j.progress()
	case jobDone:
		if j.path != "" {
			return g.Done + " " + text.Line(j.path)
		}
		return g.Done + " " + j.progress()
	case jobStopped:
		return g.Uncheck + " stopped"
	}
	return g.Failed + " " + j.why
}
