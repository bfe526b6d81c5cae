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
		{"terms", false, tab("terms", nil)},
		{"terms-add", false, func(w *Window) {
			w.desk.(*fakeDesk).super = true
			tab("terms", nil)(w)
			w.typedRune('a')
			for _, r := range "zorbler" {
				w.Fyne().Canvas().Focused().TypedRune(r)
			}
			pressIn(w, words.T("foresee.see"))
		}},
		{"rules", false, func(w *Window) {
			w.desk.(*fakeDesk).super, w.desk.(*fakeDesk).rules.fresh = true, 2
			tab("rules", nil)(w)
		}},
		{"rules-off", false, func(w *Window) {
			w.desk.(*fakeDesk).super = true
			tab("rules", func(w *Window) { w.pages["unit"].Key(returnKey()) })(w)
			pressIn(w, words.T("foresee.see"))
		}},
		{"known", false, func(w *Window) { w.typedKey(returnKey()); w.typedRune('d') }},
		{"protected", false, func(w *Window) { w.Go(page.Route{Page: "product", Item: "i3", Step: "prompts"}) }},
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
