package studio

import (
	"bytes"
	"encoding/json"

	"keydesk/actions"
)

// Draft is unsaved work on an action as it is kept on disk. Secrets are not in it: what the platform
// has is put back from there, and what was typed anew has to be typed again.
type Draft struct {
	// Base is the action as it was when the work began; without an ID it is a new one.
	Base actions.Stored
	Work actions.Stored
	// Lost are the fields whose new value was a secret.
	Lost []string
}

// draftFile is a Draft as it is written.
type draftFile struct {
	Base json.RawMessage `json:"base"`
	Work json.RawMessage `json:"work"`
	Lost []string        `json:"lost,omitempty"`
}

// Draft is the form's work as it is kept; "" when there is none.
func (f *Form) Draft() string {
	if !f.Changed() || f.Untouched() || f.ReadOnly != "" {
		return ""
	}
	return EncodeDraft(f.Base, f.Stored())
}

// EncodeDraft writes work on base without its secrets.
func EncodeDraft(base, work actions.Stored) string {
	hiddenBase, _ := base.HideSecrets(actions.Kept)
	hiddenWork, _ := work.HideSecrets(actions.Kept)
	restored, _ := hiddenWork.RestoreKept(base)
	d := draftFile{Base: hiddenBase.JSON(), Work: hiddenWork.JSON()}
	for _, c := range actions.Changes(restored, work) {
		d.Lost = append(d.Lost, c.Field)
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return "" // made of valid JSON above
	}
	return string(raw)
}

// DecodeDrafts reads what EncodeDraft wrote. Two consoles may have worked on the same action: then
// both are there, one behind the other. What cannot be read is left out.
func DecodeDrafts(body string) []Draft {
	var list []Draft
	dec := json.NewDecoder(bytes.NewReader([]byte(body)))
	for {
		var d draftFile
		if err := dec.Decode(&d); err != nil {
			return list
		}
		base, err := actions.ParseStored(d.Base)
		if err != nil {
			continue
		}
		if work, err := actions.ParseStored(d.Work); err == nil {
			list = append(list, Draft{Base: base, Work: work, Lost: d.Lost})
		}
	}
}

// Restore puts secrets back from the action as the platform has it now. What it cannot put back stays
// as it is written, and has to be typed again: Unkept names it.
func (d Draft) Restore(now actions.Stored) (base, work actions.Stored) {
	base, _ = d.Base.RestoreKept(now)
	work, _ = d.Work.RestoreKept(now)
	for _, name := range d.Lost {
		work = work.Take(name, d.Work)
	}
	return base, work
}

// Unkept are findings for secrets that were typed and not kept on disk: saved as it stands, the mark
// itself would be sent.
func Unkept(s actions.Stored) []actions.Finding {
	var list []actions.Finding
	for _, name := range s.HasKept() {
		list = append(list, actions.Finding{Rule: actions.RuleSecret, Field: name, Offset: -1,
			Message: "was a secret, which is not kept on this machine", Hint: "type its value again, in place of " + actions.Kept})
	}
	return list
}
