package weburl

import (
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// domains turns a domain into its ASCII form with the web's rules: not strict about lengths and
// hyphens, which browsers are not either.
func domains() *idna.Profile {
	return idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false),
		idna.CheckHyphens(false), idna.CheckJoiners(true), idna.BidiRule(), idna.VerifyDNSLength(false))
}

const forbiddenHost = "\x00\t\n\r #/:<>?@[\\]^|"

// parseHost is the host parser: it gives the serialized host.
func parseHost(input string, special bool) (string, bool) {
	if strings.HasPrefix(input, "[") {
		if !strings.HasSuffix(input, "]") || len(input) < 2 {
			return "", false
		}
		pieces, ok := parseIPv6(input[1 : len(input)-1])
		if !ok {
			return "", false
		}
		return "[" + formatIPv6(pieces) + "]", true
	}
	if !special {
		if strings.ContainsAny(input, forbiddenHost) {
			return "", false
		}
		return setControl.encode(input), true
	}
	decoded, _, _ := DecodeUTF8(percentDecode(input), false)
	domain, ok := toASCII(decoded)
	if !ok || domain == "" || strings.ContainsAny(domain, forbiddenHost+"%") {
		return "", false
	}
	for i := range len(domain) {
		if domain[i] < 0x20 || domain[i] == 0x7f {
			return "", false
		}
	}
	if endsInNumber(domain) {
		address, ok := parseIPv4(domain)
		if !ok {
			return "", false
		}
		return formatIPv4(address), true
	}
	return domain, true
}

// toASCII is "domain to ASCII" of the standard. Plain ASCII without an "xn--" label only becomes
// lower case: whatever else is in it, browsers leave.
func toASCII(domain string) (string, bool) {
	plain := true
	for i := range len(domain) {
		if domain[i] >= 0x80 {
			plain = false
			break
		}
	}
	lower := strings.ToLower(domain)
	if plain && !strings.HasPrefix(lower, "xn--") && !strings.Contains(lower, ".xn--") {
		return lower, true
	}
	ascii, err := domains().ToASCII(domain)
	return ascii, err == nil
}

// endsInNumber says whether a host must be an IPv4 address because its last label is a number.
func endsInNumber(host string) bool {
	labels := strings.Split(host, ".")
	last := labels[len(labels)-1]
	if last == "" {
		if len(labels) == 1 {
			return false
		}
		last = labels[len(labels)-2]
	}
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := parseIPv4Number(last)
	return ok
}

// parseIPv4Number reads one part of an IPv4 address: decimal, 0x hexadecimal or 0 octal.
func parseIPv4Number(s string) (*big.Int, bool) {
	if s == "" {
		return nil, false
	}
	base := 10
	switch {
	case strings.HasPrefix(s, "0x") || strings.HasPrefix(s, "0X"):
		s, base = s[2:], 16
	case len(s) > 1 && s[0] == '0':
		s, base = s[1:], 8
	}
	if s == "" {
		return new(big.Int), true
	}
	for i := range len(s) {
		if hexValue(s[i]) < 0 {
			return nil, false
		}
	}
	if digits := strings.TrimLeft(s, "0"); len(digits) <= 64 {
		return new(big.Int).SetString("0"+digits, base)
	}
	return new(big.Int).Lsh(big.NewInt(1), 64), strings.Trim(s, "01234567") == "" || base != 8
}

func parseIPv4(host string) (uint32, bool) {
	parts := strings.Split(host, ".")
	if parts[len(parts)-1] == "" && len(parts) > 1 {
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 4 {
		return 0, false
	}
	var address uint64
	for i, part := range parts {
		n, ok := parseIPv4Number(part)
		if !ok || n.Sign() < 0 || !n.IsUint64() {
			return 0, false
		}
		v := n.Uint64()
		if i < len(parts)-1 {
			if v > 255 {
				return 0, false
			}
			address |= v << (8 * (3 - i))
			continue
		}
		if v >= 1<<(8*(5-len(parts))) {
			return 0, false
		}
		address += v
	}
	return uint32(address), true
}

func formatIPv4(a uint32) string {
	parts := make([]string, 4)
	for i := range parts {
		parts[i] = strconv.Itoa(int(a >> (8 * (3 - i)) & 255))
	}
	return strings.Join(parts, ".")
}
