package report

import (
	"fmt"
)

// Page is one page of the PDF as its runs of text, in the order in which they
// stand in the file.
type Page []Run

// Run is one line of text at its place: X and Y in points from the lower left
// corner of the page to the start of the base line, Size and Width in points.
type Run struct {
	X, Y, Size, Width float64
	Bold              bool
	Text              string
}

// Pages lays the report out as PDF does, for whoever has to see the pages
// before they leave: the same lines at the same places.
func Pages(r Report) ([]Page, error) {
	p, err := layOut(r)
	if err != nil {
		return nil, err
	}
	return p.pages, nil
}

// Font is the typeface of the pages, a TrueType file.
func Font(bold bool) ([]byte, error) {
	name := "NotoSans-Regular"
	if bold {
		name = "NotoSans-Bold"
	}
	b, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
	if err != nil {
		return nil, fmt.Errorf("report: font %s: %w", name, err)
	}
	return b, nil
}
