package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// settings is every force-policy number, changed by choosing its line.
func (u *Unit) settings() fyne.CanvasObject {
	defs := u.u.Settings
	t := part.NewTable([]part.Column{{Head: words.T("setting.what"), Share: 3}, {Head: words.T("setting.value"), Share: 1}, {Head: words.T("setting.why"), Share: 5}}, func(i int) part.Cells {
		d := defs[i]
		return part.Cells{Text: []string{words.Of("settingkey", d.Key), present.Setting(d), d.Why}}
	}, func(i int) { u.change(i) })
	t.SetCount(len(defs))
	t.OnSelected = func(i int) { u.change(i); t.UnselectAll() }
	return part.Panel(container.NewBorder(part.Inset(part.Small(words.T("setting.text"), style.Muted), 0, 2), nil, nil, nil, t.WithHead()))
}

func (u *Unit) change(i int) {
	d := u.u.Settings[i]
	value := part.NewField("")
	value.SetText(d.Value)
	body := part.Stack(8, part.Prose(words.Of("settingunit", d.Unit), style.Muted), part.Labelled(words.Of("settingkey", d.Key), value))
	askForm(u.host, words.Of("settingkey", d.Key), words.T("setting.change"), body, value, fyne.NewSize(460, 250), filled(value), func() {
		v := value.Value()
		u.record(func(ctx context.Context) error { return u.desk.SetPolicy(ctx, d.Key, v) })
	})
}
