package risk

import (
	"fmt"
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
}

// node is a state of the phrase automaton. Every entry of the lexicon owns its
// states, so that choices cost their sum and not their product.
type node struct {
	edges []edge
	gap   *node // reached after one to three words of any kind
	ends  []classID
}

type edge struct {
	word int32
	to   *node
}

func (n *node) edge(w int32, to *node) { n.edges = append(n.edges, edge{w, to}) }

// root gathers, for one first word, where every phrase goes on.
type root struct {
	next map[int32][]*node
	gaps []*node
}

type wordEntry struct {
	classes bitset
	blocks  sparse
	root    *root
	list    []classID
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
	for i := range e.words {
		b.bits(&e.words[i])
	}
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
		e.blocks = append(e.blocks, e.closure[id].sparse())
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

func (b *builder) bits(w *wordEntry) {
	if len(w.list) == 0 {
		return
	}
	w.classes = newBitset(b.e.stride)
	for _, c := range w.list {
		w.classes.or(b.e.closure[c])
	}
	w.blocks = w.classes.sparse()
}

func (b *builder) word(s string) int32 {
	if id, ok := b.e.vocab[s]; ok {
		return id
	}
	id := int32(len(b.e.words))
	b.e.vocab[s] = id
	b.e.words = append(b.e.words, wordEntry{})
	return id
}

// anchors picks, for each rule, the rarest class of its first sequence.
func (b *builder) anchors() {
	e := b.e
	e.byAnchor = make([][]*rule, len(b.names))
	e.anchorBits = newBitset(e.stride)
	size, often := make([]int, len(b.names)), make([]bool, len(b.names))
	for s, id := range e.vocab {
		w := &e.words[id]
		if w.classes == nil {
			continue
		}
		common := common(s)
		w.classes.each(w.classes, func(c classID) {
			size[c]++
			often[c] = often[c] || common
		})
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
		e.byAnchor[r.anchor] = append(e.byAnchor[r.anchor], r)
		e.anchorBits.set(r.anchor)
	}
}

// common reports the commonest words of English; they make poor anchors.
func common(w string) bool {
	const list = ` the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us is are was were been has had did got going said hes shes im dont cant `
	return len(w) <= 7 && strings.Contains(list, " "+w+" ")
}
