package page

import (
	"context"

	"fyne.io/fyne/v2"

	"corridor/app"
	"corridor/app/release"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/words"
)

// approve signs the report that was read, with the passphrase.
func (s *SignOff) approve() {
	o := s.s.Opened()
	if o == nil || s.s.Ready() != "" {
		return
	}
	s.host.Ask().Secret(words.T("signoff.approve.title", o.Ref), s.s.Naming(), words.T("unlock.passphrase"), words.T("signoff.sign"), func(secret []byte) {
		done(s.host, "sign", func(ctx context.Context) error {
			defer clear(secret)
			return s.desk.Approve(ctx, o.Release, secret)
		}, func() { s.over(words.T("signoff.approved", o.Ref)) })
	})
}

func (s *SignOff) over(text string) {
	s.s.Close()
	s.laid = ""
	s.host.Say(text)
	s.Refresh()
}

func (s *SignOff) giveBack() {
	o := s.s.Opened()
	s.host.Ask().Reason(words.T("signoff.return.title", o.Ref), words.T("signoff.return.text"), words.T("signoff.reason"), words.T("signoff.return"), false, func(why string) {
		done(s.host, "record", func(ctx context.Context) error { return s.desk.Return(ctx, o.Release, why) }, func() { s.over(words.T("signoff.returned", o.Ref)) })
	})
}

func (s *SignOff) refuse() {
	o := s.s.Opened()
	s.host.Ask().Reason(words.T("signoff.refuse.title", o.Ref), words.T("signoff.refuse.text"), words.T("signoff.reason"), words.T("signoff.refuse"), true, func(why string) {
		done(s.host, "record", func(ctx context.Context) error { return s.desk.Refuse(ctx, o.Release, why) }, func() { s.over(words.T("signoff.refused", o.Ref)) })
	})
}

// openEmergency shows what was said on the emergency route, for the decision
// that comes after it.
func (s *SignOff) openEmergency(w app.ReleaseView) {
	act(s.host, "open", func(ctx context.Context) (release.EmergencyWords, error) {
		return s.desk.OpenEmergency(ctx, w.Item, w.Release)
	}, func(e release.EmergencyWords) {
		area := part.NewArea("", 3)
		verdict := part.NewChoice(words.T("choose"), "", []part.Option{{Code: "yes", Text: words.T("emergency.endorse")}, {Code: "no", Text: words.T("emergency.notendorse")}}, nil)
		ready := func() string { // neither answer is given for them
			if verdict.Code() == "" {
				return words.T("emergency.verdict")
			}
			return filled(area)()
		}
		body := part.Stack(6, part.Facts(
			[2]string{words.T("emergency.to"), e.Recipient}, [2]string{words.T("emergency.words"), e.Words},
			[2]string{words.T("emergency.why"), e.Why}, [2]string{words.T("emergency.tried"), e.Unreachable},
			[2]string{words.T("emergency.by"), w.SubmittedBy}, [2]string{words.T("emergency.at"), present.When(s.host.Now(), w.SentAt)}),
			part.Labelled(words.T("emergency.verdict"), verdict), part.Labelled(words.T("emergency.found"), area))
		askForm(s.host, words.T("emergency.sign.title", w.ItemRef), words.T("emergency.sign"), body, area, fyne.NewSize(600, 540), ready, func() {
			ok, why := verdict.Code() == "yes", area.Value()
			done(s.host, "record", func(ctx context.Context) error { return s.desk.EmergencySign(ctx, w.Item, w.Release, ok, why) }, s.Refresh)
		})
	})
}
