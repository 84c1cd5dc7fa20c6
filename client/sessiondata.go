package client

import (
	"context"
	"encoding/json"
	"slices"
)

// SessionData is what a chatbot flow collected about a contact, and how the
// organization wants it shown.
type SessionData struct {
	SessionID, FlowID, FlowName string
	Values                      map[string]any // numbers are json.Number
	Sections                    []PanelSection
}

// PanelSection is a group of fields of the contact panel, in display order.
type PanelSection struct {
	ID, Label        string
	Columns          int
	Collapsible      bool
	DefaultCollapsed bool
	Fields           []PanelField
}

// PanelField is one value of Values and how to label it.
type PanelField struct{ Key, Label, DisplayType, Color string }

// SessionData returns the chatbot data of a contact.
func (c *Client) SessionData(ctx context.Context, contactID string) (SessionData, error) {
	const op = "load the contact's details"
	payload, err := c.read(ctx, op, nil, "contacts", contactID, "session-data")
	if err != nil {
		return SessionData{}, err
	}
	return decoded(op, payload, decodeSessionData)
}

type panelWire struct {
	ID        text             `json:"id"`
	Label     text             `json:"label"`
	Columns   whole            `json:"columns"`
	Collapse  flag             `json:"collapsible"`
	Collapsed flag             `json:"default_collapsed"`
	Order     whole            `json:"order"`
	Fields    []panelFieldWire `json:"fields"`
}

type panelFieldWire struct {
	Key     text  `json:"key"`
	Label   text  `json:"label"`
	Order   whole `json:"order"`
	Display text  `json:"display_type"`
	Color   text  `json:"color"`
}

func decodeSessionData(raw json.RawMessage) (SessionData, error) {
	var w struct {
		SessionID text            `json:"session_id"`
		FlowID    text            `json:"flow_id"`
		FlowName  text            `json:"flow_name"`
		Values    json.RawMessage `json:"session_data"`
		Panel     json.RawMessage `json:"panel_config"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return SessionData{}, err
	}
	d := SessionData{SessionID: string(w.SessionID), FlowID: string(w.FlowID), FlowName: string(w.FlowName), Values: decodeMap(w.Values)}
	var panel struct {
		Sections []panelWire `json:"sections"`
	}
	if json.Unmarshal(w.Panel, &panel) != nil {
		return d, nil // how to show it is a courtesy; the values are not
	}
	slices.SortStableFunc(panel.Sections, func(a, b panelWire) int { return int(a.Order - b.Order) })
	for _, s := range panel.Sections {
		section := PanelSection{ID: string(s.ID), Label: string(s.Label), Columns: int(s.Columns),
			Collapsible: bool(s.Collapse), DefaultCollapsed: bool(s.Collapsed)}
		slices.SortStableFunc(s.Fields, func(a, b panelFieldWire) int { return int(a.Order - b.Order) })
		for _, f := range s.Fields {
			section.Fields = append(section.Fields, PanelField{Key: string(f.Key), Label: string(f.Label), DisplayType: string(f.Display), Color: string(f.Color)})
		}
		d.Sections = append(d.Sections, section)
	}
	return d, nil
}
