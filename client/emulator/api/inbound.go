package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"keydesk/client/emulator/state"
)

// inbound is what WhatsApp sends to the platform.
type inbound struct{ *call }

// verify answers the subscription handshake of WhatsApp (contract §18).
func (c inbound) verify() {
	q := c.r.URL.Query()
	for _, a := range c.e.Accounts {
		if q.Get("hub.mode") == "subscribe" && q.Get("hub.verify_token") == a.Verify {
			c.plain(http.StatusOK, q.Get("hub.challenge"))
			return
		}
	}
	c.fail(http.StatusForbidden, "Verification failed")
}

// cloud is the part of the WhatsApp Cloud API payload that is understood here.
type cloud struct {
	Entry []struct {
		Changes []struct {
			Value cloudValue `json:"value"`
		} `json:"changes"`
	} `json:"entry"`
}

type cloudValue struct {
	Metadata struct {
		PhoneID string `json:"phone_number_id"`
	} `json:"metadata"`
	Contacts []struct {
		Profile struct {
			Name string `json:"name"`
		} `json:"profile"`
	} `json:"contacts"`
	Messages []cloudMessage `json:"messages"`
	Statuses []struct {
		ID     string `json:"id"`
		Status string `json:"status"`
		Errors []struct {
			Title     string `json:"title"`
			ErrorData struct {
				Details string `json:"details"`
			} `json:"error_data"`
		} `json:"errors"`
	} `json:"statuses"`
}

type cloudMedia struct {
	Caption  string `json:"caption"`
	MIME     string `json:"mime_type"`
	Filename string `json:"filename"`
}

type cloudMessage struct {
	From string `json:"from"`
	ID   string `json:"id"`
	Type string `json:"type"`
	Text struct {
		Body string `json:"body"`
	} `json:"text"`
	Image    *cloudMedia     `json:"image"`
	Video    *cloudMedia     `json:"video"`
	Audio    *cloudMedia     `json:"audio"`
	Document *cloudMedia     `json:"document"`
	Sticker  *cloudMedia     `json:"sticker"`
	Location json.RawMessage `json:"location"`
	Contacts []struct {
		Name struct {
			Formatted string `json:"formatted_name"`
		} `json:"name"`
		Phones []struct {
			Phone string `json:"phone"`
		} `json:"phones"`
	} `json:"contacts"`
	Button struct {
		Text string `json:"text"`
	} `json:"button"`
	Interactive struct {
		ButtonReply choice `json:"button_reply"`
		ListReply   choice `json:"list_reply"`
	} `json:"interactive"`
	Reaction struct {
		MessageID string `json:"message_id"`
		Emoji     string `json:"emoji"`
	} `json:"reaction"`
	Context struct {
		ID string `json:"id"`
	} `json:"context"`
}

// receive takes what WhatsApp would send; a signature is not checked, as without an app
// secret on the platform. Unlike there the message is stored before the answer.
func (c inbound) receive() {
	var in cloud
	if !c.decodeStrict(&in) {
		return
	}
	e := c.e
	e.Lock()
	var statuses [][3]string
	for _, entry := range in.Entry {
		for _, ch := range entry.Changes {
			for n := range ch.Value.Messages {
				e.takeCloud(&ch.Value, &ch.Value.Messages[n])
			}
			for _, s := range ch.Value.Statuses {
				why := ""
				if len(s.Errors) > 0 {
					if why = s.Errors[0].ErrorData.Details; why == "" {
						why = s.Errors[0].Title
					}
				}
				if id := e.ByWAMID(s.ID); id != "" {
					statuses = append(statuses, [3]string{id, s.Status, why})
				}
			}
		}
	}
	e.Unlock()
	for _, s := range statuses {
		e.SetStatus(s[0], s[1], s[2])
	}
	c.ok(map[string]string{"status": "ok"})
}

// takeCloud stores one message. An unknown number becomes a contact; a repeated id is ignored; a
// text with NUL is lost (contract §5.6). The lock is held.
func (e *Server) takeCloud(v *cloudValue, in *cloudMessage) {
	if _, repeated := e.Seen[in.ID]; repeated || strings.ContainsRune(in.Text.Body, 0) {
		return
	}
	if in.Type == "reaction" {
		if i, seq, ok := e.MessageByID(e.ByWAMID(in.Reaction.MessageID)); ok {
			e.React(i, seq, state.Reaction{Emoji: in.Reaction.Emoji, FromPhone: in.From})
		}
		return
	}
	i, exists := e.ByPhone(in.From)
	switch {
	case !exists:
		i = e.NewContact(in.From)
		if len(v.Contacts) > 0 {
			e.Edit(i).Name = v.Contacts[0].Profile.Name
		}
	case e.Contacts[i].Deleted:
		e.Restore(i)
	}
	m := e.fromCloud(in)
	for n, a := range e.Accounts {
		if a.PhoneID != v.Metadata.PhoneID {
			continue
		}
		m.Account = uint8(n + 1)
		if e.Contacts[i].Account == 0 {
			e.Contacts[i].Account = m.Account
		}
	}
	m.Foreign = in.ID
	if at, seq, ok := e.MessageByID(e.ByWAMID(in.Context.ID)); ok && at == i {
		m.ReplyTo = seq + 1
	}
	m = e.Receive(i, m)
	e.Seen[in.ID] = e.MessageID(i, m.Seq)
}

// fromCloud translates a message, with what each generation loses (contract §5.3).
func (e *Server) fromCloud(in *cloudMessage) state.Message {
	m := state.Message{Kind: in.Type}
	media := map[string]*cloudMedia{
		"image": in.Image, "video": in.Video, "audio": in.Audio, "document": in.Document, "sticker": in.Sticker,
	}[in.Type]
	switch {
	case in.Type == "text":
		m.Body = in.Text.Body
	case in.Type == "location":
		m.Body = string(state.Canonical(in.Location))
	case in.Type == "contacts":
		m.Body = in.cards()
	case in.Type == "interactive":
		m.Kind, m.Body = "button_reply", in.Interactive.ButtonReply.Title+in.Interactive.ListReply.Title
	case in.Type == "button" && e.Fork:
		m.Kind, m.Body = "button_reply", in.Button.Text
	case media != nil:
		m.Body = media.Caption
		if e.Fork || in.Type != "sticker" {
			m.Media = &state.MediaRef{MIME: media.MIME, Filename: media.Filename}
		}
	}
	return m
}

// cards is the JSON text a message with contact cards is stored as (contract §5.3).
func (in *cloudMessage) cards() string {
	type card struct {
		Name   string   `json:"name"`
		Phones []string `json:"phones"`
	}
	list := []card{}
	for _, c := range in.Contacts {
		out := card{Name: c.Name.Formatted, Phones: []string{}}
		for _, p := range c.Phones {
			out.Phones = append(out.Phones, p.Phone)
		}
		list = append(list, out)
	}
	raw, _ := json.Marshal(list) // strings only
	return string(raw)
}
