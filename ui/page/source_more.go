package page

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// sourceMore is what the source step tells beside the text: the items that this
// one was split or joined with, and how it is read where it is a table.
type sourceMore struct {
	page  *Product
	box   *fyne.Container
	item  entry.ID
	ties  []app.Tie
	table *app.CallTable
}

// rune begins a split, a join, or to settle columns.
func (s *sourceStep) rune(r rune) bool {
	switch r {
	case 's':
		s.page.split()
	case 'o':
		s.page.join()
	case 't':
		s.more.columns()
	default:
		return false
	}
	return true
}

func newSourceMore(p *Product) *sourceMore { return &sourceMore{page: p, box: part.Stack(6)} }

// put fetches what there is to tell, beside the window: the desk may be busy.
func (m *sourceMore) put(v app.Product) {
	type more struct {
		ties  []app.Tie
		table *app.CallTable
	}
	if m.item != v.Item {
		m.item, m.ties, m.table = v.Item, nil, nil
		m.draw()
	}
	desk, known := m.page.desk, m.table
	fetch(m.page.host, "source-more", "list", func(ctx context.Context) (more, error) {
		out := more{desk.Tied(v.Item), known}
		if known != nil || v.Reading.Kind != "csv" && v.Reading.Kind != "txt" {
			return out, nil
		}
		t, err := desk.CallTable(ctx, v.Item)
		switch {
		case errors.Is(err, app.ErrNoTable), errors.Is(err, app.ErrUnopened):
			return out, nil
		case err == nil:
			out.table = &t
		}
		return out, err
	}, func(x more) {
		if m.item == v.Item {
			m.ties, m.table = x.ties, x.table
			m.draw()
		}
	})
}

func (m *sourceMore) draw() {
	m.box.Objects = nil
	if m.table != nil {
		line := present.TableLine(m.page.host.Now(), *m.table)
		change := part.NewButton(words.T("columns.change"), nil, m.columns)
		m.box.Add(part.Card(tone(line.Tone), part.Stack(0, part.Small(line.Text, style.Ink), container.NewHBox(change))))
	}
	for _, t := range m.ties {
		open := part.NewButton(words.T("tie.open"), nil, func() { m.page.host.Go(Route{Page: "product", Item: t.Item, Step: "source"}) })
		m.box.Add(part.Card(part.Accent, container.NewBorder(nil, nil, nil, part.Side(0, open), part.Small(present.TieLine(t), style.Ink))))
	}
	m.box.Refresh()
	m.page.host.Relay()
}

// columns settles how the table is read.
func (m *sourceMore) columns() {
	if m.table == nil {
		return
	}
	settleColumns(m.page.host, *m.table, func(c *present.Columns) {
		item := m.item
		done(m.page.host, "record", func(ctx context.Context) error { return m.page.desk.SettleColumns(ctx, item, c.Mapping()) }, func() {
			m.table = nil
			m.page.host.Say(words.T("columns.done"))
			m.page.Refresh()
		})
	})
}
