package present

import (
	"context"
	"sort"
	"strings"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/ui/words"
)

// DraftDesk is what the draft step asks of the desk.
type DraftDesk interface {
	KeepTyped(ctx context.Context, id entry.ID, t intel.DraftText) error
	Typed(ctx context.Context, id entry.ID) (t intel.DraftText, ok bool, err error)
	SaveDraft(ctx context.Context, id entry.ID, t intel.DraftText, why string) error
	CheckDraft(ctx context.Context, id entry.ID, t intel.DraftText) (app.Findings, error)
	Settle(ctx context.Context, id entry.ID, key, decision, reason string) error
	DenyTo(ctx context.Context, in app.DenyInput) error
	Denied(ctx context.Context, id entry.ID) ([]app.DenyView, error)
	ProposeUndeny(ctx context.Context, id, listed entry.ID, reason string) error
	Drafts(ctx context.Context, id entry.ID) ([]app.DraftVersion, error)
	OpenDraft(ctx context.Context, id entry.ID, version int) (intel.DraftText, error)
	StartDraft(ctx context.Context, id entry.ID) (sanitise.Start, error)
	Library(ctx context.Context) ([]app.PhraseView, error)
	ProposePhrase(ctx context.Context, p sanitise.Phrase) error
	AgreePhrase(ctx context.Context, id entry.ID) error
	DropPhrase(ctx context.Context, id entry.ID) error
	CheckThreat(ctx context.Context, id entry.ID, in app.CheckInput) error
}

// FindingRow is a residue in the list.
type FindingRow struct {
	Key      string
	Text     string
	Why      string
	State    string
	Tone     Tone
	Field    string // "title", "body" or "provenance"
	Start    int    // within the field
	End      int
	Source   Span // the twin in the source; End 0 when it has none
	Proposal string
	Block    bool
	Settled  bool
	PutUp    bool // the author asked the supervisor; it blocks until they decide
	CanKeep  bool // the author may accept it with a reason
}

// DraftView is the sanitising screen.
type DraftView struct {
	Findings []FindingRow
	Bar      string // "Blocking 2 · to accept 3 · settled 9"
	BarTone  Tone
	Chosen   int
	Empty    string // what to say instead of a list
}

// Draft keeps which finding is looked at.
type Draft struct {
	chosen string
	rows   []FindingRow
	sum    app.Findings
	text   intel.DraftText // that the findings are of
	done   bool            // a check has ended
}

// Put takes the result of a check of a text; the finding looked at stays chosen
// if it is still there.
func (d *Draft) Put(t intel.DraftText, f app.Findings) {
	d.text, d.sum, d.done = t, f, true
	d.rows = d.rows[:0:0]
	for _, v := range f.List {
		d.rows = append(d.rows, findingRow(v))
	}
	sort.SliceStable(d.rows, func(i, j int) bool { return rank(d.rows[i]) < rank(d.rows[j]) })
	if d.index() < 0 {
		d.chosen = ""
	}
}

// rank sorts by danger: blocking, to accept, settled.
func rank(r FindingRow) int {
	switch {
	case r.Settled:
		return 2
	case r.Block:
		return 0
	}
	return 1
}

func findingRow(v app.FindingView) FindingRow {
	r := FindingRow{Key: v.Key, Text: v.Text, Why: words.Of("residue", string(v.Kind)) + ": " + sentence(v.Why), Field: v.Field, Start: v.Start, End: v.End,
		Proposal: v.Proposal, Block: v.Severity == sanitise.Block, CanKeep: v.Acceptable && v.Severity != sanitise.Block}
	if v.SourceStart >= 0 && v.SourceEnd > v.SourceStart {
		r.Source = Span{Start: v.SourceStart, End: v.SourceEnd}
	}
	r.Settled = v.Settled != ""
	switch {
	case r.Settled:
		r.Tone, r.State = Settled, words.Of("settled", v.Settled)
		r.Why += " " + words.T("draft.settledby", v.By, v.Reason)
	case v.PutUp:
		r.Tone, r.State, r.PutUp = Danger, words.T("draft.putup"), true
		r.Why += " " + words.T("draft.settledby", v.By, v.Reason)
	case r.Block:
		r.Tone, r.State = Danger, words.T("draft.block")
	default:
		r.Tone, r.State = Due, words.T("draft.advise")
	}
	r.Source.Tone = r.Tone
	return r
}

func (d *Draft) index() int {
	for i, r := range d.rows {
		if r.Key == d.chosen {
			return i
		}
	}
	return -1
}

// Step moves to the next (1) or the one before (-1), round the end.
func (d *Draft) Step(n int) {
	if len(d.rows) == 0 {
		return
	}
	i := d.index()
	if i < 0 && n < 0 {
		i = 0
	}
	d.chosen = d.rows[(i+n+len(d.rows))%len(d.rows)].Key
}

// Choose looks at a finding.
func (d *Draft) Choose(i int) {
	if i >= 0 && i < len(d.rows) {
		d.chosen = d.rows[i].Key
	}
}

// ChooseAt looks at the finding under a place in a field; false when none is.
func (d *Draft) ChooseAt(field string, offset int) bool {
	for _, r := range d.rows {
		if r.Field == field && offset >= r.Start && offset <= r.End {
			d.chosen = r.Key
			return true
		}
	}
	return false
}

// At is the finding under a place in a field, or in the source where field is
// "", or nil. It is no choice: a pointer that rests on words only shows.
func (d *Draft) At(field string, offset int) *FindingRow {
	for _, r := range d.rows {
		start, end := r.Start, r.End
		if field == "" {
			start, end = r.Source.Start, r.Source.End
		}
		if (field == "" || r.Field == field) && offset >= start && offset < end {
			return &r
		}
	}
	return nil
}

// ChooseIn looks at the finding whose twin in the source is at a place; false
// when none is.
func (d *Draft) ChooseIn(offset int) bool {
	r := d.At("", offset)
	if r != nil {
		d.chosen = r.Key
	}
	return r != nil
}

// Chosen is the finding looked at, or nil.
func (d *Draft) Chosen() *FindingRow {
	if i := d.index(); i >= 0 {
		r := d.rows[i]
		return &r
	}
	return nil
}

// View is the screen.
func (d *Draft) View() DraftView {
	v := DraftView{Findings: d.rows, Chosen: d.index(), BarTone: Settled}
	switch {
	case !d.done:
		v.Bar, v.BarTone, v.Empty = words.T("draft.bar.unchecked"), Neutral, words.T("draft.unchecked")
		return v
	case strings.TrimSpace(d.text.Title+d.text.Provenance+d.text.Body) == "":
		v.Bar, v.BarTone, v.Empty = words.T("draft.bar.blank"), Neutral, words.T("draft.blank")
		return v
	case len(d.rows) == 0:
		v.Empty = words.T("draft.nothing")
	}
	v.Bar = words.T("draft.bar", d.sum.Blocking, d.sum.ToAccept, d.sum.Done)
	if d.sum.PutUp > 0 {
		v.Bar = words.T("draft.bar.putup", d.sum.Blocking, d.sum.PutUp, d.sum.ToAccept, d.sum.Done)
	}
	if d.sum.ToAccept > 0 {
		v.BarTone = Due
	}
	if d.sum.Blocking > 0 {
		v.BarTone = Danger
	}
	return v
}

// Spans are the lit runs of a field of the draft.
func (d *Draft) Spans(field string) []Span {
	var out []Span
	for _, r := range d.rows {
		if r.Field == field {
			out = append(out, Span{r.Start, r.End, r.Tone})
		}
	}
	return out
}

// SourceSpans are the twins of the findings in the source.
func (d *Draft) SourceSpans() []Span {
	var out []Span
	for _, r := range d.rows {
		if r.Source.End > 0 {
			out = append(out, r.Source)
		}
	}
	return out
}

// Replace puts a proposal in place of a run of a text, rune offsets.
func Replace(text string, start, end int, with string) string {
	r := []rune(text)
	if start < 0 || end > len(r) || start > end {
		return text
	}
	return string(r[:start]) + with + string(r[end:])
}
