package studio

// Placed is an action that gets another display_order.
type Placed struct {
	ID    string
	Order int
}

// Reorder is what has to be written so that the platform, which sorts by display_order and shows the
// newer of two with the same one first, shows the entries as they stand here: as few as possible,
// because each is a request of its own. No order below 0 is written.
func Reorder(list []Entry) []Placed {
	keep := keepers(list)
	orders := make([]int, len(list))
	var out []Placed
	for i, last := 0, -1; i < len(list); {
		if keep[i] {
			orders[i], last = list[i].Stored.Order, i
			i++
			continue
		}
		end := i
		for end < len(list) && !keep[end] {
			end++
		}
		low := -1
		if last >= 0 {
			low = orders[last]
		}
		gap := end - i + 1
		room := gap // behind the last one that stays there is room without end
		if end < len(list) {
			room = list[end].Stored.Order - low
		}
		for n := i; n < end; n++ {
			orders[n] = low + room*(n-i+1)/gap
			out = append(out, Placed{ID: list[n].Stored.ID, Order: orders[n]})
		}
		i = end
	}
	return out
}

// keepers are the entries that can keep their order: as many as possible of those between which there
// is room for the others.
func keepers(list []Entry) []bool {
	n := len(list)
	best, before := make([]int, n), make([]int, n)
	top := -1
	for j := range list {
		if list[j].Stored.Order >= j { // room for those before it
			best[j] = 1
		}
		before[j] = -1
		for i := range j {
			if best[i] > 0 && best[i]+1 > best[j] && fits(list, i, j) {
				best[j], before[j] = best[i]+1, i
			}
		}
		if best[j] > 0 && (top < 0 || best[j] > best[top]) {
			top = j
		}
	}
	keep := make([]bool, n)
	for ; top >= 0; top = before[top] {
		keep[top] = true
	}
	return keep
}

// fits says whether i and j, further down, can both keep their order.
func fits(list []Entry, i, j int) bool {
	a, b := list[i], list[j]
	if b.Stored.Order-a.Stored.Order >= j-i {
		return true
	}
	return j == i+1 && a.Stored.Order == b.Stored.Order && a.Created.After(b.Created)
}
