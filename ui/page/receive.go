package page

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intake/alike"
	"corridor/app/intel"
	"corridor/ui/ask"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// receipt is the form in which an officer says what came, for one file or for
// many of one kind.
type receipt struct {
	in                                                                 app.Incoming
	kind, tier, room                                                   *part.Choice
	from, fromRef, srcRef, day, marking, handling, subject, note, pass *part.Field
}

func newReceipt(u app.Unit) *receipt {
	r := &receipt{in: app.Incoming{Tier: u.Ceiling}}
	if r.in.Tier.Above(intel.OfficialSensitive) {
		r.in.Tier = intel.OfficialSensitive
	}
	var kinds, tiers, rooms []part.Option
	for _, s := range intel.SourceTypes() {
		kinds = append(kinds, part.Option{Code: string(s.Type), Text: s.Title})
	}
	for _, t := range intel.Tiers() {
		tiers = append(tiers, part.Option{Code: string(t), Text: string(t)})
	}
	for _, c := range u.Compartments {
		if c.Open {
			rooms = append(rooms, part.Option{Code: string(c.ID), Text: c.Label})
			if r.in.Compartment == "" || c.Common {
				r.in.Compartment = c.ID
			}
		}
	}
	r.kind = part.NewChoice(words.T("choose"), "", kinds, nil)
	r.tier = part.NewChoice(words.T("choose"), string(r.in.Tier), tiers, nil)
	r.room = part.NewChoice(words.T("choose"), string(r.in.Compartment), rooms, nil)
	r.from, r.fromRef, r.srcRef = part.NewField(""), part.NewField(""), part.NewField("")
	r.day, r.marking, r.handling = part.NewField(words.T("day.hint")), part.NewField(words.T("receive.marking.hint")), part.NewField(words.T("receive.handling.hint"))
	r.subject, r.note, r.pass = part.NewField(""), part.NewField(""), part.NewSecret("")
	return r
}

// body lays the form out under what it is about; locked asks for the files' own
// passphrase too.
func (r *receipt) body(about string, locked bool) *fyne.Container {
	last := part.Labelled(words.T("fact.note"), r.note)
	if locked {
		last = part.Columns(last, part.Labelled(words.T("receive.passphrase"), r.pass))
	}
	return part.Stack(6,
		part.Prose(about, style.Ink),
		part.Columns(part.Labelled(words.T("fact.originator"), r.from), part.Labelled(words.T("fact.originatorref"), r.fromRef)),
		part.Columns(part.Labelled(words.T("fact.sourcetype"), r.kind), part.Labelled(words.T("fact.sourceref"), r.srcRef)),
		part.Columns(part.Labelled(words.T("receive.compartment"), r.room), part.Labelled(words.T("receive.tier"), r.tier)),
		part.Columns(part.Labelled(words.T("fact.marking"), r.marking), part.Labelled(words.T("fact.handling"), r.handling)),
		part.Columns(part.Labelled(words.T("fact.intelligence"), r.day), part.Labelled(words.T("fact.subject"), r.subject)),
		last)
}

// fill puts in what was filed before.
func (r *receipt) fill(f app.Filing) {
	r.kind.SetCode(string(f.SourceType))
	r.tier.SetCode(string(f.Tier))
	r.room.SetCode(string(f.Compartment))
	for field, text := range map[*part.Field]string{r.from: f.Receipt.Originator, r.fromRef: f.Receipt.OriginatorRef, r.srcRef: f.Receipt.SourceRef, r.day: f.Intelligence,
		r.marking: f.Receipt.Marking, r.handling: f.Receipt.Handling, r.subject: f.Receipt.Subject, r.note: f.Receipt.Note} {
		field.SetText(text)
	}
}

// ready says what is missing, or "".
func (r *receipt) ready() string {
	if missing := present.Missing(r.from.Value(), r.kind.Code(), r.tier.Code()); missing != "" {
		return missing
	}
	if _, ok := present.Day(r.day.Value()); !ok {
		return words.T("person.badday", r.day.Value())
	}
	return ""
}

// filled is what was filled in; the passphrase field is empty afterwards.
func (r *receipt) filled() app.Incoming {
	in := r.in
	in.SourceType, in.Tier, in.Compartment = intel.SourceType(r.kind.Code()), intel.Tier(r.tier.Code()), ItemID(r.room.Code())
	in.Intelligence, in.Passphrase = r.day.Value(), string(r.pass.Take())
	in.Receipt = intel.Receipt{Originator: r.from.Value(), OriginatorRef: r.fromRef.Value(), Marking: r.marking.Value(), Handling: r.handling.Value(),
		SourceRef: r.srcRef.Value(), Subject: r.subject.Value(), Note: r.note.Value()}
	return in
}

// take puts what was offered into its field, in place of what stands there.
func (r *receipt) take(o present.Offer) {
	switch o.Field {
	case present.OfferFrom:
		r.from.SetText(o.Value)
	case present.OfferFromRef:
		r.fromRef.SetText(o.Value)
	case present.OfferMarking:
		r.marking.SetText(o.Value)
	case present.OfferTier:
		r.tier.SetCode(o.Value)
	case present.OfferHandling:
		r.handling.SetText(o.Value)
	case present.OfferDay:
		r.day.SetText(o.Value)
	}
}

// has reports whether a field holds what is offered for it.
func (r *receipt) has(o present.Offer) bool {
	field := map[string]*part.Field{present.OfferFrom: r.from, present.OfferFromRef: r.fromRef, present.OfferMarking: r.marking,
		present.OfferHandling: r.handling, present.OfferDay: r.day}[o.Field]
	if field == nil {
		return r.tier.Code() == o.Value
	}
	return field.Value() == o.Value
}

func (r *receipt) fields() []*part.Field {
	return []*part.Field{r.from, r.fromRef, r.srcRef, r.day, r.marking, r.handling, r.subject, r.note, r.pass}
}

// Receive asks for the receipt of a file and keeps it. Beside the form stands
// what a reading of the file, apart from the keys, found for it: each is
// offered, and none is filled in unless the officer takes it. Nothing else of
// the file is shown, because nothing is on record yet.
func Receive(h Host, d present.ReceiveDesk, f File, then func()) {
	r := &receiving{host: h, desk: d, name: filepath.Base(f.Name), file: f, form: newReceipt(h.Unit())}
	r.lane = "preview/" + r.name + "/" + strconv.FormatInt(f.Size(), 10)
	r.offers, r.sheet = part.Stack(6), container.NewStack()
	form := r.form.body(words.T("receive.file", r.name, f.Size()), true)
	side := part.MinWidth(container.NewBorder(part.Label(words.T("receive.found")), nil, nil, nil, part.Scroller(r.offers)), 310)
	r.main = container.NewBorder(nil, nil, nil, container.NewBorder(nil, nil, part.Gap(1), nil, side), form)
	r.sheet.Objects = []fyne.CanvasObject{r.main}
	for _, f := range r.form.fields() {
		f.OnKey = r.key
	}
	for _, c := range []*part.Choice{r.form.kind, r.form.tier, r.form.room} {
		c.OnKey = r.key
	}
	r.form.pass.OnChanged = func(pass string) {
		if part.Enable(r.again, pass != ""); pass != "" {
			r.read = nil // what was read without it is not all there is
		}
	}
	r.again = part.NewButton(words.T("receive.ahead.again"), theme.ViewRefreshIcon(), r.preview)
	r.again.Disable()
	h.Ask().Ask(ask.Form{Title: words.T("receive.title"), Verb: words.T("receive.verb"), Body: r.sheet, First: r.form.from, Size: fyne.NewSize(1060, 560),
		Ready: r.form.ready, Left: func() { h.Jobs().Cancel(r.lane) }, Do: func() {
			h.Jobs().Cancel(r.lane)
			in := r.form.filled()
			in.Name, in.Bytes, in.Read = r.name, f.Bytes, r.read
			end := func(t app.Took) {
				took(h, t)
				if then != nil {
					then()
				}
			}
			if f.Large != nil {
				receiveLarge(h, d, in, f, end)
				return
			}
			act(h, "receive", func(ctx context.Context) (app.Took, error) { return d.Receive(ctx, in) }, end)
		}})
	if f.Large != nil {
		r.show(part.Small(words.T("receive.large", app.MaxOriginal>>20), style.Danger))
		return
	}
	r.preview()
}

// receiveLarge keeps a file that is sealed while it is read: it takes minutes, says
// how far it is, and can be stopped.
func receiveLarge(h Host, d present.ReceiveDesk, in app.Incoming, f File, end func(app.Took)) {
	lane(h, "large/"+in.Name, "large", func(ctx context.Context, report func(done, total int)) (app.Took, error) {
		from := *f.Large
		from.Told = func(n int64) { report(int(n>>20), int(from.Size>>20)) }
		in.Large = &from
		return d.Receive(ctx, in)
	}, func(t app.Took) {
		end(t)
		h.Relay()
		h.Changed()
	})
}

// receiving is the form of one file with what was found in it.
type receiving struct {
	host   Host
	desk   present.ReceiveDesk
	name   string
	file   File
	lane   string
	form   *receipt
	main   fyne.CanvasObject
	sheet  *fyne.Container // the form, or a comparison in its place
	offers *fyne.Container
	again  *part.Button
	found  []present.Offer
	chips  []*part.Sheet
	read   *intake.Result // what was found by the passphrase that stands in the form; nil until it was read
}

// ahead is what a reading of the file gave.
type ahead struct {
	res  intake.Result
	near []app.Near
}

// preview reads the file, apart from the keys, for what it has to offer.
func (r *receiving) preview() {
	r.read = nil
	r.show(part.Small(words.T("receive.ahead"), style.Muted))
	r.found, r.chips = nil, nil
	pass := r.form.pass.Text
	job.Run(r.host.Jobs(), r.lane, "preview", func(ctx context.Context, _ job.Report) (ahead, error) {
		res, err := r.desk.Preview(ctx, r.name, r.file.Bytes, pass)
		if err != nil {
			return ahead{}, err
		}
		near, err := r.desk.Near(ctx, r.name, res)
		return ahead{res, near}, err
	}, func(a ahead, err error) {
		if err != nil {
			r.show(part.Small(words.T("receive.ahead.failed"), style.Danger), r.again)
			return
		}
		r.put(a)
	})
}

func (r *receiving) show(objects ...fyne.CanvasObject) {
	r.offers.Objects = objects
	r.offers.Refresh()
	part.Relay(r.sheet)
}

// put shows what was found: what was read, what it resembles, what to take.
func (r *receiving) put(a ahead) {
	r.read = &a.res
	read := present.ReadAhead(a.res)
	objects := []fyne.CanvasObject{part.Small(read.Text, toneInk(read.Tone))}
	if read.Tone != present.Settled {
		objects = append(objects, container.NewHBox(r.again))
	}
	for _, n := range a.near {
		line := present.NearLine(n)
		see := part.NewButton(words.T("receive.near.see"), nil, func() { r.compare(n, a.res) })
		objects = append(objects, part.Card(tone(line.Tone), part.Stack(0, part.Small(line.Text, style.Ink), container.NewHBox(see))))
	}
	r.found = present.Offers(r.host.Now(), a.res)
	if len(r.found) == 0 {
		objects = append(objects, part.Small(words.T("receive.found.none"), style.Muted))
	} else {
		objects = append(objects, part.Small(words.T("receive.found.how"), style.Muted))
	}
	r.chips = nil
	for i, o := range r.found {
		head := container.NewBorder(nil, nil, nil, part.Side(0, part.NewChip(o.Key, part.Neutral)), part.Label(o.Label))
		s := part.NewSheet(part.Neutral, part.Stack(-4, head, part.Prose(o.Value, style.Ink)), func() { r.take(i) })
		s.Name = "offer-" + strconv.Itoa(i+1)
		r.chips = append(r.chips, s)
		objects = append(objects, s)
	}
	r.mark()
	r.show(objects...)
}

// take takes an offer into the form.
func (r *receiving) take(i int) {
	if i < 0 || i >= len(r.found) {
		return
	}
	r.form.take(r.found[i])
	r.mark()
}

// mark shows which offers stand in the form.
func (r *receiving) mark() {
	for i, s := range r.chips {
		s.SetOn(r.form.has(r.found[i]))
	}
}

// key takes an offer by its function key.
func (r *receiving) key(k *fyne.KeyEvent) bool {
	for i, o := range r.found {
		if string(k.Name) == o.Key {
			r.take(i)
			return true
		}
	}
	return false
}

// compare puts the comparison with an item in place of the form. Seeing it is a
// view of the item, which the desk records first.
func (r *receiving) compare(n app.Near, res intake.Result) {
	job.Own(r.host.Jobs(), "open", func(ctx context.Context, _ job.Report) ([]alike.Line, error) {
		return r.desk.Difference(ctx, n.Item, r.name, res)
	}, func(lines []alike.Line, err error) {
		back := part.NewPrimary(words.T("receive.diff.back"), theme.NavigateBackIcon(), func() { r.swap(r.main); r.host.Focus(r.form.from) })
		var body fyne.CanvasObject = part.Prose(words.T("receive.diff.failed", n.Ref), style.Danger)
		if err == nil {
			body = differences(present.Differences(lines, n.Ref))
		}
		head := container.NewBorder(nil, nil, nil, back, part.Strong(words.T("receive.diff.title", n.Ref), style.Ink))
		r.swap(container.NewBorder(part.Inset(head, 0, 4), nil, nil, nil, body))
	})
}

func (r *receiving) swap(o fyne.CanvasObject) {
	swap(r.sheet, o)
	part.Relay(r.sheet)
}

// differences lays the lines of a comparison one under the other.
func differences(lines []present.DiffLine) fyne.CanvasObject {
	box := part.Stack(2)
	for _, l := range lines {
		switch {
		case l.Mark != "":
			box.Add(part.Card(tone(l.Tone), part.Stack(-6, part.Small(l.Mark, toneInk(l.Tone)), part.Prose(l.Text, style.Ink))))
		case l.Tone == present.Settled:
			box.Add(part.Small(l.Text, style.Muted))
		default:
			box.Add(part.Prose(l.Text, style.Ink))
		}
	}
	if len(lines) == 0 {
		box.Add(part.Small(words.T("receive.diff.none"), style.Muted))
	}
	return box
}

// ItemID reads an id that a widget kept as text.
func ItemID(code string) entry.ID { return entry.ID(code) }

// took says what became of the file: taken in, held already, or not read.
func took(h Host, t app.Took) {
	switch {
	case t.Already != "":
		h.Ask().Tell(words.T("receive.already", t.Already), words.T("receive.already.text", t.Already))
	case t.NotRead != "":
		h.Ask().Tell(words.T("receive.notread", t.Ref), words.T("receive.notread.text", strings.TrimSuffix(t.NotRead, ".")))
	default:
		h.Say(words.T("receive.done", t.Ref))
	}
	if t.Item != "" {
		h.Go(Route{Page: "triage", Item: t.Item})
	}
}
