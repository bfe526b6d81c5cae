package page

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Unit is the people, the compartments, the recipients, the acts that wait for
// a second officer, the settings and the vault itself.
type Unit struct {
	host Host
	desk present.UnitDesk
	keys NewKeys
	tab  string
	unitState
	reasons map[uint64]string // of proposals, as this desk opened them
	checked present.Message   // the last full check, and when
	when    string

	doing  *ruleChange // of terms or rules, on its way
	order  present.RuleOrder
	sorted []app.RuleView

	bar  *part.StepBar
	body *fyne.Container
	list *part.Rows
	at   int
	root fyne.CanvasObject
}

// unitState is the unit as it was read last.
type unitState struct {
	u         app.Unit
	me        app.Me
	status    app.Status
	proposals []app.ProposalView
	due       []app.DueView
	backups   []app.BackupView
	recovery  app.RecoveryView
	rules     app.RulesView
}

// NewUnit makes the page; keys makes members' keys.
func NewUnit(h Host, d present.UnitDesk, keys NewKeys) *Unit {
	u := &Unit{host: h, desk: d, keys: keys, tab: "people", order: present.ByDismissed, reasons: map[uint64]string{}}
	u.bar = part.NewStepBar(func(id string) { u.tab, u.at, u.doing = id, 0, nil; u.draw() })
	u.body = container.NewStack()
	u.list = part.NewRows(func(i int) { u.at, u.doing = i, nil; u.draw() }, u.open)
	u.root = container.NewBorder(part.Inset(u.bar, 2, 2), nil, nil, nil, u.body)
	return u
}

func unitTabs() []string {
	return []string{"people", "compartments", "recipients", "officers", "terms", "rules", "settings", "vault"}
}

// Object implements Page.
func (u *Unit) Object() fyne.CanvasObject { return u.root }

// First implements Page.
func (u *Unit) First() fyne.Focusable { return u.list }

// Leave implements Page.
func (u *Unit) Leave() {}

// Show implements Page.
func (u *Unit) Show(r Route) {
	if r.Step != "" {
		u.tab, u.at, u.doing = r.Step, 0, nil
	}
	u.Refresh()
}

// Refresh implements Page.
func (u *Unit) Refresh() {
	fetch(u.host, "unit", "list", func(ctx context.Context) (unitState, error) {
		rules, err := u.desk.Rules(ctx)
		return unitState{u: u.desk.Unit(), me: u.desk.Me(), status: u.desk.Status(), proposals: u.desk.Proposals(), due: u.desk.Due(ctx),
			backups: u.desk.Backups(ctx), recovery: u.desk.Recovery(), rules: rules}, err
	}, func(s unitState) {
		u.unitState = s
		u.draw()
	})
}

// record does an act of the unit; then everything is read again.
func (u *Unit) record(do func(context.Context) error) {
	done(u.host, "record", do, func() {})
}

func (u *Unit) draw() {
	var steps []part.Step
	for _, t := range unitTabs() {
		s := part.Step{ID: t, Text: words.Of("unittab", t)}
		if n := present.ToSecond(u.proposals); t == "officers" && n > 0 {
			s.Note, s.Tone = strconv.Itoa(n), part.Due
		}
		steps = append(steps, s)
	}
	u.bar.Set(steps, u.tab)
	switch u.tab {
	case "compartments":
		u.drawList(u.compartmentRows(), u.compartment, part.NewButton(words.T("unit.newcompartment"), theme.ContentAddIcon(), u.newCompartment))
	case "recipients":
		u.drawList(u.recipientRows(), u.recipient, part.NewButton(words.T("unit.newrecipient"), theme.ContentAddIcon(), u.newRecipient))
	case "officers":
		u.drawList(u.proposalRows(), u.proposal, nil)
	case "terms":
		u.terms()
	case "rules":
		u.worth()
	case "settings":
		swap(u.body, u.settings())
	case "vault":
		swap(u.body, u.vault())
	default:
		u.drawList(u.peopleRows(), u.person, part.NewButton(words.T("unit.enrol"), theme.ContentAddIcon(), u.enrol))
	}
}

func (u *Unit) drawList(rows []present.Row, detail func(i int) fyne.CanvasObject, add fyne.CanvasObject) {
	if u.at >= len(rows) {
		u.at = 0
	}
	u.list.Set(rowsOf(rows), u.at)
	var left fyne.CanvasObject = u.list
	var right = part.Panel(part.Gap(1))
	if len(rows) == 0 {
		left = part.Empty(words.T("unit.nothing"), words.Of("unitempty", u.tab), nil)
	} else {
		right = part.Panel(part.Scroller(detail(u.at)))
	}
	split := container.NewHSplit(part.Section(words.Of("unittab", u.tab), add, left), right)
	split.Offset = 0.42
	swap(u.body, split)
}

// open does what a line of a list waits for, if it waits for anything.
func (u *Unit) open(i int) {
	switch {
	case u.tab == "officers" && i < len(u.proposals) && !u.proposals[i].Mine:
		u.second(u.proposals[i])
	case u.tab == "people" && i < len(u.u.People) && u.confirmable(u.u.People[i]):
		u.confirm(u.u.People[i])
	case u.tab == "compartments" && i < len(u.u.Compartments) && u.enterable(u.u.Compartments[i]):
		u.enter(u.u.Compartments[i])
	case u.tab == "recipients" && i < len(u.u.Recipients) && u.u.Recipients[i].ConfirmedBy == "":
		u.confirmRecipient(u.u.Recipients[i])
	case u.doing != nil || !u.supervises():
	case u.tab == "terms" && i < len(u.rules.Terms) && u.rules.Terms[i].Waiting == "":
		u.dropTerm(u.rules.Terms[i])
	case u.tab == "rules" && i < len(u.sorted) && u.sorted[i].Waiting == "" && !u.sorted[i].Fixed:
		u.switchRule(u.sorted[i])
	}
}

// linesOf puts words about how something stands one under the other.
func linesOf(ws []present.Word) *fyne.Container {
	box := part.Stack(-4)
	for _, w := range ws {
		box.Add(say(w.Text, toneInk(w.Tone)))
	}
	return box
}

// say is text that wraps, flush with the labels and buttons around it.
func say(text string, ink fyne.ThemeColorName) fyne.CanvasObject {
	return part.Inset(part.Prose(text, ink), -7, -4)
}

// aside is small grey text that wraps, flush as say's.
func aside(text string) fyne.CanvasObject {
	return part.Inset(part.Small(text, style.Muted), -7, -4)
}

// untitled is the text of a button as the title of what it opens.
func untitled(button string) string { return strings.TrimSuffix(button, "…") }

// acts lays the buttons of acts side by side.
func acts(bs ...fyne.CanvasObject) fyne.CanvasObject { return container.NewHBox(bs...) }

// Rune implements Page.
func (u *Unit) Rune(r rune) bool {
	switch r {
	case 'j':
		u.list.Step(1)
	case 'k':
		u.list.Step(-1)
	case 's':
		if u.tab == "rules" {
			u.nextOrder()
		}
	case 'a':
		if u.tab == "terms" && u.supervises() && u.doing == nil {
			u.addTerm()
		}
	default:
		return false
	}
	return true
}

// Key implements Page: Enter does what the line chosen waits for.
func (u *Unit) Key(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
		return false
	}
	u.open(u.at)
	return true
}
