// Package files keeps custom actions as files, so that editors, reviews and version control work on
// them: one TOML file an action, and its script or body as a file beside it.
//
//	encode.go    an action to TOML: deterministic, and lossless for every config
//	decode.go    and back, strictly; where.go says in which file and line a field stands
//	name.go      file names from the names of actions: safe everywhere, unique
//	dir.go       a directory of them; every access stays inside it, writes are atomic
//	state.go     what the platform held when the files were last in step with it
//	compare.go   files, state and platform side by side: who changed what
//
// The text of a script or body gets one line break more in its file, as editors want it, and reading
// takes that away again.
package files
