package sanitise

import "sort"

// Step is one proposal applied to a source: what stood there and what stands
// there now. It can be taken back by itself.
type Step struct {
	// Start and End are rune offsets into the source, half open.
	Start, End int
	Was, Now   string
	Kind       Kind
	Rule, Why  string
	// Off is true when the step was taken back.
	Off bool
}

// Start is a first draft made from a source. It is a beginning and never done:
// what the source says in its own words is still there, and a check of the text
// says so.
type Start struct {
	Source string
	// Steps are in order of place and do not overlap.
	Steps []Step
}

// Removed stands where the source's words went and no safer wording is known.
const Removed = "[removed]"

// StartFrom applies every proposal there is to the source of an input; its draft
// is not read. Findings without a proposal of their own are met with the closest
// coarser form, or with the mark Removed. Copied words as such and what
// only advises are left for the officer.
func StartFrom(in Input) Start {
	in.Draft, in.Read = in.Source, nil
	st := Start{Source: in.Source}
	v := newView(in.Source)
	taken := make([]bool, len(v.orig))
	var found []Step
	for _, f := range Check(in).Findings {
		if f.Severity == Block && f.Kind != Verbatim && f.Kind != Quote && f.Kind != SmallCircle {
			found = append(found, stepFor(in.Source, f))
		}
	}
	// those that know what to say instead come before those that only remove, and
	// the longer before the shorter
	sort.SliceStable(found, func(i, j int) bool {
		a, b := &found[i], &found[j]
		if (a.Now == Removed) != (b.Now == Removed) {
			return b.Now == Removed
		}
		return a.End-a.Start > b.End-b.Start
	})
	for _, p := range found {
		if free(taken, p.Start, p.End) {
			st.Steps = append(st.Steps, p)
		}
	}
	sort.Slice(st.Steps, func(i, j int) bool { return st.Steps[i].Start < st.Steps[j].Start })
	return st
}

// free claims the runes [s,e) if none of them is taken.
func free(taken []bool, s, e int) bool {
	for i := s; i < e; i++ {
		if taken[i] {
			return false
		}
	}
	for i := s; i < e; i++ {
		taken[i] = true
	}
	return true
}

// stepFor is what to put in place of a finding in a source.
func stepFor(source string, f Finding) Step {
	p := Step{Start: f.Start, End: f.End, Was: f.Text, Now: f.Proposal, Kind: f.Kind, Rule: f.Rule, Why: f.Why}
	if f.Kind == OverPrecision || f.Kind == Identifier {
		if c := Generalise(source, f.Start, f.End); len(c) > 0 && c[0].Start <= f.Start && c[0].End >= f.End {
			p.Start, p.End, p.Now = c[0].Start, c[0].End, c[0].Text
			p.Was = string([]rune(source)[p.Start:p.End])
		}
	}
	if p.Now == "" {
		p.Now = Removed
	}
	return p
}

// Text is the draft as the steps that stand make it.
func (s Start) Text() string {
	text, _ := s.build()
	return text
}

// Places gives, for each step, the rune offsets in Text of what it put there;
// for a step taken back, of what it would replace.
func (s Start) Places() [][2]int {
	_, at := s.build()
	return at
}

func (s Start) build() (string, [][2]int) {
	src := []rune(s.Source)
	var out []rune
	at := make([][2]int, len(s.Steps))
	from := 0
	for i, p := range s.Steps {
		out = append(out, src[from:p.Start]...)
		begin := len(out)
		if p.Off {
			out = append(out, src[p.Start:p.End]...)
		} else {
			out = append(out, []rune(p.Now)...)
		}
		at[i] = [2]int{begin, len(out)}
		from = p.End
	}
	return string(append(out, src[from:]...)), at
}

// Toggle takes step i back, or makes it again, and leaves s as it was.
func (s Start) Toggle(i int) Start {
	s.Steps = append([]Step(nil), s.Steps...)
	if i >= 0 && i < len(s.Steps) {
		s.Steps[i].Off = !s.Steps[i].Off
	}
	return s
}
