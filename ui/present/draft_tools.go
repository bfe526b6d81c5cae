package present

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/ui/words"
)

// FactRow is one particular thing that the recipients know or would know.
type FactRow struct {
	Fact, Kind, Told string
	New              bool // of this draft; the others left before
}

// Mosaic lists what the releases of an item give away together: what this
// draft would add stands first, then each release in its order.
func (d *Draft) Mosaic() []FactRow {
	var added, before []FactRow
	for _, f := range d.sum.Mosaic {
		row := FactRow{Fact: f.Value, Kind: sentenceCase(f.Kind), Told: f.Release, New: f.New}
		if f.New {
			row.Told = words.T("mosaic.new")
			added = append(added, row)
		} else {
			before = append(before, row)
		}
	}
	return append(added, before...)
}

func sentenceCase(s string) string {
	return strings.TrimSuffix(sentence(s), ".")
}

// MosaicLine counts the facts.
func MosaicLine(rows []FactRow) string {
	n := 0
	for _, r := range rows {
		if r.New {
			n++
		}
	}
	return words.T("mosaic.line", len(rows)-n, n)
}

// DenyRow is a term of a deny list.
type DenyRow struct {
	app.DenyView
	ScopeWord, Line string
}

// DenyRows are the terms that a report may not carry, the widest lists first.
func DenyRows(list []app.DenyView) []DenyRow {
	var out []DenyRow
	for _, v := range list {
		scope := v.Scope
		if scope == intel.ScopeItem {
			scope = "item"
		}
		out = append(out, DenyRow{v, words.Of("denyscope", scope), words.T("deny.line", words.Of("denykind", v.Kind), v.By)})
	}
	slices.SortStableFunc(out, func(a, b DenyRow) int { return scopeRank(a.Scope) - scopeRank(b.Scope) })
	return out
}

func scopeRank(scope string) int {
	return slices.Index([]string{intel.ScopeCompartment, intel.ScopeSource, intel.ScopeItem}, scope)
}

// Swap is a change of a text as a line to choose.
type Swap struct {
	sanitise.Change
	Was string
}

// Swaps puts beside each change the words it stands for; changes that stand
// for nothing different are left out.
func Swaps(text string, changes []sanitise.Change) []Swap {
	runes := []rune(text)
	var out []Swap
	for _, c := range changes {
		if c.Start < 0 || c.End > len(runes) || c.Start > c.End {
			continue
		}
		s := Swap{c, string(runes[c.Start:c.End])}
		if s.Was != s.Text && !slices.ContainsFunc(out, func(x Swap) bool { return x.Text == s.Text && x.Start == s.Start && x.End == s.End }) {
			out = append(out, s)
		}
	}
	return out
}

// Now is the code of the text as it is being typed, among the versions.
const Now = "now"

// VersionLine is one version that can be compared.
type VersionLine struct {
	Code string // the number, or Now
	Text string
}

// Versions lists what can be compared, newest first; typed adds the text as it
// stands in the window.
func Versions(now time.Time, vs []app.DraftVersion, typed bool) []VersionLine {
	var out []VersionLine
	if typed {
		out = append(out, VersionLine{Now, words.T("versions.now")})
	}
	for i := len(vs) - 1; i >= 0; i-- {
		v := vs[i]
		line := words.T("versions.line", v.Version, When(now, v.At), v.By)
		if len(v.Submitted) > 0 {
			line += " · " + words.T("versions.submitted", strings.Join(v.Submitted, ", "))
		}
		out = append(out, VersionLine{strconv.Itoa(v.Version), line})
	}
	return out
}

// Pair is what is compared first: the newest text with the version last
// submitted, or else with the one before it. ok is false when there is only
// one text.
func Pair(vs []app.DraftVersion, typed bool) (older, newer string, ok bool) {
	n := len(vs)
	newer = Now
	if !typed && n > 0 {
		n--
		newer = strconv.Itoa(vs[n].Version)
	}
	if n == 0 {
		return "", "", false
	}
	older = strconv.Itoa(vs[n-1].Version)
	for _, v := range vs[:n] {
		if len(v.Submitted) > 0 {
			older = strconv.Itoa(v.Version)
		}
	}
	return older, newer, true
}

// WholeText is a draft as one text, for comparing.
func WholeText(t intel.DraftText) string {
	var parts []string
	for _, s := range []string{t.Title, t.Body, t.Provenance} {
		if strings.TrimSpace(s) != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n\n")
}

// Compared is how two versions differ: words gone from the older and words new
// in the newer, as runs to light.
type Compared struct {
	Older, Newer string
	Gone, Added  []Span
	Line         string
}

// Compare works out the words that two versions do not share.
func Compare(older, newer intel.DraftText) Compared {
	c := Compared{Older: WholeText(older), Newer: WholeText(newer)}
	a, b := wordsOf(c.Older), wordsOf(c.Newer)
	if len(a) > maxDiff || len(b) > maxDiff {
		c.Line = words.T("versions.toolong")
		return c
	}
	inA, inB := common(a, b)
	gone, added := missing(a, inA, Due), missing(b, inB, Accent)
	c.Gone, c.Added = joinNear(gone), joinNear(added)
	c.Line = words.T("versions.diff", len(gone), len(added))
	if len(gone)+len(added) == 0 {
		c.Line = words.T("versions.same")
	}
	return c
}

func missing(ws []wordAt, in []bool, t Tone) []Span {
	var out []Span
	for i, w := range ws {
		if !in[i] {
			out = append(out, Span{w.start, w.end, t})
		}
	}
	return out
}

// StartRow is one step of a first draft.
type StartRow struct {
	Was, Now, Why string
	State         Word
	Off           bool
}

// StartRows are the steps of a first draft, in their order.
func StartRows(s sanitise.Start) []StartRow {
	var out []StartRow
	for _, p := range s.Steps {
		r := StartRow{Was: p.Was, Now: p.Now, Why: words.Of("residue", string(p.Kind)) + ": " + sentence(p.Why), Off: p.Off, State: Word{words.T("start.on"), Settled}}
		if p.Off {
			r.State = Word{words.T("start.off"), Due}
		}
		out = append(out, r)
	}
	return out
}

// StartSpans light what each step put in, or would replace; the step looked at
// is found by its index.
func StartSpans(s sanitise.Start) []Span {
	var out []Span
	for i, at := range s.Places() {
		t := Settled
		if s.Steps[i].Off {
			t = Due
		}
		out = append(out, Span{at[0], at[1], t})
	}
	return out
}

// Offered is what of a unit's library is offered as it is typed: all but what
// waits for a second officer.
func Offered(library []app.PhraseView) sanitise.Phrases {
	var out sanitise.Phrases
	for _, p := range library {
		if !p.Waiting {
			out = append(out, p.Phrase)
		}
	}
	return out
}

// PhraseLine is one act on a phrase of the unit's own.
type PhraseLine struct {
	ID         entry.ID
	Text, Hint string
	Agree      bool // or else it takes the phrase off
}

// PhraseLines lists what can be done with the unit's own phrases: agree what
// somebody else proposed, take off any.
func PhraseLines(library []app.PhraseView) []PhraseLine {
	var out []PhraseLine
	for _, p := range library {
		hint := words.T("phrases.by", p.Short, p.Agreed)
		switch {
		case p.ID == "":
			continue
		case p.Waiting && p.Mine:
			hint = words.T("phrases.mine", p.Short)
		case p.Waiting:
			hint = words.T("phrases.waits", p.Short, p.By)
			out = append(out, PhraseLine{p.ID, words.T("phrases.agree", p.Text), hint, true})
		}
		out = append(out, PhraseLine{p.ID, words.T("phrases.drop", p.Text), hint, false})
	}
	return out
}
