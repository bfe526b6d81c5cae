package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Pages fill the width, no line runs over its place, and the end is told only
// when the foot of the last page was on the screen.
func TestPaper(t *testing.T) {
	test.NewTempApp(t)
	p := NewPaper(595, 842, nil, nil)
	ended := 0
	p.OnEnd = func() { ended++ }
	w := test.NewTempWindow(t, container.NewStack(p.Object()))
	w.Resize(fyne.NewSize(500, 400))
	p.Put([][]Run{
		{{X: 62, Y: 780, Size: 15, Width: 100, Text: "OFFICIAL"}, {X: 62, Y: 700, Size: 9, Width: 471, Text: "A line that would be wider on the screen than on the page, were it not made to fit"}},
		{{X: 62, Y: 40, Size: 11, Width: 80, Bold: true, Text: "Page 2 of 2"}},
	})
	w.Resize(fyne.NewSize(501, 400))
	k, n := p.scale(), 0
	for _, o := range p.pages.Objects {
		x, ok := o.(*canvas.Text)
		if !ok {
			continue
		}
		n++
		if right := float32(595-2*paperCut) * k; x.Position().X+x.MinSize().Width > right {
			t.Errorf("%q ends at %v of %v", x.Text, x.Position().X+x.MinSize().Width, right)
		}
	}
	if n != 3 {
		t.Fatalf("%d lines on the paper", n)
	}
	if ended != 0 {
		t.Fatal("the end was told before it was seen")
	}
	for range 6 {
		p.Page(true)
	}
	if ended == 0 {
		t.Error("the end was seen and not told")
	}
	p.Page(false)
	if p.scroll.Offset.Y >= p.pages.MinSize().Height-p.scroll.Size().Height {
		t.Error("it does not go back")
	}
}
