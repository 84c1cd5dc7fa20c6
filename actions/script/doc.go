// Package script runs the JavaScript of custom actions in a sandbox and hands back what it asked
// for as values. Nothing here touches a clipboard, a browser or a screen.
package script
