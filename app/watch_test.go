package app_test

import (
	"strings"
	"testing"
	"time"

	"corridor/app"
)

func TestWatchTakesWhatHasComeToRest(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	file := func(name string, size int64, later time.Duration) app.Lying {
		return app.Lying{Name: name, Size: size, Changed: at.Add(later), Regular: true}
	}
	var w app.Watch
	for i, c := range []struct {
		now   []app.Lying
		ready string
		left  string // names, and a word of each reason
	}{
		{[]app.Lying{file("a.eml", 10, 0), file("b.pdf", 5, 0)}, "", "a.eml b.pdf"},
		{[]app.Lying{file("a.eml", 10, 0), file("b.pdf", 9, 1)}, "a.eml", "b.pdf"},
		{[]app.Lying{file("a.eml", 10, 0), file("b.pdf", 9, 1)}, "b.pdf", ""},
		{[]app.Lying{file("a.eml", 10, 0), file("b.pdf", 9, 1)}, "", ""},
		{[]app.Lying{file("a.eml", 11, 9), file("b.pdf", 9, 1)}, "", "a.eml"},
		{[]app.Lying{file("a.eml", 11, 9)}, "a.eml", ""},
		{[]app.Lying{{Name: "inner", Changed: at}, file("~$a.docx", 3, 0), file("x.part", 3, 0), file("nil.txt", 0, 0), file("big", app.MaxOriginal+1, 0), file("Thumbs.db", 9, 0)}, "", "Thumbs.db big inner nil.txt x.part ~$a.docx"},
	} {
		ready, left := w.Look(c.now)
		var names []string
		for _, l := range left {
			if l.Why == "" {
				t.Errorf("look %d: no reason for %s", i, l.Name)
			}
			names = append(names, l.Name)
		}
		if strings.Join(ready, " ") != c.ready || strings.Join(names, " ") != c.left {
			t.Errorf("look %d: ready %q left %q, want %q and %q", i, ready, names, c.ready, c.left)
		}
		for _, r := range ready {
			w.Done(r)
		}
	}
}
