package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// partsTable lists the parts of a file, each with how far it was read and why
// no further.
func partsTable(rows []present.PartRow) fyne.CanvasObject {
	if len(rows) == 0 {
		return part.Small(words.T("reading.parts.none"), style.Muted)
	}
	box := part.Stack(0)
	for _, r := range rows {
		chip := container.NewVBox(part.Gap(7), container.NewHBox(part.NewChip(r.Read.Text, tone(r.Read.Tone))))
		body := part.Stack(-10, part.Strong(r.Name, style.Ink), part.Small(r.What, style.Muted))
		if r.Why != "" {
			body.Add(part.Small(r.Why, toneInk(r.Read.Tone)))
		}
		box.Add(part.Rule())
		box.Add(container.NewBorder(nil, nil, part.MinWidth(chip, 84), nil, body))
	}
	return box
}

// parts shows the parts of the file that is read.
func (r *reading) parts() {
	r.host.Ask().Page(words.T("reading.parts.title"), part.Scroller(partsTable(r.view.Parts)), nil, fyne.NewSize(640, 480))
}
