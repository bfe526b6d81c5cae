package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// WatchActs are what can be done about a watched folder.
type WatchActs struct {
	Pause  func(on bool)
	Settle func() // the receipt of what lands in it
	Choose func() // another folder
	Stop   func()
}

// WatchedFolder is the folder that this workstation watches, opened: how it
// stands, and what became of what lay in it since this desk was unlocked.
type WatchedFolder struct {
	host Host
	acts WatchActs
	list *filed
	head *fyne.Container
	bar  *fyne.Container
}

// OpenWatched shows a watched folder. Put keeps what is shown up to date.
func OpenWatched(h Host, w present.Watching, acts WatchActs) *WatchedFolder {
	p := &WatchedFolder{host: h, acts: acts, list: newFiled(h), head: part.Stack(0), bar: container.NewHBox()}
	p.Put(w)
	body := container.NewBorder(part.Inset(p.head, 0, 2), part.Inset(p.bar, 0, 4), nil, nil, part.MinHeight(p.list.root, 260))
	h.Ask().Page(words.T("watch.title"), body, p.list.list, fyne.NewSize(900, 640))
	return p
}

// Put shows the folder as it stands now.
func (p *WatchedFolder) Put(w present.Watching) {
	line := w.Line()
	p.head.Objects = []fyne.CanvasObject{part.Strong(w.Folder, style.Ink), part.Small(line.Text, toneInk(line.Tone)), part.Small(words.T("watch.how"), style.Muted)}
	p.head.Refresh()
	p.list.put(w.Files, w.Left)
	p.bar.Objects = nil
	closed := func(do func()) func() { return func() { p.host.Ask().Close(); do() } }
	switch w.State {
	case present.WatchPaused:
		p.bar.Add(part.NewPrimary(words.T("watch.goon"), theme.MediaPlayIcon(), func() { p.acts.Pause(false) }))
	case present.WatchUnsettled:
		p.bar.Add(part.NewPrimary(words.T("watch.settle"), theme.DocumentCreateIcon(), closed(p.acts.Settle)))
	default:
		p.bar.Add(part.NewPrimary(words.T("watch.pause"), theme.MediaPauseIcon(), func() { p.acts.Pause(true) }))
	}
	if w.State != present.WatchUnsettled {
		p.bar.Add(part.NewButton(words.T("watch.receipt"), theme.DocumentCreateIcon(), closed(p.acts.Settle)))
	}
	p.bar.Add(part.NewButton(words.T("watch.choose"), theme.FolderIcon(), closed(p.acts.Choose)))
	p.bar.Add(part.NewButton(words.T("watch.stop"), theme.CancelIcon(), closed(p.acts.Stop)))
	p.bar.Refresh()
}

// SettleWatched asks for the receipt of whatever lands in a watched folder.
func SettleWatched(h Host, folder string, before *app.Filing, settled func(app.Filing)) {
	r := newReceipt(h.Unit())
	if before != nil {
		r.fill(*before)
	}
	askForm(h, words.T("watch.settle.title"), words.T("watch.settle.verb"), r.body(words.T("watch.settle.text", folder), false), r.from, fyne.NewSize(720, 560), r.ready, func() {
		settled(r.filled().Filing())
	})
}
