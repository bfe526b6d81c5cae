package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"corridor/ui/style"
)

// The wheel over a field scrolls the form when the field has nothing to
// scroll, and the field's own text when it has.
func TestWheelOverAField(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(style.New(false))
	short, long := NewArea("", 2), NewArea("", 2)
	long.SetText("1\n2\n3\n4\n5\n6\n7\n8\n9")
	form := Scroller(Stack(8, short, long, Gap(900)))
	w := test.NewTempWindow(t, container.NewStack(form))
	w.Resize(fyne.NewSize(400, 300))
	turn := func(f *Field) *container.Scroll {
		t.Helper()
		for _, o := range test.WidgetRenderer(f).Objects() {
			if x, ok := o.(*wheel); ok {
				x.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20)})
				return x.own
			}
		}
		t.Fatal("the field has no wheel")
		return nil
	}
	turn(short)
	if form.Offset.Y != 20 {
		t.Errorf("over a short text the form went to %v", form.Offset.Y)
	}
	own := turn(long)
	if own.Offset.Y == 0 || form.Offset.Y != 20 {
		t.Errorf("over a long text: its own %v, the form %v", own.Offset.Y, form.Offset.Y)
	}
}
