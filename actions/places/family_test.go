package places

import "testing"

func TestTypesThatAreRefused(t *testing.T) {
	for media, want := range map[string]string{
		"application/octet-stream": "nobody knows", "text/markdown": "nobody knows", "application/toml": "nobody knows", "json": "nobody knows",
		"text/event-stream": "nobody knows", "application/javascript": "nobody knows", "application/json charset=utf-8": "cannot be read",
		"application/json; charset=utf-8; charset=latin1": "cannot be read", "": "cannot be read",
		"application/json; charset=utf-16": "utf-16", "text/plain; charset=UTF-7": "UTF-7", "text/csv; charset=x": "charset x",
	} {
		refused(t, media, `"¤"`, want, -1)
	}
	for _, media := range []string{"application/octet-stream", "text/markdown; charset=utf-8"} { // nothing to escape
		if b, err := Read(media, "é"); err != nil || b.Text != "é" {
			t.Errorf("%s: %v", media, err)
		}
	}
	refused(t, "text/plain; charset=iso-8859-1", "é ¤", "outside of ASCII", -1)
	unfitFor(t, "text/plain; charset=iso-8859-1", "¤", "é")
	unfitFor(t, "application/x-www-form-urlencoded; charset=windows-1252", "a=¤", "é")
	becomes(t, "text/plain; charset=iso-8859-1", "¤", "e", "e")
	becomes(t, `text/plain; charset="UTF-8"`, "¤", "é", "é")
	becomes(t, "Text/Plain; charset", "¤", "é", "é")
	unfitFor(t, formData, "--b7x\nContent-Type: text/plain; charset=us-ascii\n\n¤\n--b7x--", "é")
	named(t, "application/vnd.api+json; charset=utf-8", `"¤"`, "JSON string")
	named(t, "application/vnd.x+xml", `<a>¤</a>`, "XML text")
}
