// Package weburl is the web's URL: the WHATWG URL Standard as browsers have it, for the URL and
// URLSearchParams of snippets and for judging what a snippet wants to open. net/url follows RFC
// 3986 instead and reads many addresses differently.
//
//	url.go      the URL value and its parts
//	parse.go    the basic URL parser, one method a state
//	host.go     hosts: domains, IPv4 and IPv6 in all their spellings
//	encode.go   percent-encode sets
//	setters.go  what assigning to href, host, search … does
//	form.go     application/x-www-form-urlencoded, the language of URLSearchParams
package weburl
