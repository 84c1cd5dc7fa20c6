// Package link finds addresses and phone numbers in what people write, and says
// what is odd about an address before it is opened. It is pure, and expects text
// that is printable already.
//
//	find.go   where an address begins and ends in a text
//	phone.go  phone numbers in international form
//	doubt.go  why an address may not be what it looks like
package link
