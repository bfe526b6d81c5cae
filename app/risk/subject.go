package risk

import "strings"

// Subject is something in a text that a vault may already know: a person or
// nickname, a phone, a vehicle or a place.
type Subject struct {
	Kind       string // "person", "phone", "vehicle" or "place"
	Start, End int    // rune offsets into the original
	Text       string // as written
	Key        string // the same for every way of writing it
}

const mostSubjects = 200

// Subjects lists what a vault may already know of, in the order of the text, for
// deconfliction. It offers words and identifies nobody; it takes a capitalised
// word that is in no dictionary, or a first name, for a person.
func (e *Engine) Subjects(text string) []Subject {
	var out []Subject
	runes := 0
	for len(text) > 0 && len(out) < mostSubjects {
		n := cutPoint(text, pieceSize)
		out = append(out, e.subjects(text[:n], runes)...)
		for range text[:n] {
			runes++
		}
		text = text[n:]
	}
	return out[:min(len(out), mostSubjects)]
}

func (e *Engine) subjects(text string, offset int) []Subject {
	p := e.read(text)
	cut := newCutter(text)
	var out []Subject
	add := func(kind string, from, to int32, key string) {
		if key == "" || len(out) == mostSubjects {
			return
		}
		a, b := int(p.tokens[from].start), int(p.tokens[to-1].end)
		out = append(out, Subject{kind, offset + a, offset + b, cut.cut(a, b), key})
	}
	for i := int32(0); int(i) < len(p.tokens); i++ {
		t := &p.tokens[i]
		switch {
		case t.extra&(1<<classPhone) != 0:
			add("phone", i, i+1, phoneKey(p.text(t)))
		case t.extra&(1<<classNumber) != 0 && p.spacedPhone(i) > i+1:
			to := p.spacedPhone(i)
			var digits []byte
			for n := i; n < to; n++ {
				digits = append(digits, p.text(&p.tokens[n])...)
			}
			add("phone", i, to, phoneKey(digits))
			i = to - 1
		case p.plate(i) > i:
			to := p.plate(i)
			key := ""
			for n := i; n < to; n++ {
				key += strings.ToUpper(string(p.text(&p.tokens[n])))
			}
			add("vehicle", i, to, key)
			i = to - 1
		case t.extra&(1<<className) != 0:
			to := i + 1
			for int(to) < len(p.tokens) && p.tokens[to].join == joinSpace && p.tokens[to].capital && p.tokens[to].extra&(1<<classNumber) == 0 {
				to++
			}
			kind := "person"
			if e.has(p, to-1, e.roles.place) {
				kind = "place"
			}
			add(kind, i, to, p.nameKey(i, to))
			i = to - 1
		}
	}
	return out
}

func (p *page) nameKey(from, to int32) string {
	var words []string
	for n := from; n < to; n++ {
		words = append(words, string(p.text(&p.tokens[n])))
	}
	return strings.Join(words, " ")
}

// phoneKey brings a British number to its national digits, without the leading 0.
func phoneKey(raw []byte) string {
	var d []byte
	for _, c := range raw {
		if digit(c) {
			d = append(d, c)
		}
	}
	s := strings.TrimPrefix(strings.TrimPrefix(string(d), "00"), "44")
	s = strings.TrimPrefix(s, "0")
	if len(s) < 9 || len(s) > 10 {
		return ""
	}
	return s
}

// spacedPhone gives the end of a phone number written in groups from token i, or i.
func (p *page) spacedPhone(i int32) int32 {
	digits, n := 0, i
	for int(n) < len(p.tokens) && n < i+5 {
		t := &p.tokens[n]
		if n > i && t.join != joinSpace || t.extra&(1<<classNumber) == 0 || !allDigits(p.text(t)) {
			break
		}
		digits += int(t.rawLen)
		n++
	}
	first := p.text(&p.tokens[i])
	if digits < 10 || digits > 12 || first[0] != '0' && !strings.HasPrefix(string(first), "44") {
		return i
	}
	return n
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if !digit(c) {
			return false
		}
	}
	return len(b) > 0
}

// plate gives the end of a current British number plate at token i (two letters
// and two figures, then three letters), or i.
func (p *page) plate(i int32) int32 {
	raw := p.text(&p.tokens[i])
	if len(raw) == 7 && plateHead(raw[:4]) && allLetters(raw[4:]) {
		return i + 1
	}
	if len(raw) == 4 && plateHead(raw) && int(i+1) < len(p.tokens) {
		next := &p.tokens[i+1]
		if tail := p.text(next); next.join == joinSpace && len(tail) == 3 && allLetters(tail) && p.tokens[i].capital && next.capital {
			return i + 2
		}
	}
	return i
}

func plateHead(b []byte) bool { return allLetters(b[:2]) && allDigits(b[2:]) }

func allLetters(b []byte) bool {
	for _, c := range b {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
