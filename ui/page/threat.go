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

// Threats is the board: who could die, who owns it, what is next. No names and
// no text stand on a card.
type Threats struct {
	host Host
	desk present.ThreatDesk
	root *fyne.Container
}

// NewThreats makes the page.
func NewThreats(h Host, d present.ThreatDesk) *Threats {
	return &Threats{host: h, desk: d, root: container.NewStack()}
}

// Object implements Page.
func (t *Threats) Object() fyne.CanvasObject { return t.root }

// First implements Page.
func (t *Threats) First() fyne.Focusable { return nil }

// Leave implements Page.
func (t *Threats) Leave() {}

// Show implements Page.
func (t *Threats) Show(Route) { t.Refresh() }

// Rune implements Page.
func (t *Threats) Rune(rune) bool { return false }

// Key implements Page.
func (t *Threats) Key(*fyne.KeyEvent) bool { return false }

// Refresh implements Page.
func (t *Threats) Refresh() {
	fetch(t.host, "threats", "list", func(context.Context) ([]app.ThreatView, error) { return t.desk.Threats(), nil }, func(v []app.ThreatView) {
		t.draw(present.Board(t.host.Now(), v))
	})
}

func (t *Threats) draw(b present.BoardView) {
	head := part.Inset(part.Caption(words.T("board.caption")), 6, 4)
	if b.Total == 0 {
		swap(t.root, container.NewBorder(head, nil, nil, nil, part.Panel(part.Empty(words.T("board.none"), words.T("board.none.text"), nil))))
		return
	}
	grid := container.NewGridWithColumns(len(b.Columns))
	for _, c := range b.Columns {
		box := part.Stack(6)
		for _, card := range c.Cards {
			box.Add(t.card(card))
		}
		if len(c.Cards) == 0 {
			box.Add(part.Small(words.T("board.empty"), style.Muted))
		}
		grid.Add(part.Section(c.Title, nil, part.Scroller(box)))
	}
	swap(t.root, container.NewBorder(head, nil, nil, nil, grid))
}

func (t *Threats) card(c present.ThreatCard) fyne.CanvasObject {
	ink := style.Ink
	box := part.Stack(4, part.Line(c.Ref, theme.SizeNameText, ink, true), part.Small(c.Owner, ink), part.Small(c.Next, ink))
	if c.Level != "" {
		box.Add(part.Caption(c.Level))
	}
	if c.Clock.Text != "" {
		box.Add(part.Inset(part.NewClockBar(c.Clock.Text, c.Run, tone(c.Tone)), 4, 2))
	}
	bed := part.Neutral
	if c.Tone == present.Danger {
		bed = part.Danger
	}
	return part.NewSheet(bed, box, func() { t.host.Go(Route{Page: "product", Item: c.Item, Step: "threat"}) })
}
