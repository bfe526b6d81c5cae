package risk

import (
	"unicode"
	"unicode/utf8"
)

// gap before a token: what separated it from the one before.
const (
	joinSpace uint8 = iota
	joinComma
	joinClause
	joinSentence
	joinTurn
)

// token is one word of the normalised view. start and end are rune offsets into
// the original.
type token struct {
	start, end int32
	word       int32 // index into the vocabulary; 0 is a word it does not hold
	model      int32 // index into the words of the model; 0 is none
	sent       int32
	extra      uint16 // bits of the classes computed from the shape of the token
	join       uint8
	capital    bool
	odd        bool // read through a disguise
	hyphen     bool // joined to the one before by a hyphen or a dot, without space
	num        int32
	raw        int32 // offset of the folded bytes in page.bytes
	rawLen     int32
	settled    bool // see dictEntry
	whole      bool
	label      bool // a speaker's name or a time stamp that opens a turn
	line       bool // first on its line
	after      byte // the mark that followed it
}

// page is the normalised view of a text.
type page struct {
	tokens  []token
	bytes   []byte
	sents   []sentence
	multi   []multi
	first   []int32  // index of the first multi that starts at a token, or -1
	classes []uint64 // of the sentences, one after another
	odd     bool
	decoded int // words read through figures
}

type sentence struct {
	from, to int32
	turn     int32
	classes  bitset
}

type multi struct {
	class    uint16
	from, to int32
}

func (p *page) text(t *token) []byte { return p.bytes[t.raw : t.raw+t.rawLen] }

// disguise reports marks that people put inside a word to hide it.
func disguise(c byte) bool {
	switch c {
	case '@', '$', '!', '|', '*', '+', '#':
		return true
	}
	return false
}

// tokeniser carries the state of one pass over a text.
type tokeniser struct {
	e    *Engine
	p    *page
	buf  []byte // folded bytes of the word in hand
	from int32
	last int32
	odd  bool
	cap  bool
	join uint8
	glue bool // the separator so far is one hyphen, dot or the like
	seps int
	nl   int
}

func (e *Engine) tokenise(text string, p *page) {
	k := tokeniser{e: e, p: p, join: joinSentence}
	var tmp [16]byte
	i := int32(0)
	for bi := 0; bi < len(text); {
		c := text[bi]
		if c < utf8.RuneSelf {
			lc := c
			if lc >= 'A' && lc <= 'Z' {
				lc += 'a' - 'A'
			}
			if lc >= 'a' && lc <= 'z' {
				k.letter(lc, i, c != lc)
			} else {
				k.put(lc, i, text, bi)
			}
			bi++
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[bi:])
		out, odd := e.folder.fold(tmp[:0], r)
		k.wide(r, out, odd, i, text, bi)
		bi += n
		i++
	}
	k.flush(i)
}

func (k *tokeniser) letter(c byte, i int32, upper bool) {
	if len(k.buf) == 0 {
		k.from = i
		k.cap = upper
	}
	k.buf = append(k.buf, c)
	k.last = i + 1
}

func (k *tokeniser) wide(r rune, out []byte, odd bool, i int32, text string, bi int) {
	if len(out) == 0 {
		if odd && len(k.buf) > 0 {
			k.odd = true
		}
		return
	}
	if len(out) == 1 && out[0] < utf8.RuneSelf {
		if out[0] >= 'a' && out[0] <= 'z' {
			k.letter(out[0], i, unicode.IsUpper(r))
			k.odd = k.odd || odd
			return
		}
		k.put(out[0], i, text, bi)
		return
	}
	first, _ := utf8.DecodeRune(out)
	if unicode.IsLetter(first) || unicode.IsDigit(first) {
		for j, c := range out {
			k.letter(c, i, j == 0 && unicode.IsUpper(r))
		}
		k.odd = k.odd || odd
		return
	}
	k.flush(i)
	if unicode.IsSymbol(r) || r == 0xA3 || r == 0x20AC {
		k.from, k.last, k.cap = i, i+1, false
		k.buf = append(k.buf, out...)
		k.flush(i + 1)
		return
	}
	k.sep(' ')
}

// put takes an ASCII byte that is not a letter.
func (k *tokeniser) put(c byte, i int32, text string, bi int) {
	switch {
	case c >= '0' && c <= '9':
		k.letter(c, i, false)
		return
	case c == '\'':
		if len(k.buf) > 0 && bi+1 < len(text) && wordStart(text[bi+1:]) {
			k.buf = append(k.buf, c)
			return
		}
	case disguise(c):
		if (len(k.buf) > 0 || c == '$' || c == '@') && bi+1 < len(text) && wordStart(text[bi+1:]) && !k.endsSentence(c, text, bi) {
			k.letter(c, i, false)
			return
		}
		if c == '$' && len(k.buf) > 0 && k.buf[len(k.buf)-1] > '9' {
			k.letter(c, i, false)
			return
		}
	case c == '.' || c == ',' || c == ':':
		if len(k.buf) > 0 && digit(k.buf[len(k.buf)-1]) && bi+1 < len(text) && digit(text[bi+1]) {
			k.letter(c, i, false)
			return
		}
	}
	k.flush(i)
	k.sep(c)
}

// endsSentence tells the "!" of "go!" apart from the one of "k!ll".
func (k *tokeniser) endsSentence(c byte, text string, bi int) bool {
	if c != '!' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[bi+1:])
	return unicode.IsUpper(r)
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func wordStart(s string) bool {
	c := s[0]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || digit(c) || c >= 0xC3
}

func (k *tokeniser) sep(c byte) {
	k.seps++
	if k.seps == 1 && len(k.p.tokens) > 0 {
		k.p.tokens[len(k.p.tokens)-1].after = c
	}
	switch c {
	case '\n':
		k.nl++
		if k.nl >= 2 {
			k.raise(joinSentence)
		}
		k.glue = false
	case '.', '?', '!':
		k.raise(joinSentence)
		k.glue = c == '.' && k.seps == 1
	case ';', ':', '(', ')', '"', '[', ']', '{', '}', '|', '>', '<':
		k.raise(joinClause)
		k.glue = false
	case ',':
		k.raise(joinComma)
		k.glue = false
	case '-', '_', '*', '/', '\\', '+', '~', '^', '`', '=', '#', '@', '$', '&', '%':
		k.glue = k.seps == 1
	default:
		k.glue = false
	}
}

func (k *tokeniser) raise(j uint8) {
	if k.join < j {
		k.join = j
	}
}

// flush closes the word in hand.
func (k *tokeniser) flush(int32) {
	if len(k.buf) == 0 {
		return
	}
	p := k.p
	t := token{start: k.from, end: k.last, capital: k.cap, odd: k.odd, join: k.join, hyphen: k.glue && k.seps == 1}
	t.line = k.nl > 0 || len(p.tokens) == 0
	if t.hyphen && t.join == joinSentence && !k.cap && k.seps == 1 {
		t.join = joinSpace // "k.i.l.l" and "e.g" do not end a sentence
	}
	if len(p.tokens) == 0 {
		t.join = joinTurn
	}
	word := trimApostrophe(k.buf)
	t.raw = int32(len(p.bytes))
	p.bytes = append(p.bytes, word...)
	t.rawLen = int32(len(word))
	t.read(k.e, word)
	if t.odd {
		p.odd = p.odd || k.e.is(t.word, k.e.hide)
	}
	p.tokens = append(p.tokens, t)
	k.buf, k.odd, k.cap, k.join, k.glue, k.seps, k.nl = k.buf[:0], false, false, joinSpace, false, 0, 0
}

// trimApostrophe drops the apostrophe of contractions and the "'s" of names.
func trimApostrophe(b []byte) []byte {
	at := -1
	for i, c := range b {
		if c == '\'' {
			at = i
			break
		}
	}
	if at < 0 {
		return b
	}
	head, tail := string(b[:at]), string(b[at+1:])
	switch tail {
	case "s":
		switch head {
		case "he", "she", "it", "that", "who", "there", "what", "where", "let", "here", "how", "when":
			return append(b[:at], 's')
		}
		return b[:at]
	case "ll", "re", "d":
		switch head {
		case "he", "she", "we", "i", "they", "you", "it", "that", "who":
			return b // kept whole: "he'll" is not "hell"
		}
	}
	out := b[:0]
	for _, c := range b {
		if c != '\'' {
			out = append(out, c)
		}
	}
	return out
}
