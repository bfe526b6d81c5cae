package sanitise

import (
	"strings"
	"time"
)

// Kind says what a finding leads back to.
type Kind string

// The kinds of finding.
const (
	Verbatim        Kind = "verbatim"
	Identifier      Kind = "identifier"
	Technique       Kind = "technique"
	SourceReference Kind = "source_reference"
	OverPrecision   Kind = "over_precision"
	Quote           Kind = "quote"
	Metadata        Kind = "metadata"
	DenyList        Kind = "deny_list"
	SmallCircle     Kind = "small_circle"
)

// Severity says whether a finding stops the draft.
type Severity string

// A draft with a blocking finding does not leave; an advisory one is shown.
const (
	Block  Severity = "block"
	Advise Severity = "advise"
)

// Finding is one stretch of the draft that leads somewhere it should not.
//
// Start and End are rune offsets into the draft, half open, and Text is exactly
// that piece of it. SourceStart and SourceEnd are rune offsets into the source,
// or -1 when the finding does not rest on one place there.
type Finding struct {
	Kind        Kind
	Start, End  int
	Text        string
	Severity    Severity
	Rule, Why   string
	SourceStart int
	SourceEnd   int
	// Proposal is safer wording to put in place of Text, or "".
	Proposal string
	// Acceptable is true when the author may keep the words and give a reason.
	// When false only removal, or the supervisor's setting aside, clears it. A
	// deny-list finding is never acceptable and nobody may set it aside.
	Acceptable bool
}

// Key is the identity of a finding that survives a re-check: the kind, the rule
// and the normalised words, never the position.
func (f Finding) Key() string {
	var b strings.Builder
	b.WriteString(string(f.Kind))
	b.WriteByte('|')
	b.WriteString(f.Rule)
	b.WriteByte('|')
	v := newView(f.Text)
	for i, t := range v.toks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.w)
	}
	return b.String()
}

// Term is one entry of a deny list.
type Term struct {
	Text string
	// Kind is name, alias, number, operation, ref or another word; it decides
	// which variants of the term are also refused.
	Kind string
}

// Earlier is a text already released to the same recipient, organisation or
// about the same subject. The caller chooses which releases belong together.
type Earlier struct {
	Release, Recipient, Organisation, Subject string
	When                                      time.Time
	Text                                      string
}

// Input is everything a check looks at.
type Input struct {
	Source, Draft string
	// Read is what ReadSource made of the source; with it Source is not read.
	Read    *Source
	Deny    []Term
	Earlier []Earlier
	// Told is what ReadEarlier made of the earlier releases; with it Earlier is
	// not read.
	Told *Told
	// WordRun is how many shared words in a row are too many; 0 means the
	// default of six.
	WordRun int
}

// Result is what a check found.
type Result struct {
	// Version names the rules and lexicon that made the result.
	Version string
	// Findings are in order of danger, then position.
	Findings []Finding
	// Mosaic is the facts given away so far, by release, with those of this
	// draft marked New.
	Mosaic []Fact
}

// Fact is one particular thing a release tells its reader.
type Fact struct {
	Kind, Value, Release string
	New                  bool
}

// Blocking counts the findings that stop the draft.
func (r Result) Blocking() int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == Block {
			n++
		}
	}
	return n
}
