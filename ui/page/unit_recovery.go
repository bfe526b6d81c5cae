package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// recoveryKey is how the unit's recovery key stands, and what can be done.
func (u *Unit) recoveryKey() fyne.CanvasObject {
	box := part.Stack(6, part.Label(words.T("recovery.title")), aside(words.T("recovery.text")), linesOf(present.RecoveryLines(u.recovery, u.proposals)))
	if len(u.recovery.Lacking) > 0 {
		box.Add(acts(part.NewPrimary(words.T("settle"), theme.ConfirmIcon(), u.settle)))
	}
	begin := part.NewButton(words.T("recovery.make"), theme.ContentAddIcon(), u.makeRecovery)
	if !u.recovery.Made {
		box.Add(acts(begin))
		return box
	}
	box.Add(acts(begin, part.NewButton(words.T("recovery.rehearse"), theme.MediaPlayIcon(), u.rehearse)))
	return box
}

// makeRecovery makes a recovery key and shows the two halves of its passphrase,
// once each and one after the other, to two officers.
func (u *Unit) makeRecovery() {
	u.host.Ask().Reason(untitled(words.T("recovery.make")), words.T("recovery.make.text"), words.T("recovery.make.why"), words.T("recovery.make.verb"), false, func(why string) {
		act(u.host, "keys", func(ctx context.Context) ([2]string, error) { return u.keys.Recovery(ctx, why) }, func(halves [2]string) {
			ask := u.host.Ask()
			ask.Tell(words.T("recovery.first"), words.T("recovery.half", halves[0]))
			ask.Confirm(words.T("recovery.second"), words.T("recovery.change"), words.T("recovery.show"), func() {
				ask.Tell(words.T("recovery.second"), words.T("recovery.half", halves[1])+"\n\n"+words.T("recovery.sealed"))
			})
		})
	})
}

// rehearse asks for both halves; the desk is locked while they are tried.
func (u *Unit) rehearse() {
	first, second, why := part.NewSecret(""), part.NewSecret(""), part.NewField("")
	body := part.Stack(8, part.Prose(words.T("recovery.rehearse.text"), style.Ink), part.Columns(part.Labelled(words.T("recovery.firsthalf"), first), part.Labelled(words.T("recovery.secondhalf"), second)),
		part.Labelled(words.T("recovery.rehearse.why"), why))
	askForm(u.host, untitled(words.T("recovery.rehearse")), words.T("recovery.rehearse.verb"), body, first, fyne.NewSize(620, 330), filled(first, second, why), func() {
		u.keys.Rehearse(first.Take(), second.Take(), why.Value())
	})
}
