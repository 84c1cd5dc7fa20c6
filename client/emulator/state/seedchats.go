package state

import (
	"encoding/json"
	"time"
)

// talk builds one written conversation line by line.
type talk struct {
	lines []line
	fork  bool
}

func (t *talk) add(gap time.Duration, m Message) *talk {
	if m.Kind == "" {
		m.Kind = "text"
	}
	if m.Outgoing && m.Status == "" {
		m.Status = "read"
	}
	t.lines = append(t.lines, line{gap: gap, m: m})
	return t
}

// in and out add a text after gap minutes; inKind adds any other message of the customer.
func (t *talk) in(gap int, text string) *talk {
	return t.add(time.Duration(gap)*time.Minute, Message{Body: text})
}

func (t *talk) out(gap int, text string) *talk {
	return t.add(time.Duration(gap)*time.Minute, Message{Body: text, Outgoing: true})
}

func (t *talk) inKind(gap int, kind, body string) *talk {
	return t.add(time.Duration(gap)*time.Minute, Message{Kind: kind, Body: body})
}

func (t *talk) inMedia(gap int, kind, caption, mime, filename string) *talk {
	m := Message{Kind: kind, Body: caption, Media: &MediaRef{MIME: mime, Filename: filename}}
	return t.add(time.Duration(gap)*time.Minute, m)
}

func (t *talk) outMedia(gap int, kind, caption, mime, filename string) *talk {
	m := Message{Kind: kind, Body: caption, Outgoing: true, Media: &MediaRef{MIME: mime, Filename: filename}}
	return t.add(time.Duration(gap)*time.Minute, m)
}

func (t *talk) outButtons(gap int, kind, body, interactive string) *talk {
	m := Message{Kind: kind, Body: body, Outgoing: true, Buttons: json.RawMessage(interactive)}
	if kind == "template" {
		m.Title = "Order update"
	}
	return t.add(time.Duration(gap)*time.Minute, m)
}

// failed marks the last line as not delivered.
func (t *talk) failed(why string) *talk {
	m := &t.lines[len(t.lines)-1].m
	m.Status, m.Failure = "failed", why
	return t
}

// state sets the delivery status of the last line.
func (t *talk) state(status string) *talk {
	t.lines[len(t.lines)-1].m.Status = status
	return t
}

// quoting makes the last line a reply to the line back places before it.
func (t *talk) quoting(back int) *talk {
	t.lines[len(t.lines)-1].m.ReplyTo = uint32(len(t.lines) - back)
	return t
}

// liked puts an emoji of the customer (from a number) or of a user (from an id) on the last line.
func (t *talk) liked(emoji, phone, user string) *talk {
	m := &t.lines[len(t.lines)-1].m
	m.Reacts = append(m.Reacts, Reaction{Emoji: emoji, FromPhone: phone, FromUser: user})
	return t
}

func (t *talk) done(unread int) script { return script{lines: t.lines, unread: unread} }

// sticker is the difference between the generations: UPSTREAM loses a sticker's media (§5.3).
func (t *talk) sticker(gap int) *talk {
	if t.fork {
		return t.inMedia(gap, "sticker", "", "image/webp", "")
	}
	return t.inKind(gap, "sticker", "")
}

// quickReply is a customer's press on a template's button: UPSTREAM loses its text (§5.3).
func (t *talk) quickReply(gap int, text string) *talk {
	if t.fork {
		return t.inKind(gap, "button_reply", text)
	}
	return t.inKind(gap, "button", "")
}

// The failures of contract §5.4, word for word.
const (
	FailUndeliverable = "failed to send text message: API error 131026: (#131026) Message undeliverable - Details: Message Undeliverable."
	FailWindow        = "failed to send text message: API error 131047: (#131047) Re-engagement message - Details: Message failed to send because more than 24 hours have passed since the customer last replied to this number."
	FailToken         = "failed to send text message: API error 190: Error validating access token: Session has expired"
	failLater         = "Message Undeliverable."
)

// scripted are the written conversations of the first contacts; together they show every message
// type of contract §5.3.
func (s *seeded) scripted() []script {
	ravi := s.agent
	start := func() *talk { return &talk{fork: s.fork} }
	all := make([]script, 0, 24)
	all = append(all,
		start().in(0, "Hello! Do you ship the blue kettle to Pune?").
			out(2, "Hello Aarav! Yes, it takes two to three days.").in(1, "Lovely, ordering it now 🙂").
			in(7*24*60, "Hi, I ordered the blue kettle last week.").
			inMedia(1, "image", "receipt", "image/png", "").
			out(1, "Let me look that up for you.").
			in(8, "Any news?").quoting(1).
			in(1, "Where is my order?").liked("👍", "", ravi).done(2),
		start().in(0, "नमस्ते, मेरा पार्सल कहाँ है?").out(3, "नमस्ते महेश जी! वह आज शाम तक पहुँच जाएगा।").
			outButtons(1, "interactive", "क्या यह समय ठीक है?",
				`{"body":"क्या यह समय ठीक है?","buttons":[{"id":"yes","title":"हाँ"},{"id":"no","title":"नहीं"},{"id":"later","title":"बाद में"}],"type":"button"}`).
			inKind(2, "button_reply", "हाँ").quoting(1).in(1, "धन्यवाद").done(1),
		start().inMedia(0, "video", "开箱视频", "video/mp4", "").out(5, "看起来不错！喜欢吗？").liked("❤️", "919810015838", "").
			in(4, "很喜欢！我又订了一个茶壶。").out(2, "太好了，谢谢您！").in(30, "你好，请问发货了吗？").done(0),
		start().in(0, "My kettle arrived with a crack 😞").inMedia(1, "image", "the crack, left side", "image/png", "").
			out(3, "I am so sorry. Replacement or refund?").
			outButtons(1, "interactive", "How would you like to proceed?",
				`{"body":"How would you like to proceed?","rows":[{"id":"refund","title":"Refund"},{"id":"replace","title":"Replacement"},{"id":"voucher","title":"Voucher"},{"id":"call","title":"Call me"}],"type":"list"}`).
			inKind(2, "button_reply", "Refund").quoting(1).
			out(1, "Refund issued: ₹1,299.00").failed(failLater).
			out(2, "Refund issued: *₹1,299.00* to your card, _3–5 days_").liked("🙏", "919810023757", "").
			out(1, "Refund is on its way").done(0),
		start().inKind(0, "location", `{"address":"Apollo Bandar, Mumbai","latitude":19.076,"longitude":72.8777,"name":"Gateway of India"}`).
			in(1, "هل يمكنكم التوصيل إلى هنا؟").out(4, "نعم بالتأكيد، غداً بين 10 و 12.").state("delivered").in(2, "شكرا جزيلا").done(0),
		start().in(0, "抹茶の淹れ方を教えていただけますか？").outMedia(4, "audio", "", "audio/ogg", "matcha.ogg").
			inMedia(3, "audio", "", "audio/ogg; codecs=opus", "").sticker(1).done(0),
		start().in(0, "Our monthly wholesale order for Chai & Co.:").
			inMedia(1, "document", "order November", "application/pdf", "चालान order 11.pdf").
			inKind(1, "contacts", `[{"name":"Rahul देशमुख","phones":["+91 98100 11111","+91 22 5555 0000"]}]`).
			in(1, "Please call Rahul for the gate").out(6, "Thank you! Booked for Thursday 👍").quoting(3).state("sent").done(0),
		start().in(0, "Hi, can I track my parcel somewhere?").
			outButtons(2, "interactive", "Track your parcel",
				`{"body":"Track your parcel","button_text":"Track","type":"cta_url","url":"https://example.com/t/1042"}`).
			in(3, "That page says it is still in Pune").out(2, "It moves tonight, promised.").state("delivered").done(0),
		start().in(0, `Invoice to "Tables & Sons" <accounts@tables.example>; not O'Tables!`).
			in(1, `{"note": "it's 100% \\ quoted", "line": "a	tab"}`).out(4, "Noted, letter by letter 🙂").done(0),
		start().in(0, "click \x1b]8;;https://evil.example\x07here\x1b]8;;\x07 \x1b[2J\x1b[H\x1b[31mred\x1b[0m").
			in(1, "and read \u202Etxet desrever\u202C zero\u200Bwidth\u0007").out(5, "Sorry, I can only see plain text.").done(0),
		start().in(0, "Good morning. I represent the house of Hohenlohe and we would like to order tea for two hundred and forty guests, "+
			"delivered in three lots to three castles, each with its own labels, ribbons and a short history of the tea inside.").
			out(9, "Good morning! What a lovely order. I will prepare an offer.").in(2, "Danke sehr").done(0),
		start().outButtons(0, "template", "Hello 김민준, your order A-77 has shipped.",
			`{"buttons":[{"text":"Track","type":"QUICK_REPLY"},{"text":"Open","type":"URL","url":"https://example.com/o"}],"type":"button"}`).
			quickReply(12, "Track").out(1, "It arrives tomorrow before noon.").in(1, "감사합니다!").done(0),
		start().in(0, "Здравствуйте! Есть ли иван-чай?").inKind(1, "unsupported", "").
			out(3, "Hello Anna, I could not open your last message, could you send it as text?").in(6, "Это был опрос 🙂").done(0),
		start().in(0, "Xin chào, tôi muốn đổi hàng.").outMedia(5, "document", "return form", "application/pdf", "return-form.pdf").
			in(4, "Cảm ơn!").done(0),
	)
	for len(all) < oldContacts {
		all = append(all, script{})
	}
	// The first whose 24-hour window is closed: WhatsApp refuses free text then (§5.5).
	return append(all, start().in(0, "Thanks, all good. Bye!").out(26*60, "Hello again! New autumn teas are in.").failed(FailWindow).done(0))
}
