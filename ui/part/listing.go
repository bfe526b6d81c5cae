package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/ui/style"
)

// Finding is a residue as the findings list shows it.
type Finding struct {
	Key, Text, Why, State string
	Tone                  Tone
}

// FindingList lists findings; one is chosen at a time.
type FindingList struct {
	Box    *fyne.Container
	scroll *container.Scroll
	sheets []*Sheet
	chosen int
	choose func(i int)
}

// NewFindingList makes an empty list.
func NewFindingList(choose func(i int)) *FindingList {
	l := &FindingList{Box: Stack(4), chosen: -1, choose: choose}
	l.scroll = Scroller(l.Box)
	return l
}

// Object is the list as it goes into a page.
func (l *FindingList) Object() fyne.CanvasObject { return l.scroll }

// Set shows findings.
func (l *FindingList) Set(fs []Finding, chosen int) {
	l.Box.Objects, l.sheets, l.chosen = nil, nil, chosen
	for i, f := range fs {
		dot := canvas.NewCircle(style.Colour(f.Tone.ink()))
		left := container.NewVBox(Gap(5), container.NewGridWrap(fyne.NewSize(9, 9), dot))
		body := Stack(-6, NewCut(f.Text, theme.SizeNameText, style.Ink, true), Inset(Small(f.Why, style.Muted), -7, 0))
		var right fyne.CanvasObject
		if f.State != "" {
			right = Side(0, NewChip(f.State, f.Tone))
		}
		s := NewSheet(Neutral, container.NewBorder(nil, nil, Inset(left, 3, 0), right, body), func() { l.choose(i) })
		s.SetOn(i == chosen)
		l.sheets = append(l.sheets, s)
		l.Box.Add(s)
	}
	l.Box.Refresh()
}

// Say puts words in the place of findings, while there are none.
func (l *FindingList) Say(text string) {
	if len(l.sheets) == 0 && text != "" {
		l.Box.Objects = []fyne.CanvasObject{Inset(Prose(text, style.Muted), 4, 4)}
		l.Box.Refresh()
	}
}

// Choose marks a finding and brings it into view.
func (l *FindingList) Choose(i int) {
	l.chosen = i
	for n, s := range l.sheets {
		s.SetOn(n == i)
	}
	if i >= 0 && i < len(l.sheets) {
		at, h := l.sheets[i].Position().Y, l.scroll.Size().Height
		if at < l.scroll.Offset.Y || at > l.scroll.Offset.Y+h-40 {
			l.scroll.ScrollToOffset(fyne.NewPos(0, max(at-h/3, 0)))
		}
	}
}

// Attend is a line that has to be looked at.
type Attend struct {
	ID, Text string
	Warn     bool
	Seen     bool
}

// AttendTo lists what a supervisor must look at; every line is ticked off by
// its own act.
func AttendTo(lines []Attend, look func(id string)) fyne.CanvasObject {
	box := Stack(4)
	for _, a := range lines {
		tone, mark := Neutral, "○"
		if a.Warn {
			tone = Due
		}
		ink := style.Ink
		if a.Seen {
			mark, tone, ink = "✓", Settled, style.Ink
		}
		left := MinWidth(container.NewVBox(Gap(3), Line(mark, theme.SizeNameSubHeadingText, tone.ink(), true)), 18)
		s := NewSheet(tone, container.NewBorder(nil, nil, left, nil, Prose(a.Text, ink)), func() { look(a.ID) })
		s.Name = a.ID
		box.Add(s)
	}
	return box
}

// Facts lays label and value pairs one under the other; values wrap.
func Facts(pairs ...[2]string) fyne.CanvasObject {
	box := Stack(-4)
	width := float32(0)
	for _, p := range pairs {
		if p[1] != "" {
			width = max(width, Label(p[0]).MinSize().Width+6)
		}
	}
	for _, p := range pairs {
		if p[1] == "" {
			continue
		}
		name := container.NewVBox(Gap(6), MinWidth(Label(p[0]), width))
		box.Add(container.NewBorder(nil, nil, name, nil, Prose(p[1], style.Ink)))
	}
	return box
}
