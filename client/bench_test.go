package client

import (
	"strings"
	"testing"
)

// A page of conversations is decoded while a person waits for the first
// screen; a frame is decoded two thousand times a second in a flood.

func BenchmarkContactPage(b *testing.B) {
	const one = `{"id":"bd231ef3-4f6b-4191-aab6-b5389e7bc1ff","phone_number":"919810000000","name":"Aarav Sharma","profile_name":"Aarav Sharma",
		"avatar_url":"","status":"active","tags":["vip","नया ग्राहक"],"metadata":{"city":"मुंबई","orders":0,"plan":{"tier":"gold"}},
		"last_message_at":"2026-11-22T19:43:25.211785Z","last_message_preview":"[Template: Order update]","unread_count":0,
		"assigned_user_id":"9ddaed93-4cd3-4433-b8b6-e0917ec86ca3","whatsapp_account":"Main Line","service_window_open":true,
		"created_at":"2026-11-22T19:09:11.700485Z","updated_at":"2026-11-22T19:43:25.792296Z"}`
	page := []byte(`{"status":"success","data":{"contacts":[` + strings.Repeat(one+",", 99) + one + `],"total":100}}`)
	b.ReportAllocs()
	for b.Loop() {
		payload, _, err := envelope(page)
		if err != nil {
			b.Fatal(err)
		}
		if contacts, _, err := decodeList(payload, "contacts", decodeContact); err != nil || len(contacts) != 100 {
			b.Fatal(err)
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	frame := []byte(newMessage("m1"))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := decodeFrame(frame); err != nil {
			b.Fatal(err)
		}
	}
}
