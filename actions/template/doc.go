// Package template fills the texts of an action in: placeholders such as {{contact.name}} get the
// values of a subject, each written for the place in which it stands.
//
//	parse.go     a text in pieces: literals and placeholders
//	path.go      what a placeholder's path means       names.go       the names there are
//	lookup.go    a text with its values                fields.go      the names with their values, for an editor
//	subject.go   the data an action is about           order.go       its keys in the order they were sent
//	body.go      a body, by its type                   url_braces.go  an address, before it is taken apart
//	output.go    what came out, and where each value stands in it
//	completion.go  the name somebody began to write    error.go       what is wrong, as a sentence
//	madeup.go    a subject that breaks careless texts  text.go        someone's text inside a message
//
// Values are opaque: a placeholder inside a value is text. How a value is escaped is actions/places'.
package template
