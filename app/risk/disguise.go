package risk

import (
	"bytes"
	"math/bits"
)

// The disguise pass reads words that the vocabulary does not hold. It only
// accepts a reading that ends in a word that somebody would have a reason to
// hide (class HIDE) or, for plain leet, any word of the lexicon.

func (e *Engine) undisguise(p *page) {
	tried := 0 // runs of single letters up to here have been tried
	for i := 0; i < len(p.tokens); i++ {
		t := &p.tokens[i]
		if t.hyphen && t.rawLen > 1 {
			e.joinCut(p, i)
		}
		if t.rawLen == 1 && i >= tried {
			n, run := e.joinSpaced(p, i)
			tried = i + run
			if n > 0 {
				i += n
				continue
			}
		}
		if t.word != 0 || t.settled || t.rawLen < 2 || t.rawLen > 32 {
			continue
		}
		e.decode(p, t)
	}
	e.splitJoined(p)
}

func (e *Engine) decode(p *page, t *token) {
	raw := p.text(t)
	hasLetter, hasMark, hasStar, hasVowel := false, false, false, false
	for _, c := range raw {
		switch {
		case c >= 'a' && c <= 'z':
			hasLetter = true
			hasVowel = hasVowel || vowel(c) || c == 'y'
		case c == '*' || c == '#':
			hasStar = true
		case digit(c) || disguise(c):
			hasMark = true
		}
	}
	if hasLetter && hasMark && e.leet(p, t, raw) {
		return
	}
	if hasLetter && hasStar {
		if w := e.starred(raw); w != 0 {
			e.reveal(p, t, w)
			return
		}
	}
	if !hasLetter || hasMark || hasStar || len(raw) < 3 {
		return
	}
	if w := e.squeezed(raw); w != 0 {
		e.setWord(t, w)
		return
	}
	if _, known := e.vectors.rank(raw); known {
		return
	}
	if w := e.bones[string(raw)]; w != 0 && !hasVowel && !t.capital {
		e.reveal(p, t, w)
		return
	}
	if t.capital && t.rawLen < 7 {
		return
	}
	if w := e.misspelt(raw); w != 0 {
		e.setWord(t, w)
	}
}

// reveal gives a token its decoded word.
func (e *Engine) reveal(p *page, t *token, w int32) {
	e.setWord(t, w)
	t.odd = true
	if e.is(w, e.hide) {
		p.odd = true
	}
}

func leetByte(c byte, alt bool) byte {
	switch c {
	case '0':
		return 'o'
	case '1':
		if alt {
			return 'l'
		}
		return 'i'
	case '!', '|':
		if alt {
			return 'l'
		}
		return 'i'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7', '+':
		return 't'
	case '8':
		return 'b'
	case '9', '6':
		return 'g'
	case '2':
		return 'z'
	}
	return c
}

// leet reads figures as letters. Words that the lexicon holds come first, then
// any common word.
func (e *Engine) leet(p *page, t *token, raw []byte) bool {
	var buf [32]byte
	for _, common := range []bool{false, true} {
		for _, alt := range []bool{false, true} {
			out := buf[:0]
			for _, c := range raw {
				out = append(out, leetByte(c, alt))
			}
			if common {
				if _, ok := e.vectors.rank(out); ok && len(out) > 1 && !digit(raw[0]) || ok && len(out) > 3 {
					e.retext(p, t, out)
					t.odd = true
					p.decoded++
					return true
				}
				continue
			}
			w := e.lookUp(out)
			if w == 0 {
				w = e.squeezed(out)
			}
			if w != 0 {
				e.reveal(p, t, w)
				p.decoded++
				return true
			}
		}
	}
	return false
}

// starred reads masked letters ("k*ll") against the hidden words by length.
func (e *Engine) starred(raw []byte) int32 {
	for _, w := range e.hidden[len(raw)] {
		s := e.spelling[w]
		ok := true
		for i := 0; i < len(s) && ok; i++ {
			ok = raw[i] == s[i] || raw[i] == '*' || raw[i] == '#' || leetByte(raw[i], false) == s[i]
		}
		if ok {
			return w
		}
	}
	return 0
}

// squeezed undoes repeats: "killlll", "pleeease".
func (e *Engine) squeezed(raw []byte) int32 {
	run, found := 1, false
	for i := 1; i < len(raw); i++ {
		if raw[i] == raw[i-1] {
			run++
			found = found || run >= 3
		} else {
			run = 1
		}
	}
	if !found {
		return 0
	}
	var buf [32]byte
	for keep := 2; keep >= 1; keep-- {
		out := buf[:0]
		run = 0
		for i, c := range raw {
			if i > 0 && c == raw[i-1] {
				run++
			} else {
				run = 1
			}
			if run <= keep {
				out = append(out, c)
			}
		}
		if w := e.lookUp(out); w != 0 {
			return w
		}
	}
	return 0
}

// misspelt finds a hidden word one slip away: a letter left out, doubled,
// swapped with its neighbour or put in. Real words are kept as they are.
func (e *Engine) misspelt(raw []byte) int32 {
	if len(raw) < 5 || e.real[string(raw)] {
		return 0
	}
	if w, ok := e.slips[string(raw)]; ok { // a letter left out
		return w
	}
	var buf [32]byte
	for i := range raw { // a letter put in
		out := append(buf[:0], raw[:i]...)
		out = append(out, raw[i+1:]...)
		if w := e.lookUp(out); w != 0 && len(out) >= 5 && e.is(w, e.hide) {
			return w
		}
	}
	for i := 0; i+1 < len(raw); i++ { // two letters swapped
		out := append(buf[:0], raw...)
		out[i], out[i+1] = out[i+1], out[i]
		if w := e.lookUp(out); e.is(w, e.hide) {
			return w
		}
	}
	return 0
}

// joinSpaced reads letters set apart ("k i l l", "s.t.a.b"). It answers how many
// further tokens it swallowed, and how long the run of letters is.
func (e *Engine) joinSpaced(p *page, i int) (swallowed, run int) {
	var buf [longestRun]byte
	out := buf[:0]
	n := i
	for n < len(p.tokens) && len(out) < cap(buf) {
		t := &p.tokens[n]
		if t.rawLen != 1 || n > i && t.join > joinSentence {
			break
		}
		out = append(out, leetByte(p.bytes[t.raw], false))
		n++
	}
	if len(out) < 3 {
		return 0, len(out)
	}
	return e.cutLetters(p, i, out), len(out)
}

// cutLetters cuts a run of single letters into words and files them on the
// first tokens of the run; the rest become blank.
func (e *Engine) cutLetters(p *page, i int, out []byte) int {
	pieces, ok := e.segment(out)
	if !ok {
		return 0
	}
	p.odd = true
	last := make([]int32, len(pieces))
	for n, pc := range pieces {
		last[n] = p.tokens[i+pc.to-1].end
	}
	for n := i; n < i+len(out); n++ {
		p.tokens[n].word, p.tokens[n].model, p.tokens[n].rawLen = 0, 0, 0
	}
	for n, pc := range pieces {
		t := &p.tokens[i+pc.from]
		e.retext(p, t, out[pc.from:pc.to])
		t.odd, t.end = true, last[n]
	}
	return len(out) - 1
}

// piece is one word of a run of letters.
type piece struct{ from, to int }

const (
	longestWord = 14
	longestRun  = 96
)

// segment cuts letters into known words, the commonest way. It answers no when a
// part stays unknown, or when no word is longer than two letters.
func (e *Engine) segment(s []byte) ([]piece, bool) {
	if len(s) > longestRun {
		return nil, false
	}
	var cost [longestRun + 1]float32
	var from [longestRun + 1]int16
	for i := 1; i <= len(s); i++ {
		cost[i] = 1e9
		for l := 1; l <= longestWord && l <= i; l++ {
			c := cost[i-l] + e.wordCost(s[i-l:i])
			if c < cost[i] {
				cost[i], from[i] = c, int16(i-l)
			}
		}
	}
	if cost[len(s)] > 1e6 {
		return nil, false
	}
	var out []piece
	long := false
	for i := len(s); i > 0; i = int(from[i]) {
		out = append(out, piece{int(from[i]), i})
		long = long || i-int(from[i]) >= 3
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out, long
}

// wordCost is less for commoner words, and prohibitive for what is not a word.
func (e *Engine) wordCost(w []byte) float32 {
	if len(w) == 1 {
		switch w[0] {
		case 'a', 'i':
			return 6
		case 'u', 'n', 'r', '2', '4':
			return 9
		}
		return 1e7
	}
	if rank, ok := e.vectors.rank(w); ok {
		return 4 + float32(bits.Len32(uint32(rank)))*0.7
	}
	if e.lookUp(w) != 0 && len(w) > 2 {
		return 13
	}
	return 1e7
}

// retext gives a token other letters than the ones it was written with.
func (e *Engine) retext(p *page, t *token, s []byte) {
	t.raw, t.rawLen = int32(len(p.bytes)), int32(len(s))
	p.bytes = append(p.bytes, s...)
	t.read(e, s)
}

// joinCut joins a token to the one before when a mark stands between them and
// neither is a word.
func (e *Engine) joinCut(p *page, i int) {
	if i == 0 {
		return
	}
	a, b := &p.tokens[i-1], &p.tokens[i]
	if a.rawLen == 0 || a.rawLen+b.rawLen > 14 || a.word != 0 && b.word != 0 && a.rawLen > 2 {
		return
	}
	var buf [14]byte
	w := e.lookUp(append(append(buf[:0], p.text(a)...), p.text(b)...))
	if w == 0 || !e.is(w, e.hide) {
		return
	}
	e.reveal(p, a, w)
	a.end = b.end
	b.word, b.model, b.rawLen = 0, 0, 0
}

// splitJoined parts words run together ("killhim"). The pieces share a span.
func (e *Engine) splitJoined(p *page) {
	for i := 0; i < len(p.tokens); i++ {
		t := &p.tokens[i]
		if t.word != 0 || t.capital || t.whole || t.rawLen < shortestJoined || t.rawLen > longestRun {
			continue
		}
		if t.rawLen > longestJoined {
			i += e.splitRun(p, i)
			continue
		}
		raw := p.text(t)
		if bytes.ContainsAny(raw, "0123456789@.") || e.real[string(raw)] {
			continue
		}
		a, b, ok := e.twoWords(raw)
		if !ok {
			continue
		}
		p.odd = true
		second := *t
		e.setWord(&second, b)
		second.join, second.odd = joinSpace, true
		e.setWord(t, a)
		t.odd = true
		p.tokens = append(p.tokens, token{})
		copy(p.tokens[i+2:], p.tokens[i+1:])
		p.tokens[i+1] = second
		i++
	}
}

// Words run together that are parted in two have so many letters.
const shortestJoined, longestJoined = 7, 16

func (e *Engine) twoWords(raw []byte) (int32, int32, bool) {
	for cut := 3; cut <= len(raw)-2; cut++ {
		a := e.lookUp(raw[:cut])
		if a == 0 {
			continue
		}
		b := e.lookUp(raw[cut:])
		if b == 0 {
			continue
		}
		first, second := e.is(a, e.hide), e.is(b, e.hide)
		if first && len(raw[:cut]) >= 4 && e.is(b, e.hideTail) || second && len(raw[cut:]) >= 4 && e.is(a, e.hideHead) {
			return a, b, true
		}
	}
	return 0, 0, false
}

// splitRun parts a long run of words written without spaces.
func (e *Engine) splitRun(p *page, i int) int {
	t := p.tokens[i]
	raw := append([]byte(nil), p.text(&t)...)
	if _, known := e.vectors.rank(raw); known {
		return 0
	}
	for _, c := range raw {
		if c < 'a' || c > 'z' {
			return 0
		}
	}
	pieces, ok := e.segment(raw)
	if !ok || len(pieces) < 3 {
		return 0
	}
	p.odd = true
	grown := make([]token, 0, len(p.tokens)+len(pieces)-1)
	grown = append(grown, p.tokens[:i]...)
	plain := int(t.end-t.start) == len(raw)
	for n, pc := range pieces {
		w := t
		e.retext(p, &w, raw[pc.from:pc.to])
		w.odd = true
		if n > 0 {
			w.join, w.line, w.hyphen = joinSpace, false, false
		}
		if plain {
			w.start, w.end = t.start+int32(pc.from), t.start+int32(pc.to)
		}
		grown = append(grown, w)
	}
	p.tokens = append(grown, p.tokens[i+1:]...)
	return len(pieces) - 1
}
