// Package thread draws the messages of one conversation.
//
// Pane is a plain struct: no goroutine, no I/O, no Bubble Tea. Its owner feeds it messages (Merge,
// Replace, Remove, SetStatus, SetReactions), moves it (Scroll, Page, SelectMove …) and prints View.
//
// The map: pane.go holds the state and the small setters; merge.go and order.go keep the messages
// sorted and found by id; combine.go decides between two versions of one message; content.go,
// file.go, payload.go, flatten.go and choices.go turn any message type into safe text; reason.go puts a
// refusal into words; markup.go knows WhatsApp's *bold*; render.go and body.go draw one message,
// event.go what happened besides;
// scroll.go and select.go place the window over them; view.go joins the visible rows.
//
// What makes it quick: the view is anchored at a message and a row of it, so every call costs what
// is visible and never the length of the thread, and a message's rows are drawn once per width and
// remembered. Text from outside passes ui/text when a message is first needed, once a version.
package thread
