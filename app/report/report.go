package report

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"corridor/app/clock"
	"corridor/app/grade"
)

// Report is a sanitised report, ready to be rendered. Empty fields that are
// optional are left out of the rendering.
type Report struct {
	Ref             string    // REL-26-0031
	Version         int       // of the report, from 1; 0 is not printed
	Marking         string    // the whole marking line
	Handling        string    // "P" or "C A2 S1"
	Instructions    string    // handling instructions, which travel with C
	Conditions      string    // of this release; optional
	ActionOn        string    // terms of action; optional
	Title           string    //
	Intelligence    string    // date of intelligence, 2006-01-02; optional
	Created         time.Time // shown as a date in London
	Items           []Item
	Provenance      string // neutral line; optional
	ProvenanceGrade string // optional
	ReviewDate      string // 2006-01-02; optional
}

// Item is one numbered item with its own grade.
type Item struct {
	Text  string
	Grade string // source and assessment: "2D"
}

// caveat stands on every report.
const caveat = "For intelligence use only. This is not evidence. Do not show it, quote it or refer to it in criminal proceedings, and do not pass it on, without the authority of the unit that issued it. Keep to the handling line. If acting on it could show that it exists, ask first."

// Render gives the canonical text: UTF-8 in NFC, lines ended by LF, nothing
// invisible in it.
func Render(r Report) []byte {
	var b strings.Builder
	for _, block := range blocks(r) {
		switch block.kind {
		case markBlock:
			b.WriteString(block.text + "\n\n")
		case itemBlock:
			fmt.Fprintf(&b, "%s %s  [%s]\n\n", block.label, block.text, block.grade)
		case keyBlock:
			b.WriteString(block.label + "  " + block.text + "\n")
		case gapBlock: // space on paper only
		default:
			b.WriteString(labelled(block) + "\n\n")
		}
	}
	b.WriteString("\n" + clean(r.Marking) + "\n")
	return []byte(b.String())
}

func labelled(b block) string {
	if b.label == "" {
		return b.text
	}
	return b.label + ": " + b.text
}

// The kinds of block of which a report is made.
type kind int

const (
	markBlock kind = iota + 1
	titleBlock
	lineBlock
	itemBlock
	headBlock
	keyBlock
	gapBlock
	caveatBlock
)

// block is a piece of a report that both renderings show in the same order.
type block struct {
	kind  kind
	label string
	text  string
	grade string
}

// blocks lays a report out; the closing marking is the renderings' own.
func blocks(r Report) []block {
	out := []block{
		{kind: markBlock, text: clean(r.Marking)},
		{kind: titleBlock, text: "INTELLIGENCE REPORT"},
	}
	line := func(label, text string) {
		if t := clean(text); t != "" {
			out = append(out, block{kind: lineBlock, label: label, text: t})
		}
	}
	line("Reference", reference(r))
	line("Handling", handlingLine(r.Handling))
	line("Handling instructions", r.Instructions)
	line("Conditions", r.Conditions)
	line("Action on this report", r.ActionOn)
	out = append(out, block{kind: caveatBlock, text: caveat})
	line("Title", r.Title)
	line("Date of intelligence", date(r.Intelligence))
	if !r.Created.IsZero() {
		line("Date created", clock.Day(r.Created))
	}
	for i, item := range r.Items {
		out = append(out, block{kind: itemBlock, label: fmt.Sprintf("%d.", i+1), text: clean(item.Text), grade: clean(item.Grade)})
	}
	out = append(out, block{kind: gapBlock})
	line("Provenance", graded(r.Provenance, r.ProvenanceGrade))
	line("Review by", date(r.ReviewDate))
	return append(out, key(r.Handling)...)
}

func reference(r Report) string {
	if r.Version < 1 {
		return r.Ref
	}
	return fmt.Sprintf("%s version %d", r.Ref, r.Version)
}

func graded(text, code string) string {
	if clean(text) == "" || clean(code) == "" {
		return text
	}
	return text + "  [" + code + "]"
}

// date shows a date in words, or as it stands if it is not one.
func date(s string) string {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return s
	}
	return t.Format("2 Jan 2006")
}

// handlingLine spells a handling line out: "C A2 S1: lawful sharing …".
func handlingLine(codes string) string {
	var names []string
	for _, c := range strings.Fields(codes) {
		for _, table := range [][]grade.Code{grade.Handlings(), grade.Actions(), grade.Sanitisations()} {
			if n := grade.NameOf(table, c); n != "" {
				names = append(names, n)
			}
		}
	}
	if len(names) == 0 {
		return codes
	}
	return codes + " (" + strings.Join(names, "; ") + ")"
}

// key prints the grading key; the codes of conditions only under C.
func key(handling string) []block {
	out := []block{{kind: headBlock, text: "Grading key"}}
	add := func(head string, table []grade.Code) {
		for _, c := range table {
			out = append(out, block{kind: keyBlock, label: c.Code, text: head + ": " + c.Name})
		}
	}
	add("Source", grade.Sources())
	add("Assessment", grade.Assessments())
	add("Handling", grade.Handlings())
	if strings.HasPrefix(handling, string(grade.Conditions)) {
		add("Action", grade.Actions())
		add("Sanitisation", grade.Sanitisations())
	}
	return append(out, block{kind: gapBlock})
}

// clean gives text in NFC on one line: white space becomes single spaces,
// characters that print nothing are taken out.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}
