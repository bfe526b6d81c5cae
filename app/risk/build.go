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
	commn []bool // classes that hold a very common word
}

type node struct {
	next map[int32]*node
	gap  *node
	ends []classID
}

type wordEntry struct {
	classes bitset
	root    *node
	list    []classID
}

func (b *builder) define(name string) (classID, error) {
	if id, ok := b.ids[name]; ok {
		return id, nil
	}
	id := classID(len(b.names))
	b.ids[name] = id
	b.names = append(b.names, name)
	return id, nil
}

// choice gives the class of an element: a class, a word, or a mixture.
func (b *builder) choice(s string) (classID, error) {
	if id, ok := b.ids[s]; ok {
		return id, nil
	}
	for _, part := range strings.Split(s, "|") {
		if upper(part) {
			if _, ok := b.ids[part]; !ok {
				return 0, fmt.Errorf("class %q is not defined", part)
			}
			continue
		}
	}
	c := b.lx.class(s)
	for _, part := range strings.Split(s, "|") {
		if upper(part) {
			c.includes = append(c.includes, part)
			continue
		}
		if err := b.lx.entry(s, strings.ReplaceAll(part, "_", " ")); err != nil {
			return 0, err
		}
	}
	return b.define(s)
}

func upper(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// file puts every phrase of every class into the trie.
func (b *builder) file() error {
	e := b.e
	n := len(b.names)
	e.stride = (n + 63) / 64
	e.shapeAlias = make([][]classID, shapeClasses)
	for id, name := range b.names {
		if id == 0 {
			continue
		}
		if id < int(shapeClasses) {
			e.shapeAlias[id] = append(e.shapeAlias[id], classID(id))
			continue
		}
		phrases, shapes, err := b.lx.phrasesOf(name, map[string]bool{})
		if err != nil {
			return fmt.Errorf("risk: lexicon: class %s: %w", name, err)
		}
		for _, s := range shapes {
			e.shapeAlias[s] = append(e.shapeAlias[s], classID(id))
		}
		for _, p := range phrases {
			if err := b.phrase(classID(id), p); err != nil {
				return err
			}
		}
	}
	for i := range e.words {
		b.bits(&e.words[i])
	}
	e.shapeBits = make([]bitset, shapeClasses)
	for i, list := range e.shapeAlias {
		e.shapeBits[i] = newBitset(e.stride)
		for _, c := range list {
			e.shapeBits[i].set(c)
		}
	}
	return nil
}

func (b *builder) bits(w *wordEntry) {
	if len(w.list) == 0 {
		return
	}
	w.classes = newBitset(b.e.stride)
	for _, c := range w.list {
		w.classes.set(c)
	}
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

func (b *builder) phrase(id classID, p string) error {
	words := strings.Fields(p)
	for i, w := range words {
		if w != "_" {
			words[i] = string(trimApostrophe([]byte(w)))
		}
	}
	if len(words) == 0 || words[0] == "_" || words[len(words)-1] == "_" {
		return fmt.Errorf("risk: lexicon: class %s: phrase %q starts or ends open", b.names[id], p)
	}
	first := b.word(words[0])
	if common(words[0]) && len(words) == 1 {
		b.commn[id] = true
	}
	if len(words) == 1 {
		if !slices.Contains(b.e.words[first].list, id) {
			b.e.words[first].list = append(b.e.words[first].list, id)
		}
		return nil
	}
	if b.e.words[first].root == nil {
		b.e.words[first].root = &node{}
	}
	at := b.e.words[first].root
	for _, w := range words[1:] {
		if w == "_" {
			if at.gap == nil {
				at.gap = &node{}
			}
			at = at.gap
			continue
		}
		at = at.child(b.word(w))
	}
	if !slices.Contains(at.ends, id) {
		at.ends = append(at.ends, id)
	}
	return nil
}

func (n *node) child(w int32) *node {
	if n.next == nil {
		n.next = map[int32]*node{}
	}
	c, ok := n.next[w]
	if !ok {
		c = &node{}
		n.next[w] = c
	}
	return c
}

// anchors picks, for each rule, the rarest class of its first sequence.
func (b *builder) anchors() {
	e := b.e
	e.byAnchor = make([][]*rule, len(b.names))
	e.anchorBits = newBitset(e.stride)
	size := make([]int, len(b.names))
	for i := range e.words {
		for _, c := range e.words[i].list {
			size[c]++
		}
	}
	for _, r := range e.rules {
		need := slices.Clone(r.seqs[0].need)
		sort.SliceStable(need, func(i, j int) bool { return b.rank(need[i], size) < b.rank(need[j], size) })
		r.anchor = need[0]
		e.byAnchor[r.anchor] = append(e.byAnchor[r.anchor], r)
		e.anchorBits.set(r.anchor)
	}
}

func (b *builder) rank(c classID, size []int) int {
	switch {
	case b.commn[c]:
		return 1 << 20
	case c < shapeClasses:
		return 1 << 18
	}
	return size[c]
}

// common reports the commonest words of English; they make poor anchors.
func common(w string) bool {
	const list = ` the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us is are was were been has had did got going said hes shes im dont cant `
	return strings.Contains(list, " "+w+" ")
}
