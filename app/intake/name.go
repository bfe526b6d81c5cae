package intake

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the most bytes a stored name has: file systems stop at 255.
const maxName = 180

// safeName gives the name under which a part is shown and may be stored: one
// path element, no separators, controls or direction marks. ok is false when
// the name as given could have done harm.
func safeName(name string) (shown string, ok bool) {
	ok = true
	shown = strings.Map(func(c rune) rune {
		switch {
		case c == '/' || c == '\\' || c == ':':
			ok = false
			return '_'
		case c == '\n' || c == '\r' || c == '\t':
			return ' '
		case unseen(c):
			ok = false
			return '_'
		case strings.ContainsRune(`<>"|?*`, c):
			return '_'
		}
		return c
	}, clean(name))
	shown = strings.TrimSpace(shown)
	if trimmed := strings.TrimLeft(shown, "."); trimmed != shown && (strings.HasPrefix(shown, "..") || trimmed == "") {
		ok = false
		shown = "_" + trimmed
	}
	if deviceName(shown) {
		ok = false
		shown = "_" + shown
	}
	if len(shown) > maxName {
		ok = false
		ext := path.Ext(shown)
		if len(ext) > 20 {
			ext = ""
		}
		cut := maxName - len(ext)
		for cut > 0 && !utf8.RuneStart(shown[cut]) {
			cut--
		}
		shown = shown[:cut] + ext
	}
	return shown, ok
}

// unseen knows controls and direction marks, which make a text look other than
// it is.
func unseen(c rune) bool {
	return unicode.IsControl(c) || c == utf8.RuneError || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f
}

// deviceName knows the names that Windows keeps for devices.
func deviceName(name string) bool {
	base := strings.ToUpper(name)
	if i := strings.IndexByte(base, '.'); i >= 0 {
		base = base[:i]
	}
	switch base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) && base[3] >= '1' && base[3] <= '9'
}

// entryName makes the path of an archive entry a plain relative one. ok is
// false when it tried to leave its folder or is absolute.
func entryName(name string) (shown string, ok bool) {
	ok = !strings.ContainsAny(name, "\\:\x00") && !strings.HasPrefix(name, "/")
	var keep []string
	for _, el := range strings.FieldsFunc(name, func(c rune) bool { return c == '/' || c == '\\' }) {
		if el == "." || el == ".." {
			ok = ok && el != ".."
			continue
		}
		safe, fine := safeName(el)
		ok = ok && fine && safe != ""
		if safe != "" { // a folder named by blanks would leave the path absolute
			keep = append(keep, safe)
		}
	}
	return strings.Join(keep, "/"), ok
}
