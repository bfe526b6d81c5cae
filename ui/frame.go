package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// frame is what is always on the screen of an open desk.
type frame struct {
	w       *Window
	rail    map[string]*part.RailItem
	alarm   *part.Alarm
	alarmTo string
	who     *part.Cut
	role    *part.Cut
	open    *fyne.Container
	next    *part.Chip
	title   *part.Cut
	line    *part.Cut
	lineBox *fyne.Container
	lineNow string
	toneNow present.Tone
	watch   *fyne.Container // how the watched folder stands
	busy    *part.Chip
	stop    *part.Button
	working map[string]job.Progress
	body    *fyne.Container
	root    fyne.CanvasObject
}

func newFrame(w *Window) *frame {
	f := &frame{w: w, rail: map[string]*part.RailItem{}, working: map[string]job.Progress{}}
	f.alarm = part.NewAlarm(func() { w.Go(page.Route{Page: f.alarmTo}) })
	f.body = container.NewStack()
	strip := w.marked
	top := container.NewVBox(part.Strip(strip), f.alarm)
	middle := container.NewBorder(f.topBar(), f.statusLine(), nil, nil, part.Inset(f.body, 8, 0))
	inner := container.NewBorder(nil, nil, f.makeRail(), nil, middle)
	f.root = container.NewStack(part.NewGround(), container.New(layout.NewCustomPaddedLayout(0, 0, 0, 0), container.NewBorder(top, part.Strip(strip), nil, nil, inner)))
	return f
}

func (f *frame) makeRail() fyne.CanvasObject {
	name := part.Line(words.T("app.name"), theme.SizeNameSubHeadingText, style.NavInk, true)
	box := part.Stack(2, part.Inset(name, 14, 10))
	for _, id := range railPages() {
		item := part.NewRailItem(words.Of("page", id), railIcons()[id], func() { f.w.Go(page.Route{Page: id}) })
		f.rail[id] = item
		box.Add(part.Inset(item, 6, 0))
	}
	foot := part.Stack(2,
		part.Inset(part.NewRailItem(words.T("frame.receive"), theme.ContentAddIcon(), f.w.receive), 6, 0),
		part.Inset(part.NewRailItem(words.T("frame.help"), theme.HelpIcon(), f.w.help), 6, 0),
		part.Inset(part.NewRailItem(words.T("frame.switch"), theme.LogoutIcon(), f.w.Lock), 6, 0), part.Gap(6))
	return part.Fill(style.Nav, part.MinWidth(container.NewBorder(box, foot, nil, nil), 172))
}

func (f *frame) topBar() fyne.CanvasObject {
	f.title = part.NewCut("", style.SizeTitle, style.Ink, true)
	f.who = part.NewCut("", theme.SizeNameText, style.Ink, true)
	f.role = part.NewCut("", theme.SizeNameCaptionText, style.Muted, false)
	f.open = container.NewStack()
	f.next = part.NewChip("", part.Neutral)
	f.next.Hide()
	find := part.NewButton(words.T("frame.palette"), theme.SearchIcon(), f.w.palette)
	look := part.NewQuiet("", theme.ColorPaletteIcon(), func() { f.w.SetDark(!f.w.dark()) })
	alarm := part.NewDanger(words.T("frame.emergency"), theme.WarningIcon(), f.w.emergency)
	lock := part.NewButton(words.T("frame.lock"), theme.LogoutIcon(), f.w.Lock)
	who := part.MinWidth(part.Stack(0, f.who, f.role), 168)
	right := part.Side(8, f.next, f.open, who, look, find, alarm, lock)
	left := container.NewVBox(layout.NewSpacer(), f.title, layout.NewSpacer())
	return part.Inset(container.NewBorder(nil, nil, nil, right, left), 14, 5)
}

func (f *frame) statusLine() fyne.CanvasObject {
	f.lineBox = container.NewStack()
	f.busy = part.NewChip("", part.Accent)
	f.busy.Hide()
	f.stop = part.NewQuiet(words.T("frame.cancel"), theme.CancelIcon(), f.cancel)
	f.stop.Hide()
	f.watch = container.NewStack()
	f.setLine("", present.Neutral)
	mid := container.NewVBox(layout.NewSpacer(), f.lineBox, layout.NewSpacer())
	return part.Inset(container.NewBorder(nil, nil, nil, part.Side(6, f.busy, f.stop, f.watch), mid), 14, 2)
}

func (f *frame) setLine(text string, t present.Tone) {
	ink := style.Muted
	switch t {
	case present.Danger:
		ink = style.Danger
	case present.Due:
		ink = style.Due
	}
	f.line = part.NewCut(text, theme.SizeNameCaptionText, ink, t != present.Neutral)
	f.lineBox.Objects = []fyne.CanvasObject{part.MinHeight(f.line, 18)}
	f.lineBox.Refresh()
}

// watching shows how the watched folder stands; tapping it tells more.
func (f *frame) watching(w present.Word) {
	f.watch.Objects = []fyne.CanvasObject{part.NewFilter(w.Text, part.Tone(w.Tone), false, f.w.openWatched)}
	f.watch.Refresh()
	f.w.Relay()
}

func (f *frame) show(id string, o fyne.CanvasObject) {
	for name, item := range f.rail {
		item.SetOn(name == id)
	}
	f.title.SetText(words.Of("page", id))
	f.body.Objects = []fyne.CanvasObject{o}
	f.body.Refresh()
}

// say puts a word of what was done on the status line until the next refresh.
func (f *frame) say(text string) { f.setLine(text, present.Neutral) }

func (f *frame) put(v present.StatusView) {
	f.alarmTo = v.AlarmTo
	f.alarm.Say(v.Alarm)
	f.who.SetText(v.Who)
	f.role.SetText(v.Roles)
	f.open.Objects = []fyne.CanvasObject{part.NewFilter(v.Open, part.Accent, false, func() { f.w.Go(page.Route{Page: "unit", Step: "compartments"}) })}
	f.open.Refresh()
	if v.Next.Text == "" {
		f.next.Hide()
	} else {
		f.next.Set(v.Next.Text, part.Tone(v.Next.Tone))
		f.next.Show()
	}
	if v.Line != f.lineNow || v.LineTone != f.toneNow {
		f.lineNow, f.toneNow = v.Line, v.LineTone
		f.setLine(v.Line, v.LineTone)
	}
	f.rail["triage"].SetCount(v.ToRead, v.Life > 0)
	f.rail["threat"].SetCount(v.Unowned, true)
	f.rail["signoff"].SetCount(v.ToSign, false)
	f.rail["product"].SetCount(v.Returned, true)
	f.rail["journal"].SetCount(v.Alarms, true)
	f.rail["unit"].SetCount(v.ToSecond, false)
	f.w.Relay()
}

// progress shows what runs beside the window.
func (f *frame) progress(p job.Progress) {
	if p.Lane == "frame" || p.Lane == lookLane {
		return
	}
	if p.Running {
		f.working[p.Lane] = p
	} else {
		delete(f.working, p.Lane)
	}
	var names []string
	cancellable := false
	for lane, x := range f.working {
		text := words.Of("job", x.What)
		if x.Total > 0 {
			text = words.T("job.of", text, x.Done, x.Total)
		}
		names = append(names, text)
		cancellable = cancellable || !strings.HasPrefix(lane, "act-")
	}
	if len(names) == 0 {
		f.busy.Hide()
		f.stop.Hide()
		return
	}
	f.busy.Set(names[0], part.Accent)
	f.busy.Show()
	if cancellable {
		f.stop.Show()
	} else {
		f.stop.Hide()
	}
}

func (f *frame) cancel() {
	for lane := range f.working {
		if lane == rescanLane {
			f.w.held = f.w.owing
		}
		if !strings.HasPrefix(lane, "act-") {
			f.w.jobs.Cancel(lane)
		}
	}
}

// refreshFrame reads what is always on the screen, beside the window: the desk
// may be busy with somebody's act.
func (w *Window) refreshFrame() {
	type all struct {
		s  app.Status
		me app.Me
		u  app.Unit
		hs []app.Head
	}
	d := w.desk
	if d == nil {
		return
	}
	job.Run(w.jobs, "frame", "list", func(context.Context, job.Report) (all, error) {
		return all{d.Status(), d.Me(), d.Unit(), d.Inbox()}, nil
	}, func(v all, _ error) {
		if w.frame != nil && w.desk == d {
			w.heads, w.unit = v.hs, v.u
			w.frame.put(present.Frame(w.opts.Now(), v.s, v.me, v.u))
			w.owing = v.s.ToRescan
			w.rescan(v.s)
		}
	})
}
