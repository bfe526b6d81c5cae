package sanitise

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// rules is the version of the code's own rules; the lexicon adds its own.
const rules = "4"

const defaultRun = 6

// checker is one comparison on its way through the rules.
type checker struct {
	in       Input
	source   *Source
	src, dft *view
	srcFacts facts
	dftFacts facts
	found    []Finding
	run      int
	class    map[string]bool
	few      []int  // sentences of the source that say few knew
	partial  int    // pieces of numbers looked for; see mostPartial
	stems    []bool // see srcStems
	reading  *reading
	outline  []string
	hedges   int       // sentences that hedge, and one
	neutral  []bool    // tokens of lines that any report carries
	score    []float32 // how each sentence of the draft reads
	lean     []float32 // and which way
	had      []bool    // whether a finding of how or from whom stops it
	told     toldSigns
	brought  []float32
	echoes   []echo   // by sentence of the draft
	called   []string // the words of the names of the source
	pets     map[string][]string
	capital  []int32         // by word of the source, its first token with a capital, from 1
	titled   map[string]bool // family names the source gives a title
}

// Check compares a draft with its source. It is pure: the same input gives the
// same result, and any number may run at once.
func Check(in Input) Result { return check(in, loadReading()) }

func check(in Input, r *reading) Result {
	c := run(in, r)
	out := Result{Version: rules + "." + loadLexicon().version, Mosaic: c.mosaic(), Findings: order(c.strictly(settle(c.found, c.dft)))}
	c.dft.release()
	if in.Read == nil {
		c.src.release()
	}
	return out
}

// run puts a comparison through every rule.
func run(in Input, r *reading) *checker {
	c := &checker{in: in, reading: r, source: in.Read, dft: newView(in.Draft), run: in.WordRun, found: make([]Finding, 0, 32)}
	if c.source == nil {
		c.source = ReadSource(in.Source)
		c.src = c.source.v
	} else {
		c.src = c.source.own()
	}
	c.srcFacts, c.class, c.few = c.source.facts, c.source.class, c.source.few
	if c.run <= 0 {
		c.run = defaultRun
	}
	numberWords(c.dft, c.src)
	c.dftFacts = readFacts(c.dft)
	c.denied()
	c.metadata()
	c.values()
	c.groups()
	c.net()
	c.names()
	c.quotes()
	c.runs()
	c.rare()
	c.details()
	c.kept()
	c.kinship()
	c.speaking()
	c.relations()
	c.openers()
	c.wording()
	c.circle()
	c.weighReadings()
	c.plainly()
	c.dropNeutral()
	return c
}

// plainly stops particulars kept from the source in a sentence that neither
// hedges nor orders: a report that states such a thing as fact is stating what
// the source stated.
func (c *checker) plainly() {
	if len(c.dft.toks) == 0 {
		return
	}
	at := 0
	for _, i := range sorted(c.found, func(a, b *Finding) int { return cmp.Compare(a.Start, b.Start) }) {
		f := &c.found[i]
		for at+1 < len(c.dft.toks) && c.dft.toks[at+1].s <= f.Start {
			at++
		}
		if f.Severity == Block || f.Kind == Verbatim && f.Rule == "kept-detail" || !promotable(f.Rule, c.dft.word(at+1), f.Text) || c.dft.hedge(c.dft.toks[at].sent) >= 0 {
			continue
		}
		f.Severity = Block
	}
}

// public places are of a kind every town has; naming the kind tells little.
var public = set(`market river canal town station park shop shops pub airport port ports prison wing estate area school hospital court village city
reservoir beach coast docks dock roadside road street motorway line country community club gym cafe garage yard farm region force district house
home property vehicle car van internet web phone group network bus train church roof weekend evening morning night day week month year`)

// promotable lists the rules that stop a plain sentence. Next is the second
// word of the finding: for a place, whether it is a definite one.
func promotable(rule, next, text string) bool {
	switch rule {
	case "same-count", "same-position in order", "shared-words-few", "kept-detail",
		"exact-time", "exact-day of the week", "exact-sum", "exact-measure", "exact-address", "exact-age", "exact-numbered place":
		return true
	case "kept-place":
		return determined(next) && !public[text[strings.LastIndexByte(text, ' ')+1:]]
	}
	return false
}

// numberWords gives every word and stem of the draft a number, and the words of the
// source the same, so that comparing is comparing numbers.
func numberWords(dft, src *view) {
	for i := range dft.toks {
		t := &dft.toks[i]
		t.wid, t.sid = t.rec+1, dft.words[t.rec].stem+1
	}
	as := make([]int32, len(src.words))
	for i := range src.words {
		_, n := dft.idAt(src.words[i].hash, src.words[i].w)
		as[i] = n + 1
	}
	for i := range src.toks {
		t := &src.toks[i]
		t.wid, t.sid = as[t.rec], as[src.words[t.rec].stem]
	}
}

// pairKey joins two numbers.
func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// span makes a finding over draft tokens [s,e).
func (c *checker) span(k Kind, s, e int, rule, why string) Finding {
	a, b := c.dft.toks[s].s, c.dft.toks[e-1].e
	return Finding{Kind: k, Start: a, End: b, Text: c.dft.cut(a, b), Severity: Block,
		Rule: rule, Why: why, SourceStart: -1, SourceEnd: -1}
}

// from notes the source tokens [s,e) a finding rests on.
func (f Finding) from(v *view, s, e int) Finding {
	f.SourceStart, f.SourceEnd = v.toks[s].s, v.toks[e-1].e
	return f
}

func (c *checker) add(f Finding) {
	if f.Start < f.End {
		c.found = append(c.found, f)
	}
}

// danger orders the kinds, worst first.
func danger(k Kind) int {
	switch k {
	case DenyList:
		return 0
	case SourceReference:
		return 1
	case Technique:
		return 2
	case SmallCircle:
		return 3
	case Identifier:
		return 4
	case Quote:
		return 5
	case Verbatim:
		return 6
	case Metadata:
		return 7
	}
	return 8
}

// settle merges findings of one kind that overlap, keeping the worst severity.
func settle(fs []Finding, v *view) []Finding {
	out := make([]Finding, 0, len(fs))
	for _, i := range sorted(fs, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(danger(a.Kind), danger(b.Kind)), cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	}) {
		f := &fs[i]
		if n := len(out); n > 0 && out[n-1].Kind == f.Kind && f.Start < out[n-1].End {
			merge(&out[n-1], *f)
			continue
		}
		out = append(out, *f)
	}
	for i := range out {
		if f := &out[i]; len(f.Text) < f.End-f.Start || utf8.RuneCountInString(f.Text) != f.End-f.Start {
			f.Text = v.cut(f.Start, f.End)
		}
	}
	return out
}

// sorted gives the places of findings in order; those that compare as equal keep
// theirs.
func sorted(fs []Finding, compare func(a, b *Finding) int) []int32 {
	at := make([]int32, len(fs))
	for i := range at {
		at[i] = int32(i)
	}
	slices.SortFunc(at, func(i, j int32) int { return cmp.Or(compare(&fs[i], &fs[j]), cmp.Compare(i, j)) })
	return at
}

// order puts findings in order of danger, then position.
func order(fs []Finding) []Finding {
	out := make([]Finding, 0, len(fs))
	for _, i := range sorted(fs, func(a, b *Finding) int {
		if x, y := a.Severity == Block, b.Severity == Block; x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(danger(a.Kind), danger(b.Kind)), cmp.Compare(a.Start, b.Start))
	}) {
		out = append(out, fs[i])
	}
	return out
}

func merge(into *Finding, f Finding) {
	if f.Severity == Block && into.Severity != Block {
		into.Severity, into.Rule, into.Why, into.Proposal = Block, f.Rule, f.Why, f.Proposal
	}
	into.Acceptable = into.Acceptable && f.Acceptable
	if f.End > into.End {
		into.End = f.End
		if into.Proposal != f.Proposal {
			into.Proposal = longer(into.Proposal, f.Proposal)
		}
	}
	if into.SourceStart < 0 {
		into.SourceStart, into.SourceEnd = f.SourceStart, f.SourceEnd
	}
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}
