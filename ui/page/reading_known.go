package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// known is what a product shares with others that are open here: people,
// phones, vehicles and places, one line for each product that holds one too.
type known struct {
	host  Host
	desk  present.KnownDesk
	light func(present.Span) // shows where a subject stands in the text

	item  entry.ID
	rows  []present.KnownRow
	table *part.Table
	box   *fyne.Container
}

func newKnown(h Host, d present.KnownDesk, light func(present.Span)) *known {
	k := &known{host: h, desk: d, light: light, box: container.NewStack()}
	k.table = part.NewTable([]part.Column{{Head: words.T("known.what"), Fixed: 62}, {Head: words.T("known.text"), Share: 1}, {Head: words.T("known.where"), Fixed: 182}},
		func(i int) part.Cells {
			r := k.rows[i]
			return part.Cells{Text: []string{r.What, r.Text, r.Where}}
		}, k.open)
	chosen := k.table.OnSelected
	k.table.OnSelected = func(i int) {
		chosen(i)
		k.light(k.rows[i].At)
	}
	k.box.Hide()
	return k
}

// knownLines is how many lines are in view at once.
const knownLines = 4

// put looks up an item, beside the window, unless it is the one that is shown.
func (k *known) put(v present.ReadingView) {
	if v.Item == k.item {
		return
	}
	k.item, k.rows = v.Item, nil
	k.box.Hide()
	if v.Item == "" {
		return
	}
	fetch(k.host, "known", "known", func(ctx context.Context) ([]app.Known, error) { return k.desk.Known(ctx, v.Item) }, func(list []app.Known) {
		if v.Item == k.item {
			k.rows = present.KnownRows(k.host.Now(), list, v.Shift)
			k.draw(list)
		}
	})
}

func (k *known) draw(list []app.Known) {
	head := present.KnownHead(list)
	if len(k.rows) == 0 {
		swap(k.box, part.Small(head.Text, style.Muted))
		k.box.Show()
		return
	}
	k.table.UnselectAll()
	k.table.SetCount(len(k.rows))
	const row = 28 // a line of the table and its rule
	body := part.MinHeight(k.table, float32(min(len(k.rows), knownLines)*row))
	swap(k.box, part.Stack(3, part.Gap(3), part.Label(head.Text), body))
	k.box.Show()
}

// any reports whether there is something to go to.
func (k *known) any() bool { return len(k.rows) > 0 }

// focus gives the lines the keyboard: j and k move, Enter opens.
func (k *known) focus() {
	k.host.Focus(k.table)
	k.table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
}

// open goes to the product of a line: a view of it, and journalled.
func (k *known) open(i int) {
	if i < len(k.rows) && k.rows[i].Item != "" {
		k.host.Go(Route{Page: "product", Item: k.rows[i].Item, Step: "source"})
	}
}
