package page

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// releaseStep is the argument for a dissemination, and what became of those
// before.
type releaseStep struct {
	page *Product
	in   submission
	kept kept[submission]
	v    app.Product
	root *fyne.Container
	side *fyne.Container
}

// submission is the form as it is kept: the marking line in its parts.
type submission struct {
	app.Submission
	Marking intel.Marking
}

func newReleaseStep(p *Product) *releaseStep {
	return &releaseStep{page: p, kept: keptOf[submission](p, app.FormSubmit), root: container.NewStack(), side: container.NewStack()}
}

func (s *releaseStep) put(v app.Product, fresh bool) fyne.CanvasObject {
	s.v = v
	if fresh {
		s.begin()
		s.build()
		s.kept.back(func(in submission) { s.in = in; s.build() })
	}
	swap(s.side, s.aside())
	return s.root
}

// begin is the form before anything is typed.
func (s *releaseStep) begin() {
	s.in = submission{Submission: app.Submission{Tier: intel.OfficialSensitive, Disposition: "intelligence", ReviewDate: s.page.host.Now().AddDate(0, 0, 90).Format("2006-01-02")},
		Marking: intel.Marking{Tier: intel.OfficialSensitive}}
	s.in.Words.Conditions = s.v.GradeWords.Instructions
}

func (s *releaseStep) build() {
	form := part.Stack(8, s.recipients())
	var bases []part.Option
	for _, b := range release.Bases() {
		bases = append(bases, part.Option{Code: b.Code, Text: b.Name})
	}
	basis := part.NewChoice(words.T("choose"), s.in.Basis, bases, func(c string) { s.in.Basis = c; s.kept.keep(s.in) })
	var uses []part.Option
	for _, d := range present.Dispositions() {
		uses = append(uses, part.Option{Code: d, Text: words.Of("disposition", d)})
	}
	use := part.NewChoice(words.T("choose"), s.in.Disposition, uses, func(c string) { s.in.Disposition = c; s.kept.keep(s.in) })
	form.Add(part.Columns(part.Labelled(words.T("submit.basis"), basis), part.Labelled(words.T("submit.use"), use)))
	form.Add(s.words(words.T("submit.purpose"), &s.in.Words.Purpose, 2))
	form.Add(s.words(words.T("submit.need"), &s.in.Words.NeedToKnow, 2))
	form.Add(s.words(words.T("submit.necessity"), &s.in.Words.Necessity, 2))
	form.Add(s.words(words.T("submit.proportionality"), &s.in.Words.Proportionality, 2))
	form.Add(part.Columns(s.words(words.T("submit.conditions"), &s.in.Words.Conditions, 2), s.words(words.T("submit.actionon"), &s.in.Words.ActionOn, 2)))
	form.Add(s.marking())
	submit := part.NewPrimary(words.T("submit.verb"), theme.MailSendIcon(), s.submit)
	left := part.Section(words.T("submit.title"), nil, container.NewBorder(nil, part.Inset(container.NewHBox(submit), 0, 4), nil, nil, part.Scroller(part.Inset(form, 4, 0))))
	split := container.NewHSplit(left, s.side)
	split.Offset = 0.62
	swap(s.root, split)
}

func (s *releaseStep) words(label string, into *string, rows int) fyne.CanvasObject {
	a := part.NewArea("", rows)
	a.SetText(*into)
	a.OnChanged = func(string) { *into = a.Value(); s.kept.keep(s.in) }
	return part.Labelled(label, a)
}

func (s *releaseStep) recipients() fyne.CanvasObject {
	box := part.Stack(2, part.Label(words.T("submit.recipients")))
	n := 0
	for _, r := range s.page.host.Unit().Recipients {
		text, usable := present.RecipientLine(r)
		t := part.NewTick(text, slices.Contains(s.in.Recipients, r.Recipient), func(on bool) {
			s.in.Recipients = withoutID(s.in.Recipients, r.Recipient)
			if on {
				s.in.Recipients = append(s.in.Recipients, r.Recipient)
			}
			s.kept.keep(s.in)
		})
		if !usable {
			t.Disable()
		}
		n++
		box.Add(t)
	}
	if n == 0 {
		box.Add(part.Small(words.T("submit.norecipients"), style.Due))
	}
	box.Add(container.NewHBox(part.NewQuiet(words.T("submit.newrecipient"), theme.ContentAddIcon(), func() { s.page.host.Go(Route{Page: "unit", Step: "recipients"}) })))
	return box
}

func withoutID(list []entry.ID, id entry.ID) []entry.ID {
	var out []entry.ID
	for _, x := range list {
		if x != id {
			out = append(out, x)
		}
	}
	return out
}

// marking composes the marking line of the report from its parts.
func (s *releaseStep) marking() fyne.CanvasObject {
	m := &s.in.Marking
	line := part.NewCut("", theme.SizeNameText, style.Ink, true)
	set := func() { s.in.Tier, s.in.Words.MarkingLine = m.Tier, m.Line(); line.SetText(m.Line()) }
	chosen := func() { set(); s.kept.keep(s.in) }
	var tiers, hand, desc []part.Option
	for _, t := range intel.Tiers() {
		tiers = append(tiers, part.Option{Code: string(t), Text: string(t)})
	}
	hand, desc = []part.Option{{Code: "-", Text: words.T("none")}}, []part.Option{{Code: "-", Text: words.T("none")}}
	for _, h := range intel.HandlingInstructions() {
		hand = append(hand, part.Option{Code: h, Text: h})
	}
	for _, d := range intel.Descriptors() {
		desc = append(desc, part.Option{Code: d, Text: d})
	}
	tier := part.NewChoice("", string(m.Tier), tiers, func(c string) { m.Tier = intel.Tier(c); chosen() })
	h := part.NewChoice("", orDash(m.Handling), hand, func(c string) { m.Handling = plain(c); chosen() })
	d := part.NewChoice("", orDash(m.Descriptor), desc, func(c string) { m.Descriptor = plain(c); chosen() })
	review := part.NewField("2026-12-31")
	review.SetText(s.in.ReviewDate)
	review.OnChanged = func(string) { s.in.ReviewDate = review.Value(); s.kept.keep(s.in) }
	set()
	return part.Stack(6, part.Columns(part.Labelled(words.T("submit.tier"), tier), part.Labelled(words.T("submit.handling"), h)),
		part.Columns(part.Labelled(words.T("submit.descriptor"), d), part.Labelled(words.T("submit.review"), review)),
		part.Labelled(words.T("submit.line"), line))
}

// orDash is plain the other way: an empty code is chosen as a dash.
func orDash(code string) string {
	if code == "" {
		return "-"
	}
	return code
}

func plain(code string) string {
	if code == "-" {
		return ""
	}
	return code
}

func (s *releaseStep) submit() {
	in := s.in.Submission
	s.page.host.Ask().Confirm(words.T("submit.confirm.title"), words.T("submit.confirm.text", s.v.DraftVersion, in.Words.MarkingLine), words.T("submit.verb"), func() {
		s.page.do(s.kept.until(func(ctx context.Context) error {
			_, err := s.page.desk.Submit(ctx, s.page.item, in)
			return err
		}), func() { s.page.host.Say(words.T("submit.done")) })
	})
}

// aside says what stands in the way and what became of earlier submissions.
func (s *releaseStep) aside() fyne.CanvasObject {
	now := s.page.host.Now()
	box := part.Stack(6)
	if why := present.Why(s.v); len(why) > 0 {
		box.Add(part.Label(words.T("product.why.title")))
		for _, w := range why {
			sh := part.NewSheet(part.Due, part.Small(w.Words, style.Ink), func() {
				if w.Step != "" {
					s.page.goTo(w.Step)
				}
			})
			box.Add(sh)
		}
	}
	box.Add(part.Label(words.T("consult.title")))
	for _, c := range s.v.Consults {
		text := words.T("consult.line", words.Of("consult", c.For), c.Who, present.When(now, c.At))
		if !c.Granted {
			text += " · " + words.T("consult.refused")
		}
		box.Add(part.Small(text, style.Ink))
	}
	box.Add(container.NewHBox(part.NewButton(words.T("consult.add"), nil, s.consult)))
	box.Add(part.Label(words.T("release.history")))
	if len(s.v.Releases) == 0 {
		box.Add(part.Small(words.T("release.none"), style.Muted))
	}
	for _, r := range s.v.Releases {
		box.Add(s.releaseCard(now, r))
	}
	return part.Section(words.T("release.state"), nil, part.Scroller(box))
}

func (s *releaseStep) releaseCard(now time.Time, r app.ReleaseView) fyne.CanvasObject {
	body := part.Stack(2, container.NewHBox(part.Line(r.Ref, theme.SizeNameText, style.Ink, true), chipsOf([]present.Word{present.StatusWord(r)})),
		part.Caption(words.T("waiting.by", present.When(now, r.SubmittedAt), r.SubmittedBy)))
	if r.Decision != "" {
		body.Add(part.Small(r.Decision, style.Danger))
	}
	if r.Status == "approved" {
		body.Add(container.NewHBox(part.NewPrimary(words.T("release.dispatch"), theme.MailSendIcon(), func() {
			dispatch(s.page.host, s.page.desk, r, func() { s.page.Refresh() })
		})))
	}
	return part.NewSheet(part.Neutral, body, nil)
}

func (s *releaseStep) consult() {
	who, said := part.NewField(""), part.NewArea("", 3)
	about := part.NewChoice("", intel.ForSanitisation, []part.Option{{Code: intel.ForSanitisation, Text: words.Of("consult", intel.ForSanitisation)}, {Code: intel.ForAction, Text: words.Of("consult", intel.ForAction)},
		{Code: intel.ForMarking, Text: words.Of("consult", intel.ForMarking)}}, nil)
	granted := part.NewTick(words.T("consult.granted"), true, nil)
	body := part.Stack(8, part.Labelled(words.T("consult.about"), about), part.Labelled(words.T("consult.who"), who), part.Labelled(words.T("consult.said"), said), granted)
	askForm(s.page.host, words.T("consult.add"), words.T("consult.verb"), body, who, fyne.NewSize(540, 420), filled(who, said), func() {
		a, g, w, t := about.Code(), granted.Checked, who.Value(), said.Value()
		s.page.do(func(ctx context.Context) error { return s.page.desk.Consult(ctx, s.page.item, a, g, w, t, time.Time{}) }, nil)
	})
}
