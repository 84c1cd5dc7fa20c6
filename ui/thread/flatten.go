package thread

import (
	"maps"
	"slices"
	"strings"
)

// gather collects "name value" of the leaves, by name, a bounded number of a bounded depth.
func gather(fields *[]string, name string, v any, depth int) {
	if len(*fields) >= shownChoices || depth > 4 {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			gather(fields, scalar(k), v[k], depth+1)
		}
	case []any:
		for _, one := range v {
			gather(fields, name, one, depth+1)
		}
	default:
		if s := scalar(v); s != "" {
			*fields = append(*fields, strings.TrimSpace(name+" "+s))
		}
	}
}
