package page

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Receive asks for the receipt of a file and keeps it. The form names the file
// and shows none of its text: nothing is on record yet.
func Receive(h Host, d present.ReceiveDesk, name string, b []byte, then func()) {
	u := h.Unit()
	in := &app.Incoming{Name: filepath.Base(name), Bytes: b, Tier: u.Ceiling}
	if in.Tier.Above(intel.OfficialSensitive) {
		in.Tier = intel.OfficialSensitive
	}
	var kinds, tiers, rooms []part.Option
	for _, s := range intel.SourceTypes() {
		kinds = append(kinds, part.Option{Code: string(s.Type), Text: s.Title})
	}
	for _, t := range intel.Tiers() {
		tiers = append(tiers, part.Option{Code: string(t), Text: string(t)})
	}
	for _, c := range u.Compartments {
		if c.Open {
			rooms = append(rooms, part.Option{Code: string(c.ID), Text: c.Label})
			if in.Compartment == "" || c.Common {
				in.Compartment = c.ID
			}
		}
	}
	kind := part.NewChoice(words.T("choose"), "", kinds, nil)
	tier := part.NewChoice(words.T("choose"), string(in.Tier), tiers, nil)
	room := part.NewChoice(words.T("choose"), string(in.Compartment), rooms, nil)
	from, fromRef, srcRef := part.NewField(""), part.NewField(""), part.NewField("")
	day, marking, handling := part.NewField(words.T("day.hint")), part.NewField(words.T("receive.marking.hint")), part.NewField(words.T("receive.handling.hint"))
	subject, note, pass := part.NewField(""), part.NewField(""), part.NewSecret("")
	body := part.Stack(6,
		part.Prose(words.T("receive.file", in.Name, len(b)), style.Ink),
		part.Columns(part.Labelled(words.T("fact.originator"), from), part.Labelled(words.T("fact.originatorref"), fromRef)),
		part.Columns(part.Labelled(words.T("fact.sourcetype"), kind), part.Labelled(words.T("fact.sourceref"), srcRef)),
		part.Columns(part.Labelled(words.T("receive.compartment"), room), part.Labelled(words.T("receive.tier"), tier)),
		part.Columns(part.Labelled(words.T("fact.marking"), marking), part.Labelled(words.T("fact.handling"), handling)),
		part.Columns(part.Labelled(words.T("fact.intelligence"), day), part.Labelled(words.T("fact.subject"), subject)),
		part.Columns(part.Labelled(words.T("fact.note"), note), part.Labelled(words.T("receive.passphrase"), pass)))
	ready := func() string {
		if from.Value() == "" || kind.Code() == "" || tier.Code() == "" {
			return words.T("receive.need")
		}
		if _, ok := present.Day(day.Value()); !ok {
			return words.T("person.badday", day.Value())
		}
		return ""
	}
	askForm(h, words.T("receive.title"), words.T("receive.verb"), body, from, fyne.NewSize(720, 520), ready, func() {
		in.SourceType, in.Tier, in.Compartment = intel.SourceType(kind.Code()), intel.Tier(tier.Code()), ItemID(room.Code())
		in.Intelligence, in.Passphrase = day.Value(), string(pass.Take())
		in.Receipt = intel.Receipt{Originator: from.Value(), OriginatorRef: fromRef.Value(), Marking: marking.Value(), Handling: handling.Value(),
			SourceRef: srcRef.Value(), Subject: subject.Value(), Note: note.Value()}
		act(h, "receive", func(ctx context.Context) (app.Took, error) { return d.Receive(ctx, *in) }, func(t app.Took) {
			took(h, t)
			if then != nil {
				then()
			}
		})
	})
}

// ItemID reads an id that a widget kept as text.
func ItemID(code string) entry.ID { return entry.ID(code) }

// took says what became of the file: taken in, held already, or not read.
func took(h Host, t app.Took) {
	switch {
	case t.Already != "":
		h.Ask().Tell(words.T("receive.already", t.Already), words.T("receive.already.text", t.Already))
	case t.NotRead != "":
		h.Ask().Tell(words.T("receive.notread", t.Ref), words.T("receive.notread.text", strings.TrimSuffix(t.NotRead, ".")))
	default:
		h.Say(words.T("receive.done", t.Ref))
	}
	if t.Item != "" {
		h.Go(Route{Page: "triage", Item: t.Item})
	}
}
