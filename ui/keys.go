package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// binding is a shortcut of the window: it works wherever the keyboard is.
type binding struct {
	key  fyne.KeyName
	name string // as shown: Ctrl+K
	text string // a key of ui/words, family "key"
	do   func()
}

func (w *Window) bindings() []binding {
	bs := []binding{
		{fyne.KeyK, "Ctrl+K", "palette", w.palette},
		{fyne.KeyL, "Ctrl+L", "lock", w.Lock},
		{fyne.KeyE, "Ctrl+E", "emergency", w.emergency},
		{fyne.KeyN, "Ctrl+N", "receive", w.receive},
		{fyne.KeyS, "Ctrl+S", "save", w.save},
		{fyne.KeyD, "Ctrl+D", "theme", func() { w.SetDark(!w.dark()) }},
	}
	digits := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8}
	for i, id := range railPages() {
		bs = append(bs, binding{digits[i], "Ctrl+" + string(digits[i]), id, func() { w.Go(page.Route{Page: id}) }})
	}
	return bs
}

// keys wires the keyboard to the window.
func (w *Window) keys() {
	c := w.win.Canvas()
	for _, b := range w.bindings() {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: b.key, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) {
			w.noticed()
			switch {
			case w.desk != nil && (!w.covered() || b.text == "lock"):
				b.do()
			case b.text == "emergency" && w.locked() && !w.covered():
				w.unlock.Apart()
			}
		})
	}
	for back, s := range map[bool]fyne.Shortcut{true: &fyne.ShortcutUndo{}, false: &fyne.ShortcutRedo{}} {
		c.AddShortcut(s, func(fyne.Shortcut) { w.undo(back) })
	}
	c.AddShortcut(&part.Activity{}, func(fyne.Shortcut) { w.noticed() })
	c.AddShortcut(&part.Copied{}, func(s fyne.Shortcut) {
		if x, ok := s.(*part.Copied); ok {
			w.copied = x.Text
		}
	})
	c.SetOnTypedRune(w.typedRune)
	c.SetOnTypedKey(w.typedKey)
}

// covered reports whether a question stands over the page: no
// key may then reach what the officer is not looking at.
func (w *Window) covered() bool {
	return w.asks.Open() || w.win.Canvas().Overlays().Top() != nil
}

// locked reports whether the window shows the locked desk.
func (w *Window) locked() bool {
	return w.desk == nil && w.unlock != nil && part.Holds(w.win.Content(), w.unlock.Object())
}

func (w *Window) typedRune(r rune) {
	w.noticed()
	if w.desk == nil || w.covered() {
		return
	}
	if p := w.pages[w.at.Page]; p != nil {
		p.Rune(r)
	}
}

func (w *Window) typedKey(k *fyne.KeyEvent) {
	w.noticed()
	switch k.Name {
	case fyne.KeyEscape:
		if w.over.Escape() || w.asks.Escape() {
			return
		}
		if top := w.win.Canvas().Overlays().Top(); top != nil { // a list that hangs open
			w.win.Canvas().Overlays().Remove(top)
			return
		}
		w.win.Canvas().Unfocus()
		if w.locked() { // what is typed next is the passphrase
			w.Focus(w.unlock.First())
		}
	case fyne.KeyF1:
		if w.desk != nil && !w.covered() {
			w.help()
			return
		}
	}
	if w.over.Open() {
		return
	}
	if w.asks.Open() {
		if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
			w.asks.Enter()
		}
		return
	}
	if w.desk == nil || w.covered() {
		return
	}
	if p := w.pages[w.at.Page]; p != nil {
		p.Key(k)
	}
}

// help lists every shortcut.
func (w *Window) help() {
	left, right := part.Stack(2), part.Stack(2)
	for _, b := range w.bindings() {
		left.Add(helpLine(b.name, words.Of("key", b.text)))
	}
	left.Add(helpLine("F1", words.T("key.help")))
	left.Add(helpLine("Esc", words.T("key.escape")))
	for _, h := range [][2]string{
		{"j  k", words.T("key.move")}, {"Enter", words.T("key.open")}, {"/", words.T("key.find")}, {"1 – 9", words.T("key.prompt")},
		{"y  n  u", words.T("key.answer")}, {"r", words.T("key.rest")}, {"w", words.T("key.work")}, {"F2 – F7", words.T("key.steps")}, {"F8", words.T("key.nextfinding")}, {"F9", words.T("key.acceptproposal")},
		{"F10", words.T("key.acceptreason")}, {"n  p  a  r", words.T("key.findings")}, {"Ctrl+Z  Y", words.T("key.undo")}, {"PgUp  PgDn", words.T("key.pages")}, {"c", words.T("key.check")}, {"m  v  l  s", words.T("key.drafttools")}, {"F11  F12", words.T("key.phrases")}, {"p", words.T("key.parts")}, {"d", words.T("key.known")}, {"s  o  t", words.T("key.source")}, {"a  s", words.T("key.rules")}, {"Tab", words.T("key.tab")},
	} {
		right.Add(helpLine(h[0], h[1]))
	}
	body := container.NewGridWithColumns(2, container.NewVBox(left), container.NewVBox(right))
	w.asks.Page(words.T("frame.shortcuts"), part.Scroller(body), nil, fyne.NewSize(860, 600))
}

func helpLine(key, text string) fyne.CanvasObject {
	return container.NewBorder(nil, nil, part.MinWidth(container.NewHBox(part.NewChip(key, part.Neutral)), 84), nil, part.Small(text, style.Ink))
}

// palette goes to any act or item by typing.
func (w *Window) palette() {
	if w.desk == nil {
		return
	}
	var acts []part.Act
	for _, id := range railPages() {
		acts = append(acts, part.Act{Text: words.Of("page", id), Hint: words.T("palette.goto"), Do: func() { w.Go(page.Route{Page: id}) }})
	}
	for _, b := range w.bindings()[1:6] {
		acts = append(acts, part.Act{Text: words.Of("key", b.text), Hint: b.name, Do: b.do})
	}
	acts = append(acts, part.Act{Text: words.T("files.receivefolder"), Hint: words.T("batch.hint"), Do: w.receiveFolder})
	acts = append(acts, part.Act{Text: words.T("watch.title"), Hint: words.T("watch.hint"), Do: w.openWatched})
	acts = append(acts, part.Act{Text: words.T("key.help"), Hint: "F1", Do: w.help})
	now := w.opts.Now()
	for _, h := range w.heads {
		row := present.HeadRow(now, h)
		acts = append(acts, part.Act{Text: h.Ref, Hint: row.Sub + " · " + words.Of("stage", string(h.Stage)), Do: func() { w.Go(page.Route{Page: "triage", Item: h.Item}) }})
	}
	p := part.NewPalette(words.T("palette.hint"), acts, func(a part.Act) {
		w.asks.Close()
		a.Do()
	})
	w.asks.Page(words.T("palette.title"), p.Body, p.Field, fyne.NewSize(620, 520))
}

// save saves what the page is for, if it saves anything.
func (w *Window) save() {
	if s, ok := w.pages[w.at.Page].(interface{ Save() }); ok {
		s.Save()
	}
}

// undo takes back the last edit of the page, or does it again, where the
// keyboard is in no field that has edits of its own.
func (w *Window) undo(back bool) {
	w.noticed()
	if u, ok := w.pages[w.at.Page].(interface{ Undo(back bool) }); ok && w.desk != nil && !w.covered() {
		u.Undo(back)
	}
}

func (w *Window) emergency() {
	if w.desk == nil {
		return
	}
	about := w.at.Item
	if s, ok := w.pages[w.at.Page].(interface{ About() string }); ok {
		about = page.ItemID(s.About())
	}
	page.Emergency(w, w.desk, about)
}
