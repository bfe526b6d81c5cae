package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/ask"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/present"
)

// Route names a place in the window.
type Route struct {
	Page    string // "triage", "product", "threat", "signoff", "releases", "search", "journal", "unit"
	Item    entry.ID
	Release entry.ID
	Step    string
}

// Host is what a page may ask of the window.
type Host interface {
	Jobs() *job.Runner
	Ask() *ask.Queue
	Now() time.Time
	Go(r Route)
	// Changed says that the journal grew: counts and lists are read again.
	Changed()
	Fail(err error)
	Say(text string)
	Files() Files
	// Heads and Unit are as the frame read them last: a page that only offers
	// them to choose from does not wait for a desk that is busy.
	Heads() []app.Head
	Unit() app.Unit
	// Focus gives something that the window shows the keyboard.
	Focus(f fyne.Focusable)
	// Relay lays the window out anew after something changed its size.
	Relay()
	// Keep has something that is being typed written down soon: one write at a
	// time, the latest of each name only.
	Keep(name string, write func(context.Context) error)
	// Kept waits until all of that is written; never call it on the window's
	// goroutine.
	Kept()
	// Pause is how long to wait for the officer to stop typing before a check.
	Pause() time.Duration
}

// File is a file that an officer named: its bytes, or Large for one that is too
// large to be held.
type File struct {
	Name  string
	Bytes []byte
	Large *entry.Source
}

// Size is its length in bytes.
func (f File) Size() int64 {
	if f.Large != nil {
		return f.Large.Size
	}
	return int64(len(f.Bytes))
}

// Files are the doors to the disk that an officer opens by a dialog.
type Files interface {
	// Open asks for a file and reads it. title says what for.
	Open(title string, done func(File, error))
	// Find asks for a file and gives its path; nothing of it is read.
	Find(title string, done func(path string))
	// Folder asks for a folder and gives its path; nothing of it is read.
	Folder(title string, done func(path string))
	// Save asks for a folder and writes each file into it.
	Save(title string, files map[string][]byte, done func(place string, err error))
	// Write writes one file below a folder, for its owner only and never over
	// one that exists. It takes its time: never call it on the window's
	// goroutine.
	Write(place, name string, b []byte) error
}

// Page is one screen.
type Page interface {
	Object() fyne.CanvasObject
	// Show goes to a place of the page.
	Show(r Route)
	// Refresh reads the desk again.
	Refresh()
	// Rune and Key use a key pressed outside any text field.
	Rune(r rune) bool
	Key(k *fyne.KeyEvent) bool
	// First is what takes the keyboard when the page is shown; nil for none.
	First() fyne.Focusable
	// Leave is called before another page is shown, or the desk locks.
	Leave()
}

// Desk is everything the pages ask of the desk, each through its own presenter.
type Desk interface {
	present.ProductDesk
	present.SignOffDesk
	present.ReleasesDesk
	present.SearchDesk
	present.JournalDesk
	present.UnitDesk
	present.ReceiveDesk
	present.StatusDesk
	present.EmergencyDesk
	// Keep notes where the journal ends and keeps what makes the next unlock quick.
	Keep(ctx context.Context) error
	// Recheck verifies what was taken as an earlier session had judged it.
	Recheck(ctx context.Context, progress func(done, total uint64)) (app.VerifyReport, error)
	Close() error
}

var _ Desk = (*app.Desk)(nil)

func tone(t present.Tone) part.Tone { return part.Tone(t) }

func rowOf(r present.Row) part.Row {
	out := part.Row{Tone: tone(r.Tone), Title: r.Title, Sub: r.Sub, Right: r.Right, Late: tone(r.Late)}
	for _, w := range r.Words {
		out.Words = append(out.Words, part.Word{Text: w.Text, Tone: tone(w.Tone)})
	}
	return out
}

func rowsOf(rs []present.Row) []part.Row {
	out := make([]part.Row, len(rs))
	for i, r := range rs {
		out[i] = rowOf(r)
	}
	return out
}

func spansOf(ss []present.Span) []part.Span {
	out := make([]part.Span, len(ss))
	for i, s := range ss {
		out[i] = part.Span{Start: s.Start, End: s.End, Tone: tone(s.Tone)}
	}
	return out
}

func chipsOf(ws []present.Word) *fyne.Container {
	box := part.Side(5)
	for _, w := range ws {
		if w.Text != "" {
			box.Add(container.NewCenter(part.NewChip(w.Text, tone(w.Tone))))
		}
	}
	return box
}

// swap replaces what a container shows.
func swap(c *fyne.Container, o fyne.CanvasObject) {
	c.Objects = []fyne.CanvasObject{o}
	c.Refresh()
}

// ID names an item.
type ID = entry.ID
