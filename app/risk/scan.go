package risk

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"time"
)

// Scan reads text and returns what an officer must be asked. received is the
// day of the product and may be zero; it only serves to resolve "tonight" and
// the names of days. The answer depends on nothing but its arguments and the
// lexicon.
func (e *Engine) Scan(text string, received time.Time) Result {
	if len(text) > pieceSize {
		return e.scanLong(text, received)
	}
	return e.scanPiece(text, received, mostRead)
}

// scanPiece scans a text, or a part of one, of whose windows the encoder may read some.
func (e *Engine) scanPiece(text string, received time.Time, windows int) Result {
	res := Result{Version: e.version}
	p := pages.Get().(*page)
	defer pages.Put(p)
	e.readInto(p, text)
	if len(p.tokens) == 0 {
		return res
	}
	res.Obfuscated = p.odd
	m := &matcher{e: e, p: p}
	defer m.done()
	ctx := m.context()
	g := newGatherer(m, &ctx, received)
	hits := e.match(p)
	var live, aside []hit
	for i := range hits {
		if c, off := m.setAside(&hits[i], &ctx); off {
			aside = append(aside, hits[i])
			if hits[i].doubt {
				g.doubtful = append(g.doubtful, doubtful{&hits[i], c})
			} else {
				g.aside(&hits[i], c)
			}
		} else {
			live = append(live, hits[i])
		}
	}
	ws := p.windows()
	said := m.answer(ws, live, aside, received, windows)
	for i, w := range ws {
		g.window(w, &said[i], live, aside)
	}
	g.result(&res, text)
	return res
}

// pages are handed on from one scan to another, for their room.
var pages = sync.Pool{New: func() any { return &page{} }}

// read gives the normalised, annotated view of a text.
func (e *Engine) read(text string) *page {
	p := &page{}
	e.readInto(p, text)
	return p
}

func (e *Engine) readInto(p *page, text string) {
	p.tokens, p.bytes, p.sents = room(&p.tokens, len(text)/5+4)[:0], room(&p.bytes, len(text)+8)[:0], p.sents[:0]
	p.odd, p.decoded = false, 0
	e.tokenise(text, p)
	e.undisguise(p)
	p.compact()
	e.sentences(p)
	e.shapes(p)
	e.annotate(p)
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

// standAlone is the weight from which a rule prompts by itself, whatever the model
// makes of it; a lighter one is a sign that counts together with others. One weight
// less is enough where the signs nearly suffice.
const standAlone = 4

// soonGrace is how far below its mark the question of time may lie where the text
// names a time that is near and a life is at stake.
const soonGrace = 0.5

// gatherer folds matches and the scores of the model into prompts.
type gatherer struct {
	m        *matcher
	ctx      *context
	received time.Time
	live     map[Category]*Prompt
	off      map[Category]*Prompt
	kept     []hit
	doubtful []doubtful
}

// doubtful is a strong match about life that nothing but the words of another
// domain speaks against: the answers to its window settle it.
type doubtful struct {
	hit *hit
	cue cue
}

// settleGrace is how far below the mark the question of life may lie for a doubtful
// match to stand.
const settleGrace = 2.0

func newGatherer(m *matcher, ctx *context, received time.Time) *gatherer {
	return &gatherer{m: m, ctx: ctx, received: received, live: map[Category]*Prompt{}, off: map[Category]*Prompt{}}
}

// window judges one window: the rules that matched in it, and the signs taken
// together.
func (g *gatherer) window(w window, said *answers, live, aside []hit) {
	var d decision
	model := g.m.e.model
	if len(model.targets) > 0 {
		lift := 0.0
		if w.to-w.from < len(g.m.p.sents) {
			lift = longLift
		}
		d = model.decide(said, lift)
		nearly := said.z[targetImmediate] >= float64(said.marks[targetImmediate])-soonGrace
		d.immediate = d.immediate || d.ttl && nearly && g.soonIn(w)
	}
	chosen := map[Category]bool{}
	for _, t := range d.cats {
		chosen[Category(model.targets[t])] = true
	}
	named := map[Category]bool{}
	for i := range live {
		h := &live[i]
		if h.sent < w.from || h.sent >= w.to {
			continue
		}
		for _, cat := range h.rule.cats {
			weight := h.rule.weight
			if chosen[cat] || weight >= standAlone || len(model.targets) == 0 ||
				weight == standAlone-1 && (model.stands(said, &d, cat) || g.m.ofUnit(h)) {
				named[cat] = true
				g.add(h, cat, &d)
			} else {
				g.single(h, cat)
			}
		}
	}
	for i := range g.doubtful {
		q := &g.doubtful[i]
		if q.hit.sent < w.from || q.hit.sent >= w.to {
			continue
		}
		if len(model.targets) == 0 || said.z[targetTTL] < float64(said.marks[targetTTL])-settleGrace ||
			said.z[targetAny] < float64(said.marks[targetAny])-settleGrace {
			g.aside(q.hit, q.cue)
			continue
		}
		for _, cat := range q.hit.rule.cats {
			if cat.Life() {
				named[cat] = true
				g.add(q.hit, cat, &d)
			}
		}
	}
	for _, t := range d.cats {
		if cat := Category(model.targets[t]); !named[cat] {
			if g.m.scored != w {
				g.m.scores(w, live, aside, g.received) // which hidden units are awake
			}
			g.possible(cat, t, said, w, &d)
		}
	}
	if p := g.live[SelfHarm]; p != nil && chosen[SelfHarm] && d.ttl {
		p.TTL = true
	}
}

// whenIn gives the first time that the window names.
func (g *gatherer) whenIn(w window) string {
	for si := w.from; si < w.to; si++ {
		if at := g.m.sentenceMoment(&g.m.p.sents[si], g.received, 0); at.when != "" {
			return at.when
		}
	}
	return ""
}

// soonIn reports whether the window speaks of now, today or tomorrow.
func (g *gatherer) soonIn(w window) bool {
	for si := w.from; si < w.to; si++ {
		if g.m.sentenceMoment(&g.m.p.sents[si], g.received, 0).immediate {
			return true
		}
	}
	return false
}

func prompt(into map[Category]*Prompt, cat Category) *Prompt {
	p := into[cat]
	if p == nil {
		p = &Prompt{Category: cat}
		into[cat] = p
	}
	return p
}

// add files a live match under one of its categories.
func (g *gatherer) add(h *hit, cat Category, d *decision) {
	p := prompt(g.live, cat)
	g.kept = append(g.kept, *h)
	when := g.m.moment(h, g.ctx, g.received)
	strength := h.rule.weight * 10
	if when.immediate {
		strength += 5
	}
	if strength > p.Strength || p.Rule == "" {
		p.Strength, p.Rule = strength, h.rule.name
		p.Why, p.Against = h.rule.why, h.rule.against
	}
	p.TTL = p.TTL || h.rule.ttl && cat.Life()
	p.Immediate = p.Immediate || urgent(cat) && (d.immediate || g.said(h) || h.rule.imm && when.immediate && g.m.e.model.empty())
	if p.When == "" {
		p.When = when.when
	}
	p.Spans = g.spans(p.Spans, h, cat)
}

// said reports a strong rule about life in a sentence that itself names a time
// within a day: whatever else speaks against it, that is not to wait.
func (g *gatherer) said(h *hit) bool {
	return h.rule.ttl && h.rule.weight >= standAlone && g.m.sentenceMoment(&g.m.p.sents[h.sent], g.received, 0).immediate
}

// aside files a match that its context takes off the live list.
func (g *gatherer) aside(h *hit, c cue) {
	for _, cat := range h.rule.cats {
		p := prompt(g.off, cat)
		p.SetAside = true
		if strength := h.rule.weight * 10; strength > p.Strength || p.Rule == "" {
			p.Strength, p.Rule, p.Why = strength, h.rule.name, h.rule.why
			p.Cue = g.m.words(c.at)
			p.Against = "Set aside: it reads as " + c.reason + " (“" + p.Cue + "”)."
		}
		p.Spans = g.spans(p.Spans, h, cat)
	}
}

// single files a light match that nothing else bears out.
func (g *gatherer) single(h *hit, cat Category) {
	p := prompt(g.off, cat)
	p.SetAside = true
	if p.Rule == "" {
		p.Strength, p.Rule, p.Why = h.rule.weight, h.rule.name, h.rule.why
		p.Cue = g.m.words(run{h.from(), h.to()})
		p.Against = "Set aside: these words alone, with no second sign near them."
	}
	p.Spans = g.spans(p.Spans, h, cat)
}

// possible raises a prompt on signs that no single rule joins together. It cites
// the words that weighed most.
func (g *gatherer) possible(cat Category, target int, said *answers, w window, d *decision) {
	p := prompt(g.live, cat)
	if p.Rule == "" {
		p.Rule, p.Strength = togetherRule, 15
		p.Against = "This is the lightest kind of prompt; read the words in place."
	}
	p.TTL = p.TTL || cat == ThreatToLife || cat == SelfHarm && d.ttl
	p.Immediate = p.Immediate || d.immediate && urgent(cat)
	if p.When == "" {
		p.When = g.whenIn(w)
	}
	for _, at := range g.m.weightiest(target, said, w) {
		s := g.span(at, cat, togetherRule)
		if !slices.Contains(p.Spans, s) {
			p.Spans = append(p.Spans, s)
		}
	}
}

func (g *gatherer) span(at run, cat Category, rule string) Span {
	return Span{Start: int(g.m.p.tokens[at.from].start), End: int(g.m.p.tokens[at.to-1].end), Category: cat, Rule: rule}
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

func (g *gatherer) spans(out []Span, h *hit, cat Category) []Span {
	cite := func(from, to int32) {
		s := g.span(run{from, to}, cat, h.rule.name)
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

func (g *gatherer) result(res *Result, text string) {
	for _, list := range [2]map[Category]*Prompt{g.live, g.off} {
		for _, p := range list {
			p.Why = because(p, text)
		}
	}
	collect(res, g.live, g.off)
	if len(g.live) > 0 {
		res.Mentions = g.m.mentions(g.kept, res.Prompts, text)
	}
}

// collect lists prompts in order of danger.
func collect(res *Result, live, off map[Category]*Prompt) {
	for _, cat := range Categories() {
		if p, ok := live[cat]; ok {
			finish(p)
			res.Prompts = append(res.Prompts, *p)
			res.Labels = append(res.Labels, cat)
			res.TTL = res.TTL || p.TTL
			res.Immediate = res.Immediate || p.Immediate
		}
		if p, ok := off[cat]; ok {
			finish(p)
			res.SetAside = append(res.SetAside, *p)
		}
	}
}

func finish(p *Prompt) {
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

const (
	quotedRuns  = 3  // of the words that a reason repeats
	quotedRunes = 60 // of each
)

// because says in a sentence what it is about this text that raises the prompt:
// what the strongest rule saw, or what its signs have in common, and the words.
func because(p *Prompt, text string) string {
	cut := newCutter(text)
	var words []string
	for _, s := range p.Spans {
		if s.Rule != p.Rule || len(words) == quotedRuns {
			continue
		}
		w := strings.Join(strings.Fields(cut.cut(s.Start, min(s.End, s.Start+quotedRunes))), " ")
		if s.End > s.Start+quotedRunes {
			w += "…"
		}
		if q := "“" + w + "”"; !slices.Contains(words, q) {
			words = append(words, q)
		}
	}
	quote := strings.Join(words, ", ")
	switch {
	case p.Rule == togetherRule:
		return "No single rule fits; taken together it reads as if " + p.Category.fear() + ", chiefly from " + quote + "."
	case p.Why == "":
		return "It reads as if " + p.Category.fear() + ": " + quote + "."
	}
	return strings.TrimSuffix(p.Why, ".") + ": " + quote + "."
}

// togetherRule names a prompt that no rule raised by itself.
const togetherRule = "signs-together"
