package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Run is a line of text at its place on a page: X and Y in points from the
// lower left corner to the start of its base line, Size and Width in points.
type Run struct {
	X, Y, Size, Width float64
	Bold              bool
	Text              string
}

// Paper shows finished pages one below the other, each line where it stands on
// the page. It is black on white in every theme, as paper is. The side margins
// are cut to what the eye needs, so that the words are as large as they can be.
type Paper struct {
	// OnEnd hears that the foot of the last page was on the screen.
	OnEnd func()

	pages         *fyne.Container
	scroll        *container.Scroll
	width, height float64 // of a page, in points
	faces         [2]fyne.Resource
	runs          [][]Run
	wide          float32 // of the view, as it was laid out last
}

// paperCut is how much of each side margin is not shown, in points; paperGap
// stands between two pages, in pixels.
const (
	paperCut = 34
	paperGap = 10
)

// NewPaper makes an empty view of pages of a size in points, in two typefaces.
func NewPaper(width, height float64, regular, bold fyne.Resource) *Paper {
	p := &Paper{width: width, height: height, faces: [2]fyne.Resource{regular, bold}}
	p.pages = container.New(p)
	p.scroll = container.NewVScroll(p.pages)
	p.scroll.OnScrolled = func(fyne.Position) { p.ended() }
	return p
}

// Object is the view as it goes into a screen.
func (p *Paper) Object() fyne.CanvasObject { return p.scroll }

// Put shows pages from the top of the first.
func (p *Paper) Put(pages [][]Run) {
	var objects []fyne.CanvasObject
	for _, page := range pages {
		sheet := canvas.NewRectangle(color.White)
		sheet.StrokeColor, sheet.StrokeWidth = color.Gray{0xb4}, 1
		objects = append(objects, sheet)
		for _, r := range page {
			t := canvas.NewText(r.Text, color.Black)
			t.FontSource = p.faces[0]
			if r.Bold {
				t.FontSource = p.faces[1]
			}
			objects = append(objects, t)
		}
	}
	p.runs, p.pages.Objects, p.wide = pages, objects, 0
	p.scroll.ScrollToTop()
	p.scroll.Refresh()
}

// Page moves up or down by most of a screen.
func (p *Paper) Page(down bool) {
	step := p.scroll.Size().Height * 0.85
	if !down {
		step = -step
	}
	end := max(p.pages.MinSize().Height-p.scroll.Size().Height, 0)
	p.scroll.ScrollToOffset(fyne.NewPos(0, min(max(p.scroll.Offset.Y+step, 0), end)))
	p.ended()
}

func (p *Paper) ended() {
	shown := p.scroll.Offset.Y + p.scroll.Size().Height
	if p.OnEnd != nil && len(p.runs) > 0 && p.wide > 0 && shown >= p.pages.MinSize().Height-4 {
		p.OnEnd()
	}
}

func (p *Paper) scale() float32 {
	return max(p.wide, 200) / float32(p.width-2*paperCut)
}

func rendered(t *canvas.Text) (fyne.Size, float32) {
	return fyne.CurrentApp().Driver().RenderedTextSize(t.Text, t.TextSize, t.TextStyle, t.FontSource)
}

// MinSize implements fyne.Layout.
func (p *Paper) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, float32(len(p.runs))*(float32(p.height)*p.scale()+paperGap))
}

// Layout implements fyne.Layout.
func (p *Paper) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	fresh := s.Width != p.wide
	p.wide = s.Width
	k, at, top := p.scale(), 0, float32(0)
	for _, page := range p.runs {
		height := float32(p.height) * k
		objects[at].Move(fyne.NewPos(0, top))
		objects[at].Resize(fyne.NewSize(s.Width, height))
		at++
		for _, r := range page {
			t := objects[at].(*canvas.Text)
			at++
			t.TextSize = float32(r.Size) * k
			size, base := rendered(t)
			if want := float32(r.Width) * k; want > 0 && size.Width > want { // small letters are rounded up on a screen
				t.TextSize *= want / size.Width
				size, base = rendered(t)
			}
			t.Resize(size)
			t.Move(fyne.NewPos(float32(r.X-paperCut)*k, top+height-float32(r.Y)*k-base))
			if fresh {
				t.Refresh()
			}
		}
		top += height + paperGap
	}
	p.ended()
}
