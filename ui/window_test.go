package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/words"
)

// walk visits every visible object of a tree, through widgets too.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if o == nil || !o.Visible() {
		return false
	}
	if visit(o) {
		return true
	}
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			if walk(c, visit) {
				return true
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			if walk(c, visit) {
				return true
			}
		}
	}
	return false
}

// roots are the content and whatever lies above it.
func roots(w *Window) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{w.Fyne().Content()}, w.Fyne().Canvas().Overlays().List()...)
}

// text is everything that can be read in the window.
func text(w *Window) string {
	var b strings.Builder
	for _, r := range roots(w) {
		walk(r, func(o fyne.CanvasObject) bool {
			if t, ok := o.(*canvas.Text); ok {
				b.WriteString(t.Text)
				b.WriteByte('\n')
			}
			return false
		})
	}
	return b.String()
}

// press taps the button, chip or rail item that says so; the topmost first.
func press(t *testing.T, w *Window, label string) {
	t.Helper()
	rs := roots(w)
	for i := len(rs) - 1; i >= 0; i-- {
		found := walk(rs[i], func(o fyne.CanvasObject) bool {
			says := ""
			switch v := o.(type) {
			case *part.Button:
				says = v.Text
				if v.Disabled() {
					says = ""
				}
			case *part.RailItem:
				says = v.Text
			case *part.Tick:
				says = v.Text
			default:
				if c, ok := o.(interface{ Label() string }); ok {
					says = c.Label()
				}
			}
			if says != label {
				return false
			}
			o.(fyne.Tappable).Tapped(&fyne.PointEvent{})
			return true
		})
		if found {
			return
		}
	}
	t.Fatalf("nothing to press says %q", label)
}

// typeIn types into whatever has the keyboard.
func typeIn(t *testing.T, w *Window, s string) {
	t.Helper()
	for _, r := range s {
		f := w.Fyne().Canvas().Focused()
		if f == nil {
			w.Fyne().Canvas().OnTypedRune()(r)
			continue
		}
		f.TypedRune(r)
	}
}

// key presses a key wherever the keyboard is.
func key(w *Window, k fyne.KeyName) {
	if f := w.Fyne().Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: k})
		return
	}
	w.Fyne().Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k})
}

// ctrl presses a shortcut the way the driver routes it: to the focused object
// if it takes shortcuts, else to the window.
func ctrl(w *Window, k fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl}
	if f, ok := w.Fyne().Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	w.Fyne().Canvas().(fyne.Shortcutable).TypedShortcut(s)
}

func did(t *testing.T, d *fakeDesk, want string) {
	t.Helper()
	if !slices.Contains(d.did, want) {
		t.Fatalf("the desk was not asked to %q, only %q", want, d.did)
	}
}

func TestUnlock(t *testing.T) {
	w, d := start(t, false, 1280, 720)
	if !strings.Contains(text(w), words.T("life.title")) {
		t.Error("the life-at-risk card is not on the locked screen")
	}
	typeIn(t, w, "wrong words")
	key(w, fyne.KeyReturn)
	if w.desk != nil || !strings.Contains(text(w), words.Of("error.title", "passphrase")) {
		t.Fatal("a wrong passphrase is not refused in words")
	}
	typeIn(t, w, "correct horse")
	key(w, fyne.KeyReturn)
	if w.desk == nil || w.At().Page != "triage" {
		t.Fatal("the desk did not open on triage")
	}
	if !strings.Contains(text(w), "SECRET") || !strings.Contains(text(w), "DC Rowan Malik") {
		t.Error("marking or officer is missing")
	}
	if len(d.did) != 0 {
		t.Errorf("unlocking did %q", d.did)
	}
}

func TestNothingIsReadBeforeItIsOpened(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	if strings.Contains(text(w), "Harrow Lane") {
		t.Fatal("text is on the screen before a view was recorded")
	}
	for range 3 {
		typeIn(t, w, "j")
	}
	if len(d.did) != 0 {
		t.Fatalf("moving in the list did %q", d.did)
	}
	typeIn(t, w, "kkk")
	key(w, fyne.KeyReturn)
	did(t, d, "open i1")
	if !strings.Contains(text(w), "Harrow Lane") {
		t.Error("the item was opened and is not on the screen")
	}
}

func TestPromptsByKeyboard(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	key(w, fyne.KeyReturn)
	typeIn(t, w, "2n")
	if !w.asks.Open() {
		t.Fatal("a flagged question asks for no reason")
	}
	key(w, fyne.KeyReturn)
	if slices.ContainsFunc(d.did, func(s string) bool { return strings.HasPrefix(s, "answer") }) {
		t.Fatal("answered without a reason")
	}
	typeIn(t, w, "ny reason 12")
	key(w, fyne.KeyReturn)
	did(t, d, `answer i1 firearms no "ny reason 12"`)
	typeIn(t, w, "1y")
	typeIn(t, w, "named man")
	key(w, fyne.KeyReturn)
	did(t, d, `answer i1 threat_to_life yes "named man"`)
	if w.asks.Title() != words.T("threat.raised.title") {
		t.Errorf("a threat was raised and the officer was told %q", w.asks.Title())
	}
	key(w, fyne.KeyReturn)
	press(t, w, words.T("reading.restno", 16))
	did(t, d, "answer rest i1")
}

// Shortcuts work while a text field has the keyboard, and what is typed next
// lands in what they opened.
func TestShortcutsWithAFieldFocused(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "product", Item: "i4", Step: "draft"})
	body := draftPane(t, w)
	w.Fyne().Canvas().Focus(body)
	before := body.Text
	ctrl(w, fyne.KeyK)
	if w.asks.Title() != words.T("palette.title") {
		t.Fatalf("Ctrl+K opened %q", w.asks.Title())
	}
	typeIn(t, w, "0411")
	key(w, fyne.KeyReturn)
	if w.At().Page != "triage" || w.At().Item != "i3" {
		t.Errorf("the palette went to %+v", w.At())
	}
	if body.Text != before {
		t.Errorf("typing landed in the draft: %q", body.Text)
	}
	w.Go(page.Route{Page: "search"})
	for _, b := range []struct {
		key  fyne.KeyName
		open string
	}{{fyne.KeyE, words.T("emergency.title")}, {fyne.KeyK, words.T("palette.title")}} {
		ctrl(w, b.key)
		if w.asks.Title() != b.open {
			t.Errorf("Ctrl+%s opened %q", b.key, w.asks.Title())
		}
		key(w, fyne.KeyEscape)
		if w.asks.Open() {
			t.Error("Escape did not close it")
		}
	}
	key(w, fyne.KeyF1)
	if w.asks.Title() != words.T("frame.shortcuts") {
		t.Error("F1 shows no shortcuts while a field has the keyboard")
	}
	key(w, fyne.KeyEscape)
	for i, id := range railPages() {
		ctrl(w, fyne.KeyName('1'+rune(i)))
		if w.At().Page != id {
			t.Errorf("Ctrl+%d went to %s", i+1, w.At().Page)
		}
	}
}

func draftPane(t *testing.T, w *Window) *part.TextPane {
	t.Helper()
	var found *part.TextPane
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*part.TextPane); ok && p.PlaceHolder == words.T("draft.body") {
			found = p
		}
		return found != nil
	})
	if found == nil {
		t.Fatal("no draft on the screen")
	}
	return found
}

func TestLockEmptiesTheWindow(t *testing.T) {
	for _, how := range []string{"key", "button", "idle"} {
		now := fakeNow
		w, d := start(t, false, 1280, 720)
		w.opts.Now = func() time.Time { return now }
		w.Enter(d, page.VaultCard{Marking: "SECRET"})
		key(w, fyne.KeyReturn)
		w.copied = "Harrow"
		w.app.Clipboard().SetContent("Harrow")
		w.asks.Tell("Harrow Lane", "Harrow Lane")
		switch how {
		case "key":
			ctrl(w, fyne.KeyL)
		case "button":
			w.asks.Clear()
			press(t, w, words.T("frame.lock"))
		case "idle":
			now = now.Add(4 * time.Minute)
			w.Tick()
			if w.desk == nil {
				t.Fatal("locked too early")
			}
			now = now.Add(61 * time.Second)
			w.Tick()
		}
		if !d.closed || w.desk != nil {
			t.Fatalf("%s: the desk is open", how)
		}
		for _, s := range []string{"Harrow", "SIU-26", "Malik\nHandler"} {
			if strings.Contains(text(w), s) {
				t.Errorf("%s: %q is still on the screen", how, s)
			}
		}
		if len(w.Fyne().Canvas().Overlays().List()) != 0 {
			t.Errorf("%s: an overlay is left", how)
		}
		if !strings.Contains(text(w), words.T("life.title")) {
			t.Errorf("%s: the life-at-risk card is gone", how)
		}
		if said := strings.Contains(strings.ReplaceAll(text(w), "\n", " "), words.T("unlock.idle", "5 min")); said != (how == "idle") {
			t.Errorf("%s: it says that it locked itself: %v", how, said)
		}
		if w.app.Clipboard().Content() != "" {
			t.Errorf("%s: the clipboard was not wiped", how)
		}
		w.typedRune('j')
		ctrl(w, fyne.KeyK)
		if w.asks.Open() {
			t.Errorf("%s: a shortcut works on the locked desk", how)
		}
	}
}

func TestUseHoldsTheIdleLockOff(t *testing.T) {
	now := fakeNow
	w, d := start(t, false, 1280, 720)
	w.opts.Now = func() time.Time { return now }
	w.Enter(d, page.VaultCard{Marking: "SECRET"})
	for range 5 {
		now = now.Add(3 * time.Minute)
		typeIn(t, w, "j")
		w.Tick()
	}
	if w.desk == nil {
		t.Error("locked under the officer's hands")
	}
}

func TestClipboardOfOthersIsLeftAlone(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	w.app.Clipboard().SetContent("shopping list")
	w.Lock()
	if w.app.Clipboard().Content() != "shopping list" {
		t.Error("lock wiped what was not copied here")
	}
}

func TestDraftByKeyboard(t *testing.T) {
	w, d := unlocked(t, false, 1440, 900)
	w.Go(page.Route{Page: "product", Item: "i4", Step: "draft"})
	body := draftPane(t, w)
	if n := len(body.Spans()); n != 3 {
		t.Fatalf("%d runs are lit in the draft", n)
	}
	typeIn(t, w, "n")
	chosen := 0
	for _, s := range body.Spans() {
		if s.Chosen {
			chosen++
		}
	}
	if chosen != 1 {
		t.Fatalf("%d findings are looked at", chosen)
	}
	typeIn(t, w, "a")
	if strings.Contains(body.Text, "27 Harrow Lane") || !strings.Contains(body.Text, "at an address in Northshire") {
		t.Errorf("the proposal was not taken: %q", body.Text)
	}
	if d.typed["i4"].Body != body.Text {
		t.Error("what was changed is not in the pad")
	}
	w.Fyne().Canvas().Focus(body)
	typeIn(t, w, "X")
	if !strings.HasPrefix(d.typed["i4"].Body, "X") && !strings.Contains(d.typed["i4"].Body, "X") {
		t.Error("what was typed is not in the pad")
	}
	key(w, fyne.KeyF9)
	ctrl(w, fyne.KeyS)
	did(t, d, "save i4 v4")
	if _, left := d.typed["i4"]; left {
		t.Error("the pad was not emptied by the save")
	}
}

func TestTypedDraftComesBack(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	d.typed["i4"] = intel.DraftText{Title: "T", Body: "typed before the crash"}
	w.Go(page.Route{Page: "product", Item: "i4", Step: "draft"})
	if got := draftPane(t, w).Text; got != "typed before the crash" {
		t.Errorf("the draft is %q", got)
	}
}

func TestApprovalNeedsEveryLook(t *testing.T) {
	w, d := unlocked(t, false, 1440, 900)
	w.Go(page.Route{Page: "signoff", Release: "r1"})
	did(t, d, "open submission r1")
	approve := func() *part.Button {
		var b *part.Button
		walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
			if x, ok := o.(*part.Button); ok && x.Text == words.T("signoff.approve") {
				b = x
			}
			return b != nil
		})
		return b
	}
	if !approve().Disabled() {
		t.Fatal("it can be approved unread")
	}
	for range 4 {
		key(w, fyne.KeyPageDown)
	}
	lines := w.named()
	if len(lines) < 6 {
		t.Fatalf("lines to look at: %v", lines)
	}
	for _, name := range lines {
		if !approve().Disabled() {
			t.Fatalf("it can be approved before %s was looked at", name)
		}
		walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
			s, ok := o.(*part.Sheet)
			if ok = ok && s.Name == name; ok {
				s.Tapped(nil)
			}
			return ok
		})
		for w.asks.Open() {
			w.asks.Escape()
		}
	}
	if approve().Disabled() {
		t.Fatal("everything was looked at and it cannot be approved")
	}
	press(t, w, words.T("signoff.approve"))
	if !strings.Contains(text(w), "Tamsin Okoye") {
		t.Error("the passphrase is asked without naming what is signed and for whom")
	}
	typeIn(t, w, "wrong")
	key(w, fyne.KeyReturn)
	if w.asks.Title() != words.Of("error.title", "passphrase") {
		t.Errorf("a wrong passphrase gave %q", w.asks.Title())
	}
	w.asks.Escape()
	press(t, w, words.T("signoff.approve"))
	typeIn(t, w, "correct horse")
	key(w, fyne.KeyReturn)
	did(t, d, "approve r1")
}

func TestReturnAndRefuseNeedAReason(t *testing.T) {
	for _, act := range []string{"return", "refuse"} {
		w, d := unlocked(t, false, 1280, 720)
		w.Go(page.Route{Page: "signoff", Release: "r1"})
		press(t, w, words.Of("signoff", act))
		key(w, fyne.KeyReturn)
		if slices.ContainsFunc(d.did, func(s string) bool { return strings.HasPrefix(s, act) }) {
			t.Fatalf("%s without a reason", act)
		}
		typeIn(t, w, "too exact")
		key(w, fyne.KeyReturn)
		did(t, d, act+` r1 "too exact"`)
	}
}

func TestRefusalIsWordForWord(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	d.refuse = &app.RefusedError{Reasons: []release.Reason{{Code: "H4", Words: "Answer every question of the first read first.", Field: "prompts"}}}
	key(w, fyne.KeyReturn)
	if w.asks.Title() != words.T("error.refused.title") || !strings.Contains(strings.ReplaceAll(text(w), "\n", " "), "Answer every question of the first read first.") {
		t.Error("the refusal is not shown as the gate said it")
	}
	w.asks.Escape()
	d.refuse = errors.New("sqlite: near \"Harrow Lane\"")
	key(w, fyne.KeyReturn)
	if strings.Contains(text(w), "Harrow Lane") {
		t.Error("the machine's error, which can hold content, is on the screen")
	}
}

func TestEmergencyIsAlwaysReachable(t *testing.T) {
	for _, id := range railPages() {
		w, d := unlocked(t, false, 1280, 720)
		w.Go(page.Route{Page: id})
		press(t, w, words.T("frame.emergency"))
		if w.asks.Title() != words.T("emergency.title") {
			t.Fatalf("%s: the emergency route did not open", id)
		}
		typeIn(t, w, "Man in danger tonight")
		press(t, w, words.T("emergency.verb"))
		if slices.ContainsFunc(d.did, func(s string) bool { return strings.HasPrefix(s, "emergency") }) {
			t.Fatal("recorded without recipient and reason")
		}
	}
}

func TestReceiveByDrop(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	w.received(page.File{Name: "/tmp/in/report.eml", Bytes: []byte("x")}, nil)
	typeIn(t, w, "Northshire DSU")
	if w.asks.Title() != words.T("receive.title") {
		t.Fatal("no receipt form")
	}
	press(t, w, words.T("receive.verb"))
	if len(d.did) != 0 {
		t.Fatal("received without a kind of source")
	}
	var kinds *part.Choice
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*part.Choice); ok && kinds == nil {
			kinds = c
		}
		return kinds != nil
	})
	kinds.SetSelected(kinds.Options[1])
	press(t, w, words.T("receive.verb"))
	did(t, d, "receive report.eml Northshire DSU")
}

func TestWizardFoundsAUnitByKeyboard(t *testing.T) {
	w, d := start(t, false, 1280, 720)
	press(t, w, words.T("unlock.found"))
	next := func() { press(t, w, words.T("wizard.next")) }
	next()
	if w.wizard == nil || !strings.Contains(text(w), words.T("ask.fill")) {
		t.Error("an empty unit passes")
	}
	typeIn(t, w, "Northshire SIU")
	next()
	typeIn(t, w, "malik")
	w.Fyne().Canvas().FocusNext()
	typeIn(t, w, "Rowan Malik")
	next()
	if !strings.Contains(text(w), words.T("secret.weak")) {
		t.Error("no passphrase passes")
	}
	fill := func(pass string) {
		n := 0
		walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
			if f, ok := o.(*part.Field); ok && f.Password {
				f.SetText(pass)
				n++
			}
			return n == 2
		})
		if n != 2 {
			t.Fatalf("%d passphrase fields", n)
		}
	}
	fill("four quiet garden doors")
	next()
	typeIn(t, w, "pryce")
	w.Fyne().Canvas().FocusNext()
	typeIn(t, w, "Anwen Pryce")
	fill("seven loud river stones")
	press(t, w, words.T("wizard.found"))
	did(t, d, "found Northshire SIU Rowan Malik Anwen Pryce four quiet garden doors")
	if w.wizard.First() == nil {
		t.Error("the wizard has nothing to focus")
	}
}

func TestThemeIsTheOnlyPreference(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "journal"})
	w.SetDark(true)
	if !w.dark() || w.At().Page != "journal" {
		t.Error("the theme did not change where the officer was")
	}
	if w.desk == nil {
		t.Error("changing the theme locked the desk")
	}
}

func TestAlarmStripSaysAndGoes(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "unit"})
	if !strings.Contains(w.frame.alarm.Text(), words.T("alarm.life.one")) {
		t.Fatalf("the strip says %q", w.frame.alarm.Text())
	}
	w.frame.alarm.Tapped(nil)
	if w.At().Page != "triage" {
		t.Error("the strip leads nowhere")
	}
}

// TestNoWordIsCutAt1280 paints every page at the smallest size and looks for
// an ellipsis that the page did not write itself.
func TestNoWordIsCutAt1280(t *testing.T) {
	for _, sh := range shots() {
		w, d := start(t, false, 1280, 720)
		if !sh.locked {
			w.Enter(d, page.VaultCard{Marking: "SECRET"})
		}
		sh.do(w)
		w.Fyne().Resize(fyne.NewSize(1280, 720))
		labels := map[string]bool{} // of buttons, which are never cut: their width is looked at
		for _, r := range roots(w) {
			walk(r, func(o fyne.CanvasObject) bool {
				if b, ok := o.(*part.Button); ok {
					labels[b.Text] = true
				}
				return false
			})
		}
		for _, r := range roots(w) {
			walk(r, func(o fyne.CanvasObject) bool {
				switch v := o.(type) {
				case *part.TextPane, *widget.Entry:
					return false
				case *part.Button:
					if v.Size().Width < v.MinSize().Width-0.5 {
						t.Errorf("%s: button %q has %v of %v", sh.name, v.Text, v.Size().Width, v.MinSize().Width)
					}
				case *part.Choice:
					if v.Selected != "" && fyne.MeasureText(v.Selected, 13, fyne.TextStyle{}).Width+34 > v.Size().Width {
						t.Errorf("%s: choice %q is cut at %v", sh.name, v.Selected, v.Size().Width)
					}
				case *canvas.Text:
					if strings.HasSuffix(v.Text, "…") && !ends(v.Text) && !labels[v.Text] {
						t.Errorf("%s: %q is cut", sh.name, v.Text)
					}
				}
				return false
			})
		}
	}
}

// ends reports whether a text is written with an ellipsis.
func ends(s string) bool {
	for _, k := range []string{words.T("choose"), words.T("act.raise"), words.T("draft.keep"), words.T("draft.up"), words.T("draft.check"), words.T("draft.deny"), words.T("deny.off"), words.T("phrases.keep"), words.T("signoff.return"),
		words.T("signoff.refuse"), words.T("signoff.approve"), words.T("journal.export"), words.T("unit.enrol"), words.T("unit.newcompartment"), words.T("unit.newrecipient"),
		words.T("prompt.no.because"), words.T("consult.add"), words.T("person.accredit"), words.T("person.confirm"), words.T("unlock.found"), words.T("unlock.find"), words.T("signoff.aside"), words.T("compartment.enter"),
		words.T("release.dispatch"), words.T("releases.again"), words.T("recipient.confirm"), words.T("recipient.cert.file")} {
		if s == k {
			return true
		}
	}
	return false
}

// A report that does not fit counts as read only when its last line was on the
// screen.
func TestALongReportMustBeScrolled(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	d.products["i7"].Draft.Body = strings.Repeat("A line of the report.\n\n", 60)
	d.long = true
	w.Go(page.Route{Page: "signoff", Release: "r1"})
	unread := words.Count("signoff.left", 6)
	if !strings.Contains(text(w), unread) {
		t.Fatal("the report counts as read before it was scrolled")
	}
	for range 12 {
		key(w, fyne.KeyPageDown)
	}
	if strings.Contains(text(w), unread) {
		t.Error("the last line was on the screen and it does not count")
	}
}

// What is filled in and not recorded outlives a change of theme, a look at
// another page and a lock; once submitted it is gone.
func TestUnrecordedFormsComeBack(t *testing.T) {
	w, d := unlocked(t, false, 1440, 900)
	open := func() *part.Field {
		t.Helper()
		w.Go(page.Route{Page: "product", Item: "i7", Step: "release"})
		var purpose *part.Field
		walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
			if f, ok := o.(*part.Field); ok && f.MultiLine && purpose == nil {
				purpose = f
			}
			return false
		})
		if purpose == nil {
			t.Fatal("the form has no field for the purpose")
		}
		return purpose
	}
	open().SetText("Prevent an attack")
	for name, leave := range map[string]func(){
		"theme": func() { w.SetDark(true) },
		"page":  func() { w.Go(page.Route{Page: "journal"}) },
		"lock":  func() { w.Lock(); w.Enter(d, page.VaultCard{}) },
	} {
		leave()
		if got := open().Text; got != "Prevent an attack" {
			t.Errorf("after %s the purpose is %q", name, got)
		}
	}
	press(t, w, words.T("submit.verb"))
	key(w, fyne.KeyReturn)
	if got := open().Text; got != "" {
		t.Errorf("after the submission the purpose is still %q", got)
	}
}

// Tab never takes the keyboard to a place that is scrolled out of sight.
func TestTheKeyboardIsAlwaysInSight(t *testing.T) {
	for name, open := range map[string]func(w *Window){
		"threat":  func(w *Window) { w.Go(page.Route{Page: "product", Item: "i1", Step: "threat"}) },
		"release": func(w *Window) { w.Go(page.Route{Page: "product", Item: "i7", Step: "release"}) },
		"grade":   func(w *Window) { w.Go(page.Route{Page: "product", Item: "i7", Step: "grade"}) },
		"prompts": func(w *Window) { w.Go(page.Route{Page: "product", Item: "i1", Step: "prompts"}) },
		"receive": func(w *Window) { w.received(page.File{Name: "a.txt", Bytes: []byte("x")}, nil) },
	} {
		w, _ := unlocked(t, false, 1280, 720)
		open(w)
		w.Fyne().Resize(fyne.NewSize(1280, 720))
		w.Relay()
		lost := 0
		for range 70 {
			w.Fyne().Canvas().FocusNext()
			o, ok := w.Fyne().Canvas().Focused().(fyne.CanvasObject)
			if !ok {
				continue
			}
			if out := outOfSight(w, o); out != "" {
				t.Errorf("%s: %T %s", name, o, out)
				if lost++; lost > 3 {
					break
				}
			}
		}
	}
}

// outOfSight says how an object is not in the view of every scroll around it.
func outOfSight(w *Window, o fyne.CanvasObject) string {
	driver, say := fyne.CurrentApp().Driver(), ""
	for _, root := range roots(w) {
		walk(root, func(x fyne.CanvasObject) bool {
			s, ok := x.(*container.Scroll)
			if !ok || !walk(s.Content, func(y fyne.CanvasObject) bool { return y == o }) {
				return false
			}
			top := driver.AbsolutePositionForObject(s).Y
			at := driver.AbsolutePositionForObject(o).Y
			if at < top-1 || (at+o.Size().Height > top+s.Size().Height+1 && o.Size().Height < s.Size().Height) {
				say = fmt.Sprintf("stands at %v to %v of a view from %v to %v", at, at+o.Size().Height, top, top+s.Size().Height)
			}
			return false
		})
	}
	return say
}

// An officer who reads with the mouse is there: the desk does not lock.
func TestTheMouseKeepsTheDeskOpen(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	now := w.opts.Now()
	w.opts.Now = func() time.Time { return now }
	w.noticed()
	now = now.Add(w.idle - time.Second)
	var ground *part.Ground
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		g, ok := o.(*part.Ground)
		if ok {
			ground = g
		}
		return ok
	})
	if ground == nil {
		t.Fatal("nothing notices the mouse")
	}
	ground.MouseMoved(&desktop.MouseEvent{})
	now = now.Add(2 * time.Second)
	if w.Tick(); w.desk == nil {
		t.Fatal("it locked while the mouse moved")
	}
	now = now.Add(w.idle)
	if w.Tick(); w.desk != nil {
		t.Error("it did not lock after nothing happened")
	}
}

// When nobody has done anything for a minute the desk keeps, once, what makes
// the next unlock quick; not again before somebody was there.
func TestTheDeskTidiesWhenAtRest(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	now := w.opts.Now()
	w.opts.Now = func() time.Time { return now }
	w.noticed()
	kept := func() int {
		n := 0
		for _, s := range d.did {
			if s == "keep" {
				n++
			}
		}
		return n
	}
	now = now.Add(restAfter / 2)
	w.Tick()
	if kept() != 0 {
		t.Fatal("it tidies while somebody works")
	}
	for range 3 {
		now = now.Add(restAfter)
		w.Tick()
	}
	if kept() != 1 {
		t.Fatalf("tidied %d times in one rest", kept())
	}
	w.noticed()
	now = now.Add(restAfter)
	if w.Tick(); kept() != 2 {
		t.Errorf("after more work: tidied %d times", kept())
	}
}

// TestAfreshAfterLock: the program is replaced once after each lock, not while
// another has the keyboard, and not when it ends.
func TestAfreshAfterLock(t *testing.T) {
	w, d := start(t, false, 1280, 720)
	n := 0
	w.opts.Afresh = func(page.Seat) {
		if n++; !d.closed {
			t.Error("before the desk was shut")
		}
	}
	at := func(want int, when string) {
		t.Helper()
		if n != want {
			t.Errorf("%s: %d times, not %d", when, n, want)
		}
	}
	in := func() { d.closed = false; w.Enter(d, page.VaultCard{Marking: "SECRET"}) }
	w.front(true)
	at(0, "nothing was unlocked yet")
	in()
	w.Lock()
	at(1, "locked in front")
	w.front(true)
	at(1, "and not again")
	in()
	w.front(false)
	w.Lock()
	at(1, "locked behind another program")
	w.front(true)
	at(2, "which then gave way")
	in()
	w.front(false)
	w.front(true)
	at(2, "unlocked")
	w.ending = true // as Quit says before it locks
	w.Lock()
	at(2, "at the end")
}

// TestEmergencyWordsComeBack: what was typed to save a life outlives a wrong key
// and a lock, and goes when it is recorded.
func TestEmergencyWordsComeBack(t *testing.T) {
	const said = "Leave the house now."
	w, d := unlocked(t, false, 1280, 720)
	open := func() { ctrl(w, fyne.KeyE) }
	open()
	typeIn(t, w, said)
	w.asks.Clear() // Escape
	open()
	if !slices.Contains(valued(w), said) {
		t.Error("lost by a wrong key")
	}
	w.Lock()
	w.Enter(d, page.VaultCard{Marking: "SECRET"})
	open()
	if !slices.Contains(valued(w), said) {
		t.Error("lost by a lock")
	}
	if err := d.KeepForm(t.Context(), "", app.FormEmergency, nil); err != nil {
		t.Fatal(err)
	}
	w.asks.Clear()
	open()
	if slices.Contains(valued(w), said) {
		t.Error("it comes back after it was recorded")
	}
}

// TestUnkeptWordsDoNotStopTheTyping: on a full disk it is said once at the foot of
// the window; other failures are asked about.
func TestUnkeptWordsDoNotStopTheTyping(t *testing.T) {
	for err, asks := range map[error]bool{app.ErrFull: false, app.ErrReadOnly: false, app.ErrDamaged: true} {
		w, _ := unlocked(t, false, 1280, 720)
		w.unkept(err)
		if w.asks.Open() != asks {
			t.Errorf("%v: asked %v", err, !asks)
		}
	}
}

// TestAVaultOfAnotherVersionIsStillNamed: whose officers cannot be listed is
// refused in words, and the screen does not say that no unit is known.
func TestAVaultOfAnotherVersionIsStillNamed(t *testing.T) {
	d := fakeDoors(newFakeDesk())
	d.Members = func(context.Context, string) ([]page.Officer, error) { return nil, app.ErrVersion }
	w := New(test.NewTempApp(t), d, Options{Now: func() time.Time { return fakeNow }, Inline: true, Files: &fakeFiles{}})
	w.Start()
	t.Cleanup(w.Fyne().Close)
	got := strings.Join(strings.Fields(text(w)), " ")
	for want, on := range map[string]bool{"Northshire Sensitive Intelligence Unit": true, words.T("unlock.noofficer"): false,
		words.T("unlock.unlisted"): true, present.Explain(app.ErrVersion).Text: true, words.T("unlock.first"): false} {
		if strings.Contains(got, want) != on {
			t.Errorf("%q on the screen: %v", want, !on)
		}
	}
	if w.asks.Open() {
		t.Error("a question stands over the card that says what to do when a life is at risk")
	}
}

// TestLockedScreenKeepsTheKeyboard: Escape leaves it in the passphrase, and
// Ctrl+E records an emergency from there.
func TestLockedScreenKeepsTheKeyboard(t *testing.T) {
	w, _ := start(t, false, 1280, 720)
	key(w, fyne.KeyEscape)
	if f := w.win.Canvas().Focused(); f == nil || f != w.unlock.First() {
		t.Fatalf("Escape took the keyboard out of the passphrase: %T", f)
	}
	ctrl(w, fyne.KeyE)
	if w.asks.Title() != words.T("novault.title") {
		t.Fatalf("Ctrl+E asks %q", w.asks.Title())
	}
	key(w, fyne.KeyEscape)
	if w.asks.Open() {
		t.Fatal("Escape does not leave the form")
	}
	if f := w.win.Canvas().Focused(); f == nil || f != w.unlock.First() {
		t.Errorf("leaving the form lost the keyboard: %T", f)
	}
}

// TestEmergencyOnTheLockedScreen: it needs no vault, a wrong passphrase costs no
// words, and whether it is recorded is said loudly.
func TestEmergencyOnTheLockedScreen(t *testing.T) {
	w, d := start(t, false, 1280, 720)
	fill := func(pass string) {
		t.Helper()
		press(t, w, words.T("life.novault.verb"))
		var fields []*part.Field
		for _, r := range roots(w) {
			walk(r, func(o fyne.CanvasObject) bool {
				if f, ok := o.(*part.Field); ok {
					fields = append(fields, f)
				}
				return false
			})
		}
		fields = fields[len(fields)-6:] // of the form: words, whom, tried, why, about, passphrase
		if fields[0].Text == "" {
			for i, s := range []string{"Keep him indoors.", "Control room", "none reachable", "He is on his way.", "SIU-26-0412"} {
				fields[i].SetText(s)
			}
		}
		fields[5].SetText(pass)
		press(t, w, words.T("emergency.verb"))
	}
	fill("wrong words")
	if w.asks.Title() != words.T("novault.failed") || !w.asks.Alarm() {
		t.Fatalf("a failure is not said loudly: %q", w.asks.Title())
	}
	press(t, w, words.T("ask.understood"))
	fill("correct horse")
	did(t, d, `apart v1 p-7f3a91c2 "Keep him indoors." "SIU-26-0412"`)
	if w.asks.Title() != words.T("novault.done") || !w.asks.Alarm() || w.desk != nil {
		t.Errorf("it is not said loudly: %q", w.asks.Title())
	}
}
