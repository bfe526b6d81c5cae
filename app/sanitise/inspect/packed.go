package inspect

import (
	"encoding/base64"
	"net/url"
	"strings"
	"unicode/utf8"

	"corridor/app/pdf/syntax"
)

// Text can carry other text: in percent signs as addresses have it, or in
// base 64. Both are read as what they stand for, beside what they are.

// percented undoes %41 and +; ok is false where there is nothing to undo.
func percented(s string) (string, bool) {
	i := strings.IndexByte(s, '%')
	if i < 0 {
		return "", false
	}
	for ; i >= 0 && i+2 < len(s); i++ {
		if s[i] == '%' && hexDigit(s[i+1]) && hexDigit(s[i+2]) {
			break
		}
	}
	if i+2 >= len(s) {
		return "", false
	}
	if out, err := url.QueryUnescape(s); err == nil {
		return out, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexDigit(s[i+1]) && hexDigit(s[i+2]) {
			b.WriteByte(syntax.UnHex([]byte(s[i+1 : i+3]))[0])
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String(), true
}

func hexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

const (
	leastPacked = 16      // letters of base 64 worth reading
	mostPacked  = 4 << 20 // in one piece
	wrapped     = 60      // a line of base 64 that goes on is at least so long
)

// base64Runs gives to each what stands in base 64 in a text, decoded.
func base64Runs(s string, each func([]byte)) {
	var run []byte
	line := 0
	end := func() {
		if len(run) >= leastPacked && len(run) <= mostPacked {
			t := strings.TrimRight(string(run), "=")
			t = strings.NewReplacer("-", "+", "_", "/").Replace(t)
			if len(t)%4 == 1 {
				t = t[:len(t)-1]
			}
			if b, err := base64.RawStdEncoding.DecodeString(t); err == nil {
				each(b)
			}
		}
		run, line = run[:0], 0
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '+', c == '/', c == '=', c == '-', c == '_':
			run = append(run, c)
			line++
		case c == '\r':
		case c == '\n' && line >= wrapped:
			line = 0
		default:
			if len(run) > 0 {
				end()
			}
		}
	}
	end()
}

// textual reports bytes that read as text.
func textual(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	odd := 0
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' || c == 0x7F {
			odd++
		}
	}
	return odd == 0
}

// within looks for terms in what a text carries.
func (w *walker) within(where, text string) {
	if t, ok := percented(text); ok {
		w.look(in(where, "percent signs"), t)
	}
	base64Runs(text, func(b []byte) {
		w.steps += len(b)
		switch k := sniff("", b); {
		case textual(b):
			w.look(in(where, "base 64"), string(b))
		case len(b) > 8 && (k == "pdf" || k == "zip" || k == "png" || k == "jpeg" || k == "rtf" || k == "old office document" || k == "gif picture" || k == "other archive"):
			if w.spend(where, len(b)) {
				w.unread(in(where, "base 64"), "a file packed as text")
			}
		case len(b) > 64 && textual([]byte(utf16(b, false))):
			w.look(in(where, "base 64"), utf16(b, false))
		}
	})
	if uuencoded(text) {
		w.unread(where, "a file packed as text")
	}
}

// uuencoded reports the first line of a file as uuencode writes it.
func uuencoded(s string) bool {
	for i := 0; ; {
		j := strings.Index(s[i:], "begin ")
		if j < 0 {
			return false
		}
		i += j + 6
		if i > 6 && s[i-7] != '\n' {
			continue
		}
		n := 0
		for i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '7' {
			n++
		}
		if n >= 3 && n <= 4 && i+n < len(s) && s[i+n] == ' ' {
			return true
		}
	}
}
