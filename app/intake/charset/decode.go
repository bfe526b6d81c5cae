package charset

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
)

// Decoded is text with the story of how it was read.
type Decoded struct {
	Text    string
	Charset string // the set used, as shown: the declared label where it held
	// Bad counts characters that could not be decoded (U+FFFD in Text).
	Bad int
	// Problem is "" or a sentence: the declared set was unknown or did not fit.
	Problem string
	// Unknown is true when the declared label names no set we know.
	Unknown bool
	// NotText is true when the bytes are no text in any set we can tell.
	NotText bool
}

// Decode reads b in the declared set, or in the set it looks like when none
// is declared, the declared one is unknown, or the bytes contradict it.
func Decode(b []byte, declared string) Decoded {
	label := Clean(declared)
	if label == "" {
		return decodeGuess(b)
	}
	if name, skip := bom(b); name != "" && name != label && !strings.HasPrefix(label, "utf-16") && !strings.HasPrefix(label, "utf-32") {
		d := decodeAs(b[skip:], name)
		if !strings.HasPrefix(label, "utf") {
			d.Problem = "says " + label + ", begins as " + name
		}
		return d
	}
	dec, ok := decoderOf(label)
	if !ok {
		d := decodeGuess(b)
		d.Unknown = true
		d.Problem = "unknown character set " + quote(label) + ", read as " + d.Charset
		return d
	}
	text, bad := dec(trimBOM(b, label))
	if bad == 0 && !(singleByte(label) && controls(text)) {
		return Decoded{Text: text, Charset: label}
	}
	guess := decodeGuess(b)
	if guess.NotText || guess.Bad >= bad && bad > 0 || guess.Charset == label || bad > 0 && bad*50 < len(text) && guess.Charset != "utf-8" {
		return Decoded{Text: text, Charset: label, Bad: bad}
	}
	if bad == 0 && guess.Charset != "utf-8" {
		return Decoded{Text: text, Charset: label}
	}
	guess.Problem = "says " + label + ", read as " + guess.Charset
	return guess
}

func decodeAs(b []byte, name string) Decoded {
	dec, ok := decoderOf(name)
	if !ok {
		return Decoded{Charset: name, NotText: true}
	}
	text, bad := dec(b)
	return Decoded{Text: text, Charset: name, Bad: bad}
}

func decodeGuess(b []byte) Decoded {
	if name, skip := bom(b); name != "" {
		return decodeAs(b[skip:], name)
	}
	name := Detect(b)
	if name == "" {
		text, bad := decodeUTF8(b)
		return Decoded{Text: text, Charset: "unknown", Bad: bad, NotText: true}
	}
	return decodeAs(b, name)
}

func bom(b []byte) (string, int) {
	switch {
	case len(b) >= 4 && string(b[:4]) == "\xff\xfe\x00\x00":
		return "utf-32le", 4
	case len(b) >= 4 && string(b[:4]) == "\x00\x00\xfe\xff":
		return "utf-32be", 4
	case len(b) >= 3 && string(b[:3]) == "\xef\xbb\xbf":
		return "utf-8", 3
	case len(b) >= 2 && string(b[:2]) == "\xff\xfe":
		return "utf-16le", 2
	case len(b) >= 2 && string(b[:2]) == "\xfe\xff":
		return "utf-16be", 2
	}
	return "", 0
}

func trimBOM(b []byte, label string) []byte {
	if name, skip := bom(b); name != "" && name == label {
		return b[skip:]
	}
	return b
}

func quote(s string) string { return "\"" + s + "\"" }

func singleByte(label string) bool {
	return strings.HasPrefix(label, "iso-8859") || strings.HasPrefix(label, "windows-125")
}

// controls says whether decoded text holds C1 controls, which no human text does.
func controls(text string) bool {
	for _, r := range text {
		if r >= 0x80 && r < 0xa0 && r != 0x85 {
			return true
		}
	}
	return false
}

func fromEncoding(e encoding.Encoding) decoder {
	return func(b []byte) (string, int) {
		out, err := e.NewDecoder().Bytes(b)
		text := string(out)
		bad := strings.Count(text, "\ufffd")
		if err != nil {
			bad++
			text += "\ufffd"
		}
		return text, bad
	}
}

func decodeUTF8(b []byte) (string, int) {
	if utf8.Valid(b) {
		return string(b), 0
	}
	text := strings.ToValidUTF8(string(b), "\ufffd")
	return text, strings.Count(text, "\ufffd")
}

func decodeASCII(b []byte) (string, int) {
	bad := 0
	for _, c := range b {
		if c >= 0x80 {
			bad++
		}
	}
	if bad == 0 {
		return string(b), 0
	}
	var s strings.Builder
	for _, c := range b {
		if c < 0x80 {
			s.WriteByte(c)
		} else {
			s.WriteRune(utf8.RuneError)
		}
	}
	return s.String(), bad
}

func decodeUTF7(b []byte) (string, int) {
	var out strings.Builder
	bad := 0
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c >= 0x80 {
			out.WriteRune(utf8.RuneError)
			bad++
			continue
		}
		if c != '+' {
			out.WriteByte(c)
			continue
		}
		j := i + 1
		for j < len(b) && isBase64(b[j]) {
			j++
		}
		if j == i+1 {
			out.WriteByte('+')
			if j < len(b) && b[j] == '-' {
				i = j
			}
			continue
		}
		raw, err := base64.RawStdEncoding.DecodeString(string(b[i+1 : j]))
		if err != nil && len(raw) < 2 {
			bad++
		}
		units := make([]uint16, len(raw)/2)
		for k := range units {
			units[k] = uint16(raw[2*k])<<8 | uint16(raw[2*k+1])
		}
		out.WriteString(string(utf16.Decode(units)))
		i = j - 1
		if j < len(b) && b[j] == '-' {
			i = j
		}
	}
	return out.String(), bad
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}

// decodeISO2022KR reads the 7-bit form: a header escape, then shift-out runs
// of two-byte KS X 1001.
func decodeISO2022KR(b []byte) (string, int) {
	high := make([]byte, 0, len(b))
	shifted := false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == 0x1b && i+3 < len(b) && b[i+1] == '$' && b[i+2] == ')' && b[i+3] == 'C':
			i += 3
		case c == 0x0e:
			shifted = true
		case c == 0x0f:
			shifted = false
		case shifted && c > 0x20 && c < 0x7f:
			high = append(high, c|0x80)
		default:
			high = append(high, c)
		}
	}
	return fromEncoding(korean.EUCKR)(high)
}

// decodeEBCDIC500 is page 037 with seven signs in other places.
func decodeEBCDIC500(b []byte) (string, int) {
	moved := make([]byte, len(b))
	for i, c := range b {
		switch c {
		case 0x4a:
			c = 0xba
		case 0x4f:
			c = 0x5a
		case 0x5a:
			c = 0xbb
		case 0x5f:
			c = 0xb0
		case 0xb0:
			c = 0x4a
		case 0xba:
			c = 0x5f
		case 0xbb:
			c = 0x4f
		}
		moved[i] = c
	}
	text, bad := fromEncoding(charmap.CodePage037)(moved)
	return strings.ReplaceAll(text, "\u0085", "\n"), bad
}
