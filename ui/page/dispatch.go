package page

import (
	"context"
	"fmt"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/words"
)

// dispatcher is the verb that makes the packages of an approved release.
type dispatcher interface {
	Dispatch(ctx context.Context, id entry.ID) ([]app.Package, error)
}

// dispatch sends an approved release: the gate decides once more, the act is
// journalled, and the packages are written where the officer chooses.
func dispatch(h Host, d dispatcher, r app.ReleaseView, then func()) {
	h.Ask().Confirm(words.T("release.dispatch.title", r.Ref), words.T("release.dispatch.text"), words.T("release.dispatch"), func() {
		act(h, "dispatch", func(ctx context.Context) ([]app.Package, error) { return d.Dispatch(ctx, r.Release) }, func(packs []app.Package) {
			savePackages(h, packs, then)
		})
	})
}

// savePackages writes each copy into a folder of its own name.
func savePackages(h Host, packs []app.Package, then func()) {
	files := map[string][]byte{}
	for _, p := range packs {
		for name, b := range p.Files {
			files[fmt.Sprintf("%s-copy-%d/%s", p.Ref, p.Copy, name)] = b
		}
	}
	h.Files().Save(words.T("files.release"), files, func(place string, err error) {
		switch {
		case err != nil:
			h.Ask().Warn(words.T("release.notwritten"), words.T("release.notwritten.text"))
		case place != "":
			h.Ask().Tell(words.T("release.written"), words.T("release.written.text", place))
		}
		if then != nil {
			then()
		}
	})
}
