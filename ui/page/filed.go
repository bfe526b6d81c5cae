package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
)

// filed lists what became of files, with filters over it: left and right go
// from filter to filter, Enter opens the item of a line.
type filed struct {
	host  Host
	files present.Files
	list  *part.Rows
	bar   *fyne.Container
	root  fyne.CanvasObject
}

func newFiled(h Host) *filed {
	f := &filed{host: h, bar: part.Side(5)}
	f.list = part.NewRows(nil, f.open)
	f.list.OnKey = func(k *fyne.KeyEvent) bool {
		step := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[k.Name]
		if step != 0 {
			f.files.Step(step)
			f.draw()
		}
		return step != 0
	}
	f.root = container.NewBorder(part.Inset(container.NewHScroll(f.bar), 0, 4), nil, nil, nil, f.list)
	return f
}

// put shows other files.
func (f *filed) put(list []app.Filed, left []app.Untouched) {
	f.files.Put(list, left)
	f.draw()
}

func (f *filed) draw() {
	f.bar.Objects = nil
	for _, x := range f.files.Filters() {
		f.bar.Add(part.NewFilter(x.Text, tone(x.Tone), x.On, func() { f.files.Filter(x.ID); f.draw() }))
	}
	f.bar.Refresh()
	rows := f.files.Rows()
	f.list.Source(len(rows), func(i int) part.Row { return rowOf(rows[i].Row) }, min(0, len(rows)-1))
	f.list.Refresh()
}

func (f *filed) open(i int) {
	rows := f.files.Rows()
	if i >= 0 && i < len(rows) && rows[i].Item != "" {
		f.host.Ask().Close()
		f.host.Go(Route{Page: "triage", Item: rows[i].Item})
	}
}
