package actions

import (
	"strings"
	"testing"
)

func TestSecretsThatAlmostLookRightAreRefused(t *testing.T) {
	for _, secret := range []string{"v1,whsec_MfKQ9r8G", " whsec_MfKQ9r8G", "WHSEC_MfKQ9r8G", `"whsec_MfKQ9r8G"`, "\ufeffwhsec_MfKQ9r8G", "whsk_MfKQ9r8G", "whsec_%%"} {
		if key, err := signingKey(secret); err == nil || !strings.Contains(err.Error(), "whsec_") {
			t.Errorf("%q signs with %q (%v)", secret, key, err)
		}
	}
	if key, err := signingKey("whsec_MfKQ9r8G"); err != nil || len(key) != 6 {
		t.Error(key, err)
	}
	if key, err := signingKey("any other text"); err != nil || string(key) != "any other text" {
		t.Error(key, err)
	}
}
