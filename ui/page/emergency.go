package page

import (
	"context"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Emergency is the route for life at risk: one officer, the minimum words,
// spoken or to one recipient. It never answers with a plain no.
func Emergency(h Host, d present.EmergencyDesk, about entry.ID) {
	var items, people []part.Option
	for _, x := range h.Heads() {
		items = append(items, part.Option{Code: string(x.Item), Text: x.Ref + "  " + x.SourceType.Title()})
	}
	if len(items) == 0 {
		h.Ask().Warn(words.T("emergency.title"), words.T("emergency.noitem"))
		return
	}
	for _, r := range h.Unit().Recipients {
		if r.Fault == "" {
			people = append(people, part.Option{Code: string(r.Recipient), Text: r.Name + ", " + r.Organisation})
		}
	}
	item := part.NewChoice(words.T("choose"), string(about), items, nil)
	said, to, why, tried := part.NewArea(words.T("emergency.words.hint"), 3), part.NewField(words.T("emergency.to.hint")), part.NewArea("", 2), part.NewField(words.T("emergency.tried.hint"))
	sendTo := part.NewChoice(words.T("choose"), "", people, nil)
	sendTo.Disable()
	how := "spoken"
	route := part.NewAnswers([]part.Option{{Code: "spoken", Text: words.T("emergency.spoken")}, {Code: "sent", Text: words.T("emergency.sent")}}, how, func(c string) {
		how = c
		part.Enable(sendTo, c == "sent")
	})
	body := part.Stack(6, part.Prose(words.T("emergency.text"), style.Ink),
		part.Labelled(words.T("emergency.item"), item), part.Labelled(words.T("emergency.how"), route),
		part.Labelled(words.T("emergency.words"), said),
		part.Columns(part.Labelled(words.T("emergency.to"), to), part.Labelled(words.T("emergency.sendto"), sendTo)),
		part.Labelled(words.T("emergency.why"), why), part.Labelled(words.T("emergency.tried"), tried))
	ready := func() string {
		if item.Code() == "" {
			return words.T("emergency.needitem")
		}
		if how == "sent" && sendTo.Code() == "" {
			return words.T("emergency.needto")
		}
		return filled(said, to, why)()
	}
	form := kept[emergencyWords]{h, d, func() entry.ID { return "" }, app.FormEmergency}
	put := func(f *part.Field, text string) {
		if f.Text == "" { // what is typed meanwhile is newer
			f.SetText(text)
		}
	}
	form.back(func(w emergencyWords) {
		if w.Item != item.Code() && about != "" {
			return
		}
		item.SetCode(w.Item)
		put(said, w.Said)
		put(to, w.To)
		put(why, w.Why)
		put(tried, w.Tried)
	})
	keep := func(string) { form.keep(emergencyWords{item.Code(), said.Text, to.Text, why.Text, tried.Text}) }
	said.OnChanged, to.OnChanged, why.OnChanged, tried.OnChanged = keep, keep, keep, keep
	h.Ask().Ask(emergencyForm(body, said, ready, func() {
		in := app.EmergencyInput{How: how, At: time.Time{}, To: entry.ID(sendTo.Code())}
		in.Words.Words, in.Words.Recipient, in.Words.Why, in.Words.Unreachable = said.Value(), to.Value(), why.Value(), tried.Value()
		if how != "sent" {
			in.To = ""
		}
		id := entry.ID(item.Code())
		act(h, "record", func(ctx context.Context) (packs []app.Package, err error) {
			err = form.until(func(ctx context.Context) (err error) {
				packs, err = d.Emergency(ctx, id, in)
				return err
			})(ctx)
			return packs, err
		}, func(packs []app.Package) {
			if len(packs) > 0 {
				savePackages(h, packs, nil)
			}
			h.Ask().Tell(words.T("emergency.done"), words.T("emergency.done.text"))
		})
	}))
}

// emergencyWords is what was typed on the route and is not recorded yet.
type emergencyWords struct{ Item, Said, To, Why, Tried string }
