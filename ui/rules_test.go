package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/words"
)

// supervising opens the desk of a supervisor on a tab of the Unit page.
func supervising(t *testing.T, tab string) (*Window, *fakeDesk) {
	t.Helper()
	w, d := unlocked(t, false, 1280, 720)
	d.super = true
	w.Go(page.Route{Page: "unit", Step: tab})
	return w, d
}

// onPage lists the widgets of a kind on the page on the page, in their order.
func onPage[T fyne.CanvasObject](w *Window) []T {
	var out []T
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		if f, ok := o.(T); ok {
			out = append(out, f)
		}
		return false
	})
	return out
}

// mean chooses a meaning of the term that is being added, by its place.
func mean(w *Window, n int) {
	c := onPage[*part.Choice](w)[0]
	c.SetSelected(c.Options[n])
}

func TestATermIsAddedOnlyAfterALookAtWhatItWouldChange(t *testing.T) {
	w, d := supervising(t, "terms")
	typeIn(t, w, "a")
	typeIn(t, w, "zorbler")
	mean(w, 2)
	if !says(w, words.T("foresee.first")) {
		t.Fatal("it is not said that one looks first")
	}
	if pressIn(w, words.T("foresee.verb.add")) {
		t.Fatal("added without a look")
	}
	press(t, w, words.T("foresee.see"))
	did(t, d, `foresee "zorbler" gun `)
	if !says(w, words.Count("foresee.gain", 2)) || !says(w, "+ Firearms or ammunition") {
		t.Fatal("what would change is not shown")
	}
	if pressIn(w, words.T("foresee.verb.add")) {
		t.Fatal("added without a reason")
	}
	fs := onPage[*part.Field](w)
	why := fs[len(fs)-1]
	w.Fyne().Canvas().Focus(why)
	typeIn(t, w, "Heard on B wing")
	mean(w, 0)
	if pressIn(w, words.T("foresee.verb.add")) || says(w, "+ Firearms or ammunition") {
		t.Fatal("what was seen of one change stands for another")
	}
	mean(w, 2)
	press(t, w, words.T("foresee.see"))
	press(t, w, words.T("foresee.verb.add"))
	did(t, d, `change "zorbler" gun  "Heard on B wing"`)
	if d.rules.rescans != 1 {
		t.Errorf("the vault was read again %d times", d.rules.rescans)
	}
	if !says(w, "zorbler") || says(w, words.T("foresee.why")) {
		t.Error("the term is not on the list, or the form stays")
	}
}

func TestARuleIsProposedToBeSwitchedOffFromItsWorth(t *testing.T) {
	w, d := supervising(t, "rules")
	if !says(w, "dismissed 38 of 40") || !says(w, words.T("rules.nothinglearns")) || !says(w, "A slang word for a gun beside words of carrying or hiding one.") {
		t.Fatal("the most dismissed rule is not first, or it is not said that nothing learns")
	}
	key(w, fyne.KeyReturn)
	press(t, w, words.T("foresee.see"))
	did(t, d, `foresee ""  gun-slang`)
	fs := onPage[*part.Field](w)
	w.Fyne().Canvas().Focus(fs[len(fs)-1])
	typeIn(t, w, "Always rap")
	press(t, w, words.T("foresee.verb.off"))
	did(t, d, `change ""  gun-slang "Always rap"`)
	// One that waits, and one that is no rule, cannot be switched off.
	for _, down := range []string{"jj", "jj"} {
		w.Focus(w.pages["unit"].First())
		typeIn(t, w, down)
		key(w, fyne.KeyReturn)
		if says(w, words.T("foresee.why")) {
			t.Error("a change is offered where there can be none")
		}
	}
}

func TestTheListOfAPreviewOpensAProduct(t *testing.T) {
	w, d := supervising(t, "rules")
	key(w, fyne.KeyReturn)
	press(t, w, words.T("foresee.see"))
	lists := onPage[*part.Rows](w)
	list := lists[len(lists)-1]
	w.Fyne().Canvas().Focus(list)
	key(w, fyne.KeyDown)
	key(w, fyne.KeyReturn)
	if w.At().Page != "product" || w.At().Item != "i1" {
		t.Fatalf("at %+v", w.At())
	}
	did(t, d, "open i1")
}

func TestOnlyASupervisorChangesRules(t *testing.T) {
	for _, tab := range []string{"terms", "rules"} {
		w, _ := onTab(t, tab)
		typeIn(t, w, "a")
		key(w, fyne.KeyReturn)
		if says(w, words.T("foresee.why")) || !says(w, words.T("rules.onlysupervisor")) {
			t.Errorf("%s: a handler is offered a change, or is not told whose it is", tab)
		}
	}
}

func TestRulesAreSortedByAKey(t *testing.T) {
	w, _ := supervising(t, "rules")
	rows := func() string { return onPage[*part.Rows](w)[0].Row(0).Words[0].Text }
	seen := []string{rows()}
	for range 3 {
		typeIn(t, w, "s")
		seen = append(seen, rows())
	}
	if !slices.Equal(seen, []string{"gun-slang", words.T("rules.off"), "ttl-plain", words.T("rules.off")}) {
		t.Errorf("first lines: %q", seen)
	}
	typeIn(t, w, "s")
	if rows() != "gun-slang" {
		t.Error("the orders do not come round")
	}
}

// What is owed is read beside the work, once; where the officer stopped it, it
// stays stopped until more is owed.
func TestARescanBeginsByItself(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	if d.rules.rescans != 0 {
		t.Fatal("read again with nothing owed")
	}
	d.rules.toRescan, d.rules.fresh = 5, 1
	w.Changed()
	if d.rules.rescans != 1 || d.rules.toRescan != 0 {
		t.Fatalf("read again %d times, %d left", d.rules.rescans, d.rules.toRescan)
	}
	d.rules.toRescan, w.held = 5, 5
	w.Changed()
	if d.rules.rescans != 1 {
		t.Error("a rescan that was stopped went on by itself")
	}
	d.rules.toRescan = 6
	w.Changed()
	if d.rules.rescans != 2 {
		t.Error("more is owed, and nothing happens")
	}
	d.rules.toRescan = 6
	w.held = 6
	w.Go(page.Route{Page: "unit", Step: "rules"})
	press(t, w, words.T("rules.rescan"))
	if d.rules.rescans != 3 || !says(w, words.T("rules.allread")) {
		t.Errorf("asked for: %d", d.rules.rescans)
	}
	press(t, w, words.T("rules.fresh.show"))
	if w.At().Page != "triage" {
		t.Errorf("what is new is not shown: at %+v", w.At())
	}
}

func TestWhatOthersHoldIsReachedByKeys(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	key(w, fyne.KeyReturn)
	did(t, d, "open i1")
	if !says(w, words.Count("known.head", 3)) || !says(w, "07700 900461") {
		t.Fatal("what others hold is not shown beside the questions")
	}
	w.Fyne().Canvas().Unfocus()
	typeIn(t, w, "d")
	if _, ok := w.Fyne().Canvas().Focused().(*part.Table); !ok {
		t.Fatalf("the keyboard is at %T", w.Fyne().Canvas().Focused())
	}
	typeIn(t, w, "j")
	key(w, fyne.KeyReturn)
	if w.At().Page != "product" || w.At().Item != "i8" {
		t.Fatalf("at %+v", w.At())
	}
	did(t, d, "open i8")
	// An item that shares nothing says so, and no more than that.
	w.Go(page.Route{Page: "product", Item: "i3", Step: "prompts"})
	if !says(w, words.T("known.none")) {
		t.Error("nothing is said where nothing is shared")
	}
	typeIn(t, w, "d")
}

func TestOffersGoIntoTheAssessment(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "product", Item: "i2", Step: "threat"})
	for range 2 { // once is enough
		if !pressIn(w, "+ Darren Holt") {
			t.Fatal("the person at risk is not offered")
		}
	}
	for _, offer := range []string{"+ Stretch", "+ handgun", "+ before the weekend", "+ 27 Harrow Lane"} {
		if !pressIn(w, offer) {
			t.Errorf("%s is not offered", offer)
		}
	}
	var texts []string
	for _, f := range onPage[*part.Field](w) {
		texts = append(texts, f.Value())
	}
	for _, want := range []string{"Darren Holt", "Stretch", "handgun", "before the weekend; 27 Harrow Lane"} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is in no box: %q", want, texts)
		}
	}
	if len(d.forms) == 0 {
		t.Error("what was put in is not kept")
	}
}

func TestFreshQuestionsAreAskedAgain(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	p := d.products["i5"]
	for i := range p.Prompts {
		if p.Prompts[i].Category == "firearms" {
			p.Prompts[i].Fresh, p.Prompts[i].Flagged, p.Prompts[i].Reason = true, true, "a toy"
		}
	}
	w.Go(page.Route{Page: "product", Item: "i5", Step: "prompts"})
	if !says(w, "New by other rules since this answer") || !says(w, "a toy") {
		t.Fatal("the answer that was overtaken is not shown")
	}
	if !pressIn(w, words.T("prompt.no.because")) {
		t.Fatal("the question is not asked again")
	}
}
