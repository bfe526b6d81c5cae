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
	"corridor/ui/words"
)

// Journal is the list of who did what, when and why, newest first.
type Journal struct {
	host   Host
	desk   present.JournalDesk
	filter app.JournalFilter
	lines  []app.LogLine
	table  *part.Table
	people *fyne.Container
	count  *part.Chip
	root   fyne.CanvasObject
}

// NewJournal makes the page.
func NewJournal(h Host, d present.JournalDesk) *Journal {
	j := &Journal{host: h, desk: d}
	columns := []part.Column{{Head: words.T("journal.seq"), Fixed: 64}, {Head: words.T("journal.when"), Fixed: 150}, {Head: words.T("journal.who"), Share: 2},
		{Head: words.T("journal.act"), Share: 4}, {Head: words.T("journal.item"), Fixed: 130}}
	j.table = part.NewTable(columns, j.line, j.open)
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
	j.root = part.Panel(container.NewBorder(part.Inset(bar, 0, 4), nil, nil, nil, j.table.WithHead()))
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
	})
}

func (j *Journal) line(i int) part.Cells {
	text, t := present.JournalCells(j.host.Now(), j.lines[i])
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

// open shows the reason of an entry, where there is one.
func (j *Journal) open(i int) {
	l := j.lines[i]
	fetch(j.host, "reason", "open", func(ctx context.Context) (string, error) { return j.desk.Reason(ctx, l.Seq), nil }, func(why string) {
		cells, _ := present.JournalCells(j.host.Now(), l)
		if why == "" {
			why = words.T("journal.noreason")
		}
		j.host.Ask().Tell(words.T("journal.entry", l.Seq), strings.Join(cells[1:], " · ")+"\n\n"+why)
	})
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
	var opts []part.Option
	for _, r := range j.host.Unit().Recipients {
		if text, ok := present.RecipientLine(r); ok {
			opts = append(opts, part.Option{Code: string(r.Recipient), Text: text})
		}
	}
	if len(opts) == 0 {
		j.host.Ask().Tell(words.T("journal.export"), words.T("journal.norecipient"))
		return
	}
	to := part.NewChoice(words.T("choose"), "", opts, nil)
	ready := func() string {
		if to.Code() == "" {
			return words.T("ask.fill")
		}
		return ""
	}
	askForm(j.host, words.T("journal.export"), words.T("journal.export"), part.Stack(8, part.Prose(words.T("journal.export.text"), "corridorMuted"), to), to, fyne.NewSize(560, 300), ready, func() {
		f, id := j.filter, entry.ID(to.Code())
		act(j.host, "export", func(ctx context.Context) ([]byte, error) { return j.desk.ExportJournal(ctx, f, id) }, func(b []byte) {
			j.host.Files().Save(words.T("files.journal"), map[string][]byte{"journal.jsonl.asc": b}, func(place string, err error) {
				if err != nil {
					j.host.Ask().Warn(words.T("release.notwritten"), words.T("release.notwritten.text"))
				}
			})
		})
	})
}

// Rune implements Page.
func (j *Journal) Rune(r rune) bool { return false }

// Key implements Page.
func (j *Journal) Key(*fyne.KeyEvent) bool { return false }
