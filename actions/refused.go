package actions

import "strings"

// RefusedField is the field that the platform means when it refuses an action (its sentences are in
// contract §8.3); "" when it does not say.
func RefusedField(sentence string) string {
	lower := strings.ToLower(sentence)
	for _, known := range [][2]string{
		{"name is required", "name"}, {"action type", "action_type"}, {"url is required", "url"}, {"url scheme", "url"},
		{"url must", "url"}, {"invalid url", "url"}, {"code is required", "code"},
	} {
		if strings.Contains(lower, known[0]) {
			return known[1]
		}
	}
	return ""
}
