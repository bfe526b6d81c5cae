package page

import (
	"context"

	"fyne.io/fyne/v2"

	"corridor/app/entry"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// handOut asks for a recipient whose fingerprint was confirmed, has something
// encrypted to them, and writes it into a folder of the officer's choice under
// a name. place is the title of that question.
func handOut(h Host, title, text, place, name string, seal func(ctx context.Context, to entry.ID) ([]byte, error)) {
	var opts []part.Option
	for _, r := range h.Unit().Recipients {
		if text, ok := present.RecipientLine(r); ok {
			opts = append(opts, part.Option{Code: string(r.Recipient), Text: text})
		}
	}
	if len(opts) == 0 {
		h.Ask().Tell(title, words.T("handout.norecipient"))
		return
	}
	to := part.NewChoice(words.T("choose"), "", opts, nil)
	ready := func() string {
		if to.Code() == "" {
			return words.T("ask.fill")
		}
		return ""
	}
	body := part.Stack(8, part.Prose(text, style.Muted), part.Labelled(words.T("handout.to"), to))
	askForm(h, title, words.T("handout.verb"), body, to, fyne.NewSize(560, 300), ready, func() {
		id := entry.ID(to.Code())
		act(h, "export", func(ctx context.Context) ([]byte, error) { return seal(ctx, id) }, func(b []byte) {
			h.Files().Save(place, map[string][]byte{name: b}, func(_ string, err error) {
				if err != nil {
					h.Ask().Warn(words.T("handout.notwritten"), words.T("handout.notwritten.text"))
				}
			})
		})
	})
}
