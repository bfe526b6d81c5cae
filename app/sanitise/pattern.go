package sanitise

// strand is the tokens of a view as the patterns read them: hyphens inside
// words dropped, words by their number in the vocabulary.
type strand struct {
	v                 *view
	ix                []int
	word, stem, joint []int32 // numbers of the word, its stem, and it with the next
}

func (l *lexicon) strand(v *view) strand {
	s := strand{v: v, ix: make([]int, 0, len(v.toks))}
	for i := range v.toks {
		t := &v.toks[i]
		if t.w == "-" && !t.gap || t.w == "*" || t.w == "_" {
			continue
		}
		s.ix = append(s.ix, i)
	}
	n := len(s.ix)
	all := make([]int32, 3*n)
	s.word, s.stem, s.joint = all[:n], all[n:2*n], all[2*n:]
	for k, i := range s.ix {
		t := &v.toks[i]
		w := &v.words[t.rec]
		s.word[k] = w.lex
		if t.kind == markTok {
			continue
		}
		s.stem[k] = w.slex
		if k+1 < n && t.flags&isHead != 0 {
			if x := &v.toks[s.ix[k+1]]; x.kind == wordTok && x.sent == t.sent {
				s.joint[k] = l.vocab[t.w+x.w]
			}
		}
	}
	return s
}

// possible marks the patterns that a text could hold: those of which no element
// that has to be there is wholly of words the text lacks.
func (l *lexicon) possible(s *strand) []bool {
	in := make([]uint64, (len(l.vocab)+1)/64+1)
	for i := range s.v.words {
		for _, id := range [...]int32{s.v.words[i].lex, s.v.words[i].slex} {
			in[id>>6] |= 1 << (id & 63)
		}
	}
	for _, id := range s.joint {
		in[id>>6] |= 1 << (id & 63)
	}
	in[0] &^= 1
	out := make([]bool, len(l.all))
	for n, p := range l.all {
		out[n] = true
		for k := range p.elems {
			if must := p.elems[k].must; must != nil && !anyOf(must, in) {
				out[n] = false
				break
			}
		}
	}
	return out
}

func anyOf(ps []piece, in []uint64) bool {
	for _, p := range ps {
		if in[p.at]&p.bits != 0 {
			return true
		}
	}
	return false
}

func meet(a, b []uint64) bool {
	for i, x := range a {
		if x&b[i] != 0 {
			return true
		}
	}
	return false
}

func (s strand) tok(i int) *tok {
	s.v.work++
	if i < 0 || i >= len(s.ix) {
		return &outside
	}
	return &s.v.toks[s.ix[i]]
}

// outside stands for what is before and after a text; it is never written.
var outside = tok{kind: markTok, sent: -1}

func has(b []uint64, id int32) bool {
	return b != nil && id != 0 && b[id>>6]&(1<<(id&63)) != 0
}

func (e *element) takes(s *strand, i int, t *tok) bool {
	if has(e.bits, s.word[i]) || e.sbits != nil && has(e.sbits, s.stem[i]) {
		return true
	}
	return e.name && t.cap && t.kind == wordTok || e.num && (t.kind == numTok || t.kind == mixTok)
}

// match tries the pattern at i and gives the end, or -1.
func (p *pattern) match(s *strand, i int) int {
	sent := s.tok(i).sent
	end := p.from(s, i, 0, sent)
	if end < 0 {
		return -1
	}
	if p.notBefore != nil && s.tok(i-1).sent == sent && p.notBefore[s.tok(i-1).w] {
		return -1
	}
	if p.notNext != nil && s.tok(end).sent == sent && p.notNext[s.tok(end).w] {
		return -1
	}
	return end
}

// from matches the elements from k on at token i, within one sentence. Gaps are
// at most nine tokens and patterns at most a dozen elements, so the work at each
// place is bounded.
func (p *pattern) from(s *strand, i, k, sent int) int {
	for ; k < len(p.elems); k++ {
		e := &p.elems[k]
		if e.gap > 0 {
			for g := 0; g <= e.gap; g++ {
				if g > 0 {
					if t := s.tok(i + g - 1); t.sent != sent || breaks(t) {
						return -1
					}
				}
				if end := p.from(s, i+g, k+1, sent); end >= 0 {
					return end
				}
			}
			return -1
		}
		t := s.tok(i)
		if t.sent != sent {
			if e.opt {
				continue
			}
			return -1
		}
		if e.takes(s, i, t) {
			if e.opt { // prefer to take it, but allow leaving it
				if end := p.from(s, i+1, k+1, sent); end >= 0 {
					return end
				}
				continue
			}
			i++
			continue
		}
		if e.opt {
			continue
		}
		if has(e.bits, s.joint[i]) { // "sat-nav" for "satnav"
			i += 2
			continue
		}
		return -1
	}
	return i
}

func breaks(t *tok) bool { return t.w == ";" || t.w == "." }

// hit is one pattern found.
type hit struct {
	sec  *section
	s, e int // token range in the view
	pat  *pattern
}

// scan finds the patterns of an index in a view and gives each to found as it
// goes. Want, where there is one, says which are still wanted.
func (l *lexicon) scan(v *view, in *index, want func(*section) bool, found func(hit)) {
	s := l.strand(v)
	possible := l.possible(&s)
	var here sentenceWords
	try := func(ps []*pattern, i int) {
		for _, p := range ps {
			if !possible[p.n] || want != nil && !want(p.sec) {
				continue
			}
			e := p.match(&s, i)
			if e < 0 || p.never != nil && meet(p.never, here.of(&s, i).bits) {
				continue
			}
			found(hit{p.sec, s.ix[i], s.ix[e-1] + 1, p})
		}
	}
	for i := range s.ix {
		t := s.tok(i)
		if id := s.word[i]; id != 0 {
			try(in.byWord[id], i)
		}
		if t.kind == markTok {
			continue
		}
		if id := s.stem[i]; id != 0 {
			try(in.byStem[id], i)
		}
		if id := s.joint[i]; id != 0 {
			try(in.byWord[id], i)
		}
		if t.cap && t.kind == wordTok {
			try(in.anyCap, i)
		}
		if t.kind == numTok || t.kind == mixTok {
			try(in.anyNum, i)
		}
	}
}

// sentenceWords holds the words of one sentence, by their number in the
// vocabulary. A scan goes forward, so each sentence is read once.
type sentenceWords struct {
	sent int
	bits []uint64
}

func (w *sentenceWords) of(s *strand, i int) *sentenceWords {
	sent := s.tok(i).sent
	if w.bits != nil && w.sent == sent {
		return w
	}
	w.sent = sent
	if w.bits == nil {
		w.bits = make([]uint64, (len(loadLexicon().vocab)+1)/64+1)
	}
	clear(w.bits)
	v := s.v
	v.work += v.sents[sent][1] - v.sents[sent][0]
	for k := v.sents[sent][0]; k < v.sents[sent][1]; k++ {
		id := v.words[v.toks[k].rec].lex
		w.bits[id>>6] |= 1 << (id & 63)
	}
	return w
}
