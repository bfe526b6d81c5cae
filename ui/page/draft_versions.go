package page

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/app"
	"corridor/app/intel"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// versions compares two versions of the draft: any two that were saved, or one
// of them with what is being typed.
func (s *draftStep) versions() {
	item, typed := s.page.item, s.dirty
	fetch(s.page.host, "versions", "list", func(ctx context.Context) ([]app.DraftVersion, error) { return s.page.desk.Drafts(ctx, item) }, func(vs []app.DraftVersion) {
		if s.page.item != item {
			return
		}
		older, newer, ok := present.Pair(vs, typed)
		if !ok {
			s.page.host.Ask().Tell(words.T("versions.title"), words.T("versions.none"))
			return
		}
		v := &versions{host: s.page.host, draft: s, item: item, texts: map[string]intel.DraftText{present.Now: s.text}}
		var opts []part.Option
		for _, l := range present.Versions(s.page.host.Now(), vs, typed) {
			opts = append(opts, part.Option{Code: l.Code, Text: l.Text})
		}
		v.build(opts, older, newer)
		v.compare()
		s.page.host.Ask().Page(words.T("versions.title"), v.root, v.older, fyne.NewSize(1160, 600))
	})
}

// versions is the comparison on the screen.
type versions struct {
	host         Host
	draft        *draftStep
	item         ID
	texts        map[string]intel.DraftText // opened so far: each view is recorded once
	older, newer *part.Choice
	left, right  *part.Source
	line         *part.Cut
	root         fyne.CanvasObject
}

func (v *versions) build(opts []part.Option, older, newer string) {
	v.older = part.NewChoice("", older, opts, func(string) { v.compare() })
	v.newer = part.NewChoice("", newer, opts, func(string) { v.compare() })
	v.left, v.right = part.NewSource(), part.NewSource()
	v.line = part.Caption("").(*part.Cut)
	side := func(label string, c *part.Choice, s *part.Source) fyne.CanvasObject {
		return container.NewBorder(part.Inset(part.Labelled(label, c), 0, 3), nil, nil, nil, s.Object())
	}
	panes := part.Columns(side(words.T("versions.older"), v.older, v.left), side(words.T("versions.newer"), v.newer, v.right))
	head := part.Stack(-4, part.Small(words.T("versions.how"), style.Muted), part.Inset(v.line, 8, 2))
	v.root = container.NewBorder(part.Inset(head, 0, 2), nil, nil, nil, part.MinHeight(panes, 380))
}

// compare opens what is not open yet and lights what differs.
func (v *versions) compare() {
	older, newer := v.older.Code(), v.newer.Code()
	have := map[string]intel.DraftText{}
	for code, t := range v.texts {
		have[code] = t
	}
	job.Run(v.host.Jobs(), "compare", "check", func(ctx context.Context, _ job.Report) (present.Compared, error) {
		for _, code := range []string{older, newer} {
			if _, ok := have[code]; ok {
				continue
			}
			n, err := strconv.Atoi(code)
			if err != nil {
				return present.Compared{}, err
			}
			if have[code], err = v.draft.page.desk.OpenDraft(ctx, v.item, n); err != nil {
				return present.Compared{}, err
			}
		}
		return present.Compare(have[older], have[newer]), nil
	}, func(c present.Compared, err error) {
		if err != nil {
			v.line.SetText(words.T("versions.failed"))
			return
		}
		v.texts = have
		v.left.Put(c.Older, spansOf(c.Gone))
		v.right.Put(c.Newer, spansOf(c.Added))
		v.line.SetText(c.Line)
	})
}
