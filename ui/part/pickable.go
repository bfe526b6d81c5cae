package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Sheet is any content that can be clicked or entered: a card of a board, a
// code of a table, a finding.
type Sheet struct {
	widget.BaseWidget
	bed     *canvas.Rectangle
	body    fyne.CanvasObject
	root    *fyne.Container
	Name    string // for whoever looks for it: the id of the line it stands for
	OnTap   func()
	OnRune  func(rune) bool
	fill    fyne.ThemeColorName
	edge    fyne.ThemeColorName
	on      bool
	focused bool
	hover   bool
}

// NewSheet makes one; tone colours its bed, Neutral leaves it a panel.
func NewSheet(tone Tone, body fyne.CanvasObject, tap func()) *Sheet {
	s := &Sheet{OnTap: tap, fill: style.Panel, edge: style.Edge, body: Inset(body, 8, 6)}
	if tone != Neutral {
		s.fill, s.edge = tone.bed(), tone.bed()
	}
	s.bed = sheet(s.fill, s.edge)
	s.root = container.NewStack(s.bed, s.body)
	s.ExtendBaseWidget(s)
	return s
}

// SetOn marks the one that is chosen.
func (s *Sheet) SetOn(on bool) {
	s.on = on
	s.paint()
}

// On reports whether it is the one chosen.
func (s *Sheet) On() bool { return s.on }

func (s *Sheet) paint() {
	s.bed.StrokeWidth, s.bed.StrokeColor, s.bed.FillColor = 1, style.Colour(s.edge), style.Colour(s.fill)
	if s.on {
		s.bed.FillColor, s.bed.StrokeColor = style.Colour(style.AccentBed), style.Colour(style.Accent)
	}
	if s.focused || s.hover {
		s.bed.StrokeColor = style.Colour(style.Accent)
	}
	if s.focused {
		s.bed.StrokeWidth = 2
	}
	s.bed.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	s.paint()
	return widget.NewSimpleRenderer(s.root)
}

// Tapped implements fyne.Tappable.
func (s *Sheet) Tapped(*fyne.PointEvent) {
	Noticed(s)
	if s.OnTap != nil {
		s.OnTap()
	}
}

// MouseIn implements desktop.Hoverable.
func (s *Sheet) MouseIn(*desktop.MouseEvent) { s.hover = true; s.paint() }

// MouseMoved implements desktop.Hoverable.
func (s *Sheet) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *Sheet) MouseOut() { s.hover = false; s.paint() }

// FocusGained implements fyne.Focusable.
func (s *Sheet) FocusGained() { s.focused = true; s.paint(); reveal(s) }

// FocusLost implements fyne.Focusable.
func (s *Sheet) FocusLost() { s.focused = false; s.paint() }

// TypedRune offers a character to OnRune, then to the window.
func (s *Sheet) TypedRune(r rune) {
	if r == ' ' || (s.OnRune != nil && s.OnRune(r)) {
		return
	}
	passRune(s, r)
}

// TypedKey chooses by Enter or Space.
func (s *Sheet) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		s.Tapped(nil)
	default:
		passKey(s, k)
	}
}

// Code is a code with its meaning in full, for a Codes picker.
type Code struct{ Code, Name, Meaning, Duty string }

// Codes offers a table of codes, each with its meaning beside it; one can be
// chosen, by tapping, by Enter, or by typing the code.
type Codes struct {
	widget.BaseWidget
	codes    []Code
	sheets   []*Sheet
	code     string
	OnChange func(code string)
	box      *fyne.Container
}

// NewCodes makes a picker under a heading.
func NewCodes(heading string, codes []Code, code string, change func(code string)) *Codes {
	c := &Codes{codes: codes, code: code, OnChange: change}
	c.box = Stack(4, Label(heading))
	for i, k := range codes {
		s := NewSheet(Neutral, codeBody(k), func() { c.choose(i) })
		s.OnRune = c.typed
		s.SetOn(k.Code == code)
		c.sheets = append(c.sheets, s)
		c.box.Add(s)
	}
	c.ExtendBaseWidget(c)
	return c
}

func codeBody(k Code) fyne.CanvasObject {
	big := Line(k.Code, theme.SizeNameSubHeadingText, style.Accent, true)
	text := Stack(-8, Strong(k.Name, style.Ink), Small(k.Meaning, style.Muted))
	if k.Duty != "" {
		text.Add(Small(k.Duty, style.Due))
	}
	return container.NewBorder(nil, nil, MinWidth(container.NewVBox(Gap(4), big), 22), nil, text)
}

// Code is the code chosen, or "".
func (c *Codes) Code() string { return c.code }

// SetCode chooses without telling anybody.
func (c *Codes) SetCode(code string) {
	c.code = code
	for i, s := range c.sheets {
		s.SetOn(c.codes[i].Code == code)
	}
}

func (c *Codes) choose(i int) {
	c.SetCode(c.codes[i].Code)
	if c.OnChange != nil {
		c.OnChange(c.code)
	}
}

func (c *Codes) typed(r rune) bool {
	for i, k := range c.codes {
		if len(k.Code) == 1 && (k.Code == string(r) || k.Code == string(r-'a'+'A')) {
			c.choose(i)
			return true
		}
	}
	return false
}

// CreateRenderer implements fyne.Widget.
func (c *Codes) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

// Answers offers yes, no and cannot tell; the zero value is unanswered.
type Answers struct {
	widget.BaseWidget
	box      *fyne.Container
	chips    []*filter
	codes    []string
	code     string
	OnChange func(code string)
}

// NewAnswers makes a row of choices for a question.
func NewAnswers(options []Option, code string, change func(code string)) *Answers {
	a := &Answers{OnChange: change, code: code}
	a.box = Side(6)
	for _, o := range options {
		f := &filter{}
		f.Text, f.Tone = o.Text, Neutral
		f.OnTap = func() { a.choose(o.Code) }
		f.ExtendBaseWidget(f)
		a.chips, a.codes = append(a.chips, f), append(a.codes, o.Code)
		a.box.Add(f)
	}
	a.ExtendBaseWidget(a)
	a.mark()
	return a
}

// First is the first of the choices, for the keyboard to begin with.
func (a *Answers) First() fyne.Focusable { return a.chips[0] }

// Code is the answer, or "".
func (a *Answers) Code() string { return a.code }

func (a *Answers) choose(code string) {
	a.code = code
	a.mark()
	if a.OnChange != nil {
		a.OnChange(code)
	}
}

func (a *Answers) mark() {
	for i, f := range a.chips {
		f.On = a.codes[i] == a.code
		f.Tone = Neutral
		if f.On {
			f.Tone = Accent
		}
		f.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (a *Answers) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(a.box) }
