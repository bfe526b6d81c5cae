package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/intel"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// split lays the item out to be taken apart, one item for each source. Laying
// it out is a view of it, which the desk records first.
func (p *Product) split() {
	item := p.item
	act(p.host, "open", func(ctx context.Context) (app.Apart, error) { return p.desk.TakeApart(ctx, item, "") }, func(a app.Apart) {
		if p.item == item {
			newApart(p, a).ask()
		}
	})
}

// apart is the form of a split: what there is to choose from on the left, the
// pieces with where they come from on the right.
type apart struct {
	page *Product
	p    *present.Apart

	ways, pieces *fyne.Container
	list         *part.Rows
	rest         *part.Cut
	preview      *part.LongText
	kind         *part.Choice
	from         *part.Field
	source       *part.Field
	handling     *part.Field
	note         *part.Field
	each         *part.Button
	quiet        bool
}

func newApart(p *Product, a app.Apart) *apart {
	x := &apart{page: p, p: present.NewApart(a), ways: part.Side(5), pieces: part.Side(5), preview: part.NewLongText()}
	x.list = part.NewRows(nil, func(i int) { x.put(i, x.p.At()) })
	x.list.OnKey = x.key
	x.rest = part.NewCut("", theme.SizeNameCaptionText, style.Muted, false)
	kinds := []part.Option{{Code: "", Text: words.T("apart.as", a.SourceType.Title())}}
	for _, s := range intel.SourceTypes() {
		kinds = append(kinds, part.Option{Code: string(s.Type), Text: s.Title})
	}
	x.kind = part.NewChoice("", "", kinds, func(code string) { x.typed() })
	as := func(text string) *part.Field {
		hint := words.T("apart.asempty")
		if text != "" {
			hint = words.T("apart.as", text)
		}
		f := part.NewField(hint)
		f.OnChanged = func(string) { x.typed() }
		return f
	}
	x.from, x.source, x.handling, x.note = as(a.Receipt.Originator), as(a.Receipt.SourceRef), as(a.Receipt.Handling), as(a.Receipt.Note)
	x.each = part.NewButton("", nil, func() { x.p.Each(); x.draw() })
	return x
}

func (x *apart) ask() {
	left := container.NewBorder(part.Stack(4, container.NewHScroll(x.ways), part.Small(words.T("apart.keys"), style.Muted)), part.Stack(0, x.rest, container.NewHBox(x.each)), nil, nil, part.MinHeight(x.list, 200))
	form := part.Stack(4,
		part.Columns(part.Labelled(words.T("fact.sourcetype"), x.kind), part.Labelled(words.T("fact.sourceref"), x.source)),
		part.Columns(part.Labelled(words.T("fact.originator"), x.from), part.Labelled(words.T("fact.handling"), x.handling)),
		part.Labelled(words.T("fact.note"), x.note), part.Label(words.T("apart.preview")))
	right := container.NewBorder(part.Stack(4, container.NewHScroll(x.pieces), form), nil, nil, nil, part.MinHeight(x.preview, 120))
	body := container.NewGridWithColumns(2, part.Inset(left, 4, 0), part.Inset(right, 4, 0))
	x.draw()
	a := x.p.Item()
	askForm(x.page.host, words.T("apart.title", a.Ref), words.T("apart.verb"), part.MinHeight(body, 440), x.list, fyne.NewSize(1180, 680), x.p.Ready, x.do)
}

// key puts the line looked at into a piece: a digit names it, space means the
// one worked at, n a new one, 0 or backspace none.
func (x *apart) key(k *fyne.KeyEvent) bool {
	i := x.list.Chosen()
	switch {
	case k.Name >= fyne.Key1 && k.Name <= fyne.Key9 && len(k.Name) == 1:
		x.put(i, int(k.Name[0]-'1'))
	case k.Name == fyne.KeySpace:
		x.put(i, x.p.At())
	case k.Name == fyne.KeyN:
		x.put(i, x.p.Fresh())
	case k.Name == fyne.Key0, k.Name == fyne.KeyBackspace, k.Name == fyne.KeyDelete:
		x.p.Out(i)
		x.draw()
		x.list.Step(1)
	default:
		return false
	}
	return true
}

func (x *apart) put(i, piece int) {
	x.p.Put(i, piece)
	x.draw()
	x.list.Step(1)
}

func (x *apart) draw() {
	x.ways.Objects, x.pieces.Objects = nil, nil
	for _, w := range x.p.Ways() {
		x.ways.Add(part.NewFilter(w.Text, tone(w.Tone), w.On, func() { x.p.SetWay(w.ID); x.draw() }))
	}
	for i, c := range x.p.Pieces() {
		x.pieces.Add(part.NewFilter(c.Text, tone(c.Tone), c.On, func() { x.p.Go(i); x.draw() }))
	}
	x.pieces.Add(part.NewFilter(words.T("apart.new"), part.Neutral, false, func() { x.p.Go(x.p.Fresh()); x.draw() }))
	x.ways.Refresh()
	x.pieces.Refresh()
	chosen := x.list.Chosen()
	if chosen < 0 || chosen >= x.p.Count() {
		chosen = min(0, x.p.Count()-1)
	}
	x.list.Source(x.p.Count(), func(i int) part.Row { return rowOf(x.p.Row(i)) }, chosen)
	x.rest.SetText(x.p.Rest())
	x.each.SetText(words.T("apart.each"))
	if x.p.Speakers() {
		x.each.SetText(words.T("apart.eachspeaker"))
	}
	x.quiet = true
	from := x.p.Provenance()
	x.kind.SetCode(string(from.SourceType))
	for f, text := range map[*part.Field]string{x.from: from.Receipt.Originator, x.source: from.Receipt.SourceRef, x.handling: from.Receipt.Handling, x.note: from.Receipt.Note} {
		if f.Text != text {
			f.SetText(text)
		}
	}
	x.quiet = false
	x.preview.Put(x.p.Preview(), nil)
}

// typed takes what stands in the form over into the piece worked at.
func (x *apart) typed() {
	if x.quiet {
		return
	}
	from := x.p.Provenance()
	from.SourceType = intel.SourceType(x.kind.Code())
	from.Receipt.Originator, from.Receipt.SourceRef, from.Receipt.Handling, from.Receipt.Note = x.from.Value(), x.source.Value(), x.handling.Value(), x.note.Value()
}

func (x *apart) do() {
	item, list := x.p.Item().Item, x.p.Slices()
	act(x.page.host, "receive", func(ctx context.Context) ([]app.Took, error) { return x.page.desk.Split(ctx, item, list, "") }, func(made []app.Took) {
		x.page.host.Say(words.Count("apart.done", len(made)))
		x.page.Refresh()
	})
}

// join asks with which items of the same compartment this one is to be joined.
func (p *Product) join() {
	rows := present.Joinable(p.host.Heads(), p.item)
	if len(rows) == 0 {
		p.host.Ask().Tell(words.T("join.title", p.p.Ref), words.T("join.none"))
		return
	}
	j := present.NewJoin(p.item, p.p.Ref, rows)
	order := part.NewCut("", theme.SizeNameText, style.Ink, true)
	name, note := part.NewField(words.T("join.name.hint")), part.NewField("")
	var list *part.Rows
	draw := func() {
		list.Source(len(rows), func(i int) part.Row { return rowOf(j.Row(i)) }, max(list.Chosen(), 0))
		order.SetText(j.Order())
	}
	toggle := func(i int) { j.Toggle(i); draw() }
	list = part.NewRows(nil, toggle)
	list.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeySpace {
			toggle(list.Chosen())
		}
		return k.Name == fyne.KeySpace
	}
	draw()
	head := part.Stack(4, part.Prose(words.T("join.text"), style.Muted), order)
	foot := part.Columns(part.Labelled(words.T("join.name"), name), part.Labelled(words.T("fact.note"), note))
	body := container.NewBorder(head, foot, nil, nil, part.MinHeight(list, 240))
	askForm(p.host, words.T("join.title", p.p.Ref), words.T("join.verb"), part.MinHeight(body, 400), list, fyne.NewSize(720, 600), j.Ready, func() {
		items := j.Items()
		act(p.host, "receive", func(ctx context.Context) (app.Took, error) {
			return p.desk.Join(ctx, items, name.Value(), intel.Receipt{Note: note.Value()})
		}, func(t app.Took) { p.joined(t) })
	})
}

func (p *Product) joined(t app.Took) {
	if t.Already != "" {
		p.host.Say(words.T("join.already", t.Already))
	} else {
		p.host.Say(words.T("join.done", t.Ref))
	}
	p.host.Go(Route{Page: "product", Item: t.Item, Step: "source"})
}
