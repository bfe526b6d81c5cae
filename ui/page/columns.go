package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/intake"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// settleColumns asks what the columns of a table of call records stand for,
// over its first rows as they are read then.
func settleColumns(h Host, t app.CallTable, settled func(*present.Columns)) {
	c := present.NewColumns(t)
	odd := part.NewCut("", theme.SizeNameCaptionText, style.Muted, false)
	var lines []present.CallLine
	preview := part.NewTable(callColumns(), func(i int) part.Cells {
		cells := part.Cells{Text: lines[i].Cells}
		if lines[i].Odd {
			cells.Tone = part.Due
		}
		return cells
	}, nil)
	var choices []*part.Choice
	quiet := false
	draw := func() {
		lines = c.Preview()
		preview.SetCount(len(lines))
		odd.SetText(words.T("columns.preview"))
		if n := c.Odd(); n > 0 {
			odd.SetText(words.T("columns.odd", n, len(lines)))
		}
		quiet = true
		for i, v := range c.View() {
			choices[i].SetCode(v.Field)
		}
		quiet = false
	}
	fields := []part.Option{{Code: "", Text: words.T("columns.nothing")}}
	for _, f := range intake.Fields() {
		fields = append(fields, part.Option{Code: string(f), Text: words.Of("field", string(f))})
	}
	grid := container.NewGridWithColumns(3)
	for i, v := range c.View() {
		choice := part.NewChoice(words.T("columns.nothing"), v.Field, fields, func(code string) {
			if !quiet {
				c.Set(i, code)
				draw()
			}
		})
		choices = append(choices, choice)
		grid.Add(part.Inset(part.Stack(0, part.Labelled(v.Name, choice), part.Caption(v.Sample)), 4, 2))
	}
	draw()
	text := part.Prose(words.T("columns.text", t.Originator), style.Muted)
	body := container.NewBorder(text, part.MinHeight(container.NewBorder(odd, nil, nil, nil, preview.WithHead()), 236), nil, nil, part.MinHeight(part.Scroller(grid), 190))
	var first fyne.Focusable
	if len(choices) > 0 {
		first = choices[0]
	}
	askForm(h, words.T("columns.title", t.Ref), words.T("columns.verb"), body, first, fyne.NewSize(1180, 680), c.Ready, func() { settled(c) })
}

func callColumns() []part.Column {
	shares := []float32{1.7, 1.3, 1.3, 0.8, 0.8, 0.7, 1.3, 1.3, 1}
	out := make([]part.Column, len(shares))
	for i, head := range present.CallHeads() {
		out[i] = part.Column{Head: head, Share: shares[i]}
	}
	return out
}
