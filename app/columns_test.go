package app_test

import (
	"fmt"
	"testing"

	"corridor/app/intake"
)

func TestColumnsAreRememberedForEachOriginator(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	header := []string{"One", "Two", "Date"}
	guess, remembered, err := d.Columns(t.Context(), "Telecom A", header)
	must(t, err)
	if remembered || fmt.Sprint(guess) != "map[when:2]" {
		t.Errorf("guess %v %v", guess, remembered)
	}
	must(t, d.RememberColumns(t.Context(), "Telecom A", header, intake.Columns{intake.FieldFrom: 0, intake.FieldTo: 1, intake.FieldWhen: 2}))
	must(t, d.RememberColumns(t.Context(), "Telecom B", header, intake.Columns{intake.FieldTo: 0}))
	if d.RememberColumns(t.Context(), "Telecom A", header, intake.Columns{intake.FieldTo: 7}) == nil {
		t.Error("a column that is not there was remembered")
	}
	u.as("hale")
	d = u.as("malik")
	for originator, want := range map[string]string{" telecom a": "map[from:0 to:1 when:2] true", "Telecom B": "map[to:0] true", "Telecom C": "map[when:2] false"} {
		got, remembered, err := d.Columns(t.Context(), originator, []string{"one", "TWO ", "Date"})
		must(t, err)
		if s := fmt.Sprint(got, " ", remembered); s != want {
			t.Errorf("%s: %s, want %s", originator, s, want)
		}
	}
	if _, remembered, _ := d.Columns(t.Context(), "Telecom A", []string{"One", "Two", "Three", "Date"}); remembered {
		t.Error("a mapping was used for a table of another shape")
	}
	if _, remembered, _ := u.as("hale").Columns(t.Context(), "Telecom A", header); remembered {
		t.Error("one member's mapping shows with another's")
	}
}
