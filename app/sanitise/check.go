package sanitise

import (
	"sort"
	"strings"
)

// rules is the version of the code's own rules; the lexicon adds its own.
const rules = "3"

const defaultRun = 6

// checker is one comparison on its way through the rules.
type checker struct {
	in       Input
	src, dft *view
	srcFacts facts
	dftFacts facts
	found    []Finding
	run      int
	class    map[string]bool
	few      []int          // sentences of the source that say few knew
	partial  int            // pieces of numbers looked for; see mostPartial
	stems    map[int32]bool // see srcStems
	reading  *reading
	outline  []string
	hedges   int       // sentences that hedge, and one
	neutral  []bool    // tokens of lines that any report carries
	score    []float32 // how each sentence of the draft reads
	lean     []float32 // and which way
	had      []bool    // whether a finding of how or from whom stops it
	told     []int32
	brought  []float32
}

// Check compares a draft with its source. It is pure: the same input gives the
// same result, and any number may run at once.
func Check(in Input) Result { return check(in, loadReading()) }

func check(in Input, r *reading) Result {
	c := run(in, r)
	return Result{Version: rules + "." + loadLexicon().version, Mosaic: c.mosaic(), Findings: order(c.strictly(settle(c.found, c.dft)))}
}

// run puts a comparison through every rule.
func run(in Input, r *reading) *checker {
	c := &checker{in: in, reading: r, src: newView(in.Source), dft: newView(in.Draft), run: in.WordRun}
	if c.run <= 0 {
		c.run = defaultRun
	}
	numberWords(c.dft, c.src)
	c.srcFacts, c.dftFacts = readFacts(c.src), readFacts(c.dft)
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
	order := make([]int, len(c.found))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return c.found[order[a]].Start < c.found[order[b]].Start })
	for _, i := range order {
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
	ids := make(map[string]int32, len(dft.toks))
	for i := range dft.toks {
		t := &dft.toks[i]
		if t.wid = ids[t.w]; t.wid == 0 {
			t.wid = int32(len(ids) + 1)
			ids[t.w] = t.wid
		}
		if t.sid = ids[t.st]; t.sid == 0 {
			t.sid = int32(len(ids) + 1)
			ids[t.st] = t.sid
		}
	}
	for i := range src.toks {
		t := &src.toks[i]
		t.wid, t.sid = ids[t.w], ids[t.st]
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
	sort.SliceStable(fs, func(i, j int) bool {
		a, b := &fs[i], &fs[j]
		switch {
		case a.Kind != b.Kind:
			return danger(a.Kind) < danger(b.Kind)
		case a.Start != b.Start:
			return a.Start < b.Start
		default:
			return a.End > b.End
		}
	})
	var out []Finding
	for _, f := range fs {
		if n := len(out); n > 0 && out[n-1].Kind == f.Kind && f.Start < out[n-1].End {
			merge(&out[n-1], f)
			continue
		}
		out = append(out, f)
	}
	for i := range out {
		out[i].Text = v.cut(out[i].Start, out[i].End)
	}
	return out
}

// order puts findings in order of danger, then position.
func order(out []Finding) []Finding {
	sort.SliceStable(out, func(i, j int) bool {
		a, b := &out[i], &out[j]
		switch {
		case (a.Severity == Block) != (b.Severity == Block):
			return a.Severity == Block
		case a.Kind != b.Kind:
			return danger(a.Kind) < danger(b.Kind)
		default:
			return a.Start < b.Start
		}
	})
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
