package jsregexp

// repeat is a quantifier over a matcher that holds the groups from first to behind last.
type repeat struct {
	m           matcher
	least, most int // most is -1 without bound
	lazy        bool
	first, last int
}

func (q *repeat) match(x *run, i int, k func(int) bool) bool { return q.turn(x, i, 0, k) }

func (q *repeat) turn(x *run, i, n int, k func(int) bool) bool {
	x.step()
	if n < q.least {
		return q.again(x, i, n, k)
	}
	if q.lazy && k(i) {
		return true
	}
	if (q.most < 0 || n < q.most) && q.again(x, i, n, k) {
		return true
	}
	return !q.lazy && k(i)
}

// again takes one more turn, which begins without captures and must not be empty beyond the least.
func (q *repeat) again(x *run, i, n int, k func(int) bool) bool {
	var was []int
	if q.last > q.first {
		was = append(was, x.caps[2*q.first:2*q.last]...)
		for c := 2 * q.first; c < 2*q.last; c++ {
			x.caps[c] = -1
		}
	}
	if q.m(x, i, func(j int) bool { return (n < q.least || j != i) && q.turn(x, j, n+1, k) }) {
		return true
	}
	copy(x.caps[2*q.first:], was)
	return false
}

// repeatOne is a quantifier over a single character, which needs no recursion.
func repeatOne(has func(rune) bool, least, most int, lazy, back bool) matcher {
	return func(x *run, i int, k func(int) bool) bool {
		n := 0
		for ; n < least; n++ {
			if i = x.take(i, has, back); i < 0 {
				return false
			}
		}
		if lazy {
			for !k(i) {
				if most >= 0 && n >= most {
					return false
				}
				if i = x.take(i, has, back); i < 0 {
					return false
				}
				n++
			}
			return true
		}
		begin := i
		for ; most < 0 || n < most; n++ {
			j := x.take(i, has, back)
			if j < 0 {
				break
			}
			i = j
		}
		for {
			if k(i) {
				return true
			}
			if i == begin {
				return false
			}
			x.step()
			if back {
				_, w := x.at(i)
				i += w
			} else {
				_, w := x.before(i)
				i -= w
			}
		}
	}
}
