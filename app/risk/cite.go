package risk

import "sort"

const citedWords = 3

// weightiest gives the words of a window that weighed most for a question, in the
// order of the text. There is always at least one. It asks how the answer changes
// with each word's own signs, as far as the hidden units are awake.
func (m *matcher) weightiest(target int, said *answers, w window) []run {
	type heavy struct {
		at int32
		z  float32
	}
	s := m.e.scorer
	n, width := len(s.targets), s.width()
	type place struct {
		at    int
		slope float32 // of the answer, by this place of a row
	}
	places := append(make([]place, 0, width), place{target, 1})
	for h := range s.hidden {
		if m.work.z[n+h] > 0 {
			places = append(places, place{n + h, s.head[h*n+target]})
		}
	}
	weight := func(sign int32) float32 {
		if sign < 0 {
			return 0
		}
		z, row := float32(0), s.rows[int(sign)*s.length:][:s.length]
		for _, p := range places {
			z += p.slope * (float32(row[p.at]) - middle)
		}
		return z * s.scale[sign]
	}
	var dense [vectorSize]float32
	for d := range dense {
		row := s.dense[d*width : (d+1)*width]
		for _, p := range places {
			dense[d] += p.slope * row[p.at]
		}
	}
	var list []heavy
	first, last := m.p.sents[w.from].from, m.p.sents[w.to-1].to
	share, more := said.wordWeights(target, first, last)
	for i := first; i < last; i++ {
		ws := &s.list[s.number(&m.p.tokens[i])]
		z := weight(ws.word) + weight(ws.group) + weight(ws.stem)
		if ws.vector >= 0 {
			dot := float32(0)
			for d, x := range m.e.vectors.row(ws.vector)[:vectorSize] {
				dot += dense[d] * (float32(x) - middle)
			}
			z += dot / 127 / float32(max(said.words, 1)) * 10
		}
		z *= share
		if more != nil {
			z += more[i-first]
		}
		if z > 0 || len(list) == 0 {
			list = append(list, heavy{i, z})
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].z > list[b].z })
	if len(list) > citedWords {
		list = list[:citedWords]
	}
	sort.Slice(list, func(a, b int) bool { return list[a].at < list[b].at })
	out := make([]run, len(list))
	for i, h := range list {
		out[i] = run{h.at, h.at + 1}
	}
	return out
}
