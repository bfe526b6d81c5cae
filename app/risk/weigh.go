package risk

import "time"

// scoring is the work of one window; it is kept from one window to the next, and from
// one scan to another.
type scoring struct {
	z       []float32
	seen    []int32 // by sign: the window that counted it last
	turn    int32
	rows    lanes // of the light signs
	vectors lanes
	set     bitset
}

func (c *scoring) add(s *scorer, sign int32) {
	if sign < 0 || c.seen[sign] == c.turn {
		return
	}
	c.seen[sign] = c.turn
	k := s.scale[sign]
	if k == s.step {
		if c.rows.add(int(sign) * s.length) {
			c.rows.pour(c.z, s.step)
		}
		return
	}
	row := s.rows[int(sign)*s.length:][:s.length]
	for t := range c.z {
		c.z[t] += k * (float32(row[t]) - middle)
	}
}

// scores answers every question about a window. It agrees with what the model
// says of features(). words is how many of them have a vector.
func (m *matcher) scores(w window, live, aside []hit, received time.Time) (z []float64, words int) {
	e, s := m.e, m.e.scorer
	if m.work == nil {
		m.work = s.rooms.Get().(*scoring)
	}
	c := m.work
	m.scored = w
	if c.turn++; c.turn < 0 { // two thousand million windows on
		clear(c.seen)
		c.turn = 1
	}
	copy(c.z, s.bias)
	words = m.scoreWords(w)
	set := room((*[]uint64)(&c.set), e.stride)
	clear(set)
	for si := w.from; si < w.to; si++ {
		if sent := &m.p.sents[si]; !m.setPhrases(w, sent) {
			bitset(set).or(sent.classes)
		}
	}
	bitset(set).each(e.named, func(id classID) { c.add(s, s.class[id]) })
	m.scorePage(w, received)
	for k, list := range [][]hit{signLive: live, signAside: aside} {
		for i := range list {
			h, kind := &list[i], k
			if h.sent < w.from || h.sent >= w.to {
				continue
			}
			if h.doubt {
				kind = signDoubt
			}
			for _, sign := range s.rule[h.rule.number][kind] {
				c.add(s, sign)
			}
		}
	}
	c.rows.pour(c.z, s.step)
	return s.finish(c.z), words
}

// done hands on what the scan has worked with.
func (m *matcher) done() {
	if m.work != nil {
		m.e.scorer.rooms.Put(m.work)
		m.work = nil
	}
}

// scorePage adds what pageSigns names.
func (m *matcher) scorePage(w window, received time.Time) {
	p, s, c := m.p, m.e.scorer, m.work
	if p.odd {
		c.add(s, s.page.odd)
	}
	if p.decoded > 2 || p.decoded > 0 && p.odd {
		c.add(s, s.page.leet)
	}
	for si := w.from; si < w.to; si++ {
		sent := &p.sents[si]
		if m.sentenceMoment(sent, received, 0).immediate {
			c.add(s, s.page.soon)
		}
		if got, ok := m.weekday(sent, received); ok {
			if got.immediate {
				c.add(s, s.page.dayTrue)
			} else {
				c.add(s, s.page.dayFalse)
			}
		}
		if m.underWay(sent) {
			c.add(s, s.page.underWay)
		}
	}
}

// number is the number of the word that a token stands for, 0 for none.
func (s *scorer) number(t *token) int32 {
	if t.extra&(1<<className) != 0 {
		return s.name
	}
	return t.model
}

// scoreWords adds what words, pairs and the mean of their vectors weigh.
func (m *matcher) scoreWords(w window) int {
	e, s, c := m.e, m.e.scorer, m.work
	var sum [vectorRow]float32
	words := 0
	for si := w.from; si < w.to; si++ {
		sent := &m.p.sents[si]
		if m.setPhrases(w, sent) {
			continue
		}
		var last [pairReach]int32 // stems of the words before
		for i := sent.from; i < sent.to; i++ {
			ws := &s.list[s.number(&m.p.tokens[i])]
			if ws.vector >= 0 {
				if c.vectors.add(int(e.vectors.at[ws.vector])) {
					c.vectors.pour(sum[:], 1)
				}
				words++
			}
			c.add(s, ws.word)
			c.add(s, ws.group)
			c.add(s, ws.stem)
			if ws.not >= 0 && m.denied(sent, i) {
				c.add(s, ws.not)
			}
			if ws.stemID != 0 {
				for _, b := range last {
					if b != 0 {
						c.add(s, s.pairs.find(uint64(b)<<32|uint64(ws.stemID)))
					}
				}
			}
			copy(last[1:], last[:pairReach-1])
			last[0] = ws.stemID
		}
	}
	if words == 0 {
		return 0
	}
	c.vectors.pour(sum[:], 1)
	var whole [vectorSize]int32
	for d := range whole {
		whole[d] = int32(sum[d])
	}
	mean := normal(&whole)
	n := s.width()
	for d, v := range mean {
		row := s.dense[d*n : (d+1)*n]
		for t, k := range row {
			c.z[t] += k * v
		}
	}
	return words
}
