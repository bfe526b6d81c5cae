package sanitise

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// tokKind is the shape of a token.
type tokKind uint8

const (
	wordTok tokKind = iota
	numTok
	mixTok // letters and digits together
	markTok
)

// tok is one word, number or mark of a text, with where it stands in the
// original.
type tok struct {
	s, e   int // rune offsets in the original, half open
	w      string
	st     string // stem
	kind   tokKind
	cap    bool // first letter is upper case
	caps   bool // every letter is upper case
	poss   bool // ended in 's
	gap    bool // white space before it
	line   bool // first on its line
	hidden bool // an invisible character stood inside it
	stop   bool // carries no meaning of its own
	sent   int
	flags  uint32 // what is known of the word by itself; see flags.go
	rec    int32  // its place among the words of the view
	// numbers of the word and of its stem among those of the draft, from 1;
	// 0 for a word the draft does not hold
	wid, sid int32
}

// spelling is a word of a view, however often it stands there.
type spelling struct {
	w, st     string
	hash      uint64
	stem      int32 // the place of its stem among the words
	flags     uint32
	lex, slex int32 // numbers of the word and of its stem in the lexicon, or 0
	senses    string
	sensed    bool
	everyday  int8 // whether it is common: 0 not asked yet, 1 yes, -1 no
}

// view is a text, normalised once: invisible characters dropped, look-alike
// letters folded, case folded, every token with its place in the original.
type view struct {
	orig  []rune
	toks  []tok
	sents [][2]int // token ranges
	words []spelling
	ids   []int32 // places of words and their stems among the words, from 1, by their hash; see spell
	// hidden lists the rune offsets of invisible characters.
	hidden []int
	// the folded text while it is read, and where each byte of it came from
	buf   []byte
	place []int32
	// work counts the tokens looked at, so that a test can hold it in proportion
	// to the text
	work int
	// worked out once, when first asked for
	firsts    []int32 // see first; numbers are given before it is asked
	hedged    []int   // by sentence: the first hedging token, or -1
	facts     []int8
	stocked   []bool
	spoke     []bool
	quoted    []quotation
	hasQuoted bool
	mixed     int8
}

// cut is the piece of the original between two rune offsets.
func (v *view) cut(s, e int) string {
	if s < 0 || e > len(v.orig) || s >= e {
		return ""
	}
	return string(v.orig[s:e])
}

// at is the token at i, or an empty one outside the text.
func (v *view) at(i int) *tok {
	v.work++
	if i < 0 || i >= len(v.toks) {
		return &outside
	}
	return &v.toks[i]
}

// word is the folded form of token i, or "".
func (v *view) word(i int) string {
	v.work++
	if i < 0 || i >= len(v.toks) {
		return ""
	}
	return v.toks[i].w
}

// views are views whose memory waits to be used again.
var views sync.Pool

func newView(text string) *view {
	v, ok := views.Get().(*view)
	if !ok {
		v = &view{}
	}
	v.read(text)
	return v
}

// release gives the memory of a view, wiped of its text, to the next; the view
// is not used after.
func (v *view) release() {
	clear(v.orig)
	clear(v.toks)
	clear(v.words)
	clear(v.buf)
	clear(v.ids)
	views.Put(&view{orig: v.orig[:0], toks: v.toks[:0], sents: v.sents[:0], words: v.words[:0], ids: v.ids, hidden: v.hidden[:0], buf: v.buf[:0], place: v.place[:0]})
}

// read makes v the view of another text, in the memory it already has.
func (v *view) read(text string) {
	clear(v.ids)
	*v = view{orig: v.orig[:0], toks: v.toks[:0], sents: v.sents[:0], words: v.words[:0], ids: v.ids, hidden: v.hidden[:0], buf: v.buf[:0], place: v.place[:0]}
	if v.ids == nil {
		v.orig = make([]rune, 0, len(text))
		v.buf, v.place = make([]byte, 0, len(text)+16), make([]int32, 0, len(text)+16)
		v.toks = make([]tok, 0, len(text)/3+8)
		v.words = make([]spelling, 0, min(len(text)/16, 2000)+8)
		size := 16
		for size < 2*cap(v.words) {
			size *= 2
		}
		v.ids = make([]int32, size)
	}
	var f folder
	hid := false
	i := -1
	for _, r := range text {
		i++
		v.orig = append(v.orig, r)
		if r < 0x80 {
			if r >= 'A' && r <= 'Z' {
				r += 32
			}
			v.buf = append(v.buf, byte(r))
			v.place = append(v.place, int32(i))
			continue
		}
		if invisible(r) {
			v.hidden = append(v.hidden, i)
			hid = true
			continue
		}
		for _, c := range f.fold(r) {
			n := len(v.buf)
			v.buf = utf8.AppendRune(v.buf, c)
			for range len(v.buf) - n {
				v.place = append(v.place, int32(i))
			}
		}
	}
	v.tokenise(string(v.buf), v.place, hid)
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 0x80 }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// tokenise walks the folded text once.
func (v *view) tokenise(t string, at []int32, hid bool) {
	known := loadWords()
	sent, line, gap := 0, true, true
	start := 0
	endSent := func() {
		if len(v.toks) > start {
			v.sents = append(v.sents, [2]int{start, len(v.toks)})
			start = len(v.toks)
			sent++
		}
	}
	for i := 0; i < len(t); {
		c := t[i]
		switch {
		case c == '\n' || c == '\r':
			endSent()
			line, gap = true, true
			i++
			continue
		case c == ' ' || c == '\t' || c == '\f' || c == '\v':
			gap = true
			i++
			continue
		}
		k := tok{gap: gap, line: line, sent: sent}
		j := i + 1
		switch {
		case letter(c) || digit(c):
			j = v.wordEnd(t, i)
			k.w = t[i:j]
			k.kind = shape(k.w)
			v.caseOf(&k, t, at, i, j)
		case c >= 0x80:
			for j < len(t) && t[j]&0xC0 == 0x80 {
				j++
			}
			k.w, k.kind = t[i:j], markTok
		default:
			k.w, k.kind = t[i:j], markTok
		}
		k.s, k.e = int(at[i]), int(at[j-1])+1
		if hid && k.kind != markTok && k.e-k.s > j-i {
			k.hidden = true
		}
		k.rec = v.spell(known, k.w)
		s := &v.words[k.rec]
		k.st, k.flags = s.st, s.flags
		k.stop = k.kind == markTok || len(k.w) < 2 || k.flags&isStop != 0
		v.toks = append(v.toks, k)
		gap, line = false, false
		if k.kind == markTok && (c == '.' || c == '!' || c == '?') && closes(t, j) {
			if !v.abbreviation() {
				endSent()
			}
		}
		i = j
	}
	endSent()
}

// spell gives the place of a word among those of the view.
func (v *view) spell(known *dictionary, w string) int32 {
	hash := hashSign(w)
	at, n := v.idAt(hash, w)
	if n >= 0 {
		return n
	}
	n = int32(len(v.words))
	v.ids[at] = n + 1
	l := known.at(hash)
	v.words = append(v.words, spelling{w: w, st: w, hash: hash, stem: n, flags: l.flags, lex: l.lex, slex: l.lex})
	if 2*len(v.words) > len(v.ids) {
		v.widen()
	}
	if st := stem(w); st != w {
		k := v.spell(known, st)
		s := &v.words[n]
		s.st, s.stem, s.slex = st, k, v.words[k].lex
	}
	return n
}

// idAt finds a word among those of the view: its place there, or -1, and where in
// ids that stands or would stand.
func (v *view) idAt(hash uint64, w string) (at uint64, n int32) {
	mask := uint64(len(v.ids) - 1)
	for at = hash & mask; v.ids[at] != 0; at = (at + 1) & mask {
		n = v.ids[at] - 1
		if s := &v.words[n]; s.hash == hash && s.w == w {
			return at, n
		}
	}
	return at, -1
}

// id is the place of a word among those of the view, or -1.
func (v *view) id(w string) int32 {
	_, n := v.idAt(hashSign(w), w)
	return n
}

// widen doubles the places for ids.
func (v *view) widen() {
	v.ids = make([]int32, 2*len(v.ids))
	mask := uint64(len(v.ids) - 1)
	for n := range v.words {
		at := v.words[n].hash & mask
		for v.ids[at] != 0 {
			at = (at + 1) & mask
		}
		v.ids[at] = int32(n + 1)
	}
}

// common is the word of token i being an everyday one; see common.
func (v *view) common(i int) bool {
	if i < 0 || i >= len(v.toks) {
		return common("")
	}
	s := &v.words[v.toks[i].rec]
	if s.everyday == 0 {
		s.everyday = -1
		if s.flags&isListed != 0 || common(s.w) {
			s.everyday = 1
		}
	}
	return s.everyday > 0
}

// senses gives the classes of token i; see senses.
func (v *view) senses(i int) string {
	s := &v.words[v.toks[i].rec]
	if !s.sensed {
		s.senses, s.sensed = senses(s.w), true
	}
	return s.senses
}

// abbreviation reports whether the full stop just read ends a title or initial
// rather than a sentence.
func (v *view) abbreviation() bool {
	p := v.at(len(v.toks) - 2)
	switch p.w {
	case "mr", "mrs", "ms", "dr", "st", "no", "ref", "approx", "sgt", "insp", "p", "a", "d":
		return true
	}
	return p.kind == wordTok && len(p.w) == 1 && p.cap
}

// closes reports whether what follows a full stop starts a new sentence.
func closes(t string, j int) bool {
	for j < len(t) && (t[j] == '"' || t[j] == '\'' || t[j] == ')') {
		j++
	}
	return j >= len(t) || t[j] == ' ' || t[j] == '\n' || t[j] == '\r' || t[j] == '\t'
}

// wordEnd finds the end of the word that starts at i: letters and digits, and
// an apostrophe between letters. £ and € are marks even though not ASCII.
func (v *view) wordEnd(t string, i int) int {
	j := i
	for j < len(t) {
		c := t[j]
		if c == 0xC2 && j+1 < len(t) && t[j+1] == 0xA3 || c == 0xE2 {
			break
		}
		if letter(c) || digit(c) {
			j++
			continue
		}
		if c == '\'' && j > i && j+1 < len(t) && t[j-1] >= 'a' && t[j-1] <= 'z' && t[j+1] >= 'a' && t[j+1] <= 'z' {
			j++
			continue
		}
		break
	}
	if j == i { // a lone £ or €: take the whole rune
		j = i + 1
		for j < len(t) && t[j]&0xC0 == 0x80 {
			j++
		}
	}
	return j
}

func shape(w string) tokKind {
	d, l := false, false
	for i := 0; i < len(w); i++ {
		switch {
		case digit(w[i]):
			d = true
		case letter(w[i]):
			l = true
		}
	}
	if w == "£" || w == "€" || strings.HasPrefix(w, "\xe2") {
		return markTok
	}
	switch {
	case d && l:
		return mixTok
	case d:
		return numTok
	}
	return wordTok
}

// caseOf reads the case of the original letters and strips a possessive.
func (v *view) caseOf(k *tok, t string, at []int32, i, j int) {
	if k.kind == markTok {
		return
	}
	k.cap = unicode.IsUpper(v.orig[at[i]])
	k.caps = k.cap
	n := 0
	for x := i; x < j; x++ {
		r := v.orig[at[x]]
		if unicode.IsLetter(r) {
			n++
			if !unicode.IsUpper(r) && !(x == i+1 && t[i:x+1] == "mc" && j-i > 4) && r != 's' {
				k.caps = false
			} else if r == 's' && !(x == j-1 && x > i+1 && t[x-1] == '\'') {
				k.caps = false
			}
		}
	}
	if n < 2 {
		k.caps = false
	}
	if strings.HasSuffix(k.w, "'s") && len(k.w) > 2 {
		k.w, k.poss = k.w[:len(k.w)-2], true
	}
}

// stem takes the common English endings off a word, cheaply and without
// allocating; it only has to agree with itself.
func stem(w string) string {
	n := len(w)
	if n < 4 || !letter(w[n-1]) {
		return w
	}
	switch {
	case n > 5 && strings.HasSuffix(w, "ing"):
		return undouble(w[:n-3])
	case n > 4 && strings.HasSuffix(w, "ied"), n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "i"
	case n > 4 && strings.HasSuffix(w, "ed"):
		return undouble(w[:n-2])
	case n > 4 && (strings.HasSuffix(w, "ses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes")):
		return w[:n-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return unE(w[:n-1])
	case n > 4 && strings.HasSuffix(w, "ly"):
		return w[:n-2]
	case w[n-1] == 'y' && n > 3:
		return w[:n-1] + "i"
	}
	return unE(w)
}

func unE(w string) string {
	if n := len(w); n > 3 && w[n-1] == 'e' {
		return w[:n-1]
	}
	return w
}

func undouble(w string) string {
	if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
		return w[:n-1]
	}
	return unE(w)
}
