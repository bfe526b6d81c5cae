package risk

import (
	"fmt"
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// builder turns a lexicon into the tables of an engine.
type builder struct {
	lx    *lexicon
	e     *Engine
	ids   map[string]classID
	names []string
	vocab map[string]int32
	lists [][]classID // by word
	roots []*root     // by word
	order []string    // the words, by number
	nodes []*node
}

// node is a state of the phrase automaton while it is built. Every entry of the
// lexicon owns its states, so that choices cost their sum and not their product.
type node struct {
	number int32
	edges  []edge
	gap    *node // reached after one to three words of any kind
	ends   []classID
}

type edge struct {
	word int32
	to   *node
}

func (n *node) edge(w int32, to *node) { n.edges = append(n.edges, edge{w, to}) }

// root gathers, for one first word, where every phrase goes on.
type root struct {
	seconds []int32
	next    map[int32][]*node
	gaps    []*node
}

func newBuilder(lx *lexicon, e *Engine) *builder {
	return &builder{lx: lx, e: e, ids: map[string]classID{}, vocab: map[string]int32{}, lists: make([][]classID, 1),
		roots: make([]*root, 1), order: make([]string, 1), nodes: make([]*node, 1)}
}

func (b *builder) node() *node {
	n := &node{number: int32(len(b.nodes))}
	b.nodes = append(b.nodes, n)
	return n
}

func (b *builder) define(name string) classID {
	if id, ok := b.ids[name]; ok {
		return id
	}
	id := classID(len(b.names))
	b.ids[name] = id
	b.names = append(b.names, name)
	return id
}

// choice gives the class of an element: a class, a word, or a mixture.
func (b *builder) choice(s string) (classID, error) {
	if id, ok := b.ids[s]; ok {
		return id, nil
	}
	parts := strings.Split(s, "|")
	for _, part := range parts {
		if _, ok := b.ids[part]; upper(part) && !ok {
			return 0, fmt.Errorf("class %q is not defined", part)
		}
	}
	c := b.lx.class(s)
	for _, part := range parts {
		if upper(part) {
			c.includes = append(c.includes, part)
			continue
		}
		word := strings.ReplaceAll(part, "_", " ")
		id := b.define(word)
		if own := b.lx.class(word); len(own.entries) == 0 {
			own.entries = append(own.entries, word)
		}
		if len(parts) == 1 {
			return id, nil
		}
		c.includes = append(c.includes, word)
	}
	return b.define(s), nil
}

func upper(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// file builds the automaton and, for every class, the set of classes that it
// stands for.
func (b *builder) file() error {
	e := b.e
	e.stride = (len(b.names) + 63) / 64
	if err := b.closures(); err != nil {
		return err
	}
	for id := int(shapeClasses); id < len(b.names); id++ {
		for _, entry := range b.lx.raw[b.names[id]].entries {
			if err := b.entry(classID(id), entry); err != nil {
				return fmt.Errorf("risk: lexicon: class %s: entry %q: %w", b.names[id], entry, err)
			}
		}
	}
	e.words = make([]wordEntry, len(b.order))
	for w := range e.words {
		b.bits(w)
	}
	e.phrases = b.flatten()
	return nil
}

// closures finds, for each class, all classes that take it in.
func (b *builder) closures() error {
	e := b.e
	e.closure = make([]bitset, len(b.names))
	pool := make([]uint64, e.stride*len(b.names))
	above := make([][]classID, len(b.names))
	for id, name := range b.names {
		e.closure[id] = pool[id*e.stride : (id+1)*e.stride]
		if id < int(shapeClasses) {
			continue
		}
		for _, inc := range b.lx.raw[name].includes {
			sub, ok := b.ids[inc]
			if !ok {
				return fmt.Errorf("risk: lexicon: class %s takes in %q, which is not defined", name, inc)
			}
			above[sub] = append(above[sub], classID(id))
		}
	}
	for id := range b.names {
		b.climb(e.closure[id], above, classID(id))
		e.classBlocks = append(e.classBlocks, e.closure[id].sparse())
	}
	return nil
}

func (b *builder) climb(set bitset, above [][]classID, id classID) {
	if set.has(id) {
		return
	}
	set.set(id)
	for _, up := range above[id] {
		b.climb(set, above, up)
	}
}

// bits files what classes a word stands for by itself.
func (b *builder) bits(w int) {
	set := newBitset(b.e.stride)
	for _, c := range b.lists[w] {
		set.or(b.e.closure[c])
	}
	from := int32(len(b.e.blocks))
	b.e.blocks = append(b.e.blocks, set.sparse()...)
	b.e.words[w].from, b.e.words[w].to = from, int32(len(b.e.blocks))
}

func (b *builder) word(s string) int32 {
	if id, ok := b.vocab[s]; ok {
		return id
	}
	id := int32(len(b.order))
	b.vocab[s] = id
	b.order, b.lists, b.roots = append(b.order, s), append(b.lists, nil), append(b.roots, nil)
	return id
}

// anchors picks, for each rule, the rarest class of its first sequence.
func (b *builder) anchors() {
	e := b.e
	size, often := make([]int, len(b.names)), make([]bool, len(b.names))
	for w, s := range b.order {
		common := common(s)
		for _, bl := range e.blocksOf(int32(w)) {
			for left := bl.bits; left != 0; left &= left - 1 {
				c := int(bl.at)<<6 + bits.TrailingZeros64(left)
				size[c]++
				often[c] = often[c] || common
			}
		}
	}
	rank := func(c classID) int {
		switch {
		case often[c]:
			return 1<<20 + size[c]
		case c < shapeClasses:
			return 1 << 18
		}
		return size[c]
	}
	for _, r := range e.rules {
		need := slices.Clone(r.seqs[0].need)
		sort.SliceStable(need, func(i, j int) bool { return rank(need[i]) < rank(need[j]) })
		r.anchor = need[0]
	}
}

// common reports the commonest words of English; they make poor anchors.
func common(w string) bool {
	const list = ` the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us is are was were been has had did got going said hes shes im dont cant `
	return len(w) <= 7 && strings.Contains(list, " "+w+" ")
}
