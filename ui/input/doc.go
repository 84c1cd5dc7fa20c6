// Package input stands between the terminal and Bubble Tea's decoder: it passes what terminals send and
// bounds the rest, since that decoder trusts its terminal (more than 32 parameters in a sequence make it
// panic, a repeated key report of a few bytes makes 65,535 events). What it drops is never typed text.
//
//	filter.go  the filter: a state machine over bytes; it holds back a sequence until it is whole
//	limit.go   a last look at what passes: no introducer with more parameters than the decoder holds
//	file.go    the terminal as a file that reads through the filter
package input
