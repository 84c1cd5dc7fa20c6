// Package keys is the one key table. Keys, footer, help, palette and the key
// sheet are all made from it, so that none of them can lie.
//
//	keys.go      Binding, Table: who owns which key, and where
//	conflict.go  what is wrong with a table, in sentences, in a fixed order
//	name.go      Normal and Parse: one canonical name a key
//	show.go      Show: a key as the footer writes it
//	match.go     Matcher: sequences such as "g g", without a timer
package keys
