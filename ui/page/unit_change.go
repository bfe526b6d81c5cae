package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// ruleChange is a change of the unit's terms or rules on its way: what it would
// change is looked at first, and on record, then it is made with a reason.
type ruleChange struct {
	u      *Unit
	change func() app.RuleChange
	done   string // what is said once it is made
	first  fyne.Focusable

	seen  *app.Foreseen
	why   *part.Field
	lines *fyne.Container
	list  *part.Rows
	verb  *part.Button
	root  fyne.CanvasObject
}

// begin opens a change in the place of what the list says of its line. form
// holds the fields of what is to be added, the first of them first; nil for
// none.
func (u *Unit) begin(title, text, verb, done string, form fyne.CanvasObject, first fyne.Focusable, change func() app.RuleChange) {
	c := &ruleChange{u: u, change: change, done: done, first: first, lines: part.Stack(-4), why: part.NewArea("", 2)}
	c.list = part.NewRows(nil, c.open)
	see := part.NewButton(words.T("foresee.see"), theme.VisibilityIcon(), c.see)
	if c.first == nil {
		c.first = see
	}
	c.verb = part.NewPrimary(verb, theme.ConfirmIcon(), c.make)
	back := part.NewButton(words.T("foresee.close"), theme.NavigateBackIcon(), u.back)
	c.why.OnChanged = func(string) { c.enable() }
	top := part.Stack(6, part.SubHeading(title), say(text, style.Ink))
	if form != nil {
		top.Add(form)
	}
	top.Add(acts(see))
	top.Add(c.lines)
	foot := part.Stack(6, part.Labelled(words.T("foresee.why"), c.why), acts(c.verb, back))
	c.root = container.NewBorder(top, part.Inset(foot, 0, 2), nil, nil, c.list)
	u.doing = c
	u.draw()
	u.host.Focus(c.first)
}

// back leaves a change; nothing was made.
func (u *Unit) back() {
	u.host.Jobs().Cancel("foresee")
	u.doing = nil
	u.draw()
	u.host.Focus(u.list)
}

// changed forgets what was seen: it was of another change.
func (c *ruleChange) changed() {
	c.seen = nil
	c.draw()
}

// see looks over the vault, beside the window.
func (c *ruleChange) see() {
	want := c.change()
	c.seen = nil
	lane(c.u.host, "foresee", "foresee", func(ctx context.Context, report func(done, total int)) (app.Foreseen, error) {
		return c.u.desk.Foresee(ctx, want, report)
	}, func(f app.Foreseen) {
		if c.u.doing == c && f.Change == c.change() {
			c.seen = &f
			c.draw()
		}
	})
	c.draw()
}

func (c *ruleChange) draw() {
	c.lines.Objects = nil
	switch {
	case c.seen != nil:
		c.lines.Add(linesOf(present.Foreseen(*c.seen)))
	case c.u.host.Jobs().Busy("foresee"):
		c.lines.Add(aside(words.T("foresee.running")))
	default:
		c.lines.Add(aside(words.T("foresee.first")))
	}
	c.lines.Refresh()
	var rows []part.Row
	if c.seen != nil {
		for _, s := range c.seen.Shifts {
			rows = append(rows, rowOf(present.ShiftRow(c.u.host.Now(), s)))
		}
	}
	c.list.Set(rows, -1)
	c.enable()
	c.u.host.Relay()
}

// enable offers the change once it was looked at and has a reason.
func (c *ruleChange) enable() {
	part.Enable(c.verb, c.seen != nil && c.why.Value() != "")
}

// open goes to a product that the change would touch: a view of it.
func (c *ruleChange) open(i int) {
	if c.seen != nil && i >= 0 && i < len(c.seen.Shifts) {
		c.u.host.Go(Route{Page: "product", Item: c.seen.Shifts[i].Item, Step: "prompts"})
	}
}

func (c *ruleChange) make() {
	if c.verb.Disabled() {
		return
	}
	want, why := c.seen.Change, c.why.Value()
	done(c.u.host, "record", func(ctx context.Context) error { return c.u.desk.Change(ctx, want, why) }, func() {
		c.u.doing = nil
		c.u.host.Say(c.done)
	})
}

// rulesTab lays out terms or rules: how the vault stands by them, the list, and
// beside it one line in full or the change that is on its way.
func (u *Unit) rulesTab(rows []present.Row, over fyne.CanvasObject, detail func(i int) fyne.CanvasObject) {
	if u.at >= len(rows) {
		u.at = 0
	}
	u.list.Set(rowsOf(rows), u.at)
	var list fyne.CanvasObject = u.list
	right := part.Panel(part.Gap(1))
	switch {
	case u.doing != nil:
		u.doing.draw()
		right = part.Panel(u.doing.root)
	case len(rows) > 0:
		right = part.Panel(part.Scroller(detail(u.at)))
	}
	if len(rows) == 0 {
		list = part.Empty(words.T("unit.nothing"), words.Of("unitempty", u.tab), nil)
	}
	left := container.NewBorder(part.Panel(u.rulesStand()), nil, nil, nil, part.Panel(container.NewBorder(part.Inset(over, 0, 2), nil, nil, nil, list)))
	split := container.NewHSplit(left, right)
	split.Offset = 0.52
	swap(u.body, split)
}

// rulesStand says by which rules the vault was read, and what is new by them.
func (u *Unit) rulesStand() fyne.CanvasObject {
	box := part.Stack(4, linesOf(present.RulesStand(u.rules, u.status)))
	var row []fyne.CanvasObject
	if u.rules.ToRescan > 0 && !u.host.Jobs().Busy("rescan") {
		row = append(row, part.NewButton(words.T("rules.rescan"), theme.MediaPlayIcon(), u.rescan))
	}
	if u.status.Fresh > 0 {
		row = append(row, part.NewButton(words.T("rules.fresh.show"), theme.ListIcon(), func() { u.host.Go(Route{Page: "triage", Step: string(present.FilterFresh)}) }))
	}
	if len(row) > 0 {
		box.Add(acts(row...))
	}
	return box
}

// rescan reads the vault again by the rules in force, beside the work.
func (u *Unit) rescan() {
	lane(u.host, "rescan", "rescan", func(ctx context.Context, report func(done, total int)) (app.Rescanned, error) {
		return u.desk.Rescan(ctx, report)
	}, func(r app.Rescanned) {
		u.host.Changed()
		u.host.Say(present.RescanDone(r))
	})
	u.draw()
}
