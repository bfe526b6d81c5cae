package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/page"
	"corridor/ui/words"
)

func (d *fakeDesk) ProposeDestruction(_ context.Context, id entry.ID, why string) error {
	return d.note("destroy %s %q", id, why)
}

func (d *fakeDesk) Certificate() ([]byte, error) { return []byte("CERTIFICATE"), nil }

// An officer hands out the certificate that partners encrypt product to.
func TestMyCertificateIsWritten(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	files := &fakeFiles{}
	w.files = files
	w.Go(page.Route{Page: "unit", Step: "people"})
	press(t, w, words.T("mycert"))
	if got := string(files.saved["certificate.asc"]); got != "CERTIFICATE" {
		t.Errorf("written %q, saved %v, did %v", got, files.saved, d.did)
	}
}

// Destruction is proposed with a reason from the source step; afterwards
// nothing but the history is shown, on whatever step.
func TestDestructionIsProposedAndWhatIsGoneIsNotShown(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "product", Item: "i7", Step: "source"})
	press(t, w, words.T("destroy.begin"))
	key(w, fyne.KeyReturn)
	typeIn(t, w, "retention ended")
	key(w, fyne.KeyReturn)
	did(t, d, `destroy i7 "retention ended"`)
	p := d.products["i7"]
	p.Destroyed = &app.DestroyedView{By: "R. Hale", Pieces: 4}
	for _, step := range []string{"source", "draft", "release"} {
		w.Go(page.Route{Page: "product", Item: "i7", Step: step})
		if s := text(w); !strings.Contains(s, words.T("gone.title")) || strings.Contains(s, fakeBody) {
			t.Errorf("on %s: the content shows, or nothing says that it is gone", step)
		}
	}
}
