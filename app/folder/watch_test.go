package folder

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func file(name string, size int64, later time.Duration) Lying {
	return Lying{Name: name, Size: size, Changed: morning.Add(later), Kind: Ordinary}
}

func names(ls []Lying) string {
	var out []string
	for _, l := range ls {
		out = append(out, l.Name)
	}
	return strings.Join(out, " ")
}

func alone(ls []Left) string {
	var out []string
	for _, l := range ls {
		out = append(out, l.Name)
	}
	return strings.Join(out, " ")
}

func TestWatchTakesWhatHasComeToRest(t *testing.T) {
	var w Watch
	for i, c := range []struct {
		now   []Lying
		ready string
		left  string
	}{
		{[]Lying{file("a.eml", 10, 0), file("b.pdf", 5, 0)}, "", "a.eml b.pdf"},
		{[]Lying{file("a.eml", 10, 0), file("b.pdf", 9, 1)}, "a.eml", "b.pdf"},
		{[]Lying{file("a.eml", 10, 0), file("b.pdf", 9, 1)}, "b.pdf", ""},
		{[]Lying{file("a.eml", 10, 0), file("b.pdf", 9, 1)}, "", ""},
		{[]Lying{file("a.eml", 11, 9), file("b.pdf", 9, 1)}, "", "a.eml"},
		{[]Lying{file("a.eml", 11, 9)}, "a.eml", ""},
		{nil, "", ""}, // the folder is out of reach for a while
		{[]Lying{file("a.eml", 11, 9)}, "", ""},
	} {
		ready, left := w.Look(c.now)
		if names(ready) != c.ready || alone(left) != c.left {
			t.Errorf("look %d: ready %q left %q, want %q and %q", i, names(ready), alone(left), c.ready, c.left)
		}
		for _, l := range left {
			if !l.Waits() {
				t.Errorf("look %d: %s: %s", i, l.Name, l.Why)
			}
		}
		for _, r := range ready {
			w.Done(r.Name)
		}
	}
	again := Resume(w.Dealt())
	for range 2 {
		if ready, left := again.Look([]Lying{file("a.eml", 11, 9), file("b.pdf", 9, 1)}); len(ready)+len(left) != 0 {
			t.Errorf("after a restart: %v %v", ready, left)
		}
	}
	if strings.Contains(strings.Join(w.Dealt(), " "), "eml") {
		t.Error("what is remembered tells names")
	}
}

func TestWhatIsNeverTaken(t *testing.T) {
	for _, c := range []struct {
		l    Lying
		want string
	}{
		{Lying{Name: "inner", Kind: Folder}, whyFolder}, {Lying{Name: "x.lnk", Kind: Link}, whyLink}, {Lying{Name: "pipe", Kind: Device}, whyDevice}, {Lying{Name: "?"}, whyDevice},
		{file("~$a.docx", 3, 0), whyOpen}, {file("x.PART", 3, 0), whyOpen}, {file("y.crdownload", 3, 0), whyOpen}, {file(".~lock.a.odt#", 3, 0), whyOpen},
		{file("nil.txt", 0, 0), whyEmpty}, {file("big", MaxFile+1, 0), whyBig}, {file("Thumbs.db", 9, 0), whySystem}, {file(".DS_Store", 9, 0), whySystem}, {file(".hidden", 9, 0), whyHidden},
	} {
		var w Watch
		for range 3 {
			ready, left := w.Look([]Lying{c.l})
			if len(ready) != 0 || len(left) != 1 || left[0] != (Left{c.l.Name, c.want}) || left[0].Waits() {
				t.Errorf("%s: %v %v", c.l.Name, ready, left)
			}
		}
	}
}

func TestAFileThatCannotBeReadIsTriedThreeTimes(t *testing.T) {
	var w Watch
	now := []Lying{file("a", 1, 0)}
	w.Look(now)
	for i := range 3 {
		ready, left := w.Look(now)
		if names(ready) != "a" || i > 0 && (len(left) != 1 || left[0].Why != whyFailed) {
			t.Fatalf("try %d: %v %v", i, ready, left)
		}
		w.Failed("a")
	}
	if ready, left := w.Look(now); len(ready) != 0 || len(left) != 1 || left[0].Why != whyGivenUp || left[0].Waits() {
		t.Errorf("then: %v %v", ready, left)
	}
	now[0].Size = 2
	w.Look(now)
	if ready, _ := w.Look(now); names(ready) != "a" {
		t.Error("it changed and is not tried again")
	}
	w.Failed("nobody")
	w.Done("nobody")
}

func TestALookIsBounded(t *testing.T) {
	var w Watch
	var now []Lying
	for i := range maxReady + 50 {
		now = append(now, file(fmt.Sprintf("%04d", i), 1, 0))
	}
	w.Look(now)
	ready, left := w.Look(now)
	if len(ready) != maxReady || len(left) != 50 || !left[0].Waits() || left[0].Name != fmt.Sprintf("%04d", maxReady) {
		t.Fatalf("%d ready, %d left", len(ready), len(left))
	}
	for i := range maxDealt + 10 {
		w.deal(fmt.Sprint(i))
	}
	if len(w.Dealt()) != maxDealt || len(w.known) != maxDealt || w.Dealt()[0] != "10" {
		t.Errorf("%d remembered from %s", len(w.Dealt()), w.Dealt()[0])
	}
}
