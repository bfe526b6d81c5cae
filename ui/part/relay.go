package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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

// Holds reports whether a tree shows an object: what it holds can be given the
// keyboard.
func Holds(root, o fyne.CanvasObject) bool {
	if root == o {
		return true
	}
	switch v := root.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			if c.Visible() && Holds(c, o) {
				return true
			}
		}
	case *container.Split:
		return Holds(v.Leading, o) || Holds(v.Trailing, o)
	case *container.Scroll:
		return Holds(v.Content, o)
	case *StepBar:
		return Holds(v.box, o)
	case *Codes:
		return Holds(v.box, o)
	case *Sheet:
		return Holds(v.root, o)
	}
	return false
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
	var inner []fyne.CanvasObject
	switch v := root.(type) {
	case *fyne.Container:
		inner = v.Objects
	case *container.Split:
		inner = []fyne.CanvasObject{v.Leading, v.Trailing}
	case *container.Scroll:
		inner = []fyne.CanvasObject{v.Content}
	case *Sheet:
		inner = []fyne.CanvasObject{v.root}
	}
	for _, o := range inner {
		if Each(o, visit) {
			return true
		}
	}
	return false
}
