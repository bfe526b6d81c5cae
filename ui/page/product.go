package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Product is one place for one item, in the order of the work.
type Product struct {
	host Host
	desk present.ProductDesk
	item entry.ID
	step string
	p    *app.Product

	bar     *part.StepBar
	head    *fyne.Container
	body    *fyne.Container
	root    fyne.CanvasObject
	reading *reading
	draft   *draftStep
	threat  *threatStep
	grade   *gradeStep
	release *releaseStep
	source  *sourceStep
}

// NewProduct makes the page.
func NewProduct(h Host, d present.ProductDesk) *Product {
	p := &Product{host: h, desk: d, step: "source"}
	p.bar = part.NewStepBar(p.goTo)
	p.head, p.body = container.NewStack(), container.NewStack()
	p.reading = newReading(h, d, p.answer, p.rest)
	p.draft, p.threat, p.grade, p.release, p.source = newDraftStep(p), newThreatStep(p), newGradeStep(p), newReleaseStep(p), newSourceStep(p)
	top := container.NewVBox(p.head, part.Inset(p.bar, 2, 0), part.Gap(2))
	p.root = container.NewBorder(top, nil, nil, nil, p.body)
	p.drawNone()
	return p
}

// Object implements Page.
func (p *Product) Object() fyne.CanvasObject { return p.root }

// First implements Page.
func (p *Product) First() fyne.Focusable { return nil }

// Leave implements Page: what was typed is in the pad already.
func (p *Product) Leave() { p.draft.leave() }

// Show implements Page.
func (p *Product) Show(r Route) {
	if r.Step != "" {
		p.step = r.Step
	}
	if r.Item != "" && r.Item != p.item {
		p.item, p.p = r.Item, nil
		p.draft.forget()
		p.drawNone()
	}
	if p.item == "" {
		p.drawNone()
		return
	}
	act(p.host, "open", func(ctx context.Context) (app.Product, error) {
		v, err := p.desk.Again(ctx, p.item)
		if err != nil {
			return p.desk.Open(ctx, p.item)
		}
		return v, nil
	}, func(v app.Product) { p.put(v, true) })
}

// Refresh implements Page: what is typed into forms stays.
func (p *Product) Refresh() {
	if p.p == nil {
		return
	}
	item := p.item
	fetch(p.host, "product", "list", func(ctx context.Context) (app.Product, error) { return p.desk.Again(ctx, item) }, func(v app.Product) {
		if v.Item == p.item {
			p.put(v, false)
		}
	})
}

// put shows a product; fresh builds the step's form anew.
func (p *Product) put(v app.Product, fresh bool) {
	if v.Item != p.item {
		return
	}
	p.p = &v
	p.drawHead()
	p.drawStep(fresh)
}

func (p *Product) drawNone() {
	p.head.Objects, p.body.Objects = nil, nil
	p.bar.Set(nil, "")
	goTriage := part.NewPrimary(words.T("product.totriage"), theme.ListIcon(), func() { p.host.Go(Route{Page: "triage"}) })
	swap(p.body, part.Panel(part.Empty(words.T("product.none"), words.T("product.none.text"), goTriage)))
}

func (p *Product) drawHead() {
	v := *p.p
	right := part.Side(6)
	if len(v.Why) > 0 {
		right.Add(part.NewButton(words.T("product.why"), theme.QuestionIcon(), p.Why))
	}
	right.Add(part.NewDanger(words.T("act.raise"), theme.WarningIcon(), p.raise))
	swap(p.head, itemHeader(present.Header(p.host.Now(), v.Head), right))
	var steps []part.Step
	for _, s := range present.Steps(v) {
		steps = append(steps, part.Step{ID: s.ID, Text: s.Text, Note: s.Note, Tone: tone(s.Tone)})
	}
	p.bar.Set(steps, p.step)
}

func (p *Product) goTo(step string) {
	if p.p == nil || step == p.step {
		return
	}
	p.draft.leave()
	p.step = step
	p.drawHead()
	p.drawStep(true)
}

func (p *Product) drawStep(fresh bool) {
	v := *p.p
	if v.Destroyed != nil {
		swap(p.body, p.gone(v))
		return
	}
	switch p.step {
	case "prompts":
		p.reading.put(present.Read(v))
		swap(p.body, p.reading.root)
	case "threat":
		swap(p.body, p.threat.put(v, fresh))
	case "grade":
		swap(p.body, p.grade.put(v, fresh))
	case "draft":
		swap(p.body, p.draft.put(v, fresh))
	case "release":
		swap(p.body, p.release.put(v, fresh))
	default:
		swap(p.body, p.source.put(v))
	}
}

// Why opens the refusals word for word, with a link to what cures each.
func (p *Product) Why() {
	box := part.Stack(6)
	for _, w := range present.Why(*p.p) {
		text := part.Prose(w.Words, style.Ink)
		var link fyne.CanvasObject
		if w.Step != "" {
			link = part.Side(0, part.NewButton(w.Link, nil, func() { p.host.Ask().Close(); p.goTo(w.Step) }))
		}
		box.Add(part.NewSheet(part.Neutral, container.NewBorder(nil, nil, nil, link, text), nil))
	}
	p.host.Ask().Page(words.T("product.why.title"), part.Scroller(box), nil, fyne.NewSize(640, 420))
}

// do runs a verb on this item and shows the item as it stands then.
func (p *Product) do(verb func(ctx context.Context) error, then func()) {
	item := p.item
	act(p.host, "record", func(ctx context.Context) (app.Product, error) {
		if err := verb(ctx); err != nil {
			return app.Product{}, err
		}
		return p.desk.Again(ctx, item)
	}, func(v app.Product) {
		p.put(v, true)
		if then != nil {
			then()
		}
	})
}

func (p *Product) answer(c risk.Category, a intel.Answer, reason string) {
	p.do(func(ctx context.Context) error { return p.desk.Answer(ctx, p.item, c, a, reason) }, func() {
		if c.Life() && a != intel.No {
			p.host.Ask().Warn(words.T("threat.raised.title"), words.T("threat.raised.text"))
		}
	})
}

func (p *Product) rest() {
	p.do(func(ctx context.Context) error { return p.desk.AnswerRest(ctx, p.item) }, nil)
}

func (p *Product) raise() {
	p.host.Ask().Reason(words.T("threat.raise.title"), words.T("threat.raise.text"), words.T("threat.raise.reason"), words.T("threat.raise.verb"), true, func(why string) {
		p.do(func(ctx context.Context) error { return p.desk.RaiseThreat(ctx, p.item, why) }, nil)
	})
}

// Rune implements Page.
func (p *Product) Rune(r rune) bool {
	if p.p == nil {
		return false
	}
	switch p.step {
	case "prompts":
		return p.reading.rune(r)
	case "draft":
		return p.draft.rune(r)
	case "source":
		return p.source.rune(r)
	}
	return false
}

// Key implements Page: the steps by function key, findings on the draft.
func (p *Product) Key(k *fyne.KeyEvent) bool {
	if p.p == nil {
		return false
	}
	if p.step == "draft" && p.draft.key(k) {
		return true
	}
	steps := map[fyne.KeyName]int{fyne.KeyF2: 0, fyne.KeyF3: 1, fyne.KeyF4: 2, fyne.KeyF5: 3, fyne.KeyF6: 4, fyne.KeyF7: 5}
	if i, ok := steps[k.Name]; ok {
		p.goTo(present.StepIDs()[i])
		return true
	}
	return false
}

// gone is what is left of a product whose content two officers destroyed: its
// history, and the backups that still hold it.
func (p *Product) gone(v app.Product) fyne.CanvasObject {
	g := present.Gone(p.host.Now(), v)
	box := part.Stack(8, part.SubHeading(g.Title), part.Prose(g.Text, style.Ink))
	for _, b := range g.Backups {
		box.Add(part.Card(part.Due, part.Small(b, style.Due)))
	}
	box.Add(part.Label(words.T("source.history")))
	log := part.Stack(-6)
	for _, l := range g.Log {
		log.Add(part.Small(l, style.Muted))
	}
	return part.Panel(container.NewBorder(box, nil, nil, nil, part.Scroller(log)))
}

// destroy proposes the destruction of everything that is kept of the product.
// It is carried out by another officer.
func (p *Product) destroy() {
	p.host.Ask().Reason(words.T("destroy.title", p.p.Ref), words.T("destroy.text"), words.T("destroy.reason"), words.T("destroy.verb"), true, func(why string) {
		p.do(func(ctx context.Context) error { return p.desk.ProposeDestruction(ctx, p.item, why) }, func() { p.host.Say(words.T("destroy.proposed")) })
	})
}

// sourceStep shows the receipt and the text as it came.
type sourceStep struct {
	page *Product
	pane *part.Source
	more *sourceMore
}

func newSourceStep(p *Product) *sourceStep {
	return &sourceStep{page: p, pane: part.NewSource(), more: newSourceMore(p)}
}

func (s *sourceStep) put(v app.Product) fyne.CanvasObject {
	r := present.Read(v)
	s.pane.Put(r.Text, spansOf(r.Spans))
	notes := part.Stack(-8)
	for _, n := range r.Notes {
		notes.Add(part.Small(n.Text, toneInk(n.Tone)))
	}
	log := part.Stack(-6)
	for i := len(v.Log) - 1; i >= 0; i-- {
		log.Add(part.Small(present.LogRow(s.page.host.Now(), v.Log[i]), style.Muted))
	}
	facts := part.Scroller(part.Stack(8, notes, s.more.box, part.Label(words.T("reading.parts.title")), partsTable(r.Parts),
		part.Rule(), part.Facts(r.Facts...), part.Label(words.T("source.history")), log))
	next := part.NewPrimary(words.T("source.next"), theme.NavigateNextIcon(), func() { s.page.goTo(nextStep(v)) })
	destroy := part.NewQuiet(words.T("destroy.begin"), nil, s.page.destroy)
	split := part.NewButton(words.T("apart.begin"), theme.ContentCutIcon(), s.page.split)
	join := part.NewButton(words.T("join.begin"), theme.ContentAddIcon(), s.page.join)
	s.more.put(v)
	left := part.Section(words.T("reading.source"), part.Side(4, split, join), s.pane.Object())
	right := part.Section(words.T("source.receipt"), nil, container.NewBorder(nil, part.Inset(container.NewBorder(nil, nil, container.NewHBox(next), container.NewHBox(destroy)), 0, 4), nil, nil, facts))
	sides := container.NewHSplit(left, right)
	sides.Offset = 0.6
	return sides
}

// Undo takes back the last edit of the draft, or does it again.
func (p *Product) Undo(back bool) {
	if p.p != nil && p.step == "draft" {
		p.draft.undo(back)
	}
}

// Save records what the step is for: the draft, the assessment, the grade.
func (p *Product) Save() {
	if p.p == nil {
		return
	}
	switch p.step {
	case "draft":
		p.draft.save()
	case "grade":
		p.grade.record()
	case "threat":
		if t := p.threat.current(*p.p); t != nil {
			p.threat.record(*t)
		}
	case "release":
		p.release.submit()
	}
}

// About is the item that the page shows.
func (p *Product) About() string { return string(p.item) }
