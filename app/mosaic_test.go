package app_test

import (
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
)

// TestMosaicTakesInOtherItems: a draft is held against what left of other items
// that name the same, and not against what left of others; each report that is
// looked into is journalled as a view, once.
func TestMosaicTakesInOtherItems(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	u.recipient()
	first := u.receive("Jordan Pellow sells tablets from a blue van. Ring 07700 900481.")
	u.read(first)
	u.grade(first)
	u.draft(first, intel.DraftText{Title: "Street supply", Body: "Jordan Pellow may sell tablets from a vehicle in the evening."})
	rel, err := u.desk.Submit(t.Context(), first, u.submission())
	must(t, err)
	u.as("hale")
	must(t, u.approve(rel))
	u.as("malik")
	_, err = u.desk.Dispatch(t.Context(), rel)
	must(t, err)

	views := func() (n int) {
		for _, l := range u.desk.Journal(app.JournalFilter{Item: first, Kind: entry.ProductViewed, Person: "malik"}) {
			if l.Fault == "" {
				n++
			}
		}
		return n
	}
	told := func(text string) (n int) {
		id := u.receive(text)
		_, err := u.desk.Open(t.Context(), id)
		must(t, err)
		for range 2 {
			fs, err := u.desk.CheckDraft(t.Context(), id, intel.DraftText{Title: "Supply", Body: "Tablets are sold near the shops."})
			must(t, err)
			n = 0
			for _, f := range fs.Mosaic {
				if f.Release != "" {
					n++
				}
			}
		}
		return n
	}
	before := views()
	if n := told("Casey Rudd keeps dogs behind the depot."); n != 0 || views() != before {
		t.Errorf("%d facts of an item that has nothing to do with it, %d views", n, views()-before)
	}
	if n := told("JORDAN PELLOW has moved to Stockport."); n == 0 || views() != before+1 {
		t.Errorf("%d facts of an item about the same man, %d views", n, views()-before)
	}
	if n := told("Jordan Pellow drives to Leeds on Fridays."); n == 0 || views() != before+1 {
		t.Errorf("%d facts, and the view is journalled %d times in one session", n, views()-before)
	}
}
