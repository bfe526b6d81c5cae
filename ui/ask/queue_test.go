package ask

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"corridor/ui/part"
	"corridor/ui/style"
)

func queue(t *testing.T) (*Queue, fyne.Window, *part.Field) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(style.New(false))
	f := part.NewField("")
	w := test.NewTempWindow(t, container.NewVBox(f))
	w.Resize(fyne.NewSize(900, 600))
	w.Canvas().Focus(f)
	return New(w.Canvas()), w, f
}

func TestOneAtATimeInTheirOrder(t *testing.T) {
	q, w, f := queue(t)
	q.Tell("first", "a")
	q.Warn("second", "b")
	q.Tell("third", "c")
	for _, want := range []string{"first", "second", "third"} {
		if q.Title() != want || len(w.Canvas().Overlays().List()) != 1 {
			t.Fatalf("%q is asked, want %q; %d overlays", q.Title(), want, len(w.Canvas().Overlays().List()))
		}
		if q.Alarm() != (want == "second") {
			t.Errorf("%q: alarm %v", want, q.Alarm())
		}
		q.Escape()
	}
	if q.Open() || w.Canvas().Focused() != f {
		t.Error("the keyboard did not come back to where it was")
	}
	if q.Escape() || q.Enter() {
		t.Error("there is nothing to escape from")
	}
}

func TestItTakesTheKeyboard(t *testing.T) {
	q, w, f := queue(t)
	got := ""
	q.Reason("Why", "text", "label", "Record", false, func(s string) { got = s })
	for _, r := range "because" {
		w.Canvas().Focused().TypedRune(r)
	}
	if f.Text != "" {
		t.Errorf("typing landed behind the question: %q", f.Text)
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got != "because" || q.Open() {
		t.Errorf("got %q", got)
	}
}

func TestAReasonIsNeeded(t *testing.T) {
	q, w, _ := queue(t)
	q.Reason("Why", "", "", "Record", true, func(string) { t.Error("recorded without a reason") })
	w.Canvas().Focused().TypedRune(' ')
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !q.Open() {
		t.Error("it closed")
	}
}

func TestASecretIsHandedOnOnce(t *testing.T) {
	q, w, _ := queue(t)
	var got []byte
	q.Secret("Sign", "what", "Passphrase", "Sign", func(b []byte) { got = b })
	field := w.Canvas().Focused().(*part.Field)
	test.Type(field, "four words")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if string(got) != "four words" || field.Text != "" {
		t.Errorf("got %q, left %q", got, field.Text)
	}
}

func TestAFormWaitsUntilItIsReady(t *testing.T) {
	q, _, _ := queue(t)
	why, done, left := "fill it in", 0, 0
	f := part.NewField("")
	form := Form{Title: "T", Verb: "Do it", Body: f, First: f, Size: fyne.NewSize(400, 300), Ready: func() string { return why }, Do: func() { done++ }, Left: func() { left++ }}
	q.Ask(form)
	press := func() {
		for _, b := range q.now.buttons {
			if x, ok := b.(*part.Button); ok && x.Text == "Do it" {
				test.Tap(x)
			}
		}
	}
	press()
	if done != 0 || !q.Open() {
		t.Fatal("done before it was ready")
	}
	why = ""
	press()
	if done != 1 || q.Open() {
		t.Errorf("done %d", done)
	}
	q.Ask(form)
	q.Escape()
	if left != 1 {
		t.Error("leaving was not told")
	}
}

func TestClearDropsEverythingSilently(t *testing.T) {
	q, w, _ := queue(t)
	q.Confirm("a", "", "Do", func() { t.Error("done") })
	q.Ask(Form{Title: "b", Body: part.NewField(""), Left: func() { t.Error("told") }})
	q.Clear()
	if q.Open() || len(w.Canvas().Overlays().List()) != 0 {
		t.Error("something is left")
	}
}

func TestConfirmByEnter(t *testing.T) {
	q, w, _ := queue(t)
	done := 0
	q.Confirm("a", "what will happen", "Do it", func() { done++ })
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}

// Enter in a line of a form does its act once the form is ready, wherever the
// line stands; in a text of several lines it begins a new one.
func TestEnterInALineDoesTheAct(t *testing.T) {
	win := test.NewTempWindow(t, container.NewStack())
	q := New(win.Canvas())
	line, area := part.NewField(""), part.NewArea("", 2)
	did, why := 0, "not yet"
	q.Ask(Form{Title: "t", Verb: "v", Body: part.Stack(2, part.Columns(part.Labelled("l", line)), area), First: line, Size: fyne.NewSize(300, 200),
		Ready: func() string { return why }, Do: func() { did++ }})
	enter := &fyne.KeyEvent{Name: fyne.KeyReturn}
	line.TypedKey(enter)
	if did != 0 {
		t.Fatal("an unready form was done")
	}
	why = ""
	area.TypedKey(enter)
	if did != 0 || area.Text != "\n" {
		t.Fatalf("did %d, area %q", did, area.Text)
	}
	line.TypedKey(enter)
	if did != 1 || q.Open() {
		t.Errorf("did %d, still open %v", did, q.Open())
	}
}
