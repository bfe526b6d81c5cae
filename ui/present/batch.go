package present

import (
	"context"
	"slices"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/words"
)

// BatchDesk is what taking in many files asks of the desk.
type BatchDesk interface {
	RunBatch(ctx context.Context, b app.Batch, open func(app.Filed) app.Waiting, passphrase string, tell func(app.BatchProgress)) (app.Batch, error)
	KeptBatch(ctx context.Context) (app.Batch, bool, error)
	DropBatch(ctx context.Context) error
	ExportBatch(ctx context.Context, b app.Batch, to entry.ID) ([]byte, error)
}

// BatchLine says how far a batch has come and how long the rest will take.
func BatchLine(p app.BatchProgress) string {
	line := words.T("batch.done", p.Done, p.Total)
	switch {
	case p.Left >= time.Hour:
		line += " · " + words.T("batch.left.hours", int(p.Left.Hours()), int(p.Left.Minutes())%60)
	case p.Left >= time.Minute:
		line += " · " + words.T("batch.left", int((p.Left+30*time.Second).Minutes()))
	case p.Left > 0:
		line += " · " + words.T("batch.left.soon")
	}
	return line
}

// Which lines of a list of files are shown.
const (
	FiledAll     = "all"
	FiledTaken   = "taken"
	FiledWarned  = "warned"
	FiledHeld    = "held"
	FiledRefused = "refused" // and those that could not be opened
	FiledWaiting = "waiting"
	FiledLeft    = "left"
)

// FiledFilter is a filter of a list of files, with how many lines it shows.
type FiledFilter struct {
	ID   string
	Text string
	Tone Tone
	On   bool
}

// FiledRow is what became of one file.
type FiledRow struct {
	Row
	Item entry.ID // opened by the row; "" when nothing was taken in
}

// Files is a list of what became of files, and of what was left alone. The zero
// Files is empty and shows all.
type Files struct {
	list []app.Filed
	left []app.Untouched
	on   string
	rows []FiledRow
}

// Put shows other files; the filter stays while it has something to show.
func (f *Files) Put(list []app.Filed, left []app.Untouched) {
	f.list, f.left = list, left
	f.Filter(f.on)
}

// Filter shows some of the lines only.
func (f *Files) Filter(id string) {
	if f.on = id; id == "" || f.count(id) == 0 {
		f.on = FiledAll
	}
	f.rows = f.rows[:0]
	for _, x := range f.list {
		if shows(f.on, x) {
			f.rows = append(f.rows, filedRow(x))
		}
	}
	if f.on == FiledAll || f.on == FiledLeft {
		for _, u := range f.left {
			f.rows = append(f.rows, FiledRow{Row: Row{Title: u.Name, Sub: sentence(u.Why), Words: []Word{{words.T("outcome.untouched"), Neutral}}}})
		}
	}
}

// Step goes to the next filter, or the one before.
func (f *Files) Step(n int) {
	fs := f.Filters()
	at := slices.IndexFunc(fs, func(x FiledFilter) bool { return x.On })
	f.Filter(fs[min(max(at+n, 0), len(fs)-1)].ID)
}

// Rows are the lines shown.
func (f *Files) Rows() []FiledRow { return f.rows }

// Filters are those that have something to show.
func (f *Files) Filters() []FiledFilter {
	out := []FiledFilter{{FiledAll, words.T("filed.all", f.count(FiledAll)), Neutral, f.on == FiledAll}}
	for _, x := range []struct {
		id   string
		tone Tone
		text func(n int) string
	}{
		{FiledTaken, Settled, func(n int) string { return words.T("filed.taken", n) }},
		{FiledWarned, Due, func(n int) string { return words.T("filed.warned", n) }},
		{FiledHeld, Neutral, func(n int) string { return words.T("filed.held", n) }},
		{FiledRefused, Danger, func(n int) string { return words.T("filed.refused", n) }},
		{FiledWaiting, Due, func(n int) string { return words.T("filed.waiting", n) }},
		{FiledLeft, Neutral, func(n int) string { return words.T("filed.left", n) }},
	} {
		if n := f.count(x.id); n > 0 {
			out = append(out, FiledFilter{x.id, x.text(n), x.tone, f.on == x.id})
		}
	}
	return out
}

func (f *Files) count(id string) int {
	n := 0
	if id == FiledAll || id == FiledLeft {
		n = len(f.left)
	}
	for _, x := range f.list {
		if shows(id, x) {
			n++
		}
	}
	return n
}

func shows(id string, f app.Filed) bool {
	switch id {
	case FiledAll:
		return true
	case FiledWarned:
		return f.Warns()
	case FiledRefused:
		return f.Outcome == app.OutcomeRefused || f.Outcome == app.OutcomeLost
	case FiledLeft:
		return false
	}
	return string(f.Outcome) == id
}

// Summary says in a line what became of the files of a batch.
func Summary(b app.Batch) Word {
	parts := []string{words.Count("batch.taken", b.Count(app.OutcomeTaken))}
	for _, n := range []struct {
		n    int
		text func(int) string
	}{
		{b.Count(app.OutcomeHeld), func(n int) string { return words.T("batch.held", n) }},
		{b.NotRead(), func(n int) string { return words.T("batch.notread", n) }},
		{b.Count(app.OutcomeRefused), func(n int) string { return words.T("batch.refused", n) }},
		{b.Count(app.OutcomeLost), func(n int) string { return words.T("batch.lost", n) }},
		{b.Count(app.OutcomeWaiting), func(n int) string { return words.T("batch.waiting", n) }},
		{len(b.Left), func(n int) string { return words.T("batch.untouched", n) }},
	} {
		if n.n > 0 {
			parts = append(parts, n.text(n.n))
		}
	}
	w := Word{strings.Join(parts, " · "), Settled}
	if len(parts) > 1 {
		w.Tone = Due
	}
	if b.Waits() > 0 {
		w.Text = words.T("batch.cancelled") + " " + w.Text
	}
	return w
}

func filedRow(f app.Filed) FiledRow {
	r := FiledRow{Item: f.Took.Item}
	r.Title, r.Right, r.Sub = f.Name, f.Took.Ref, f.Why
	out := words.Of("outcome", string(f.Outcome))
	switch f.Outcome {
	case app.OutcomeTaken:
		r.Tone = Settled
	case app.OutcomeHeld:
		r.Tone, r.Sub = Neutral, words.T("batch.heldas", f.Took.Ref)
	case app.OutcomeRefused, app.OutcomeLost:
		r.Tone = Danger
	default:
		r.Tone, r.Sub = Due, words.T("batch.waiting.why")
	}
	tone := r.Tone
	if f.Outcome == app.OutcomeTaken {
		r.taken(f)
	}
	r.Words = append([]Word{{out, tone}}, r.Words...)
	return r
}

// taken says what is to be seen about a file that was taken in.
func (r *FiledRow) taken(f app.Filed) {
	r.Sub = words.T("batch.prompts.none")
	if f.Took.Prompts > 0 {
		r.Sub = words.T("batch.prompts", f.Took.Prompts)
	}
	if f.Warns() {
		r.Tone = Due
	}
	if f.Took.Life {
		r.Tone = Danger
		r.Words = append(r.Words, Word{words.T("band.life"), Danger})
	}
	if f.Took.Read != "yes" {
		r.Words = append(r.Words, Word{words.T("triage.notread"), Due})
		if f.Took.NotRead != "" {
			r.Sub = words.T("reading.notread", strings.TrimSuffix(f.Took.NotRead, "."))
		}
	}
	if f.Marked != "" {
		r.Words = append(r.Words, Word{words.T("batch.marked", f.Marked), Danger})
	}
	for _, n := range f.Took.Near {
		if n.How == app.NearText || n.How == app.NearMessage {
			r.Words = append(r.Words, Word{words.T("batch.near", n.Ref), Due})
			break
		}
	}
	if f.Took.Warned > 0 && len(r.Words) < 2 {
		r.Words = append(r.Words, Word{words.Count("batch.warnings", f.Took.Warned), Due})
	}
}
