package risk

import (
	"slices"
	"sort"
	"time"
)

// Scan reads text and returns what an officer must be asked. received is the
// day of the product and may be zero; it only serves to resolve "tonight" and
// the names of days. The answer depends on nothing but its arguments and the
// lexicon.
func (e *Engine) Scan(text string, received time.Time) Result {
	res := Result{Version: e.version}
	p := e.read(text)
	if len(p.tokens) == 0 {
		return res
	}
	res.Obfuscated = p.odd
	m := &matcher{e: e, p: p}
	ctx := m.context()
	g := newGatherer(m, &ctx, received)
	hits := e.match(p)
	for i := range hits {
		g.add(&hits[i])
	}
	g.result(&res, text)
	return res
}

// read gives the normalised, annotated view of a text.
func (e *Engine) read(text string) *page {
	p := &page{tokens: make([]token, 0, len(text)/5+4), bytes: make([]byte, 0, len(text)+8)}
	e.tokenise(text, p)
	e.undisguise(p)
	p.compact()
	e.sentences(p)
	e.shapes(p)
	e.annotate(p)
	return p
}

// judge parts the matches of a page into live ones and those set aside.
func (e *Engine) judge(p *page) (live, aside []hit) {
	m := &matcher{e: e, p: p}
	ctx := m.context()
	hits := e.match(p)
	for i := range hits {
		if _, off := m.setAside(&hits[i], &ctx); off {
			aside = append(aside, hits[i])
		} else {
			live = append(live, hits[i])
		}
	}
	return live, aside
}

// compact drops the tokens that a joined word has swallowed.
func (p *page) compact() {
	out := p.tokens[:0]
	carry := uint8(0)
	line := false
	for _, t := range p.tokens {
		if t.rawLen == 0 && t.word == 0 {
			carry = max(carry, t.join)
			line = line || t.line
			continue
		}
		t.join = max(t.join, carry)
		t.line = t.line || line
		carry, line = 0, false
		out = append(out, t)
	}
	p.tokens = out
}

// gatherer folds hits into prompts.
type gatherer struct {
	m        *matcher
	ctx      *context
	received time.Time
	live     map[Category]*Prompt
	aside    map[Category]*Prompt
	kept     []hit
}

func newGatherer(m *matcher, ctx *context, received time.Time) *gatherer {
	return &gatherer{m: m, ctx: ctx, received: received, live: map[Category]*Prompt{}, aside: map[Category]*Prompt{}}
}

func (f *gatherer) add(h *hit) {
	c, off := f.m.setAside(h, f.ctx)
	when := f.m.moment(h, f.ctx, f.received)
	if !off {
		f.kept = append(f.kept, *h)
	}
	for _, cat := range h.rule.cats {
		into := f.live
		if off {
			into = f.aside
		}
		p := into[cat]
		if p == nil {
			p = &Prompt{Category: cat, SetAside: off}
			into[cat] = p
		}
		strength := h.rule.weight * 10
		if when.immediate {
			strength += 5
		}
		if strength > p.Strength || p.Rule == "" {
			p.Strength, p.Rule = strength, h.rule.name
			p.Why, p.Against = h.rule.why, h.rule.against
			if off {
				p.Cue = f.m.words(c.at)
				p.Against = "Set aside: it reads as " + c.reason + " (“" + p.Cue + "”)."
			}
		}
		p.TTL = p.TTL || h.rule.ttl && cat.Life()
		if when.immediate && urgent(cat) {
			p.Immediate = true
		}
		if p.When == "" {
			p.When = when.when
		}
		p.Spans = f.spans(p.Spans, h, cat)
	}
}

// urgent says for which categories a near time matters.
func urgent(c Category) bool {
	switch c {
	case Exculpatory, LegalPrivilege, Journalistic:
		return false
	}
	return true
}

const tightRun = 14 // tokens; a match no longer than this is cited whole

func (f *gatherer) spans(out []Span, h *hit, cat Category) []Span {
	cite := func(from, to int32) {
		s := Span{Start: int(f.m.p.tokens[from].start), End: int(f.m.p.tokens[to-1].end), Category: cat, Rule: h.rule.name}
		if s.Start < s.End && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if h.to()-h.from() <= tightRun {
		cite(h.from(), h.to())
	} else {
		for _, el := range h.parts {
			cite(el.from, el.to)
		}
	}
	for _, el := range h.more {
		cite(el.from, el.to)
	}
	return out
}

func (f *gatherer) result(res *Result, text string) {
	for _, cat := range Categories() {
		p, ok := f.live[cat]
		if ok {
			f.words(p)
			res.Prompts = append(res.Prompts, *p)
			res.Labels = append(res.Labels, cat)
			res.TTL = res.TTL || p.TTL
			res.Immediate = res.Immediate || p.Immediate
		}
		if q, aside := f.aside[cat]; aside {
			f.words(q)
			res.SetAside = append(res.SetAside, *q)
		}
	}
	if len(f.kept) > 0 {
		res.Mentions = f.m.mentions(f.kept, text)
	}
}

func (f *gatherer) words(p *Prompt) {
	if p.Why == "" {
		p.Why = defaultWhy(p.Category)
	}
	if p.Against == "" {
		p.Against = "The words may be a joke, hearsay or about something else; read them in place."
	}
	sort.SliceStable(p.Spans, func(i, j int) bool {
		if p.Spans[i].Start != p.Spans[j].Start {
			return p.Spans[i].Start < p.Spans[j].Start
		}
		return p.Spans[i].End < p.Spans[j].End
	})
}

func defaultWhy(c Category) string { return "The words fit this question: " + c.Question() }
