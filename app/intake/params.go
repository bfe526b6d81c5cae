package intake

import (
	"strings"

	"corridor/app/intake/charset"
)

// params splits a header such as Content-Type into its value and parameters,
// joining RFC 2231 continuations. Values are decoded for reading.
func params(raw string) (value string, list map[string]string) {
	list = map[string]string{}
	pieces := splitParams(raw)
	value = strings.ToLower(strings.TrimSpace(stripComment(pieces[0])))
	value, _, _ = strings.Cut(value, " ")
	type piece struct {
		text    string
		encoded bool
	}
	runs := map[string][]piece{}
	spelt := map[string]bool{} // given in full as encoded words, which then count
	for _, p := range pieces[1:] {
		k, v, ok := strings.Cut(p, "=")
		if !ok {
			continue
		}
		k = strings.ToLower(strings.TrimSpace(k))
		v = unquote(strings.TrimSpace(v))
		base, tail, star := strings.Cut(k, "*")
		if !star {
			if _, have := list[k]; !have {
				list[k] = decodeHeader(v)
				spelt[k] = list[k] != v && strings.Contains(v, "=?")
			}
			continue
		}
		enc := tail == "" || strings.HasSuffix(tail, "*")
		n := 0
		for _, c := range strings.TrimSuffix(tail, "*") {
			if c < '0' || c > '9' || n > 999 {
				n = -1
				break
			}
			n = n*10 + int(c-'0')
		}
		if n < 0 {
			continue
		}
		for len(runs[base]) <= n && len(runs[base]) < 1000 {
			runs[base] = append(runs[base], piece{})
		}
		if n < len(runs[base]) {
			runs[base][n] = piece{v, enc}
		}
	}
	for k, run := range runs {
		if spelt[k] {
			continue
		}
		set := ""
		var joined []byte
		for i, p := range run {
			t := p.text
			if i == 0 && p.encoded {
				if f := strings.SplitN(t, "'", 3); len(f) == 3 {
					set, t = f[0], f[2]
				}
			}
			if p.encoded {
				joined = append(joined, percent(t)...)
			} else {
				joined = append(joined, t...)
			}
		}
		text := charset.Decode(joined, set).Text
		if set == "" && strings.Contains(text, "=?") {
			text = decodeHeader(text)
		}
		list[k] = text
	}
	return value, list
}

func stripComment(s string) string {
	if i := strings.IndexByte(s, '('); i >= 0 {
		return s[:i]
	}
	return s
}

func splitParams(s string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				out = append(out, s[start:i])
				start = i + 1
			}
		}
	}
	return append(out, s[start:])
}

func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
		return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(s)
	}
	return strings.Trim(s, `"`)
}

func percent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexPair(s[i+1], s[i+2]) >= 0 {
			out = append(out, byte(hexPair(s[i+1], s[i+2])))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}
