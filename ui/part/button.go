package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Button says an act and its object. Characters typed while it has the
// keyboard go on to the window, so that j, k and y, n, u keep working.
type Button struct{ widget.Button }

// NewButton makes a plain button.
func NewButton(text string, icon fyne.Resource, tap func()) *Button {
	b := &Button{}
	b.Text, b.Icon = text, icon
	b.OnTapped = func() {
		Noticed(b)
		if tap != nil {
			tap()
		}
	}
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimary makes the button of the page's main act.
func NewPrimary(text string, icon fyne.Resource, tap func()) *Button {
	b := NewButton(text, icon, tap)
	b.Importance = widget.HighImportance
	return b
}

// NewDanger makes a red button.
func NewDanger(text string, icon fyne.Resource, tap func()) *Button {
	b := NewButton(text, icon, tap)
	b.Importance = widget.DangerImportance
	return b
}

// NewQuiet makes a button without a bed.
func NewQuiet(text string, icon fyne.Resource, tap func()) *Button {
	b := NewButton(text, icon, tap)
	b.Importance = widget.LowImportance
	return b
}

// FocusGained brings the button into view.
func (b *Button) FocusGained() {
	b.Button.FocusGained()
	reveal(b)
}

// TypedRune hands characters on.
func (b *Button) TypedRune(r rune) {
	if r != ' ' {
		passRune(b, r)
	}
}

// TypedKey presses the button by Space or Enter and hands other keys on.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !b.Disabled() {
			b.Tapped(nil)
		}
	case fyne.KeySpace:
		b.Button.TypedKey(k)
	default:
		passKey(b, k)
	}
}

// Enable puts a button on or off.
func Enable(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
		return
	}
	b.Disable()
}

// Tick is a check box that hands characters on.
type Tick struct{ widget.Check }

// NewTick makes a check box.
func NewTick(text string, on bool, changed func(bool)) *Tick {
	t := &Tick{}
	t.Text, t.Checked = text, on
	t.OnChanged = func(v bool) {
		Noticed(t)
		if changed != nil {
			changed(v)
		}
	}
	t.ExtendBaseWidget(t)
	return t
}

// FocusGained brings the box into view.
func (t *Tick) FocusGained() {
	t.Check.FocusGained()
	reveal(t)
}

// TypedRune toggles by Space and hands other characters on.
func (t *Tick) TypedRune(r rune) {
	if r == ' ' {
		t.Check.TypedRune(r)
		return
	}
	passRune(t, r)
}

// TypedKey hands on what belongs to the window: Escape leaves a question from
// anywhere in it.
func (t *Tick) TypedKey(k *fyne.KeyEvent) {
	if windowKey(k.Name) {
		passKey(t, k)
		return
	}
	t.Check.TypedKey(k)
}

// Option is a code and what it says on the screen.
type Option struct{ Code, Text string }

// Choice is a drop-down over codes.
type Choice struct {
	widget.Select
	options []Option
	// OnKey sees keys before the drop-down; true means used up.
	OnKey func(*fyne.KeyEvent) bool
}

// NewChoice makes a drop-down; changed gets the code. An unknown code leaves
// it unchosen.
func NewChoice(hint, code string, options []Option, changed func(code string)) *Choice {
	c := &Choice{options: options}
	c.PlaceHolder = hint
	for _, o := range options {
		c.Options = append(c.Options, o.Text)
		if o.Code == code && code != "" {
			c.Selected = o.Text
		}
	}
	c.ExtendBaseWidget(c)
	c.OnChanged = func(string) {
		Noticed(c)
		if changed != nil {
			changed(c.Code())
		}
	}
	return c
}

// FocusGained brings the drop-down into view.
func (c *Choice) FocusGained() {
	c.Select.FocusGained()
	reveal(c)
}

// Code is the code chosen, or "".
func (c *Choice) Code() string {
	for _, o := range c.options {
		if o.Text == c.Selected {
			return o.Code
		}
	}
	return ""
}

// SetCode chooses by code without telling anybody.
func (c *Choice) SetCode(code string) {
	for _, o := range c.options {
		if o.Code == code {
			c.Selected = o.Text
			c.Refresh()
		}
	}
}

// TypedRune hands characters on.
func (c *Choice) TypedRune(r rune) { passRune(c, r) }

// TypedKey opens and chooses, and hands on what belongs to the window.
func (c *Choice) TypedKey(k *fyne.KeyEvent) {
	Noticed(c)
	switch {
	case c.OnKey != nil && c.OnKey(k):
	case windowKey(k.Name):
		passKey(c, k)
	default:
		c.Select.TypedKey(k)
		c.begin()
	}
}

// begin has the list that hangs open begin at what is chosen: the next Down
// goes on from there.
func (c *Choice) begin() {
	on := canvasOf(c)
	if on == nil { // choosing built the page anew
		return
	}
	list, ok := on.Focused().(*widget.PopUpMenu)
	if !ok {
		return
	}
	for range c.SelectedIndex() + 1 {
		list.ActivateNext()
	}
}
