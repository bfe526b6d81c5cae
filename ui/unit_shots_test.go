package ui

import (
	"fyne.io/fyne/v2"

	"corridor/ui/page"
	"corridor/ui/words"
)

// unitShots are the tabs and questions of the unit, and the journal with its
// reasons.
func unitShots() []shot {
	tab := func(id string, then func(w *Window)) func(*Window) {
		return func(w *Window) {
			w.Go(page.Route{Page: "unit", Step: id})
			if then != nil {
				then(w)
			}
		}
	}
	say := func(key string) func(*Window) {
		return func(w *Window) {
			if w.tap(words.T(key)) != nil {
				panic("nothing says " + key)
			}
		}
	}
	return []shot{
		{"officers", false, tab("officers", nil)},
		{"officers-confirm", false, tab("officers", func(w *Window) { w.pages["unit"].Key(returnKey()) })},
		{"compartments", false, tab("compartments", func(w *Window) { w.typedRune('j') })},
		{"recipients", false, tab("recipients", nil)},
		{"person", false, tab("people", func(w *Window) { w.typedRune('j') })},
		{"removal", false, tab("people", func(w *Window) { w.typedRune('j'); say("removal")(w) })},
		{"reach", false, tab("people", func(w *Window) { w.typedRune('j'); say("reach")(w) })},
		{"export", false, tab("vault", say("export"))},
		{"checked", false, tab("vault", say("fullcheck.again"))},
		{"restore", false, tab("vault", say("restore"))},
		{"rehearse", false, tab("vault", say("recovery.rehearse"))},
		{"journal-reasons", false, func(w *Window) {
			w.Go(page.Route{Page: "journal"})
			w.typedRune('r')
			w.typedRune('j')
		}},
	}
}

func returnKey() *fyne.KeyEvent { return &fyne.KeyEvent{Name: fyne.KeyReturn} }
