package page

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/ui/ask"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// mosaic lists what the releases of this item and this draft give away
// together.
func (s *draftStep) mosaic() {
	rows := s.d.Mosaic()
	if len(rows) == 0 {
		s.page.host.Ask().Tell(words.T("mosaic.title"), words.T("mosaic.none"))
		return
	}
	table := part.NewTable([]part.Column{{Head: words.T("mosaic.fact"), Share: 5}, {Head: words.T("mosaic.kind"), Share: 2}, {Head: words.T("mosaic.told"), Share: 2}},
		func(i int) part.Cells {
			t := part.Neutral
			if rows[i].New {
				t = part.Due
			}
			return part.Cells{Text: []string{rows[i].Fact, rows[i].Kind, rows[i].Told}, Tone: t}
		}, nil)
	table.SetCount(len(rows))
	head := part.Stack(-6, part.Strong(present.MosaicLine(rows), style.Ink), part.Small(words.T("mosaic.text"), style.Muted))
	body := container.NewBorder(part.Inset(head, 0, 4), nil, nil, nil, part.MinHeight(table.WithHead(), 260))
	s.page.host.Ask().Page(words.T("mosaic.title"), body, table, fyne.NewSize(860, 560))
}

// denied shows the terms that no report from this item may carry, with how to
// add one and how to have one taken off.
func (s *draftStep) denied() {
	item := s.page.item
	fetch(s.page.host, "denied", "list", func(ctx context.Context) ([]app.DenyView, error) { return s.page.desk.Denied(ctx, item) }, func(list []app.DenyView) {
		add := part.NewPrimary(words.T("draft.deny"), theme.ContentAddIcon(), func() { s.page.host.Ask().Close(); s.deny() })
		box := part.Stack(0)
		rows := present.DenyRows(list)
		for _, r := range rows {
			off := part.NewQuiet(words.T("deny.off"), nil, func() { s.page.host.Ask().Close(); s.undeny(r) })
			scope := part.MinWidth(container.NewVBox(part.Gap(8), container.NewHBox(part.NewChip(r.ScopeWord, part.Neutral))), 150)
			box.Add(container.NewBorder(nil, nil, scope, part.Side(0, off), part.Stack(-10, part.Strong(r.Term, style.Ink), part.Small(r.Line, style.Muted))))
			box.Add(part.Rule())
		}
		if len(rows) == 0 {
			box.Add(part.Prose(words.T("deny.none"), style.Muted))
		}
		head := container.NewBorder(nil, nil, nil, part.Side(0, add), part.Small(words.T("deny.text"), style.Muted))
		s.page.host.Ask().Page(words.T("deny.title"), container.NewBorder(part.Inset(head, 0, 4), nil, nil, nil, part.Scroller(box)), add, fyne.NewSize(760, 540))
	})
}

// undeny proposes to take a term off its list; a second officer confirms it.
func (s *draftStep) undeny(r present.DenyRow) {
	item, listed := s.page.item, r.Listed
	s.page.host.Ask().Reason(words.T("deny.off.title"), words.T("deny.off.text", r.Term, r.ScopeWord), words.T("deny.off.reason"), words.T("deny.off.verb"), true, func(reason string) {
		done(s.page.host, "record", func(ctx context.Context) error { return s.page.desk.ProposeUndeny(ctx, item, listed, reason) },
			func() { s.page.host.Say(words.T("deny.off.done")) })
	})
}

// deny puts a term on a list: what is selected in the draft, or what is typed.
func (s *draftStep) deny() {
	term := part.NewField(words.T("draft.deny.term"))
	if start, end := s.body.Selection(); start < end {
		term.SetText(string([]rune(s.body.Text)[start:end]))
	}
	var kinds, scopes []part.Option
	for _, k := range []string{"name", "alias", "number", "operation", "ref", "word"} {
		kinds = append(kinds, part.Option{Code: k, Text: words.Of("denykind", k)})
	}
	for _, c := range intel.Scopes() {
		code := c
		if c == intel.ScopeItem {
			code = "item"
		}
		scopes = append(scopes, part.Option{Code: code, Text: words.Of("denyscope", code)})
	}
	kind, scope := part.NewChoice("", "name", kinds, nil), part.NewChoice("", "item", scopes, nil)
	body := part.Stack(8, part.Prose(words.T("draft.deny.text"), style.Muted), part.Labelled(words.T("draft.deny.term"), term),
		part.Columns(part.Labelled(words.T("draft.deny.kind"), kind), part.Labelled(words.T("deny.scope"), scope)))
	askForm(s.page.host, words.T("draft.deny"), words.T("draft.deny.verb"), body, term, fyne.NewSize(560, 340), filled(term), func() {
		in := app.DenyInput{Item: s.page.item, Scope: scope.Code(), Kind: kind.Code(), Term: term.Value()}
		if in.Scope == "item" {
			in.Scope = intel.ScopeItem
		}
		s.page.do(func(ctx context.Context) error { return s.page.desk.DenyTo(ctx, in) }, nil)
	})
}

// choose offers lines to pick one from, by typing or by arrows.
func (s *draftStep) choose(title, hint string, acts []part.Act) {
	p := part.NewPalette(hint, acts, func(a part.Act) {
		s.page.host.Ask().Close()
		a.Do()
	})
	s.page.host.Ask().Page(title, p.Body, p.Field, fyne.NewSize(640, 480))
}

// write makes a change of the body as if it were typed.
func (s *draftStep) write(c sanitise.Change) {
	if s.body.Write(c.Start, c.End, c.Text) {
		s.page.host.Focus(s.body)
	}
}

// lessExact offers coarser forms of what is selected in the body, or else of
// the residue looked at or of what the cursor stands in.
func (s *draftStep) lessExact() {
	text := s.body.Text
	start, end := s.body.Selection()
	if c := s.d.Chosen(); c != nil && c.Field == "body" && start == end && start >= c.Start && start <= c.End {
		start, end = c.Start, c.End
	}
	fetch(s.page.host, "coarser", "check", func(context.Context) ([]present.Swap, error) {
		return present.Swaps(text, sanitise.Generalise(text, start, end)), nil
	}, func(swaps []present.Swap) {
		if s.body.Text != text {
			return // something was typed meanwhile: the places are of another text
		}
		if len(swaps) == 0 {
			s.page.host.Ask().Tell(words.T("coarser.title"), words.T("coarser.none"))
			return
		}
		var acts []part.Act
		for _, w := range swaps {
			acts = append(acts, part.Act{Text: w.Text, Hint: words.T("coarser.for", w.Was), Do: func() { s.write(w.Change) }})
		}
		s.choose(words.T("coarser.title"), words.T("coarser.hint"), acts)
	})
}

// phrases offers agreed forms of words: first those that what is being typed
// stands for, then the whole list.
func (s *draftStep) phrases() {
	text := s.body.Text
	start, end := s.body.Selection()
	fetch(s.page.host, "phrases", "list", s.page.desk.Library, func(library []app.PhraseView) {
		if s.body.Text != text {
			return
		}
		list := present.Offered(library)
		var acts []part.Act
		if start == end {
			for _, w := range present.Swaps(text, list.Offer(text, end)) {
				acts = append(acts, part.Act{Text: w.Text, Hint: words.T("phrases.for", w.Was), Do: func() { s.write(w.Change) }})
			}
		}
		for _, p := range list {
			hint := words.T("phrases.short", p.Short)
			if p.For != "" {
				hint += " · " + words.Of("residue", string(p.For))
			}
			acts = append(acts, part.Act{Text: p.Text, Hint: hint, Do: func() { s.write(p.Insert(text, start, end)) }})
		}
		keep := string([]rune(text)[start:end])
		acts = append(acts, part.Act{Text: words.T("phrases.propose"), Hint: words.T("phrases.propose.hint"), Do: func() { s.proposePhrase(keep) }},
			part.Act{Text: words.T("phrases.unit"), Hint: words.T("phrases.unit.hint"), Do: func() { s.unitPhrases(library) }})
		s.choose(words.T("phrases.title"), words.T("phrases.hint"), acts)
	})
}

// proposePhrase puts a phrase to the unit.
func (s *draftStep) proposePhrase(text string) {
	short, phrase := part.NewField(""), part.NewField("")
	phrase.SetText(text)
	body := part.Stack(8, part.Prose(words.T("phrases.propose.text"), style.Muted), part.Labelled(words.T("phrases.propose.short"), short), part.Labelled(words.T("phrases.propose.words"), phrase))
	askForm(s.page.host, words.T("phrases.propose"), words.T("phrases.propose.verb"), body, short, fyne.NewSize(560, 320), filled(short, phrase), func() {
		p := sanitise.Phrase{Short: short.Value(), Text: phrase.Value()}
		done(s.page.host, "record", func(ctx context.Context) error { return s.page.desk.ProposePhrase(ctx, p) }, func() { s.page.host.Say(words.T("phrases.proposed")) })
	})
}

// unitPhrases offers to agree what waits and to take off what the unit added.
func (s *draftStep) unitPhrases(library []app.PhraseView) {
	var acts []part.Act
	for _, p := range present.PhraseLines(library) {
		act, said := s.page.desk.DropPhrase, words.T("phrases.dropped")
		if p.Agree {
			act, said = s.page.desk.AgreePhrase, words.T("phrases.agreed")
		}
		acts = append(acts, part.Act{Text: p.Text, Hint: p.Hint, Do: func() {
			done(s.page.host, "record", func(ctx context.Context) error { return act(ctx, p.ID) }, func() { s.page.host.Say(said) })
		}})
	}
	if len(acts) == 0 {
		s.page.host.Ask().Tell(words.T("phrases.title"), words.T("phrases.unit.none"))
		return
	}
	s.choose(words.T("phrases.unit"), words.T("phrases.unit.hint"), acts)
}

// start makes a first draft from the source, step by step. Nothing of it is in
// the draft before the officer says so.
func (s *draftStep) start() {
	if s.dirty && s.text.Body != "" {
		s.page.host.Ask().Tell(words.T("draft.savefirst"), words.T("start.savefirst"))
		return
	}
	item := s.page.item
	fetch(s.page.host, "start", "check", func(ctx context.Context) (sanitise.Start, error) { return s.page.desk.StartDraft(ctx, item) }, func(st sanitise.Start) {
		if s.page.item != item {
			return
		}
		if len(st.Text()) > part.MaxEdit {
			s.page.host.Ask().Tell(words.T("start.title"), words.T("start.long"))
			return
		}
		f := newStartForm(st)
		s.page.host.Ask().Ask(ask.Form{Title: words.T("start.title"), Verb: words.T("start.verb"), Body: f.root, First: f.first(), Size: fyne.NewSize(1140, 600), Do: func() {
			text := f.st.Text()
			s.body.Put(text, nil)
			s.edited(func(d *intel.DraftText) { d.Body = text })
			s.page.host.Focus(s.body)
		}})
	})
}

// startForm shows a first draft with its steps, each of which can be taken
// back and made again.
type startForm struct {
	st     sanitise.Start
	pane   *part.Source
	sheets []*part.Sheet
	chips  []*part.Chip
	root   fyne.CanvasObject
}

func newStartForm(st sanitise.Start) *startForm {
	f := &startForm{st: st, pane: part.NewSource()}
	box := part.Stack(4)
	for i, r := range present.StartRows(st) {
		chip := part.NewChip("", part.Neutral)
		text := part.Stack(-10, part.Small("“"+r.Was+"”", style.Muted), part.Strong("→ "+r.Now, style.Ink), part.Small(r.Why, style.Muted))
		sheet := part.NewSheet(part.Neutral, container.NewBorder(nil, nil, nil, part.Side(0, chip), text), func() { f.toggle(i) })
		sheet.Name = "step-" + strconv.Itoa(i+1)
		f.sheets, f.chips = append(f.sheets, sheet), append(f.chips, chip)
		box.Add(sheet)
	}
	how := words.T("start.how")
	if len(f.sheets) == 0 {
		how = words.T("start.none")
	}
	left := container.NewBorder(part.Small(how, style.Muted), nil, nil, nil, part.Scroller(box))
	split := container.NewHSplit(left, f.pane.Object())
	split.Offset = 0.44
	f.root = part.MinHeight(split, 400)
	f.draw(-1)
	return f
}

func (f *startForm) first() fyne.Focusable {
	if len(f.sheets) == 0 {
		return nil
	}
	return f.sheets[0]
}

func (f *startForm) toggle(i int) {
	f.st = f.st.Toggle(i)
	f.draw(i)
}

// draw shows the text as the steps make it, at the step looked at.
func (f *startForm) draw(at int) {
	for i, r := range present.StartRows(f.st) {
		f.chips[i].Set(r.State.Text, tone(r.State.Tone))
		f.sheets[i].SetOn(i == at)
	}
	spans := spansOf(present.StartSpans(f.st))
	if at >= 0 && at < len(spans) {
		spans[at].Chosen = true
	}
	f.pane.Put(f.st.Text(), spans)
	if at >= 0 && at < len(spans) {
		f.pane.Place(spans[at].Start)
	}
}
