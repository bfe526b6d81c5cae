package intake

import (
	"strings"

	"corridor/app/intake/charset"
)

// readCard reads contact cards and calendars: lines joined that were folded,
// values decoded, pictures and files in them listed as parts.
func (r *reader) readCard(kind string, in input) found {
	d := r.decode(in.b, in.charset)
	f := found{kind: kind, charset: d.Charset}
	if d.NotText {
		return fail(kind, "unknown-charset", "the bytes are no text in any character set that could be told")
	}
	var out strings.Builder
	for _, line := range cardLines(d.Text) {
		head, value, ok := strings.Cut(line, ":")
		name, params, _ := strings.Cut(head, ";")
		up := strings.ToUpper(params)
		switch {
		case !ok:
			out.WriteString(line + "\n")
			continue
		case strings.Contains(up, "BASE64") || strings.Contains(up, "ENCODING=B"):
			b, _ := decodeBase64([]byte(value))
			r.attach(input{name: strings.ToLower(name), b: b, depth: in.depth + 1})
			continue
		case strings.Contains(up, "QUOTED-PRINTABLE"):
			b, _ := decodeQP([]byte(value))
			value = charset.Decode(b, cardCharset(up)).Text
		}
		if name = strings.ToUpper(name[strings.LastIndexByte(name, '.')+1:]); f.subject == "" && (name == "FN" || name == "SUMMARY") {
			f.subject = cardText(value)
		}
		if params != "" {
			name += " (" + strings.ReplaceAll(params, ";", ", ") + ")"
		}
		out.WriteString(name + ": " + cardText(value) + "\n")
	}
	r.say(out.String())
	return f
}

// cardLines joins what was folded: a line that begins with a space goes on the
// one before it, and so does what follows a line that ends in "=" where the
// value is quoted-printable.
func cardLines(text string) []string {
	var out []string
	var open strings.Builder
	quoted, soft := false, false
	end := func() {
		if open.Len() > 0 {
			out = append(out, open.String())
		}
		open.Reset()
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		folded := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		switch {
		case soft:
		case folded && open.Len() > 0:
			line = line[1:]
		default:
			end()
			head, _, _ := strings.Cut(line, ":")
			quoted = strings.Contains(strings.ToUpper(head), "QUOTED-PRINTABLE")
			line = strings.TrimSpace(line)
		}
		soft = quoted && strings.HasSuffix(line, "=")
		if soft {
			line = line[:len(line)-1]
		}
		open.WriteString(line)
	}
	end()
	return out
}

func cardCharset(params string) string {
	_, set, _ := strings.Cut(params, "CHARSET=")
	set, _, _ = strings.Cut(set, ";")
	return charset.Clean(set)
}

// cardText undoes the escapes of a value.
func cardText(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer(`\n`, "\n  ", `\N`, "\n  ", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(s)
}
