package ask

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/part"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Queue shows one modal at a time on a canvas.
type Queue struct {
	canvas  fyne.Canvas
	waiting []modal
	open    *widget.PopUp
	now     modal
	before  fyne.Focusable
}

// modal is what is asked: a heading, a body and buttons.
type modal struct {
	title   string
	body    fyne.CanvasObject
	buttons []fyne.CanvasObject
	first   fyne.Focusable // takes the keyboard
	size    fyne.Size
	tone    part.Tone
	cancel  func() // Escape
	enter   func() // Enter outside a field
}

// New makes a queue for a canvas.
func New(c fyne.Canvas) *Queue { return &Queue{canvas: c} }

// Open reports whether something is asked now.
func (q *Queue) Open() bool { return q.open != nil }

// Title is the heading of what is asked now.
func (q *Queue) Title() string {
	if q.open == nil {
		return ""
	}
	return q.now.title
}

// Alarm reports whether what is asked now is a warning.
func (q *Queue) Alarm() bool { return q.open != nil && q.now.tone == part.Danger }

// Clear closes what is open and drops what waits, telling nobody.
func (q *Queue) Clear() {
	q.waiting = nil
	if q.open != nil {
		q.open.Hide()
		q.open = nil
	}
	q.before = nil
}

// Escape cancels what is asked; false when nothing is.
func (q *Queue) Escape() bool {
	if q.open == nil {
		return false
	}
	cancel := q.now.cancel
	q.close()
	if cancel != nil {
		cancel()
	}
	return true
}

// Enter does the main act of what is asked, where it has no field.
func (q *Queue) Enter() bool {
	if q.open == nil || q.now.enter == nil {
		return false
	}
	q.now.enter()
	return true
}

func (q *Queue) push(m modal) {
	q.waiting = append(q.waiting, m)
	if q.open == nil {
		q.next()
	}
}

func (q *Queue) close() {
	if q.open == nil {
		return
	}
	q.open.Hide()
	q.open = nil
	if len(q.waiting) > 0 {
		q.next()
		return
	}
	if o, ok := q.before.(fyne.CanvasObject); ok && part.Holds(q.canvas.Content(), o) {
		q.canvas.Focus(q.before)
	}
	q.before = nil
}

func (q *Queue) next() {
	m := q.waiting[0]
	q.waiting = q.waiting[1:]
	if q.before == nil {
		q.before = q.canvas.Focused()
	}
	q.now = m
	head := part.Prose(m.title, style.Ink)
	head.Segments[0].(*widget.TextSegment).Style.SizeName = theme.SizeNameSubHeadingText
	head.Segments[0].(*widget.TextSegment).Style.TextStyle.Bold = true
	foot := container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer()}, m.buttons...)...)
	var top fyne.CanvasObject = head
	if m.tone != part.Neutral {
		top = part.Card(m.tone, head)
	}
	body := container.NewBorder(top, part.Inset(foot, 0, 6), nil, nil, m.body)
	q.open = widget.NewModalPopUp(part.Inset(body, 12, 8), q.canvas)
	q.open.Show()
	limit := q.canvas.Size().Subtract(fyne.NewSize(60, 60))
	q.open.Resize(fyne.NewSize(min(m.size.Width, limit.Width), min(max(m.size.Height, 0), limit.Height)))
	if m.first != nil {
		q.canvas.Focus(m.first)
	}
}

// Tell says what happened, what is safe and what to do next.
func (q *Queue) Tell(title, text string) { q.tell(title, text, part.Neutral) }

// Warn is Tell in red.
func (q *Queue) Warn(title, text string) { q.tell(title, text, part.Danger) }

func (q *Queue) tell(title, text string, tone part.Tone) {
	ok := part.NewPrimary(words.T("ask.understood"), nil, q.close)
	// The button has no focus: a space or a letter that was on its way when the
	// message came neither dismisses it nor reaches the page behind. Enter does.
	q.push(modal{title: title, body: scrolled(part.Prose(text, style.Ink)), buttons: []fyne.CanvasObject{ok},
		size: fyne.NewSize(480, lines(text)), tone: tone, enter: q.close})
}

// lines guesses a height for a text at the width of a modal.
func lines(text string) float32 {
	n := 1 + len(text)/66
	for _, r := range text {
		if r == '\n' {
			n++
		}
	}
	return min(float32(150+n*20), 560)
}

func scrolled(o fyne.CanvasObject) fyne.CanvasObject { return part.Scroller(o) }

// Confirm says what will happen and offers the act by its name.
func (q *Queue) Confirm(title, text, verb string, do func()) {
	act := part.NewPrimary(verb, nil, func() { q.close(); do() })
	q.push(modal{title: title, body: scrolled(part.Prose(text, style.Ink)), buttons: []fyne.CanvasObject{q.cancelButton(nil), act}, first: act,
		size: fyne.NewSize(480, lines(text)), enter: func() { q.close(); do() }})
}

// Reason asks for a reason in words; the act waits until there is one.
func (q *Queue) Reason(title, text, label, verb string, danger bool, do func(reason string)) {
	area := part.NewArea("", 4)
	var act *part.Button
	run := func() {
		if area.Value() == "" {
			return
		}
		reason := area.Value()
		q.close()
		do(reason)
	}
	if danger {
		act = part.NewDanger(verb, nil, run)
	} else {
		act = part.NewPrimary(verb, nil, run)
	}
	act.Disable()
	area.OnChanged = func(string) { part.Enable(act, area.Value() != "") }
	area.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
			return false
		}
		run()
		return true
	}
	body := part.Stack(6, part.Prose(text, style.Muted), part.Labelled(label, area))
	q.push(modal{title: title, body: body, buttons: []fyne.CanvasObject{q.cancelButton(nil), act}, first: area, size: fyne.NewSize(520, 290)})
}

// Secret asks for a passphrase, to sign what the text names.
func (q *Queue) Secret(title, text, label, verb string, do func(secret []byte)) {
	field := part.NewSecret("")
	run := func() {
		if field.Text == "" {
			return
		}
		secret := field.Take()
		q.close()
		do(secret)
	}
	act := part.NewPrimary(verb, nil, run)
	field.OnSubmitted = func(string) { run() }
	body := part.Stack(6, part.Prose(text, style.Ink), part.Labelled(label, field))
	q.push(modal{title: title, body: body, buttons: []fyne.CanvasObject{q.cancelButton(nil), act}, first: field, size: fyne.NewSize(520, 200+lines(text)-150)})
}

// Form is a question of several fields.
type Form struct {
	Title, Verb string
	Body        fyne.CanvasObject
	First       fyne.Focusable
	Size        fyne.Size
	Danger      bool
	// Ready says why the act cannot be done yet, or "".
	Ready func() string
	Do    func()
	Left  func() // cancelled
}

// Ask shows a form.
func (q *Queue) Ask(f Form) {
	note := part.NewCut("", theme.SizeNameCaptionText, style.Danger, true)
	run := func() {
		if f.Ready != nil {
			if why := f.Ready(); why != "" {
				note.SetText(why)
				return
			}
		}
		q.close()
		f.Do()
	}
	act := part.NewPrimary(f.Verb, nil, run)
	if f.Danger {
		act = part.NewDanger(f.Verb, nil, run)
	}
	part.Each(f.Body, func(o fyne.CanvasObject) bool { // Enter in a line does the act
		if l, ok := o.(*part.Field); ok && !l.MultiLine && l.OnSubmitted == nil {
			l.OnSubmitted = func(string) { run() }
		}
		return false
	})
	body := container.NewBorder(nil, part.Inset(note, 0, 4), nil, nil, scrolled(f.Body))
	q.push(modal{title: f.Title, body: body, buttons: []fyne.CanvasObject{q.cancelButton(f.Left), act}, first: f.First, size: f.Size, cancel: f.Left})
}

// Page shows something with a close button only.
func (q *Queue) Page(title string, body fyne.CanvasObject, first fyne.Focusable, size fyne.Size) {
	b := part.NewButton(words.T("ask.close"), nil, q.close)
	if first == nil {
		first = b
	}
	q.push(modal{title: title, body: body, buttons: []fyne.CanvasObject{b}, first: first, size: size})
}

// Close closes what is open and goes on to what waits.
func (q *Queue) Close() { q.close() }

func (q *Queue) cancelButton(left func()) fyne.CanvasObject {
	return part.NewButton(words.T("ask.cancel"), nil, func() {
		q.close()
		if left != nil {
			left()
		}
	})
}
