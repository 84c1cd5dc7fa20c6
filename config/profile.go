package config

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNoPlatform says that nothing names a platform yet: no profile, no KEYDESK_URL.
var ErrNoPlatform = errors.New("no platform is set up yet; run keydesk login, or try keydesk demo")

// ErrChooseProfile says that the file has several profiles and nothing chooses one of them.
var ErrChooseProfile = errors.New("choose one with --profile NAME, or set default_profile")

// environmentURL is the variable that names the platform's address.
const environmentURL = "KEYDESK_URL"

// FirstProfile is the name that login gives to a profile when nobody chose one.
const FirstProfile = "default"

// withEnvironment takes over what the environment says, checked like the file.
func withEnvironment(s Settings, env func(string) string) (Settings, error) {
	if env == nil {
		return s, nil
	}
	if text := env(environmentURL); text != "" {
		if err := CheckURL(text); err != nil {
			return Settings{}, Problem{Path: "environment", Reason: fmt.Sprintf("KEYDESK_URL %v, for example KEYDESK_URL=https://chat.example.com", err)}
		}
		s = s.WithURL(text, environmentURL)
	}
	if name := env("KEYDESK_PROFILE"); name != "" {
		if err := CheckProfileName(name); err != nil {
			return Settings{}, Problem{Path: "environment", Reason: fmt.Sprintf("KEYDESK_PROFILE %v, for example KEYDESK_PROFILE=work", err)}
		}
		s.override.profile = name
	}
	return s, nil
}

// WithURL makes url the platform's address whatever the file says; origin names who said it, for
// messages. The url has passed [CheckURL].
func (s Settings) WithURL(url, origin string) Settings {
	s.override.url, s.override.urlOrigin = url, origin
	return s
}

// ProfileNames are the profiles of the file, sorted.
func (s Settings) ProfileNames() []string { return sortedKeys(s.Profiles) }

// ProfileName is the profile that is meant: name if it says one, else KEYDESK_PROFILE, else
// default_profile, else the file's only profile, else [FirstProfile].
func (s Settings) ProfileName(name string) string {
	switch names := s.ProfileNames(); {
	case name != "":
		return name
	case s.override.profile != "":
		return s.override.profile
	case s.DefaultProfile != "":
		return s.DefaultProfile
	case len(names) == 1:
		return names[0]
	}
	return FirstProfile
}

// Profile is the profile that is meant by name (see [Settings.ProfileName]), with its open choices
// filled from the top of the file. The address of KEYDESK_URL goes above that of the file, but not
// above that of a profile named here: a flag named it. A name the file does not have is refused. With
// no address at all the error is, or wraps, [ErrNoPlatform].
func (s Settings) Profile(name string) (Profile, error) {
	if _, ok := s.Profiles[name]; name != "" && !ok {
		return Profile{}, s.unknown(name)
	}
	return s.ProfileOrNew(name)
}

// standsAbove reports whether the address given beside the file goes above that of the profile name;
// "" is the one that nobody named.
func (s Settings) standsAbove(name string) bool {
	if s.override.url == "" || name == "" {
		return s.override.url != ""
	}
	return s.override.urlOrigin != environmentURL || s.Profiles[name].URL == ""
}

// ProfileOrNew is [Settings.Profile] for one who may be about to make it: a name that the file does
// not have is fine where an address was given for it.
func (s Settings) ProfileOrNew(name string) (Profile, error) {
	above := s.standsAbove(name)
	asked := name != "" || s.override.profile != ""
	name = s.ProfileName(name)
	p, ok := s.Profiles[name]
	if !ok {
		if !asked && len(s.Profiles) > 0 && s.override.url == "" {
			return Profile{}, fmt.Errorf("the settings have the profiles %s: %w", strings.Join(s.ProfileNames(), ", "), ErrChooseProfile)
		}
		if asked && s.override.url == "" {
			return Profile{}, s.unknown(name)
		}
		p = Profile{Name: name}
	}
	if above {
		p.URL, p.URLOrigin = s.override.url, s.override.urlOrigin
	}
	if p.URL == "" {
		if !ok {
			return Profile{}, ErrNoPlatform
		}
		return Profile{}, fmt.Errorf("profile %q has no url: %w", name, ErrNoPlatform)
	}
	return s.filled(p), nil
}

// unknown says that there is no such profile, and which there are.
func (s Settings) unknown(name string) error {
	names := s.ProfileNames()
	if len(names) == 0 {
		return fmt.Errorf("there is no profile %q: %w", name, ErrNoPlatform)
	}
	there := meant(name, names)
	switch {
	case there != "":
	case len(names) == 1:
		there = "; there is " + names[0] + ";"
	default:
		there = "; there are " + strings.Join(names, ", ") + ";"
	}
	return noProfile(fmt.Sprintf("there is no profile %q%s keydesk login --profile %s makes it", name, there, name))
}

// noProfile is ErrNoPlatform where other profiles have one.
type noProfile string

func (e noProfile) Error() string { return string(e) }

// Is makes it ErrNoPlatform to those who only ask whether there is one.
func (e noProfile) Is(err error) bool { return err == ErrNoPlatform }

// filled gives p the choices of the top of the file where it made none.
func (s Settings) filled(p Profile) Profile {
	for _, c := range []struct {
		own    *string
		common string
	}{
		{&p.Execution, s.Execution},
		{&p.WebhookPayload, s.WebhookPayload},
		{&p.Open, s.Open},
		{&p.Clipboard, s.Clipboard},
	} {
		if *c.own == "" {
			*c.own = c.common
		}
	}
	p.ReadOnly = p.ReadOnly || s.ReadOnly
	return p
}

// WithoutPlatform is a profile for work that needs no platform: the choices of the profile that is
// meant by name, if there is one, and those of the top of the file.
func (s Settings) WithoutPlatform(name string) Profile {
	p := s.Profiles[s.ProfileName(name)]
	p.Name = s.ProfileName(name)
	return s.filled(p)
}
