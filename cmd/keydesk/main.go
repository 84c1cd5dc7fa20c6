// Command keydesk is a console for customer-support agents.
package main

import (
	"os"

	"keydesk/cmd"
)

func main() { os.Exit(cmd.Main()) }
