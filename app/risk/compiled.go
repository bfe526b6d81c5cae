package risk

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"strings"
)

// The lexicon, the model's signs and the tables take a tenth of a second to compile,
// so the binary carries what comes of it. A test holds it equal to what the files
// beside it give; it is written anew by
//
//	RISK_COMPILED=lexicon/compiled.bin go test -run TestCompiled ./app/risk
//
//go:embed lexicon/compiled.bin
var compiledBytes string

// tape goes over the parts of an engine in one order, to write them or to read them.
// Numbers are varints.
type tape struct {
	writing bool
	out     []byte
	in      string
	err     error
}

func (t *tape) uint(x uint64) uint64 {
	if t.writing {
		t.out = binary.AppendUvarint(t.out, x)
		return x
	}
	x = 0
	for shift, i := uint(0), 0; i < len(t.in) && i < binary.MaxVarintLen64; shift, i = shift+7, i+1 {
		c := t.in[i]
		x |= uint64(c&0x7f) << shift
		if c < 0x80 {
			t.in = t.in[i+1:]
			return x
		}
	}
	t.in, t.err = "", fmt.Errorf("risk: read the compiled lexicon: cut short")
	return 0
}

func number[T ~int | ~int32 | ~uint16 | ~uint32 | ~uint64](t *tape, x *T) {
	*x = T(t.uint(uint64(uint32(*x)+1)) - 1) // nothing is below -1
}

func wide(t *tape, x *uint64) { *x = t.uint(*x) }

func flag(t *tape, x *bool) {
	n := uint64(0)
	if *x {
		n = 1
	}
	*x = t.uint(n) == 1
}

func text(t *tape, s *string) {
	n := len(*s)
	number(t, &n)
	switch {
	case t.writing:
		t.out = append(t.out, *s...)
	case n < 0 || n > len(t.in):
		t.in, t.err = "", fmt.Errorf("risk: read the compiled lexicon: cut short")
	default:
		*s, t.in = t.in[:n], t.in[n:]
	}
}

func list[T any](t *tape, x *[]T, each func(*tape, *T)) {
	n := len(*x)
	number(t, &n)
	if !t.writing {
		if n < 0 || n > len(t.in) { // every element has a byte at least
			t.in, t.err = "", fmt.Errorf("risk: read the compiled lexicon: cut short")
			return
		}
		*x = make([]T, n)
	}
	for i := range *x {
		each(t, &(*x)[i])
	}
}

func (r *rows) tape(t *tape) {
	list(t, &r.ends, number)
	list(t, &r.all, number)
}

func tapePair(t *tape, p *pair) {
	wide(t, &p.key)
	number(t, &p.value)
}

func tapeBlock(t *tape, b *block) {
	number(t, &b.at)
	wide(t, &b.bits)
}

func (w *wordTable) tape(t *tape) {
	s := string(w.text)
	text(t, &s)
	list(t, &w.ends, number)
	if !t.writing {
		w.text, w.slots = []byte(s), newWordTable(len(w.ends)).slots
		w.index()
	}
}

func (s *sequence) tape(t *tape) {
	flag(t, &s.not)
	list(t, &s.need, number)
	list(t, &s.elems, func(t *tape, el *element) {
		gap := int(el.gap)
		number(t, &el.class)
		number(t, &gap)
		flag(t, &el.opt)
		el.gap = uint8(gap)
	})
}

func (r *rule) tape(t *tape) {
	for _, s := range []*string{&r.name, &r.why, &r.against} {
		text(t, s)
	}
	list(t, &r.cats, func(t *tape, c *Category) { text(t, (*string)(c)) })
	number(t, &r.weight)
	for _, x := range []*bool{&r.ttl, &r.imm, &r.deafNeg, &r.deafPast, &r.deafDom} {
		flag(t, x)
	}
	number(t, &r.window)
	number(t, &r.anchor)
	list(t, &r.seqs, func(t *tape, s *sequence) { s.tape(t) })
}

func (s *scorer) tape(t *tape) {
	list(t, &s.list, func(t *tape, w *wordSigns) {
		for _, x := range []*int32{&w.vector, &w.word, &w.group, &w.stem, &w.not, &w.stemID} {
			number(t, x)
		}
	})
	s.stems.tape(t)
	list(t, &s.byStem, number)
	list(t, &s.joined, tapePair)
	list(t, &s.class, number)
	list(t, &s.rule, func(t *tape, r *ruleSigns) {
		for i := range r {
			list(t, &r[i], number)
		}
	})
	for _, x := range []*int32{&s.page.odd, &s.page.leet, &s.page.soon, &s.page.dayFalse, &s.page.dayTrue, &s.page.underWay, &s.name} {
		number(t, x)
	}
}

// tape goes over all that New reads and does not make itself.
func (e *Engine) tape(t *tape) {
	text(t, &e.version)
	names := strings.Join(e.classNames, "\n")
	text(t, &names)
	number(t, &e.stride)
	list(t, &e.classBlocks, func(t *tape, s *sparse) { list(t, (*[]block)(s), tapeBlock) })
	list(t, &e.words, func(t *tape, w *wordEntry) {
		number(t, &w.from)
		number(t, &w.to)
		number(t, &w.number)
	})
	spelling := strings.Join(e.spelling, "\n")
	text(t, &spelling)
	list(t, &e.blocks, tapeBlock)
	list(t, &e.phrases.firsts, tapePair)
	e.phrases.lists.tape(t)
	e.phrases.edges.tape(t)
	e.phrases.ends.tape(t)
	list(t, &e.phrases.gaps, number)
	list(t, &e.phrases.open, number)
	list(t, &e.rules, func(t *tape, r **rule) {
		if *r == nil {
			*r = &rule{}
		}
		(*r).tape(t)
	})
	e.dict.tape(t)
	list(t, &e.entries, func(t *tape, d *dictEntry) {
		number(t, &d.word)
		number(t, &d.model)
		flag(t, &d.settled)
		flag(t, &d.whole)
	})
	e.scorer.tape(t)
	if !t.writing {
		e.classNames, e.spelling = strings.Split(names, "\n"), strings.Split(spelling, "\n")
	}
}

// compiled gives the bytes that readCompiled reads.
func (e *Engine) compiled() []byte {
	t := &tape{writing: true}
	e.tape(t)
	return t.out
}

// readCompiled makes the engine whose compiled form lies beside the model, the
// vectors and the encoder.
func readCompiled(b string) (*Engine, error) {
	e := &Engine{encoder: shipped, scorer: &scorer{}}
	t := &tape{in: b}
	e.tape(t)
	if t.err == nil && len(t.in) > 0 {
		t.err = fmt.Errorf("risk: read the compiled lexicon: %d bytes too many", len(t.in))
	}
	if t.err != nil {
		return nil, t.err
	}
	var err error
	if e.model, err = readModel(modelBytes); err != nil {
		return nil, err
	}
	if e.vectors, err = placeVectors(vectorBytes); err != nil {
		return nil, err
	}
	if err := e.readTables(nil); err != nil {
		return nil, err
	}
	e.vectors.words = e.dict // the words that have a vector come first
	e.scorer.weighed = e.model
	e.scorer.ready()
	e.phrases.starts = newPairTable(e.phrases.firsts)
	for _, s := range e.classBlocks {
		set := newBitset(e.stride)
		set.add(s)
		e.closure = append(e.closure, set)
	}
	ids := map[string]classID{}
	for id, name := range e.classNames {
		ids[name] = classID(id)
	}
	if err := e.special(ids, func(s string) int32 { return e.lookUp([]byte(s)) }); err != nil {
		return nil, err
	}
	e.hiddenWords()
	e.derive()
	return e, nil
}
