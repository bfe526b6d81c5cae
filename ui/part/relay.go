package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Relay lays a tree of containers out anew, the inner ones first: what was
// shown, hidden or given another text takes the room it needs at once, without
// waiting for the next frame. Text that wraps knows its height only once it
// has its width, so it goes over the tree twice.
func Relay(o fyne.CanvasObject) {
	relay(o)
	relay(o)
}

func relay(o fyne.CanvasObject) {
	switch v := o.(type) {
	case *fyne.Container:
		if v.Layout != nil && v.Size().Width > 0 {
			v.Layout.Layout(v.Objects, v.Size())
		}
		for _, c := range v.Objects {
			if c.Visible() {
				relay(c)
			}
		}
		if v.Layout != nil && v.Size().Width > 0 {
			v.Layout.Layout(v.Objects, v.Size())
		}
	case *container.Split:
		relay(v.Leading)
		relay(v.Trailing)
	case *container.Scroll:
		relay(v.Content)
		size := v.Content.MinSize().Max(v.Size())
		if v.Direction == container.ScrollVerticalOnly {
			size.Width = v.Size().Width
		}
		v.Content.Resize(size)
	case *StepBar:
		relay(v.box)
	case *Codes:
		relay(v.box)
	case *Sheet:
		relay(v.root)
	}
}

// inside lists what a container, or a widget of this package that is one,
// holds.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	switch v := o.(type) {
	case *fyne.Container:
		return v.Objects
	case *container.Split:
		return []fyne.CanvasObject{v.Leading, v.Trailing}
	case *container.Scroll:
		return []fyne.CanvasObject{v.Content}
	case *widget.PopUp:
		return []fyne.CanvasObject{v.Content}
	case *StepBar:
		return []fyne.CanvasObject{v.box}
	case *Codes:
		return []fyne.CanvasObject{v.box}
	case *Answers:
		return []fyne.CanvasObject{v.box}
	case *Sheet:
		return []fyne.CanvasObject{v.root}
	}
	return nil
}

// Holds reports whether a tree shows an object: what it holds can be given the
// keyboard.
func Holds(root, o fyne.CanvasObject) bool {
	return Each(root, func(x fyne.CanvasObject) bool { return x == o })
}

// Each visits what a tree of containers shows, outer things first, until visit
// says that it is enough.
func Each(root fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if root == nil || !root.Visible() {
		return false
	}
	if visit(root) {
		return true
	}
	for _, o := range inside(root) {
		if Each(o, visit) {
			return true
		}
	}
	return false
}

// reveal scrolls whatever holds an object until it can be seen: the keyboard
// never goes where the officer is not looking.
func reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	for _, s := range around(o) {
		at := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s.Content).Y
		const edge = 24 // room for the label above
		switch {
		case at-edge < s.Offset.Y:
			s.ScrollToOffset(fyne.NewPos(0, max(at-edge, 0)))
		case at+o.Size().Height+8 > s.Offset.Y+s.Size().Height:
			s.ScrollToOffset(fyne.NewPos(0, min(at+o.Size().Height+8-s.Size().Height, at-edge)))
		}
	}
}

// around lists the scrolls that an object stands in, the innermost first.
func around(o fyne.CanvasObject) []*container.Scroll {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	if top := c.Overlays().Top(); top != nil {
		if found, out := aroundIn(top, o); found {
			return out
		}
	}
	_, out := aroundIn(c.Content(), o)
	return out
}

func aroundIn(root, o fyne.CanvasObject) (found bool, out []*container.Scroll) {
	if root == o {
		return true, nil
	}
	if root == nil || !root.Visible() {
		return false, nil
	}
	for _, x := range inside(root) {
		if found, out = aroundIn(x, o); found {
			if s, ok := root.(*container.Scroll); ok && s.Direction != container.ScrollHorizontalOnly {
				out = append(out, s)
			}
			return true, out
		}
	}
	return false, nil
}
