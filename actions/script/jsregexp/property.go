package jsregexp

import (
	"strings"
	"unicode"
)

// property reads what follows \p.
func (p *parser) property() set {
	if !p.eat("{") {
		p.fail("Invalid property name")
	}
	begin := p.at
	for !p.end() && !p.ahead("}") {
		p.at++
	}
	name := string(p.text[begin:p.at])
	if !p.eat("}") {
		p.fail("Invalid property name")
	}
	key, value, both := strings.Cut(name, "=")
	if both {
		switch key {
		case "Script", "sc":
			if t := unicode.Scripts[value]; t != nil {
				return func(r rune) bool { return unicode.Is(t, r) }
			}
		case "General_Category", "gc":
			if s := category(value); s != nil {
				return s
			}
		}
		p.unsupported(`\p{` + name + `}`)
	}
	if s := category(name); s != nil {
		return s
	}
	if s := binary(name); s != nil {
		return s
	}
	p.unsupported(`\p{` + name + `}`)
	return nil
}

// longNames are the names of categories besides their letters.
var longNames = map[string]string{
	"Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm",
	"Other_Letter": "Lo", "Mark": "M", "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc",
	"Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
	"Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps",
	"Close_Punctuation": "Pe", "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po",
	"Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So",
	"Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp",
	"Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co",
}

func category(name string) set {
	if short, ok := longNames[name]; ok {
		name = short
	}
	if name == "LC" || name == "Cased_Letter" {
		return func(r rune) bool { return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt) }
	}
	if len(name) > 2 || name == "C" || name == "Cn" {
		return nil
	}
	t := unicode.Categories[name]
	if t == nil {
		return nil
	}
	return func(r rune) bool { return unicode.Is(t, r) }
}

func binary(name string) set {
	in := func(tables ...*unicode.RangeTable) set {
		return func(r rune) bool { return unicode.In(r, tables...) }
	}
	switch name {
	case "Any":
		return func(rune) bool { return true }
	case "ASCII":
		return between(0, 127)
	case "Alphabetic", "Alpha":
		return in(unicode.L, unicode.Nl, unicode.Other_Alphabetic)
	case "Lowercase", "Lower":
		return in(unicode.Ll, unicode.Other_Lowercase)
	case "Uppercase", "Upper":
		return in(unicode.Lu, unicode.Other_Uppercase)
	case "White_Space", "space":
		return in(unicode.White_Space)
	case "ASCII_Hex_Digit", "AHex":
		return in(unicode.ASCII_Hex_Digit)
	case "Hex_Digit", "Hex":
		return in(unicode.Hex_Digit)
	case "Ideographic", "Ideo":
		return in(unicode.Ideographic)
	case "Dash":
		return in(unicode.Dash)
	case "Regional_Indicator", "RI":
		return in(unicode.Regional_Indicator)
	}
	if t := emoji[name]; t != nil {
		return in(t)
	}
	return nil
}
