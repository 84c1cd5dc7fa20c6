// Package bulk is what is seen of doing the same with many conversations: one dialog that shows what
// would be done with each, asks once, tells how far it is, and what became of each.
//
//	sheet.go    Sheet: the dialog, and its keys
//	draw.go     the dialog as drawn
//	change.go   Change: the job that changes a contact on the platform
//	local.go    Local: the job that changes what this desk alone knows
//	read.go     what an action reads of a conversation that nobody opened
package bulk
