package part

import "fyne.io/fyne/v2/theme"

// InView gives the lines that the table shows: from, and the one behind the
// last, as far as they can be read in full or in part.
func (t *Table) InView() (from, to int) {
	step := tableRowHeight + t.Theme().Size(theme.SizeNamePadding) // lines stand a separator apart
	top := t.GetScrollOffset()
	from = min(int(top/step), t.count)
	to = min(int((top+t.Size().Height)/step)+1, t.count)
	return from, to
}

// Chosen is the line looked at, or -1.
func (t *Table) Chosen() int { return t.chosen }

// OnChoose says who hears which line is looked at.
func (t *Table) OnChoose(hear func(i int)) {
	t.OnSelected = func(i int) {
		t.chosen = i
		hear(i)
	}
}
