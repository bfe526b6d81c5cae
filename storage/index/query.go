package index

import (
	"strings"
	"unicode"
)

// parsed is a query as the database is asked it.
type parsed struct {
	expr
	inRef   string // its words with digits, in the reference alone; "" if none
	inIdent string // its identifiers alone; "" if none
}

// maxTerms is how many terms of a query are looked at.
const maxTerms = 64

type tokenKind int

const (
	word tokenKind = iota
	phrase
	and
	or
	not
	open
	shut
)

type token struct {
	kind   tokenKind
	text   string
	field  string // column, or ""
	facet  string // what a list shows of an item, or "": see facets.go
	prefix bool   // ends in *
}

// parse turns what was typed into an expression that the database always
// understands: every word goes in as a quoted string.
// faceted says that there is somebody to ask what lists show of an item.
func parse(query string, faceted bool) parsed {
	ts := joinIdentifiers(scan(strings.ReplaceAll(query, "(0)", ""), faceted)) // +44 (0)20 …
	if len(ts) > maxTerms {
		ts = ts[:maxTerms]
	}
	p := &parser{ts: ts}
	var out parsed
	out.expr = p.either()
	for p.i < len(p.ts) { // a bracket too many: go on after it
		p.i++
		out.expr = out.and(p.either())
	}
	var refs, ids []string
	for _, t := range ts {
		if t.kind == word && t.facet == "" && strings.ContainsFunc(t.text, unicode.IsDigit) {
			refs = append(refs, "ref : "+quoted(t))
			for _, id := range identifiers(t) {
				ids = append(ids, "ident : "+id)
			}
		}
	}
	out.inRef, out.inIdent = strings.Join(refs, " OR "), strings.Join(ids, " OR ")
	return out
}

// scan splits what was typed. AND, OR and NOT count in capitals only.
func scan(s string, faceted bool) []token {
	var ts []token
	rs := []rune(s)
	for i := 0; i < len(rs); {
		switch r := rs[i]; {
		case unicode.IsSpace(r):
			i++
		case r == '(':
			ts = append(ts, token{kind: open})
			i++
		case r == ')':
			ts = append(ts, token{kind: shut})
			i++
		default:
			var t token
			t, i = scanTerm(rs, i, faceted)
			if t.text != "" {
				ts = append(ts, t)
			}
		}
	}
	return ts
}

// scanTerm reads a word or a phrase, with its field if it has one.
func scanTerm(rs []rune, i int, faceted bool) (token, int) {
	var t token
	from := i
	for i < len(rs) && !unicode.IsSpace(rs[i]) && rs[i] != '"' && rs[i] != '(' && rs[i] != ')' {
		if rs[i] == ':' && t.field == "" && t.facet == "" {
			name := string(rs[from:i])
			if c, ok := facet(name); ok && faceted {
				t.facet, from = c, i+1
			} else if c, ok := column(name); ok {
				t.field, from = c, i+1
			}
		}
		i++
	}
	t.text = string(rs[from:i])
	if t.text == "" && i < len(rs) && rs[i] == '"' {
		end := i + 1
		for end < len(rs) && rs[end] != '"' {
			end++
		}
		t.kind, t.text = phrase, clean(string(rs[i+1:end]))
		return t, min(end+1, len(rs))
	}
	return finish(t), max(i, from)
}

func finish(t token) token {
	if t.field == "" && t.facet == "" {
		switch t.text {
		case "AND":
			return token{kind: and, text: t.text}
		case "OR":
			return token{kind: or, text: t.text}
		case "NOT":
			return token{kind: not, text: t.text}
		}
	}
	if p, ok := strings.CutSuffix(t.text, "*"); ok {
		t.text, t.prefix = p, true
	}
	t.text = clean(t.text)
	return t
}

// clean leaves what the tokeniser would see; "" if that is nothing.
func clean(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r == '"' || r == 0 || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)
}

// joinIdentifiers makes one word of neighbours that together spell a number or
// a vehicle registration.
func joinIdentifiers(ts []token) []token {
	var out []token
	for i := 0; i < len(ts); i++ {
		n := identifierAt(ts[i:])
		if n < 2 {
			out = append(out, ts[i])
			continue
		}
		t := ts[i]
		for _, next := range ts[i+1 : i+n] {
			t.text += " " + next.text
			t.prefix = next.prefix
		}
		out = append(out, t)
		i += n - 1
	}
	return out
}

// identifierAt is how many tokens from the first on spell one identifier.
func identifierAt(ts []token) int {
	n := 0
	for n < len(ts) && n < 6 && ts[n].kind == word && ts[n].facet == "" && (n == 0 || ts[n].field == "") && strings.Trim(ts[n].text, "+0123456789().-/") == "" {
		n++
	}
	if n >= 2 && len(digits(texts(ts[:n]))) >= 7 {
		return n
	}
	if len(ts) >= 2 && ts[0].kind == word && ts[0].facet == "" && ts[1].kind == word && ts[1].field == "" && ts[1].facet == "" {
		if m := vehicle.FindString(texts(ts[:2])); m == texts(ts[:2]) && strings.ContainsAny(m, "0123456789") && len(squeeze(m)) >= 5 && len(squeeze(m)) <= 7 {
			return 2
		}
	}
	return 1
}

func texts(ts []token) string {
	var s []string
	for _, t := range ts {
		s = append(s, t.text)
	}
	return strings.Join(s, " ")
}

// parser builds the expression: OR binds least, then AND (also unspoken), then
// NOT.
type parser struct {
	ts []token
	i  int
}

func (p *parser) peek() (token, bool) {
	if p.i >= len(p.ts) {
		return token{}, false
	}
	return p.ts[p.i], true
}

func (p *parser) either() expr {
	left := p.both()
	for {
		t, ok := p.peek()
		if !ok || t.kind != or {
			return left
		}
		p.i++
		left = left.or(p.both())
	}
}

func (p *parser) both() expr {
	var left expr
	for {
		t, ok := p.peek()
		switch {
		case !ok || t.kind == or || t.kind == shut:
			return left
		case t.kind == and:
			p.i++
		case t.kind == not:
			p.i++
			left = left.not(p.one())
		default:
			left = left.and(p.one())
		}
	}
}

func (p *parser) one() expr {
	t, ok := p.peek()
	if !ok {
		return expr{}
	}
	switch t.kind {
	case open:
		p.i++
		in := p.either()
		if t, ok := p.peek(); ok && t.kind == shut {
			p.i++
		}
		return in
	case word, phrase:
		p.i++
		return leaf(t)
	case not, and:
		p.i++
		return p.one()
	}
	return expr{}
}

func conj(a, b string) string { return join(a, "AND", b) }

func join(a, with, b string) string {
	if a == "" {
		if with == "NOT" {
			return ""
		}
		return b
	}
	if b == "" {
		return a
	}
	return "(" + a + " " + with + " " + b + ")"
}

// term is a word as the database is asked for it: as typed, or as the
// identifier that it may be.
func term(t token) string {
	s := quoted(t)
	if t.field != "" {
		s = t.field + " : " + s
	}
	if t.kind != word || (t.field != "" && t.field != "body") {
		return s
	}
	for _, id := range identifiers(t) {
		s = join(s, "OR", "ident : "+id)
	}
	return s
}

func quoted(t token) string {
	s := `"` + t.text + `"`
	if t.prefix {
		s += " *"
	}
	return s
}

// identifiers are the kept spellings that a word may stand for.
func identifiers(t token) []string {
	var out []string
	star := ""
	if t.prefix {
		star = " *"
	}
	if strings.Trim(t.text, "+0123456789().-/ ") == "" {
		if n := national(t.text); n != "" {
			out = append(out, `"`+n+`"`+star)
		}
	}
	if v := squeeze(t.text); len(v) >= 5 && len(v) <= 8 && strings.ContainsAny(v, "0123456789") && len(v) == len(strings.ReplaceAll(strings.ReplaceAll(t.text, " ", ""), "-", "")) {
		if len(out) == 0 || out[0] != `"`+v+`"`+star {
			out = append(out, `"`+v+`"`+star)
		}
	}
	return out
}
