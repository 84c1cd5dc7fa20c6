package thread

import (
	"strings"

	"keydesk/ui/text"
)

// refusals are WhatsApp's error codes in words that tell an agent what to do.
var refusals = [...]struct{ code, words string }{
	{"10", "the WhatsApp account may not do this: an administrator must check its permissions"},
	{"100", "WhatsApp found a mistake in the message"},
	{"190", "the sign-in of the WhatsApp account has expired: an administrator must renew it"},
	{"368", "WhatsApp has blocked this account for breaking its rules"},
	{"470", windowClosed},
	{"80007", "too many messages at once: wait a few minutes"},
	{"130429", "too many messages at once: wait a few minutes"},
	{"130472", "WhatsApp did not deliver it: this customer is part of an experiment of theirs"},
	{"130497", "the account may not write to customers in this country"},
	{"131000", "WhatsApp failed for a reason it does not tell"},
	{"131005", "the WhatsApp account may not do this: an administrator must check its permissions"},
	{"131008", "WhatsApp found something missing in the message"},
	{"131009", "WhatsApp found a mistake in the message"},
	{"131016", "WhatsApp is out of order for the moment"},
	{"131021", "the number is the account's own"},
	{"131026", undeliverable},
	{"131030", "the number is not on the account's list of test numbers"},
	{"131031", "the WhatsApp account is locked: an administrator must look into it"},
	{"131042", "the WhatsApp account has a problem with its payment: an administrator must look into it"},
	{"131045", "the WhatsApp account's number is not registered: an administrator must look into it"},
	{"131047", windowClosed},
	{"131048", "WhatsApp limits this account because customers reported its messages"},
	{"131049", "WhatsApp held it back because this customer gets too many marketing messages"},
	{"131050", "the customer has opted out of marketing messages"},
	{"131051", "WhatsApp does not know this kind of message"},
	{"131052", "WhatsApp could not fetch the file"},
	{"131053", "WhatsApp did not take the file: its type or size does not fit"},
	{"131056", "too many messages to this customer at once: wait a few minutes"},
	{"131057", "the WhatsApp account is under maintenance for the moment"},
	{"132000", "the template needs another number of values"},
	{"132001", "the template does not exist in this language"},
	{"132005", "the template with its values is too long"},
	{"132007", "the template breaks WhatsApp's rules"},
	{"132012", "a value does not fit the template"},
	{"132015", "the template is paused for its low quality"},
	{"132016", "the template is switched off for its low quality"},
}

const (
	windowClosed  = "the 24-hour window is closed: only a template can be sent"
	undeliverable = "the number cannot be reached: not on WhatsApp, or an old app, or it blocked us"
)

// Reason puts the platform's error text (contract §5.4) into words, on one row and safe to print.
// What it does not know it shows as it came; "" is "no reason was given".
func Reason(raw string) string {
	if code := errorCode(raw); code != "" {
		for _, r := range refusals {
			if r.code == code {
				return r.words
			}
		}
	}
	lower := strings.ToLower(raw)
	switch {
	case strings.Contains(lower, "message undeliverable"):
		return undeliverable
	case strings.Contains(lower, "more than 24 hours"), strings.Contains(lower, "re-engagement message"):
		return windowClosed
	}
	if safe := firstLines(text.Safe(clip(raw, longest))); safe != "" {
		return safe
	}
	return "no reason was given"
}

// errorCode finds the number in "API error 131047: …" or "(#131047) …".
func errorCode(raw string) string {
	for _, mark := range []string{"API error ", "(#"} {
		if _, rest, ok := strings.Cut(raw, mark); ok {
			end := 0
			for end < len(rest) && end < 8 && rest[end] >= '0' && rest[end] <= '9' {
				end++
			}
			if end > 0 {
				return rest[:end]
			}
		}
	}
	return ""
}
