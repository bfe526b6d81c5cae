package risk

import (
	"fmt"
	"strings"
)

// frontier is the set of states that a phrase has reached while it is built. The
// start is kept apart, since its edges hang on the words themselves.
type frontier struct {
	start bool
	first []int32 // words read from the start, before any state exists
	nodes []*node
}

// entry files one entry of class id.
func (b *builder) entry(id classID, entry string) error {
	if entry == "" {
		return nil
	}
	switch entry[0] {
	case '~':
		return b.verb(id, entry[1:])
	case '+':
		if err := b.phrase(entry[1:], id); err != nil {
			return err
		}
		head, last := "", entry[1:]
		if i := strings.LastIndexByte(last, ' '); i >= 0 {
			head, last = last[:i+1], last[i+1:]
		}
		return b.phrase(head+plural(last), id)
	}
	return b.phrase(entry, id)
}

func (b *builder) verb(id classID, entry string) error {
	end := strings.IndexByte(entry, ' ')
	if strings.HasPrefix(entry, "(") {
		end = strings.IndexByte(entry, ')') + 1
	}
	first, rest := entry, ""
	if end > 0 && end <= len(entry) {
		first, rest = entry[:end], entry[end:]
	}
	var base, ing, past []string
	for _, verb := range strings.Split(strings.Trim(first, "()"), "|") {
		f := inflect(b.lx.verbs, verb)
		base, ing, past = append(base, f.base...), append(ing, f.ing...), append(past, f.past...)
	}
	for _, form := range []struct {
		suffix string
		list   []string
	}{{".b", base}, {".g", ing}, {".p", past}} {
		sub := b.ids[b.names[id]+form.suffix]
		if sub == 0 {
			return fmt.Errorf("no class for the forms of the verb")
		}
		if err := b.phrase("("+strings.Join(form.list, "|")+")"+rest, id, sub); err != nil {
			return err
		}
	}
	return nil
}

// phrase builds the states of one phrase. "(a|b)" is a choice, "_" stands for
// one to three words.
func (b *builder) phrase(s string, ends ...classID) error {
	p := phraseParser{b: b, rest: s}
	out, err := p.row(frontier{start: true})
	if err != nil {
		return err
	}
	if p.rest != "" || out.start {
		return fmt.Errorf("phrase does not parse at %q", p.rest)
	}
	for _, w := range out.first {
		b.lists[w] = append(b.lists[w], ends...)
	}
	for _, n := range out.nodes {
		n.ends = append(n.ends, ends...)
	}
	return nil
}

type phraseParser struct {
	b    *builder
	rest string
}

// row reads items until "|", ")" or the end.
func (p *phraseParser) row(at frontier) (frontier, error) {
	for {
		p.rest = strings.TrimLeft(p.rest, " ")
		if p.rest == "" || p.rest[0] == '|' || p.rest[0] == ')' {
			return at, nil
		}
		var err error
		if p.rest[0] == '(' {
			at, err = p.choice(at)
		} else {
			at, err = p.word(at)
		}
		if err != nil {
			return at, err
		}
	}
}

func (p *phraseParser) choice(at frontier) (frontier, error) {
	out := frontier{}
	for {
		p.rest = p.rest[1:] // "(" or "|"
		alt, err := p.row(at)
		if err != nil {
			return alt, err
		}
		out.start = out.start || alt.start
		out.first = append(out.first, alt.first...)
		out.nodes = append(out.nodes, alt.nodes...)
		if p.rest == "" {
			return out, fmt.Errorf("a choice is not closed")
		}
		if p.rest[0] == ')' {
			p.rest = p.rest[1:]
			return out, nil
		}
	}
}

func (p *phraseParser) word(at frontier) (frontier, error) {
	end := strings.IndexAny(p.rest, " |()")
	if end < 0 {
		end = len(p.rest)
	}
	text := p.rest[:end]
	p.rest = p.rest[end:]
	if text == "_" {
		return p.gap(at)
	}
	w := p.b.word(string(trimApostrophe([]byte(text))))
	out := frontier{}
	if at.start {
		out.first = append(out.first, w)
	}
	if len(at.first)+len(at.nodes) == 0 {
		return out, nil
	}
	to := p.b.node()
	for _, f := range at.first {
		r := p.b.root(f)
		if r.next[w] == nil {
			r.seconds = append(r.seconds, w)
		}
		r.next[w] = append(r.next[w], to)
	}
	for _, n := range at.nodes {
		n.edge(w, to)
	}
	out.nodes = append(out.nodes, to)
	return out, nil
}

func (p *phraseParser) gap(at frontier) (frontier, error) {
	if at.start {
		return at, fmt.Errorf("a phrase starts open")
	}
	to := p.b.node()
	for _, f := range at.first {
		r := p.b.root(f)
		r.gaps = append(r.gaps, to)
	}
	for _, n := range at.nodes {
		n.gap = to
	}
	return frontier{nodes: []*node{to}}, nil
}

func (b *builder) root(w int32) *root {
	if b.roots[w] == nil {
		b.roots[w] = &root{next: map[int32][]*node{}}
	}
	return b.roots[w]
}
