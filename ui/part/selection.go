package part

import "fyne.io/fyne/v2"

// Selection is what is selected as rune offsets, or the cursor twice when
// nothing is. Fyne tells only the words selected: they end or begin at the
// cursor.
func (p *TextPane) Selection() (start, end int) {
	at := p.CursorTextOffset()
	chosen := []rune(p.SelectedText())
	runes := []rune(p.Text)
	if n := len(chosen); n > 0 {
		if at-n >= 0 && at <= len(runes) && string(runes[at-n:at]) == string(chosen) {
			return at - n, at
		}
		if at+n <= len(runes) && string(runes[at:at+n]) == string(chosen) {
			return at, at + n
		}
	}
	return at, at
}

// Write puts words in place of a run of runes, or between two where start is
// end, as if the officer had typed them, and leaves the cursor behind them. It
// reports whether there was room.
func (p *TextPane) Write(start, end int, with string) bool {
	if p.full(len(with)) {
		return false
	}
	if start < end {
		p.Replace(start, end, with)
	} else {
		p.insert(start, with)
	}
	p.Place(start + len([]rune(with)))
	return true
}

func (p *TextPane) insert(at int, with string) {
	if at < 0 || at > len([]rune(p.Text)) || with == "" {
		return
	}
	p.setting = true
	p.Place(at)
	if p.CursorTextOffset() == at {
		for _, r := range with {
			p.caret.typed(&p.Entry, r)
		}
	} else { // the rows hide the place from the keyboard
		runes := []rune(p.Text)
		p.SetText(string(runes[:at]) + with + string(runes[at:]))
	}
	p.setting = false
	if p.OnEdited != nil {
		p.OnEdited(p.Text)
	}
}

// Go undoes (or does again) as many edits as it takes to come to a text, and
// tells them as one edit; false, and nothing changed, if they do not lead there.
func (p *TextPane) Go(back bool, text string) bool {
	ahead, home := p.Redo, p.Undo
	if back {
		ahead, home = home, ahead
	}
	p.setting = true
	p.caret.forget()
	n, moved := 0, true
	for moved && p.Text != text {
		was := p.Text
		ahead()
		if moved = p.Text != was; moved {
			n++
		}
	}
	reached := p.Text == text
	for ; !reached && n > 0; n-- {
		home()
	}
	p.setting = false
	if reached && p.OnEdited != nil {
		p.OnEdited(p.Text)
	}
	return reached
}

// unselect drops a selection, which a move by keyboard alone does: without it
// the next place would only stretch it.
func (p *TextPane) unselect() {
	if p.SelectedText() != "" {
		p.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
}
