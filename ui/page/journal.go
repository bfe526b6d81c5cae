package page

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Journal is the list of who did what, when and why, newest first.
type Journal struct {
	host   Host
	desk   present.JournalDesk
	filter app.JournalFilter
	lines  []app.LogLine
	why    map[uint64]string // reasons as they were opened, by place
	table  *part.Table
	people *fyne.Container
	entry  *fyne.Container // the line chosen, in full
	show   *part.Button
	count  *part.Chip
	root   fyne.CanvasObject
}

// NewJournal makes the page.
func NewJournal(h Host, d present.JournalDesk) *Journal {
	j := &Journal{host: h, desk: d, why: map[uint64]string{}}
	columns := []part.Column{{Head: words.T("journal.seq"), Fixed: 64}, {Head: words.T("journal.when"), Fixed: 150}, {Head: words.T("journal.who"), Share: 2},
		{Head: words.T("journal.act"), Share: 4}, {Head: words.T("journal.item"), Fixed: 128}, {Head: words.T("journal.why"), Share: 4}}
	j.table = part.NewTable(columns, j.line, j.open)
	j.table.OnChoose(func(int) { j.drawEntry() })
	j.entry = container.NewStack()
	j.show = part.NewButton(words.T("journal.show"), theme.VisibilityIcon(), j.reasons)
	j.people = container.NewStack()
	j.count = part.NewChip("", part.Neutral)
	day := part.NewField(words.T("journal.day"))
	day.OnSubmitted = func(string) { j.setDay(day.Value()) }
	ref := part.NewField(words.T("journal.ref"))
	ref.OnSubmitted = func(string) { j.setRef(ref.Value()) }
	var kinds []part.Option
	kinds = append(kinds, part.Option{Code: "-", Text: words.T("journal.everyact")})
	for _, k := range entry.Known() {
		kinds = append(kinds, part.Option{Code: string(k), Text: words.Of("kind", string(k))})
	}
	kind := part.NewChoice(words.T("journal.everyact"), "-", kinds, func(c string) { j.filter.Kind = entry.Kind(plain(c)); j.Refresh() })
	faults := part.NewTick(words.T("journal.faults"), false, func(v bool) { j.filter.Faults = v; j.Refresh() })
	check := part.NewPrimary(words.T("journal.check"), theme.ConfirmIcon(), j.check)
	export := part.NewButton(words.T("journal.export"), theme.DocumentSaveIcon(), j.export)
	bar := container.NewBorder(nil, nil, nil, part.Side(8, faults, j.count, export, check), container.NewGridWithColumns(4, j.people, kind, day, ref))
	foot := container.NewBorder(part.Rule(), nil, nil, part.Side(0, j.show), part.MinHeight(j.entry, 62))
	j.root = part.Panel(container.NewBorder(part.Inset(bar, 0, 4), foot, nil, nil, j.table.WithHead()))
	j.drawEntry()
	return j
}

// Object implements Page.
func (j *Journal) Object() fyne.CanvasObject { return j.root }

// First implements Page.
func (j *Journal) First() fyne.Focusable { return j.table }

// Leave implements Page.
func (j *Journal) Leave() {}

// Show implements Page.
func (j *Journal) Show(Route) {
	fetch(j.host, "people", "list", func(context.Context) (app.Unit, error) { return j.desk.Unit(), nil }, func(u app.Unit) {
		opts := []part.Option{{Code: "-", Text: words.T("journal.everybody")}}
		for _, p := range u.People {
			opts = append(opts, part.Option{Code: string(p.Person), Text: strings.TrimSpace(p.Rank + " " + p.Name)})
		}
		code := string(j.filter.Person)
		if code == "" {
			code = "-"
		}
		swap(j.people, part.NewChoice(words.T("journal.everybody"), code, opts, func(c string) { j.filter.Person = entry.Person(plain(c)); j.Refresh() }))
	})
	j.Refresh()
}

// Refresh implements Page.
func (j *Journal) Refresh() {
	f := j.filter
	fetch(j.host, "journal", "list", func(context.Context) ([]app.LogLine, error) { return j.desk.Journal(f), nil }, func(l []app.LogLine) {
		j.lines = l
		j.table.SetCount(len(l))
		j.count.Set(words.Count("journal.entries", len(l)), part.Neutral)
		j.drawEntry()
	})
}

// drawEntry shows the line chosen in full: a table cuts what is long.
func (j *Journal) drawEntry() {
	i := j.table.Chosen()
	if i < 0 || i >= len(j.lines) {
		swap(j.entry, part.Small(words.T("journal.choose"), style.Muted))
		return
	}
	line, why := present.JournalEntry(j.host.Now(), j.lines[i], j.why[j.lines[i].Seq])
	ink := style.Ink
	if j.lines[i].Fault != "" {
		ink = style.Danger
	}
	swap(j.entry, part.Scroller(part.Stack(-6, part.Strong(line, ink), part.Prose(why, style.Ink))))
}

// reasons opens why, for the lines that are on the screen, as one recorded
// view.
func (j *Journal) reasons() {
	from, to := j.table.InView()
	if to > len(j.lines) {
		return
	}
	j.read(present.ToShow(j.lines[from:to], j.why), words.T("journal.nonetoshow"))
}

// open opens the reason of one line.
func (j *Journal) open(i int) {
	j.read(present.ToShow(j.lines[i:i+1], j.why), words.T("journal.noreason"))
}

// read opens reasons by one recorded view and keeps them for as long as the
// page is there; none says what is so when there are none to open.
func (j *Journal) read(seqs []uint64, none string) {
	if len(seqs) == 0 {
		j.host.Say(none)
		return
	}
	act(j.host, "open", func(ctx context.Context) (map[uint64]string, error) { return j.desk.Reasons(ctx, seqs...) }, func(m map[uint64]string) {
		for seq, why := range m {
			j.why[seq] = why
		}
		j.table.Refresh()
		j.drawEntry()
	})
}

func (j *Journal) line(i int) part.Cells {
	text, t := present.JournalCells(j.host.Now(), j.lines[i], j.why[j.lines[i].Seq])
	return part.Cells{Text: text, Tone: tone(t)}
}

func (j *Journal) setDay(text string) {
	d, ok := present.Day(text)
	if !ok {
		j.host.Say(words.T("journal.badday"))
		return
	}
	j.filter.Day = ""
	if !d.IsZero() {
		j.filter.Day = clock.Day(d)
	}
	j.Refresh()
}

// setRef narrows to the item of a reference.
func (j *Journal) setRef(ref string) {
	j.filter.Item = ""
	if ref != "" {
		j.filter.Item = "none"
		for _, h := range j.host.Heads() {
			if strings.EqualFold(h.Ref, ref) {
				j.filter.Item = h.Item
				break
			}
		}
	}
	j.Refresh()
}

func (j *Journal) check() {
	fetch(j.host, "verify", "verify", j.desk.Verify, func(r app.VerifyReport) {
		m := present.VerifyWords(r)
		if m.Refusal {
			j.host.Ask().Warn(m.Title, m.Text)
		} else {
			j.host.Ask().Tell(m.Title, m.Text)
		}
		j.host.Changed()
	})
}

func (j *Journal) export() {
	f := j.filter
	handOut(j.host, untitled(words.T("journal.export")), words.T("journal.export.text"), words.T("files.journal"), "journal.jsonl.asc", func(ctx context.Context, to entry.ID) ([]byte, error) {
		return j.desk.ExportJournal(ctx, f, to)
	})
}

// Rune implements Page: j and k move, r shows the reasons of the lines on the
// screen.
func (j *Journal) Rune(r rune) bool {
	switch r {
	case 'r':
		j.reasons()
	case 'j', 'k':
		j.table.TypedRune(r)
	default:
		return false
	}
	return true
}

// Key implements Page.
func (j *Journal) Key(*fyne.KeyEvent) bool { return false }
