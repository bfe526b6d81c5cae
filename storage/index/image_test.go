package index

import (
	"bytes"
	"slices"
	"testing"

	"corridor/app"
)

func found(t *testing.T, x *Index, query string) []app.Hit {
	t.Helper()
	hits, err := x.Search(query, 10)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return hits
}

// An index that was kept finds what it found before, and goes on growing.
func TestImage(t *testing.T) {
	from, to := sample(t), empty(t)
	image, err := from.Image()
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Restore(image); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"harbour", "07700 900123", "ab12cde", `"nunez"`, "ref:SIU-2026-0002", "har*", "harbour NOT vehicle"} {
		if want, got := found(t, from, q), found(t, to, q); !slices.Equal(want, got) {
			t.Errorf("%s: %v, was %v", q, got, want)
		}
	}
	if to.Len() != from.Len() {
		t.Errorf("%d items, was %d", to.Len(), from.Len())
	}
	for range 2000 {
		if err := to.Add("z", map[string]string{"text": "a later word: zebra"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Add("a", map[string]string{"text": "replaced"}); err != nil {
		t.Fatal(err)
	}
	if h := found(t, to, "zebra"); len(h) != 1 || h[0].Item != "z" {
		t.Errorf("what came later: %v", h)
	}
	if h := found(t, to, "harbour after six"); len(h) != 0 {
		t.Errorf("what was replaced is still found: %v", h)
	}
	if err := to.Remove("b"); err != nil || len(found(t, to, "AB12 CDE")) != 0 {
		t.Errorf("what was removed is still found (%v)", err)
	}
}

// What is no image changes nothing.
func TestNotAnImage(t *testing.T) {
	x := sample(t)
	image, err := x.Image()
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"nothing": nil, "garbage": bytes.Repeat([]byte{7}, 500), "cut": image[:len(image)-1], "longer": append(bytes.Clone(image), 0)} {
		if err := x.Restore(b); err == nil {
			t.Errorf("%s: taken", name)
		}
		if h := found(t, x, "harbour"); len(h) == 0 {
			t.Errorf("%s: nothing is found any more", name)
		}
	}
}

func empty(t *testing.T) *Index {
	t.Helper()
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}
