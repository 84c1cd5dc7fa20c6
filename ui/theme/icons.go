package theme

// fallbackIcon stands for every icon name that the platform does not define.
const fallbackIcon = "zap"

// IconNames are the icons an action may name, in the order of a picker.
func IconNames() []string {
	return []string{"ticket", "user", "bar-chart", "link", "phone", "mail", "file-text", "external-link", "zap", "globe", "code"}
}

// Icon is the glyph of an icon name, zap's for a name that is not known. Each
// is one or two cells in every terminal.
func (g Glyphs) Icon(name string) string {
	if icon, ok := g.icons[name]; ok {
		return icon
	}
	return g.icons[fallbackIcon]
}

// unicodeIcons avoid ☎ ✉ ⚡ and their like: those have an emoji form, and
// whether they are one cell or two is a matter of font, terminal and version.
func unicodeIcons() map[string]string {
	return map[string]string{
		"ticket": "◫", "user": "♙", "bar-chart": "▟", "link": "☍", "phone": "✆", "mail": "@",
		"file-text": "≣", "external-link": "⇗", "zap": "↯", "globe": "◍", "code": "<>",
	}
}

func asciiIcons() map[string]string {
	return map[string]string{
		"ticket": "#", "user": "u", "bar-chart": "%", "link": "&", "phone": "t", "mail": "@",
		"file-text": "=", "external-link": "^", "zap": "*", "globe": "o", "code": "<>",
	}
}
