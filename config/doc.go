// Package config is what the user decided, checked: the settings file, the profiles in it, the
// places where keydesk keeps its files, and the secrets of each profile.
//
//	schema.go    the one table of settings: kind, default, meaning, example, check
//	load.go      the file and the environment become Settings; document.go finds line and column
//	problem.go   what is wrong in a file, in sentences, with the nearest known name
//	profile.go   which platform is meant, and with which of its own choices
//	default.go   the commented default file, made from the table: it is also the documentation
//	explain.go   every value with its origin; what differs between two readings
//	jsonschema.go the same table for editors; initfile.go writes the first file
//	edit.go      one profile's address is written into the file, the user's comments kept
//	paths.go     where settings, secrets, history and logs are, by the XDG rules of the system
//	secrets.go   keyring or 0600 file; secretsfile.go writes that file
//
// It talks to no server and draws nothing.
package config
