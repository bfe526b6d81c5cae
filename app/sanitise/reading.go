package sanitise

import (
	_ "embed"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// The reading is a linear weighing of how a sentence is put: its words, what
// they are words for, their order, whether it hedges, and what kind of product
// the source is. It stands beside the rules: wording that no rule foresaw is
// stopped when the whole sentence reads like one that tells how a thing was
// learnt or from whom, and a rule's hit is doubted when it does not.
//
// The weights were fitted to the development pairs beside this package and to
// nothing else; TestFitReading writes them.
//
//go:embed words/reading.tsv
var readingText string

// reading holds the weights: what speaks for a telling sentence, and what for
// technique rather than source.
type reading struct {
	bias, lean float32
	// the signs by their hash: a table of open addresses whose length is a power of
	// two, and before it a bit for each hash that may be there, as most are not
	may   []uint64
	signs []weight
}

type weight struct {
	tag     uint32 // the upper half of the sign's hash, odd; 0 where the place is empty
	w, lean float32
}

func tagOf(hash uint64) uint32 { return uint32(hash>>32) | 1 }

// find gives the place of a sign, or -1.
func (r *reading) find(hash uint64) int32 {
	if at := hash >> 13 & uint64(len(r.may)*64-1); r.may[at>>6]&(1<<(at&63)) == 0 {
		return -1
	}
	mask, tag := uint64(len(r.signs)-1), tagOf(hash)
	for i := hash & mask; ; i = (i + 1) & mask {
		switch r.signs[i].tag {
		case tag:
			return int32(i)
		case 0:
			return -1
		}
	}
}

func (r *reading) put(hash uint64, w, lean float32) {
	at := hash >> 13 & uint64(len(r.may)*64-1)
	r.may[at>>6] |= 1 << (at & 63)
	mask := uint64(len(r.signs) - 1)
	i := hash & mask
	for r.signs[i].tag != 0 {
		i = (i + 1) & mask
	}
	r.signs[i] = weight{tagOf(hash), w, lean}
}

var loadReading = sync.OnceValue(func() *reading {
	r, err := parseReading(readingText)
	if err != nil {
		panic("sanitise: built-in reading: " + err.Error())
	}
	return r
})

// parseReading reads lines of sign, weight and lean; the sign "bias" gives the
// constants.
func parseReading(text string) (*reading, error) {
	r := &reading{}
	size := 64
	for size < 2*strings.Count(text, "\n") {
		size *= 2
	}
	r.signs, r.may = make([]weight, size), make([]uint64, size/16)
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("a line of the reading has %d fields", len(f))
		}
		w, err := strconv.ParseFloat(f[1], 32)
		if err != nil {
			return nil, err
		}
		l, err := strconv.ParseFloat(f[2], 32)
		if err != nil {
			return nil, err
		}
		if f[0] == "bias" {
			r.bias, r.lean = float32(w), float32(l)
			continue
		}
		r.put(hashSign(f[0]), float32(w), float32(l))
	}
	return r, nil
}

// read weighs sentence n: how it reads, which way it leans, and what each of its
// tokens brought.
func (r *reading) read(c *checker, n int) (z, lean float32) {
	if c.brought == nil {
		c.brought = make([]float32, len(c.dft.toks))
	}
	z, lean = r.bias, r.lean
	c.told.clear()
	c.signs(n, func(s sign) {
		i := r.find(s.hash())
		if i < 0 || !c.told.add(i) {
			return
		}
		w := &r.signs[i]
		z, lean = z+w.w, lean+w.lean
		if s.at >= 0 {
			c.brought[s.at] += w.w
		}
	})
	return z, lean
}

// toldSigns is the signs told of in one sentence, by their place in the reading: at
// most mostRead tokens tell of fewer than half of it.
type toldSigns struct {
	at     [4096]int32 // from 1
	filled []int32
}

func (t *toldSigns) clear() {
	for _, i := range t.filled {
		t.at[i] = 0
	}
	t.filled = t.filled[:0]
}

// add reports a sign that was not told of before.
func (t *toldSigns) add(sign int32) bool {
	i := uint32(sign) * 2654435761 >> 20
	for t.at[i] != 0 {
		if t.at[i] == sign+1 {
			return false
		}
		i = (i + 1) & (uint32(len(t.at)) - 1)
	}
	t.at[i] = sign + 1
	t.filled = append(t.filled, int32(i))
	return true
}

// What a reading must come to. Chosen on readings held out from the pair they
// judge; higher means more plainly telling, and nought is even odds.
const (
	readsClear  float32 = -1   // under it a rule's hit advises only
	readsLoose  float32 = -0.8 // the same, for rules whose words are everyday words
	readsAdvice float32 = -0.5 // over it a rule's advice stops the draft
	readsStop   float32 = 0.8  // over it the sentence stops the draft by itself
	readsStrict float32 = -1.5 // over it it does so in a draft that is stopped anyway
)

// weighReadings lets the reading of each sentence decide what the rules were
// unsure of, and adds what no rule foresaw.
func (c *checker) weighReadings() {
	v := c.dft
	c.score = make([]float32, len(v.sents))
	c.lean = make([]float32, len(v.sents))
	c.had = make([]bool, len(v.sents))
	for n := range v.sents {
		c.score[n], c.lean[n] = c.reading.read(c, n)
		if v.stockOpening(n) {
			c.score[n] -= stockWeight
		}
	}
	for i := range c.found {
		f := &c.found[i]
		if f.Kind != Technique && f.Kind != SourceReference {
			continue
		}
		n := v.sentenceAt(f.Start)
		switch {
		case f.Severity == Block && !certain[f.Rule] && !(f.Rule == "exclusivity" && len(c.few) > 0) && v.sents[n][1]-v.sents[n][0] > 6 && (c.score[n] < readsClear || c.score[n] < readsLoose && loose(f.Rule)):
			f.Severity, f.Acceptable = Advise, true
		case f.Severity == Advise && (c.score[n] > readsStop || c.score[n] > readsAdvice && !slight[f.Rule]):
			f.Severity = Block
		}
		c.had[n] = c.had[n] || f.Severity == Block
	}
	for n := range v.sents {
		if !c.had[n] && c.score[n] >= readsStop {
			c.add(c.reads(n))
			c.had[n] = true
		}
	}
}

// strictly reads a draft that is stopped anyway once more, and stops what was
// only doubtful in it: a draft that has been shown to carry one thing over from
// its source carries others. What it stops the author may still keep with a reason.
func (c *checker) strictly(fs []Finding) []Finding {
	stopped := false
	for i := range fs {
		stopped = stopped || fs[i].Severity == Block
	}
	if !stopped {
		return fs
	}
	for i := range fs {
		f := &fs[i]
		if f.Severity == Advise && (f.SourceStart >= 0 || c.score[c.dft.sentenceAt(f.Start)] > readsStrict) {
			f.Severity = Block
			if f.Kind == Technique || f.Kind == SourceReference {
				c.had[c.dft.sentenceAt(f.Start)] = true
			}
		}
	}
	for n := range c.dft.sents {
		if !c.had[n] && c.score[n] > readsStrict && !c.neutral[c.dft.sents[n][0]] {
			fs = append(fs, c.reads(n))
		}
	}
	return fs
}

// stockWeight is what an agreed opening such as "It is believed that" speaks
// against the rest of its sentence telling anything.
const stockWeight = 2

// stockOpening reports a sentence that opens with a form of words agreed to
// stand for every kind of source.
func (v *view) stockOpening(n int) bool {
	s := v.sents[n][0]
	a, b := v.word(s), v.word(s+1)
	switch {
	case a == "it" && b == "is":
		w := v.word(s + 2)
		return w == "believed" || w == "thought" || w == "assessed" || w == "suspected" || w == "understood"
	case a == "intelligence" || a == "information":
		return b == "suggests" || b == "indicates"
	}
	return false
}

// certain are the rules that no reading clears.
var certain = set("certain-technique certain-source known-otherwise")

// slight are the rules that speak of somebody, not of somebody telling.
var slight = set("somebody-else circumstance about-the-information aside teller-relation")

// loose reports a rule whose words are also everyday words.
func loose(rule string) bool {
	return slight[rule] || rule == "somebody-tells" || rule == "concerned" || strings.HasSuffix(rule, "-plainly") || strings.HasSuffix(rule, "-words")
}

// sentenceAt gives the sentence of a rune offset.
func (v *view) sentenceAt(at int) int {
	n := sort.Search(len(v.sents), func(k int) bool { return v.toks[v.sents[k][0]].s > at })
	return max(n-1, 0)
}

// reads is a finding over the clauses of sentence n that make it read as it does.
func (c *checker) reads(n int) Finding {
	v := c.dft
	from, to := -1, 0
	s := v.sents[n][0]
	sum := float32(0)
	for i := s; i < v.sents[n][1]; i++ {
		sum += c.brought[i]
		if i+1 < v.sents[n][1] && !(breaksClause(v.toks[i].w) && v.toks[i+1].gap) {
			continue
		}
		if sum > 0 {
			if from < 0 {
				from = s
			}
			to = i + 1
		}
		s, sum = i+1, 0
	}
	if from < 0 {
		from, to = v.sents[n][0], v.sents[n][1]
	}
	for to > from+1 && v.toks[to-1].kind == markTok {
		to--
	}
	k, rule := SourceReference, "reads-as-source"
	why := "It reads as telling who it comes from, or what they did or saw."
	if c.lean[n] > 0 {
		k, rule = Technique, "reads-as-technique"
		why = "It reads as telling how it was learnt."
	}
	f := c.span(k, from, to, rule, why)
	f.Acceptable = true
	return f
}

func breaksClause(w string) bool { return w == "," || w == ";" || w == ":" || w == "that" }
