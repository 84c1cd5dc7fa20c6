// Package vm runs one snippet in goja. It lives in a worker process only: goja has no memory limit
// and cannot be stopped inside a built-in function, so whoever calls Run must be ready to be
// killed.
//
//	vm.go         Machine: a runtime with its bindings, ready for one job
//	wrap.go       a snippet becomes a program; positions are the author's own
//	vet.go        what goja would silently do wrong is found in the source
//	mend.go       what the engine computes wrongly is rewritten in the source
//	hoist.go      functions in blocks
//	nativeregexp.go regular expressions, by package jsregexp
//	loop.go       promises and timers within the time limit
//	record.go     effects, log lines and their limits
//	native.go     the Go half of the bindings
//	nativedate.go the reading of dates
//	fail.go       every way a run can go wrong, in plain words
//	js/*.js       the JavaScript half of the bindings
package vm
