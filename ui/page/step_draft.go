package page

import (
	"context"
	"slices"

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

// draftStep is the sanitising screen: source and draft side by side, findings
// below the draft, each lighting its twin on the other side.
type draftStep struct {
	page *Product
	d    present.Draft
	text intel.DraftText
	v    app.Product

	source             *part.Source
	title, provenance  *part.Field
	body               *part.TextPane
	list               *part.FindingList
	bar, saved, check  *part.Chip
	root               fyne.CanvasObject
	loaded             bool
	dirty              bool
	keepAct, acceptAct *part.Button

	swaps, undone []putIn // proposals put in, and taken back, the last one last
}

// putIn is what a proposal made of a text: field is nil for that of the draft.
type putIn struct {
	field   *part.Field
	was, is string
}

func newDraftStep(p *Product) *draftStep {
	s := &draftStep{page: p}
	s.source = part.NewSource()
	s.title = part.NewField(words.T("draft.title"))
	s.provenance = part.NewField(words.T("draft.provenance"))
	s.body = part.NewTextPane(false, 5)
	s.body.SetPlaceHolder(words.T("draft.body"))
	s.title.OnChanged = func(t string) { s.edited(func(d *intel.DraftText) { d.Title = t }) }
	s.provenance.OnChanged = func(t string) { s.edited(func(d *intel.DraftText) { d.Provenance = t }) }
	s.body.OnEdited = func(t string) { s.edited(func(d *intel.DraftText) { d.Body = t }) }
	s.body.OnFull = func() { s.page.host.Say(words.T("draft.full")) }
	s.body.OnPlace = func(off int) {
		if s.d.ChooseAt("body", off) {
			s.draw(false)
		}
	}
	s.body.OnOver = func(off int) { lightBoth(&s.d, s.d.At("body", off), s.source, s.body) }
	s.source.Hear(func(off int) {
		if s.d.ChooseIn(off) {
			s.draw(true)
		}
	}, func(off int) { lightBoth(&s.d, s.d.At("", off), s.source, s.body) })
	s.list = part.NewFindingList(func(i int) { s.d.Choose(i); s.draw(true) })
	s.bar, s.saved, s.check = part.NewChip("", part.Neutral), part.NewChip("", part.Neutral), part.NewChip("", part.Neutral)
	s.root = s.build()
	return s
}

func (s *draftStep) build() fyne.CanvasObject {
	undo := part.NewQuiet("", theme.ContentUndoIcon(), func() { s.undo(true) })
	redo := part.NewQuiet("", theme.ContentRedoIcon(), func() { s.undo(false) })
	save := part.NewPrimary(words.T("draft.save"), theme.DocumentSaveIcon(), s.save)
	checkAct := part.NewButton(words.T("draft.check"), theme.WarningIcon(), s.threatCheck)
	facts, versions, deny := part.NewQuiet(words.T("draft.facts"), nil, s.mosaic), part.NewQuiet(words.T("draft.versions"), nil, s.versions), part.NewQuiet(words.T("draft.denied"), nil, s.denied)
	coarser, phrase := part.NewQuiet(words.T("draft.coarser"), nil, s.lessExact), part.NewQuiet(words.T("draft.phrase"), nil, s.phrases)
	draftHead := part.Side(2, s.saved, coarser, phrase, undo, redo)
	draft := part.Section(words.T("draft.draft"), draftHead, container.NewBorder(part.Inset(part.Columns(s.title, s.provenance), 0, 1), nil, nil, nil, s.body))
	last, next := part.NewQuiet(words.T("draft.previous"), nil, func() { s.step(-1) }), part.NewQuiet(words.T("draft.next"), nil, func() { s.step(1) })
	s.acceptAct = part.NewButton(words.T("draft.accept"), nil, s.accept)
	s.keepAct = part.NewButton(words.T("draft.keep"), nil, s.keep)
	acts := part.Side(4, s.bar, last, next, s.acceptAct, s.keepAct)
	findings := part.Section(words.T("draft.findings"), acts, s.list.Object())
	foot := part.Inset(container.NewBorder(nil, nil, part.Side(6, s.check), part.Side(4, facts, versions, deny, checkAct, save)), 4, 2)
	right := container.NewVSplit(draft, findings)
	right.Offset = 0.54
	source := part.Section(words.T("draft.source"), part.Side(4, part.NewQuiet(words.T("draft.start"), nil, s.start), part.NewChip(words.T("draft.locked"), part.Danger)), s.source.Object())
	split := container.NewHSplit(source, right)
	split.Offset = 0.42
	return container.NewBorder(nil, foot, nil, nil, split)
}

func (s *draftStep) forget() {
	s.loaded, s.dirty, s.d, s.swaps, s.undone = false, false, present.Draft{}, nil, nil
}

func (s *draftStep) leave() {}

func (s *draftStep) put(v app.Product, fresh bool) fyne.CanvasObject {
	s.v = v
	text, _ := present.SourceText(v.Reading)
	s.source.Put(text, nil)
	if !s.loaded {
		s.loaded = true
		s.load(v)
	} else {
		s.checkNow(0)
	}
	s.drawState()
	return s.root
}

// load shows what was being typed, or else the latest version.
func (s *draftStep) load(v app.Product) {
	item := v.Item
	type typed struct {
		t  intel.DraftText
		ok bool
	}
	fetch(s.page.host, "pad", "list", func(ctx context.Context) (typed, error) {
		s.page.host.Kept()
		t, ok, err := s.page.desk.Typed(ctx, item)
		return typed{t, ok}, err
	}, func(t typed) {
		if s.page.item != item {
			return
		}
		s.text = v.Draft
		if t.ok && t.t != v.Draft {
			s.text, s.dirty = t.t, true
			s.page.host.Say(words.T("draft.restored"))
		}
		s.fill()
		s.checkNow(0)
		s.drawState()
	})
}

func (s *draftStep) fill() {
	title, prov := s.title.OnChanged, s.provenance.OnChanged
	s.title.OnChanged, s.provenance.OnChanged = nil, nil
	s.title.SetText(s.text.Title)
	s.provenance.SetText(s.text.Provenance)
	s.title.OnChanged, s.provenance.OnChanged = title, prov
	s.body.Put(s.text.Body, nil)
}

// edited keeps what was typed in the sealed pad and checks it again.
func (s *draftStep) edited(change func(*intel.DraftText)) {
	change(&s.text)
	s.dirty = true
	s.drawState()
	text, item := s.text, s.page.item
	s.page.host.Keep(string(item)+"/draft", func(ctx context.Context) error { return s.page.desk.KeepTyped(ctx, item, text) })
	s.checkNow(1)
}

// checkNow compares draft and source beside the window; a newer text drops an
// older result.
func (s *draftStep) checkNow(wait int) {
	text, item, pause := s.text, s.page.item, s.page.host.Pause()
	fetch(s.page.host, "check", "check", func(ctx context.Context) (app.Findings, error) {
		if wait > 0 {
			if err := pauseFor(ctx, pause); err != nil {
				return app.Findings{}, err
			}
		}
		return s.page.desk.CheckDraft(ctx, item, text)
	}, func(f app.Findings) {
		if s.page.item == item && s.text == text {
			s.d.Put(text, f)
			s.draw(false)
		}
	})
}

// draw lights findings on both sides; place also puts both texts there.
func (s *draftStep) draw(place bool) {
	v := s.d.View()
	s.bar.Set(v.Bar, tone(v.BarTone))
	rows := make([]part.Finding, len(v.Findings))
	for i, f := range v.Findings {
		rows[i] = part.Finding{Key: f.Key, Text: f.Text, Why: f.Why, State: f.State, Tone: tone(f.Tone)}
		if f.Proposal != "" && !f.Settled {
			rows[i].Why = words.T("draft.proposal", f.Proposal) + " · " + f.Why
		}
	}
	s.list.Set(rows, v.Chosen)
	s.list.Say(v.Empty)
	c := s.d.Chosen()
	if c != nil {
		s.list.Choose(v.Chosen)
	}
	lightBoth(&s.d, nil, s.source, s.body)
	part.Enable(s.acceptAct, c != nil && c.Proposal != "" && !c.Settled)
	keep := words.T("draft.keep")
	if c != nil && c.Block {
		keep = words.T("draft.up")
	}
	if s.keepAct.Text != keep {
		s.keepAct.SetText(keep)
	}
	part.Enable(s.keepAct, c != nil && !c.Settled && !c.PutUp && (c.CanKeep || c.Block))
	if place && c != nil {
		if c.Field == "body" {
			s.body.Place(c.Start)
		}
		if c.Source.End > 0 {
			s.source.Place(c.Source.Start)
		}
	}
}

// lightBoth lights every finding in source and draft: the one looked at, and
// the one that the pointer rests on, more than the others.
func lightBoth(d *present.Draft, over *present.FindingRow, source *part.Source, body *part.TextPane) {
	in, from := spansOf(d.Spans("body")), spansOf(d.SourceSpans())
	for _, c := range []*present.FindingRow{d.Chosen(), over} {
		if c != nil {
			light(in, c.Field == "body", c.Start, c.End)
			light(from, c.Source.End > 0, c.Source.Start, c.Source.End)
		}
	}
	body.Light(in)
	source.Light(from)
}

func light(spans []part.Span, on bool, start, end int) {
	for i := range spans {
		spans[i].Chosen = spans[i].Chosen || on && spans[i].Start == start && spans[i].End == end
	}
}

func (s *draftStep) drawState() {
	state, t := words.T("draft.version", s.v.DraftVersion), part.Settled
	if s.v.DraftVersion == 0 {
		state, t = words.T("draft.unsaved"), part.Neutral
	}
	if s.dirty {
		state, t = words.T("draft.typing"), part.Due
	}
	s.saved.Set(state, t)
	c := present.CheckLine(s.v)
	if s.dirty && s.v.Check != nil {
		c = present.Word{Text: words.T("check.willvoid"), Tone: present.Due}
	}
	s.check.Set(c.Text, tone(c.Tone))
}

func (s *draftStep) step(n int) { s.d.Step(n); s.draw(true) }

// accept puts the proposal in place of the words.
func (s *draftStep) accept() {
	c := s.d.Chosen()
	if c == nil || c.Proposal == "" || c.Settled {
		return
	}
	s.dirty = true
	did := putIn{field: map[string]*part.Field{"title": s.title, "provenance": s.provenance}[c.Field]}
	if did.field == nil {
		did.was = s.body.Text
		s.body.Replace(c.Start, c.End, c.Proposal)
		did.is = s.body.Text
	} else {
		did.was, did.is = did.field.Text, present.Replace(did.field.Text, c.Start, c.End, c.Proposal)
		did.field.SetText(did.is)
	}
	s.swaps = append(s.swaps, did)
}

// undo takes back the last edit of the draft, or does it again. A proposal that
// was put in is one edit, in the fields beside the draft too.
func (s *draftStep) undo(back bool) {
	from, to := &s.swaps, &s.undone
	if !back {
		from, to = to, from
	}
	for i := len(*from) - 1; i >= 0; i-- {
		if did := (*from)[i]; s.turn(did, back) {
			*from, *to = slices.Delete(*from, i, i+1), append(*to, did)
			return
		}
	}
	if back {
		s.body.Undo()
	} else {
		s.body.Redo()
	}
}

// turn takes a proposal back, or puts it in again, where the text is still as
// it left it.
func (s *draftStep) turn(did putIn, back bool) bool {
	is, was := did.was, did.is
	if back {
		is, was = did.is, did.was
	}
	if did.field == nil {
		return s.body.Text == is && s.body.Go(back, was)
	}
	if did.field.Text != is {
		return false
	}
	did.field.SetText(was)
	return true
}

// keep accepts a residue with a reason; a blocking one is put up to the
// supervisor, who alone can set it aside.
func (s *draftStep) keep() {
	c := s.d.Chosen()
	if c == nil || c.Settled || c.PutUp {
		return
	}
	if s.dirty {
		s.page.host.Ask().Tell(words.T("draft.savefirst"), words.T("draft.savefirst.text"))
		return
	}
	decision, title, verb := intel.SettleAccept, words.T("draft.keep.title"), words.T("draft.keep.verb")
	if c.Block {
		decision, title, verb = intel.SettlePutUp, words.T("draft.putup.title"), words.T("draft.putup.verb")
	}
	key := c.Key
	s.page.host.Ask().Reason(title, "“"+c.Text+"”\n"+c.Why, words.T("draft.keep.reason"), verb, c.Block, func(reason string) {
		s.page.do(func(ctx context.Context) error { return s.page.desk.Settle(ctx, s.page.item, key, decision, reason) }, nil)
	})
}

func (s *draftStep) save() {
	text := s.text
	s.page.do(func(ctx context.Context) error { return s.page.desk.SaveDraft(ctx, s.page.item, text, "save") }, func() {
		s.dirty = s.text != text
		s.drawState()
		s.page.host.Say(words.T("draft.kept"))
	})
}

// threatCheck asks the three questions of the check that a release text needs.
func (s *draftStep) threatCheck() {
	if s.dirty || s.v.DraftVersion == 0 {
		s.page.host.Ask().Tell(words.T("draft.savefirst"), words.T("draft.savefirst.text"))
		return
	}
	in := &app.CheckInput{}
	real := part.NewAnswers(answers(), "", func(c string) { in.Real = intel.Answer(c) })
	imm := part.NewAnswers(answers(), "", func(c string) { in.Immediate = intel.Answer(c) })
	ident := part.NewAnswers(answers(), "", func(c string) { in.Identified = intel.Answer(c) })
	rel, not := part.NewArea("", 3), part.NewArea("", 3)
	body := part.Stack(8, part.Prose(words.T("check.text", s.v.DraftVersion), style.Muted),
		part.Labelled(words.T("check.real"), real), part.Labelled(words.T("check.immediate"), imm), part.Labelled(words.T("check.identified"), ident),
		part.Labelled(words.T("check.ifreleased"), rel), part.Labelled(words.T("check.ifnot"), not))
	ready := func() string {
		if in.Real == "" || in.Immediate == "" || in.Identified == "" {
			return words.T("check.answerall")
		}
		return filled(rel, not)()
	}
	askForm(s.page.host, words.T("check.title"), words.T("check.verb"), body, real.First(), fyne.NewSize(600, 540), ready, func() {
		in.Words.IfReleased, in.Words.IfNotReleased = rel.Value(), not.Value()
		s.page.do(func(ctx context.Context) error { return s.page.desk.CheckThreat(ctx, s.page.item, *in) }, nil)
	})
}

func (s *draftStep) rune(r rune) bool {
	switch r {
	case 'n':
		s.step(1)
	case 'p':
		s.step(-1)
	case 'a':
		s.accept()
	case 'r':
		s.keep()
	case 'c':
		s.threatCheck()
	case 'm':
		s.mosaic()
	case 'v':
		s.versions()
	case 'l':
		s.denied()
	case 's':
		s.start()
	default:
		return false
	}
	return true
}

// key works while a field has the keyboard too.
func (s *draftStep) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyF8:
		s.step(1)
	case fyne.KeyF9:
		s.accept()
	case fyne.KeyF10:
		s.keep()
	case fyne.KeyF11:
		s.lessExact()
	case fyne.KeyF12:
		s.phrases()
	default:
		return false
	}
	return true
}
