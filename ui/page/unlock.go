package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/assets"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Unlock is the locked desk: which unit, which officer, the passphrase, and
// the life-at-risk card, which is there whatever else happens.
type Unlock struct {
	host  Host
	doors Doors
	in    func(d Desk, card VaultCard) // unlocked
	found func()

	cards    []VaultCard
	card     VaultCard
	officers []Officer
	unlisted bool // who has a key could not be read: that is not "nobody"
	demo     *DemoUnit
	person   entry.Person
	note     string
	why      string // why the desk is locked, if it locked itself
	told     apartWords

	root   *fyne.Container
	secret *part.Field
	busy   *part.Cut
}

// NewUnlock makes the page; in gets the desk when it is open, found begins the
// wizard.
func NewUnlock(h Host, d Doors, in func(Desk, VaultCard), found func()) *Unlock {
	u := &Unlock{host: h, doors: d, in: in, found: found, root: container.NewStack()}
	u.busy = part.NewCut("", theme.SizeNameCaptionText, style.Accent, true)
	u.draw()
	return u
}

// Object implements Page.
func (u *Unlock) Object() fyne.CanvasObject { return u.root }

// First implements Page.
func (u *Unlock) First() fyne.Focusable {
	if u.secret == nil {
		return nil
	}
	return u.secret
}

// Leave implements Page.
func (u *Unlock) Leave() {
	if u.secret != nil {
		clear(u.secret.Take())
	}
}

// Show implements Page.
func (u *Unlock) Show(Route) { u.Refresh() }

// Rune implements Page.
func (u *Unlock) Rune(rune) bool { return false }

// Key implements Page.
func (u *Unlock) Key(*fyne.KeyEvent) bool { return false }

// Pick chooses a vault that was just founded, or one from a file.
func (u *Unlock) Pick(c VaultCard) {
	u.card, u.demo, u.person, u.note = c, nil, "", ""
	u.members()
}

// Seat is what a lock leaves behind for the next unlock: no secret, and nothing
// about a product.
type Seat struct {
	Person entry.Person  // who sat here; "" for nobody
	Idle   time.Duration // how long nobody had used the desk that locked itself; 0 for one that was locked by hand
}

// Sit chooses who sat here last, and says why the desk is locked if it locked
// itself.
func (u *Unlock) Sit(s Seat) {
	u.person, u.why = s.Person, ""
	if s.Idle > 0 {
		u.why = words.T("unlock.idle", present.Lasting(s.Idle))
	}
}

// Know takes what the open vault says of itself, for as long as the program
// runs: the disk keeps none of it.
func (u *Unlock) Know(c VaultCard) {
	if u.card.Path == c.Path {
		u.card = c
	}
}

// Refresh implements Page.
func (u *Unlock) Refresh() {
	fetch(u.host, "vaults", "list", func(context.Context) ([]VaultCard, error) { return u.doors.Vaults(), nil }, func(cs []VaultCard) {
		u.cards = cs
		if u.card.Path == "" && len(cs) > 0 {
			u.card = cs[0]
			u.draw() // it may be of another version, or damaged: then nobody is listed, and it is still the one that is known
		}
		if u.card.Path == "" {
			u.draw()
			return
		}
		u.members()
	})
}

func (u *Unlock) members() {
	path := u.card.Path
	if u.demo != nil && u.demo.Card.Path == path {
		u.officers = nil
		for _, o := range u.demo.Officers {
			u.officers = append(u.officers, o.Officer)
		}
		u.unlisted = false
		u.chosen()
		return
	}
	type listed struct {
		officers []Officer
		err      error
	}
	fetch(u.host, "members", "list", func(ctx context.Context) (listed, error) {
		os, err := u.doors.Members(ctx, path)
		return listed{os, err}, ctx.Err()
	}, func(l listed) {
		u.officers, u.unlisted = l.officers, l.err != nil
		if l.err != nil {
			u.note = noted(l.err)
		}
		u.chosen()
	})
}

// noted is an error as the locked screen says it, in its place.
func noted(err error) string {
	m := present.Explain(err)
	return m.Title + ". " + m.Text
}

func (u *Unlock) chosen() {
	here := false
	for _, o := range u.officers {
		here = here || o.Person == u.person
	}
	if !here {
		u.person = ""
		if len(u.officers) > 0 {
			u.person = u.officers[0].Person
		}
	}
	u.draw()
	if u.secret != nil {
		u.host.Focus(u.secret)
	}
}

func (u *Unlock) draw() {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("corridor.svg", assets.AppIcon()))
	icon.SetMinSize(fyne.NewSize(44, 44))
	icon.FillMode = canvas.ImageFillContain
	title := part.Stack(0, part.Line(words.T("app.name"), style.SizeTitle, style.Ink, true), part.Line(words.T("app.line"), theme.SizeNameCaptionText, style.Muted, false))
	head := container.NewBorder(nil, nil, icon, nil, part.Inset(title, 10, 2))
	form := part.Stack(10, head, part.Rule())
	if u.card.Path == "" {
		u.secret = nil
		form.Add(part.Flush(part.Prose(words.T("unlock.first"), style.Ink)))
	} else {
		form.Add(u.form())
	}
	foot := part.Stack(10, part.Rule(), u.others())
	left := part.Panel(part.Inset(container.NewBorder(form, foot, nil, nil), 14, 10))
	right := u.life()
	grid := container.NewHBox(part.MinWidth(left, 460), part.Gap(1), part.MinWidth(right, 380))
	swap(u.root, part.Fill(style.Ground, container.NewCenter(grid)))
}

func (u *Unlock) form() fyne.CanvasObject {
	box := part.Stack(8)
	if len(u.cards) > 1 {
		var opts []part.Option
		for _, c := range u.cards {
			opts = append(opts, part.Option{Code: c.Path, Text: c.Unit + "  (" + c.Path + ")"})
		}
		box.Add(part.Labelled(words.T("unlock.vault"), part.NewChoice("", u.card.Path, opts, func(path string) {
			for _, c := range u.cards {
				if c.Path == path {
					u.Pick(c)
				}
			}
		})))
	}
	name := container.NewHBox(part.Line(u.card.Unit, theme.SizeNameSubHeadingText, style.Ink, true))
	if u.card.Marking != "" {
		name.Add(container.NewCenter(part.NewChip(u.card.Marking, part.Neutral)))
	}
	box.Add(name)
	if u.card.Warning != "" {
		box.Add(part.Card(part.Due, part.Small(u.card.Warning, style.Due)))
	}
	var opts []part.Option
	for _, o := range u.officers {
		opts = append(opts, part.Option{Code: string(o.Person), Text: u.officerText(o)})
	}
	none := words.T("unlock.noofficer")
	if u.unlisted {
		none = words.T("unlock.unlisted")
	}
	box.Add(part.Labelled(words.T("unlock.officer"), part.NewChoice(none, string(u.person), opts, func(c string) {
		u.person, u.note = entry.Person(c), ""
		u.draw()
		u.host.Focus(u.secret)
	})))
	u.secret = part.NewSecret("")
	u.secret.OnSubmitted = func(string) { u.unlock() }
	box.Add(part.Labelled(words.T("unlock.passphrase"), u.secret))
	if pass := u.demoPass(); pass != "" {
		box.Add(container.NewBorder(nil, nil, nil, part.Side(0, part.NewButton(words.T("unlock.demofill"), nil, func() { u.secret.SetText(pass); u.unlock() })),
			part.Flush(part.Small(words.T("unlock.demopass", pass), style.Muted))))
	}
	if u.why != "" && u.note == "" {
		box.Add(part.Flush(part.Small(u.why, style.Muted)))
	}
	if u.note != "" {
		box.Add(part.Card(part.Danger, part.Small(u.note, style.Danger)))
	}
	open := part.NewPrimary(words.T("unlock.verb"), theme.LoginIcon(), u.unlock)
	part.Enable(open, u.person != "")
	box.Add(open)
	return box
}

func (u *Unlock) officerText(o Officer) string {
	if u.demo == nil {
		return o.Name
	}
	for _, d := range u.demo.Officers {
		if d.Person == o.Person {
			return o.Name + " · " + words.Of("role", string(d.Role))
		}
	}
	return o.Name
}

func (u *Unlock) demoPass() string {
	if u.demo == nil {
		return ""
	}
	for _, d := range u.demo.Officers {
		if d.Person == u.person {
			return d.Passphrase
		}
	}
	return ""
}

func (u *Unlock) others() fyne.CanvasObject {
	demo := part.NewButton(words.T("unlock.demo"), theme.VisibilityIcon(), u.Explore)
	found := part.NewButton(words.T("unlock.found"), theme.ContentAddIcon(), u.found)
	find := part.NewButton(words.T("unlock.find"), theme.FolderOpenIcon(), u.find)
	begin := words.T("unlock.other")
	if u.card.Path == "" {
		begin = words.T("unlock.begin")
	}
	head := container.NewBorder(nil, nil, part.Line(begin, theme.SizeNameCaptionText, style.Muted, false), nil, part.Inset(u.busy, 10, 0))
	return part.Stack(6, head, part.Columns(found, find), demo)
}

// find opens a vault that this workstation does not know yet.
func (u *Unlock) find() {
	u.host.Files().Find(words.T("unlock.find.title"), func(path string) {
		fetch(u.host, "vaults", "list", func(context.Context) (VaultCard, error) { return u.doors.Card(path) }, u.Pick)
	})
}

// unlock hands the passphrase on once and empties the field.
func (u *Unlock) unlock() {
	if u.secret == nil || u.secret.Text == "" || u.person == "" {
		return
	}
	pass, card, person := u.secret.Take(), u.card, u.person
	type result struct {
		d   Desk
		err error
	}
	lane(u.host, "unlock", "unlock", func(ctx context.Context, report func(done, total int)) (result, error) {
		defer clear(pass)
		d, err := u.doors.Unlock(ctx, card.Path, person, pass, report)
		return result{d, err}, nil
	}, func(r result) {
		if r.err != nil {
			u.note = noted(r.err)
			u.draw()
			u.host.Focus(u.secret)
			return
		}
		u.note, u.why, u.told = "", "", apartWords{}
		u.in(r.d, card)
	})
}

// Explore makes the demonstration unit, beside the window.
func (u *Unlock) Explore() {
	lane(u.host, "demo", "demo", func(ctx context.Context, report func(done, total int)) (DemoUnit, error) {
		return u.doors.Demo(ctx, report)
	}, func(d DemoUnit) {
		u.demo, u.card, u.person, u.note = &d, d.Card, "", ""
		u.members()
	})
}

// life is what to do when life is at risk, whatever this program does.
func (u *Unlock) life() fyne.CanvasObject {
	return LifeCard(part.Flush(part.Small(words.T("life.novault"), style.Ink)), part.NewButton(words.T("life.novault.verb"), theme.WarningIcon(), u.Apart))
}

// LifeCard is the card that stays on the locked screen.
func LifeCard(more ...fyne.CanvasObject) fyne.CanvasObject {
	head := part.Line(words.T("life.title"), theme.SizeNameSubHeadingText, style.Danger, true)
	box := part.Stack(10, head)
	for _, say := range []string{words.T("life.first"), words.T("life.second"), words.T("life.third"), words.T("life.fourth")} {
		box.Add(part.Flush(part.Prose(say, style.Ink)))
	}
	return part.Card(part.Danger, part.Inset(container.NewBorder(box, part.Stack(8, more...), nil, nil), 8, 6))
}

// SitDown unlocks the demonstration as its first officer of a role; false when
// there is none.
func (u *Unlock) SitDown(role roster.Role) bool {
	if u.demo == nil || u.secret == nil {
		return false
	}
	for _, d := range u.demo.Officers {
		if d.Role == role {
			u.person = d.Person
			u.secret.SetText(d.Passphrase)
			u.unlock()
			return true
		}
	}
	return false
}

// Progress says what is done while the desk is locked.
func (u *Unlock) Progress(p job.Progress) {
	switch {
	case !p.Running || p.What == "list":
		u.busy.SetText("")
	case p.Total > 0:
		u.busy.SetText(words.T("job.of", words.Of("job", p.What), p.Done, p.Total))
	default:
		u.busy.SetText(words.Of("job", p.What) + "…")
	}
}

// Shown is the passphrase that the demonstration shows for the officer chosen;
// "" for a real unit.
func (u *Unlock) Shown() string { return u.demoPass() }
