package vm

import (
	"github.com/dop251/goja"

	"keydesk/actions/script/weburl"
)

// nativeURLParse gives the normal form of an address, relative to a base if there is one, or null.
func (m *Machine) nativeURLParse(a args) goja.Value {
	var base *weburl.URL
	if a.has(1) {
		var err error
		if base, err = weburl.Parse(a.text(1), nil); err != nil {
			return goja.Null()
		}
	}
	u, err := weburl.Parse(a.text(0), base)
	if err != nil {
		return goja.Null()
	}
	return m.rt.ToValue(u.Href())
}

func (m *Machine) nativeURLPart(a args) goja.Value {
	u, err := weburl.Parse(a.text(0), nil)
	if err != nil {
		return goja.Undefined()
	}
	part := map[string]func() string{
		"origin": u.Origin, "protocol": u.Protocol, "username": u.Username, "password": u.Password,
		"host": u.Host, "hostname": u.Hostname, "port": u.Port, "pathname": u.Pathname,
		"search": u.Search, "hash": u.Hash, "query": u.Query,
	}[a.text(1)]
	if part == nil {
		return goja.Undefined()
	}
	return m.rt.ToValue(part())
}

// nativeURLSet assigns to a part and gives the new address, null when the value is no address.
func (m *Machine) nativeURLSet(a args) goja.Value {
	u, err := weburl.Parse(a.text(0), nil)
	if err != nil {
		return goja.Null()
	}
	if err := u.Set(a.text(1), a.text(2)); err != nil {
		return goja.Null()
	}
	return m.rt.ToValue(u.Href())
}

func (m *Machine) nativeURLQuery(a args) goja.Value {
	u, err := weburl.Parse(a.text(0), nil)
	if err != nil {
		return goja.Null()
	}
	u.SetQuery(a.text(1))
	return m.rt.ToValue(u.Href())
}

// nativeFormParse gives names and values in turn.
func (m *Machine) nativeFormParse(a args) goja.Value {
	var flat []any
	for _, p := range weburl.ParseForm(a.text(0)) {
		flat = append(flat, p.Name, p.Value)
	}
	return m.rt.NewArray(flat...)
}

// nativeFormFormat takes names and values in turn, as its arguments.
func (m *Machine) nativeFormFormat(a args) goja.Value {
	var pairs []weburl.Pair
	for i := 0; i+1 < len(a.call.Arguments); i += 2 {
		pairs = append(pairs, weburl.Pair{Name: a.text(i), Value: a.text(i + 1)})
	}
	return m.rt.ToValue(weburl.FormatForm(pairs))
}
