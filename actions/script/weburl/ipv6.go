package weburl

import (
	"strconv"
	"strings"
)

// parseIPv6 reads the text between the brackets.
func parseIPv6(s string) (pieces [8]uint16, ok bool) {
	index, compress, i := 0, -1, 0
	at := func(n int) byte {
		if n < len(s) {
			return s[n]
		}
		return 0
	}
	if at(0) == ':' {
		if at(1) != ':' {
			return pieces, false
		}
		i, index = 2, 1
		compress = 1
	}
	for i < len(s) {
		if index == 8 {
			return pieces, false
		}
		if s[i] == ':' {
			if compress >= 0 {
				return pieces, false
			}
			i++
			index++
			compress = index
			continue
		}
		value, length := 0, 0
		for length < 4 && i < len(s) && hexValue(s[i]) >= 0 {
			value = value<<4 | hexValue(s[i])
			i++
			length++
		}
		if at(i) == '.' {
			if length == 0 || index > 6 || !embedIPv4(s[i-length:], &pieces, index) {
				return pieces, false
			}
			index += 2
			break
		}
		if at(i) == ':' && i < len(s) {
			i++
			if i == len(s) {
				return pieces, false
			}
		} else if i < len(s) {
			return pieces, false
		}
		pieces[index] = uint16(value)
		index++
	}
	return spread(pieces, index, compress)
}

// spread moves the pieces behind "::" to the end.
func spread(pieces [8]uint16, index, compress int) ([8]uint16, bool) {
	if compress < 0 {
		return pieces, index == 8
	}
	swaps := index - compress
	for at := 7; at != 0 && swaps > 0; at-- {
		other := compress + swaps - 1
		pieces[at], pieces[other] = pieces[other], pieces[at]
		swaps--
	}
	return pieces, true
}

// embedIPv4 reads the dotted form that may end an IPv6 address into two pieces.
func embedIPv4(s string, pieces *[8]uint16, index int) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return false
	}
	for i, part := range parts {
		if part == "" || len(part) > 3 || len(part) > 1 && part[0] == '0' || strings.Trim(part, "0123456789") != "" {
			return false
		}
		v, err := strconv.Atoi(part)
		if err != nil || v > 255 {
			return false
		}
		pieces[index+i/2] = pieces[index+i/2]<<8 | uint16(v)
	}
	return true
}

// formatIPv6 writes an address with its first longest run of zeros as "::".
func formatIPv6(pieces [8]uint16) string {
	start, length := -1, 1
	for i := 0; i < 8; i++ {
		n := 0
		for i+n < 8 && pieces[i+n] == 0 {
			n++
		}
		if n > length {
			start, length = i, n
		}
		i += n
	}
	var b strings.Builder
	for i := 0; i < 8; i++ {
		if i == start {
			if i == 0 {
				b.WriteByte(':')
			}
			b.WriteByte(':')
			i += length - 1
			continue
		}
		b.WriteString(strconv.FormatUint(uint64(pieces[i]), 16))
		if i < 7 {
			b.WriteByte(':')
		}
	}
	return b.String()
}
