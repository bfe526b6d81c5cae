package risk

// automaton holds the phrases of the lexicon as states, numbered from 1. A phrase of
// several words starts with the pair of its first two, or with its first word and a
// gap of one to three words of any kind.
type automaton struct {
	firsts []pair    // of two words: the list of states that they lead to
	starts pairTable // the same, for finding
	lists  rows      // of states
	edges  rows      // by state: the words that lead on, each followed by its state
	gaps   []int32   // by state: the state after a gap, or 0
	ends   rows      // by state: the classes of the phrases that are whole there
	open   []int32   // by word: the list of states after the word and a gap, or 0
}

// rows are lists of numbers that follow each other.
type rows struct {
	ends []int32 // by row
	all  []int32
}

func (r *rows) add(list ...int32) int32 {
	r.all = append(r.all, list...)
	r.ends = append(r.ends, int32(len(r.all)))
	return int32(len(r.ends) - 1)
}

func (r *rows) row(n int32) []int32 {
	from := int32(0)
	if n > 0 {
		from = r.ends[n-1]
	}
	return r.all[from:r.ends[n]]
}

// flatten lays the states out for walking.
func (b *builder) flatten() automaton {
	a := automaton{gaps: make([]int32, len(b.nodes)), open: make([]int32, len(b.order))}
	number := func(list []*node) int32 {
		var states []int32
		for _, n := range list {
			states = append(states, n.number)
		}
		return a.lists.add(states...)
	}
	a.lists.add() // 0 is no list
	for w, r := range b.roots {
		if r == nil {
			continue
		}
		for _, second := range r.seconds {
			a.firsts = append(a.firsts, pair{uint64(w)<<32 | uint64(second), number(r.next[second])})
		}
		if len(r.gaps) > 0 {
			a.open[w] = number(r.gaps)
		}
	}
	for _, n := range b.nodes {
		var edges, ends []int32
		if n != nil {
			for _, ed := range n.edges {
				edges = append(edges, ed.word, ed.to.number)
			}
			for _, c := range n.ends {
				ends = append(ends, int32(c))
			}
			if n.gap != nil {
				a.gaps[n.number] = n.gap.number
			}
		}
		a.edges.add(edges...)
		a.ends.add(ends...)
	}
	a.starts = newPairTable(a.firsts)
	return a
}

// annotate files every phrase of the lexicon that starts at each token, and
// sums up which classes each sentence holds.
func (e *Engine) annotate(p *page) {
	n := len(p.tokens)
	p.first, p.multi = room(&p.first, n+1), p.multi[:0]
	pool := room(&p.classes, e.stride*len(p.sents))
	clear(pool)
	for si := range p.sents {
		s := &p.sents[si]
		s.classes = pool[si*e.stride : (si+1)*e.stride]
		for i := s.from; i < s.to; i++ {
			p.first[i] = int32(len(p.multi))
			t := &p.tokens[i]
			for x, b := t.extra, 0; x != 0; x, b = x>>1, b+1 {
				if x&1 != 0 {
					s.classes.add(e.classBlocks[b])
				}
			}
			if t.word != 0 {
				s.classes.add(e.blocksOf(t.word))
				e.phrasesAt(p, s, i)
			}
		}
	}
	p.first[n] = int32(len(p.multi))
}

func (e *Engine) phrasesAt(p *page, s *sentence, i int32) {
	w := p.tokens[i].word
	if i+1 < s.to {
		if second := p.tokens[i+1].word; second != 0 {
			if list := e.phrases.starts.find(uint64(w)<<32 | uint64(second)); list > 0 {
				for _, state := range e.phrases.lists.row(list) {
					e.walk(p, s, state, i, i+2)
				}
			}
		}
	}
	if list := e.phrases.open[w]; list != 0 {
		for _, state := range e.phrases.lists.row(list) {
			e.walkGap(p, s, state, i, i+1)
		}
	}
}

func (e *Engine) walk(p *page, s *sentence, state, from, i int32) {
	for _, c := range e.phrases.ends.row(state) {
		p.multi = append(p.multi, multi{classID(c), from, i})
		s.classes.add(e.classBlocks[c])
	}
	if i >= s.to {
		return
	}
	e.step(p, s, state, from, i)
	if gap := e.phrases.gaps[state]; gap != 0 {
		e.walkGap(p, s, gap, from, i)
	}
}

// walkGap goes on after one to three words of any kind.
func (e *Engine) walkGap(p *page, s *sentence, state, from, i int32) {
	for skip := int32(1); skip <= 3 && i+skip < s.to; skip++ {
		e.step(p, s, state, from, i+skip)
	}
}

// step goes on with the word of token i.
func (e *Engine) step(p *page, s *sentence, state, from, i int32) {
	w := p.tokens[i].word
	if w == 0 {
		return
	}
	edges := e.phrases.edges.row(state)
	for k := 0; k+1 < len(edges); k += 2 {
		if edges[k] == w {
			e.walk(p, s, edges[k+1], from, i+1)
		}
	}
}
