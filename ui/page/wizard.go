package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"corridor/app/intel"
	"corridor/app/roster"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Wizard founds a unit: the unit, yourself, a second person as witness.
type Wizard struct {
	host  Host
	doors Doors
	done  func(VaultCard)
	quit  func()

	step    int
	unit    *part.Field
	ceiling *part.Choice
	place   *part.Field
	people  [2]*personForm
	secrets [2]*secretPair
	note    *part.Cut
	busy    *part.Cut
	forward *part.Button
	root    *fyne.Container
	first   fyne.Focusable
}

// NewWizard makes the page; done gets the unit founded, quit leaves it.
func NewWizard(h Host, d Doors, done func(VaultCard), quit func()) *Wizard {
	w := &Wizard{host: h, doors: d, done: done, quit: quit, root: container.NewStack()}
	var tiers []part.Option
	for _, t := range intel.Tiers() {
		tiers = append(tiers, part.Option{Code: string(t), Text: string(t)})
	}
	w.unit, w.place = part.NewField(words.T("wizard.unit.hint")), part.NewField("")
	w.ceiling = part.NewChoice("", string(intel.OfficialSensitive), tiers, nil)
	w.place.SetText(d.Place)
	w.people[0] = newPersonForm("DC", "", []roster.Role{roster.Handler}, roster.Accreditation{})
	w.people[1] = newPersonForm("DS", "", []roster.Role{roster.Supervisor}, roster.Accreditation{})
	w.secrets[0], w.secrets[1] = newSecretPair(d.Strength), newSecretPair(d.Strength)
	for _, f := range []*part.Field{w.unit, w.place, w.secrets[0].two, w.secrets[1].two} {
		f.OnSubmitted = func(string) { w.next() }
	}
	w.note = part.NewCut("", theme.SizeNameText, style.Danger, true)
	w.busy = part.NewCut("", theme.SizeNameText, style.Accent, true)
	w.draw()
	return w
}

// Object implements Page.
func (w *Wizard) Object() fyne.CanvasObject { return w.root }

// First implements Page.
func (w *Wizard) First() fyne.Focusable { return w.first }

// Leave implements Page.
func (w *Wizard) Leave() {
	for _, s := range w.secrets {
		clear(s.take())
	}
}

// Show implements Page.
func (w *Wizard) Show(Route) {}

// Refresh implements Page.
func (w *Wizard) Refresh() {}

// Rune implements Page.
func (w *Wizard) Rune(rune) bool { return false }

// Key implements Page.
func (w *Wizard) Key(*fyne.KeyEvent) bool { return false }

func (w *Wizard) draw() {
	ids := []string{"unit", "you", "witness"}
	var steps []part.Step
	for i, id := range ids {
		s := part.Step{ID: id, Text: words.Of("wizardstep", id)}
		if i < w.step {
			s.Note, s.Tone = "✓", part.Settled
		}
		steps = append(steps, s)
	}
	bar := part.NewStepBar(func(id string) {
		for i, x := range ids {
			if x == id && i < w.step {
				w.step = i
				w.draw()
			}
		}
	})
	bar.Set(steps, ids[w.step])
	var body fyne.CanvasObject
	switch w.step {
	case 0:
		w.first = w.unit
		body = part.Stack(8, part.Prose(words.T("wizard.unit.text"), style.Muted), part.Labelled(words.T("wizard.unit"), w.unit),
			part.Labelled(words.T("wizard.ceiling"), w.ceiling), part.Labelled(words.T("wizard.place"), w.place), part.Small(words.T("wizard.place.text"), style.Muted))
	default:
		i := w.step - 1
		w.first = w.people[i].id
		text := words.T("wizard.you.text")
		if i == 1 {
			text = words.T("wizard.witness.text")
		}
		body = part.Stack(8, part.Prose(text, style.Muted), w.people[i].all(), part.Rule(), w.secrets[i].object())
	}
	w.note.SetText("")
	next := words.T("wizard.next")
	if w.step == 2 {
		next = words.T("wizard.found")
	}
	w.forward = part.NewPrimary(next, stepIcon(), w.next)
	foot := container.NewHBox(part.NewButton(words.T("wizard.quit"), nil, w.quit), layout.NewSpacer(), w.forward)
	sheet := part.Panel(part.Inset(container.NewBorder(part.Stack(6, part.SubHeading(words.T("wizard.title")), bar, part.Rule()), part.Stack(6, container.NewStack(w.note, w.busy), foot), nil, nil,
		part.Scroller(part.Inset(body, 2, 8))), 14, 8))
	box := container.NewGridWrap(fyne.NewSize(680, 610), sheet)
	swap(w.root, part.Fill(style.Ground, container.NewCenter(box)))
	w.host.Focus(w.first)
}

func (w *Wizard) next() {
	why := ""
	switch w.step {
	case 0:
		why = filled(w.unit, w.place)()
	default:
		if why = w.people[w.step-1].ready(); why == "" {
			why = w.secrets[w.step-1].ready()
		}
	}
	if why == "" && w.step == 2 && w.people[0].person() != "" && w.people[0].person() == w.people[1].person() {
		why = words.T("wizard.sameperson")
	}
	if why != "" {
		w.note.SetText(why)
		return
	}
	if w.step < 2 {
		w.step++
		w.draw()
		return
	}
	w.found()
}

func (w *Wizard) found() {
	f := Founding{Unit: w.unit.Value(), Ceiling: w.ceiling.Code(), Path: w.place.Value(), You: w.newcomer(0), Witness: w.newcomer(1)}
	type result struct {
		c   VaultCard
		err error
	}
	w.note.SetText("")
	part.Enable(w.forward, false)
	fetch(w.host, "found", "found", func(ctx context.Context) (result, error) {
		defer clear(f.You.Passphrase)
		defer clear(f.Witness.Passphrase)
		c, err := w.doors.Found(ctx, f)
		return result{c, err}, nil
	}, func(r result) {
		if r.err != nil { // the passphrases are gone: they are typed again
			w.step = 1
			w.draw()
			m := present.Explain(r.err)
			w.note.SetText(m.Title + ". " + m.Text)
			return
		}
		w.host.Ask().Tell(words.T("wizard.done"), words.T("wizard.done.text"))
		w.done(r.c)
	})
}

// Progress says that the unit is being founded: making keys takes a while.
func (w *Wizard) Progress(p job.Progress) {
	text := ""
	if p.Running && p.What == "found" {
		text = words.Of("job", p.What) + "…"
	}
	w.busy.SetText(text)
}

func (w *Wizard) newcomer(i int) Newcomer {
	p := w.people[i]
	return Newcomer{Name: p.name.Value(), Passphrase: w.secrets[i].take(),
		Member: roster.Member{Person: p.person(), Rank: p.rank.Code(), Roles: p.roles(), Accreditation: p.accreditation()}}
}
