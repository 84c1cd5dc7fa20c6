// Package weburl is the web's URL: the WHATWG URL Standard as browsers have it, for the URL and
// URLSearchParams of snippets and for judging what a snippet wants to open. net/url follows RFC
// 3986 instead and reads many addresses differently. The parser is github.com/nlnwa/whatwg-url.
//
//	url.go     the URL value, its origin, and what assigning to its parts does
//	form.go    application/x-www-form-urlencoded, the language of URLSearchParams
//	encode.go  percent signs, and bytes that should be UTF-8
package weburl
