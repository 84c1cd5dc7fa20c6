package media

import "fmt"

// MostSent is the largest file that is sent: the platform takes requests of
// 15 MiB (contract §16), of which some belongs to caption and form.
const MostSent = 15<<20 - 16<<10

// mostImage is the largest picture that WhatsApp takes as one.
const mostImage = 5_000_000

// SendAs is what a file is sent as: "image", "video", "audio" or "document",
// and why it is not what it looks like, "" when it is. WhatsApp takes few types
// as more than documents. The error says why it cannot be sent at all, as the
// rest of a sentence.
func SendAs(kind string, size int64) (as, note string, err error) {
	switch {
	case size <= 0:
		return "", "", fmt.Errorf("it is empty")
	case size > MostSent:
		return "", "", fmt.Errorf("it has %s, and the platform takes at most %s", Size(size), Size(MostSent))
	}
	family := Family(kind)
	switch base(kind) {
	case "image/png", "image/jpeg":
		if size > mostImage {
			return "document", "WhatsApp takes pictures up to " + Size(mostImage), nil
		}
		return family, "", nil
	case "video/mp4", "video/3gpp", "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg":
		return family, "", nil
	}
	if family != "document" {
		return "document", "WhatsApp shows no " + Word(kind), nil
	}
	return "document", "", nil
}
