package actions

import "encoding/json"

// RemoteResult is the platform's answer to execute (contract §8.4).
type RemoteResult struct {
	Success                         bool
	Message, RedirectURL, Clipboard string
	Toast                           *RemoteToast
	Data                            json.RawMessage
}

// RemoteToast is the toast in a platform's answer; Level is any string.
type RemoteToast struct{ Message, Level string }
