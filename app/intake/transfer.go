package intake

import (
	"bytes"
	"encoding/base64"
)

func hexPair(a, b byte) int {
	x, y := hexDigit(a), hexDigit(b)
	if x < 0 || y < 0 {
		return -1
	}
	return x<<4 | y
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// decodeBase64 reads what base64 there is. damaged is true when bytes that do
// not belong were passed over or the end is missing.
func decodeBase64(b []byte) (out []byte, damaged bool) {
	clean := make([]byte, 0, len(b))
	ended := false
	for _, c := range b {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			if ended { // a second run after padding
				for len(clean)%4 != 0 {
					clean = append(clean, 'A')
				}
				ended = false
			}
			clean = append(clean, c)
		case c == '-' || c == '_':
			damaged = true
		case c == '=':
			ended = true
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		default:
			damaged = true
		}
	}
	if len(clean)%4 == 1 {
		damaged = true
		clean = clean[:len(clean)-1]
	}
	out = make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(out, clean)
	return out[:n], damaged
}

func decodeQP(b []byte) (out []byte, damaged bool) {
	out = make([]byte, 0, len(b))
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		line, end := b, ""
		if i >= 0 {
			line, end, b = b[:i], "\n", b[i+1:]
			if bytes.HasSuffix(line, []byte("\r")) {
				line, end = line[:len(line)-1], "\r\n"
			}
		} else {
			b = nil
		}
		line = bytes.TrimRight(line, " \t")
		for j := 0; j < len(line); j++ {
			c := line[j]
			switch {
			case c != '=':
				out = append(out, c)
			case j == len(line)-1:
				end = ""
			case j+2 < len(line) && hexPair(line[j+1], line[j+2]) >= 0:
				out = append(out, byte(hexPair(line[j+1], line[j+2])))
				j += 2
			default:
				damaged = true
				out = append(out, c)
			}
		}
		out = append(out, end...)
	}
	return out, damaged
}

// decodeUU reads a uuencoded body and the name it carries.
func decodeUU(b []byte) (out []byte, name string, damaged bool) {
	started, ended := false, false
	for line := range bytes.Lines(b) {
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case !started:
			if f := bytes.SplitN(line, []byte(" "), 3); len(f) == 3 && string(f[0]) == "begin" && len(f[1]) >= 3 {
				started, name = true, string(f[2])
			}
		case string(line) == "end":
			return out, name, damaged
		case len(line) == 0:
		default:
			n := int(line[0]-' ') & 63
			data := line[1:]
			row := make([]byte, 0, n+3)
			for i := 0; i+1 < len(data) && len(row) < n; i += 4 {
				var v [4]byte
				for k := range v {
					if i+k < len(data) {
						v[k] = (data[i+k] - ' ') & 63
					}
				}
				row = append(row, v[0]<<2|v[1]>>4, v[1]<<4|v[2]>>2, v[2]<<6|v[3])
			}
			if len(row) < n {
				damaged = true
				n = len(row)
			}
			out = append(out, row[:n]...)
		}
	}
	return out, name, damaged || !ended
}
