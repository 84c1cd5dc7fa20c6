package run

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"

	"github.com/dop251/goja"
)

// Limits of a script. The platform has none (contract §20); this emulator lives inside the
// console's process and so must not follow it there.
const (
	scriptTime   = 200 * time.Millisecond
	scriptMemory = 32 << 20 // growth of the whole process's heap meanwhile
	scriptStack  = 128
	scriptSize   = 8 << 10
	scriptResult = 256 << 10
)

// Script runs a javascript action as the platform does: the code is the body of a function
// that gets context, contact, user and organization, and some keys of the object it returns are
// looked at (contract §8.7).
func (r *Runner) Script(code string, rc *Context) Result {
	result, err := evaluate(code, rc)
	if err != nil {
		r.Log.Debug("script failed", "error", err)
		return Failed()
	}
	out := Result{Success: true, Message: "JavaScript action executed", Toast: &toast{"Action completed", "success"}}
	if text, ok := result["message"].(string); ok && text != "" {
		out.Message = text
	}
	if text, ok := result["clipboard"].(string); ok {
		out.Clipboard = text
	}
	if target, ok := result["url"].(string); ok && target != "" {
		out.RedirectURL = target
	}
	if t, ok := result["toast"].(map[string]any); ok {
		// A toast without a type is told as "<nil>": nobody checks (contract §20).
		out.Toast = &toast{fmt.Sprint(t["message"]), fmt.Sprint(t["type"])}
	}
	return out
}

// evaluate gives the returned object, nil for any other value.
func evaluate(code string, rc *Context) (result map[string]any, err error) {
	// The platform pastes the code on one line, so a trailing comment swallows the rest.
	source := "(function(context, contact, user, organization) {" + code + "})"
	program, err := gate(source, len(code))
	if err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("script crashed: %v", r)
		}
	}()
	vm := goja.New()
	vm.SetMaxCallStackSize(scriptStack)
	stop := watch(vm)
	defer stop()
	contact := map[string]any{
		"id": rc.Contact.ID, "name": rc.Contact.Name, "phone_number": rc.Contact.Phone,
		"profile_name": rc.Contact.ProfileName, "metadata": map[string]any{}, // opaque (contract §8.7)
	}
	tags := make([]any, 0, len(rc.Contact.Tags))
	for _, tag := range rc.Contact.Tags {
		tags = append(tags, tag)
	}
	contact["tags"] = vm.NewArray(tags...)
	user := map[string]any{"id": rc.User.ID, "name": rc.User.Name, "email": rc.User.Email, "role": nil}
	organization := map[string]any{"id": rc.Organization.ID, "name": rc.Organization.Name}
	all := map[string]any{"contact": contact, "user": user, "organization": organization}
	arguments := []goja.Value{vm.ToValue(all), vm.ToValue(contact), vm.ToValue(user), vm.ToValue(organization)}
	for n, name := range []string{"context", "contact", "user", "organization"} {
		if err := vm.Set(name, arguments[n]); err != nil {
			return nil, err
		}
	}
	value, err := vm.RunProgram(program)
	if err != nil {
		return nil, err
	}
	call, ok := goja.AssertFunction(value)
	if !ok {
		return nil, errors.New("the code left its function")
	}
	returned, err := call(goja.Undefined(), arguments...)
	if err != nil {
		return nil, err
	}
	return exported(vm, returned)
}

// exported turns what was returned into plain data, still under the watch.
func exported(vm *goja.Runtime, v goja.Value) (map[string]any, error) {
	object, ok := v.(*goja.Object)
	if !ok || object.ClassName() != "Object" {
		return nil, nil
	}
	out := make(map[string]any)
	for _, key := range []string{"message", "clipboard", "url", "toast"} {
		value := object.Get(key)
		if value == nil || goja.IsUndefined(value) || goja.IsNull(value) {
			continue
		}
		if inner, isObject := value.(*goja.Object); isObject && key == "toast" {
			fields := map[string]any{}
			for _, field := range []string{"message", "type"} {
				if f := inner.Get(field); f != nil && !goja.IsUndefined(f) && !goja.IsNull(f) {
					fields[field] = f.String()
				}
			}
			out[key] = fields
			continue
		}
		if _, isObject := value.(*goja.Object); !isObject {
			out[key] = value.Export()
		}
	}
	if raw, err := json.Marshal(out); err != nil || len(raw) > scriptResult {
		return nil, errors.New("the result is too large")
	}
	return out, nil
}

// watch interrupts the script when its time is up or the heap grew too much. stop ends the watch
// and waits for it.
func watch(vm *goja.Runtime) (stop func()) {
	over, gone := make(chan struct{}), make(chan struct{})
	before := heapSize()
	go func() {
		defer close(gone)
		ticker := time.NewTicker(2 * time.Millisecond)
		defer ticker.Stop()
		deadline := time.After(scriptTime)
		for {
			select {
			case <-over:
				return
			case <-deadline:
				vm.Interrupt("time limit")
				return
			case <-ticker.C:
				if heapSize() > before+scriptMemory {
					vm.Interrupt("memory limit")
					return
				}
			}
		}
	}()
	return func() {
		close(over)
		<-gone
	}
}

// heapSize is the bytes of live and not yet swept objects.
func heapSize() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
