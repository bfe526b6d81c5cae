package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/ask"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Doors is how the desktop gets at vaults.
type Doors = page.Doors

// Options are what the program was started with.
type Options struct {
	Now func() time.Time
	// Inline does all work at once on the caller's goroutine: for tests and
	// screenshots.
	Inline bool
	// Files replaces the file dialogs; nil for the real ones.
	Files page.Files
	// Afresh puts a new program in the place of this one, which a desk has been
	// locked in: whatever the memory still holds goes with the old one. It
	// returns only if it cannot. nil: nothing is replaced.
	Afresh func(page.Seat)
	// Seat is who sat here before the program was replaced, and why it was.
	Seat page.Seat
}

// All that the desktop keeps in its preferences, readable by whoever reads this
// workstation's disk: no secret, and nothing about a product.
const (
	prefDark   = "theme.dark"
	prefWatch  = "watch.folder" // the path of the watched folder
	prefPaused = "watch.paused"
)

// Window is the desktop.
type Window struct {
	app   fyne.App
	win   fyne.Window
	doors Doors
	opts  Options
	jobs  *job.Runner
	keep  *job.Keeper
	asks  *ask.Queue
	over  *ask.Queue // the questions for a file, above all others
	files page.Files

	desk   page.Desk
	card   page.VaultCard
	marked string
	heads  []app.Head
	unit   app.Unit
	pages  map[string]page.Page
	at     page.Route
	frame  *frame
	unlock *page.Unlock
	seat   page.Seat // who sat here last, and why the desk is locked
	wizard *page.Wizard

	active time.Time
	drawn  time.Time
	rested time.Time
	idle   time.Duration
	copied string
	batch  *page.Batch // of files, the last one
	watch  *watched    // the folder that this workstation watches
	owing  int         // products to be read again, as the desk said last
	held   int         // of those, how many a rescan left that is not to go on by itself
	stop   func()
	shut   sync.WaitGroup // desks that are being shut
	away   bool           // another program has the keyboard
	stale  bool           // a desk was locked in this program, which has not been replaced since
	ending bool
}

// New makes the window; Start shows it.
func New(a fyne.App, doors Doors, opts Options) *Window {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	w := &Window{app: a, opts: opts, idle: 5 * time.Minute, active: opts.Now(), seat: opts.Seat}
	w.doors = w.waiting(doors)
	a.Settings().SetTheme(style.New(a.Preferences().Bool(prefDark)))
	w.win = a.NewWindow(words.T("app.name"))
	w.win.SetPadded(false)
	w.win.Resize(fyne.NewSize(1280, 720))
	w.win.CenterOnScreen()
	w.jobs = job.New(w.progress)
	if opts.Inline {
		w.jobs = job.NewInline(w.progress)
	}
	w.keep = job.NewKeeper(func(err error) { w.jobs.Publish(func() { w.unkept(err) }) })
	if opts.Inline {
		w.keep = job.NewInlineKeeper(w.unkept)
	}
	w.asks, w.over = ask.New(w.win.Canvas()), ask.New(w.win.Canvas())
	w.files = opts.Files
	if w.files == nil {
		w.files = &disk{jobs: w.jobs, asks: w.over}
	}
	w.keys()
	w.win.SetOnDropped(w.dropped)
	w.win.SetCloseIntercept(w.Quit)
	a.Lifecycle().SetOnEnteredForeground(func() { w.front(true) })
	a.Lifecycle().SetOnExitedForeground(func() { w.front(false) })
	w.showLocked()
	return w
}

// Start shows the window and begins to watch the clock.
func (w *Window) Start() {
	if !w.opts.Inline {
		w.stop = w.jobs.Every(5*time.Second, w.Tick)
	}
	w.win.Show()
}

// Fyne is the window itself.
func (w *Window) Fyne() fyne.Window { return w.win }

// Quit locks the desk and closes the window once the vault is shut.
func (w *Window) Quit() {
	w.ending = true
	w.Lock()
	if w.stop != nil {
		w.stop()
	}
	w.win.Hide()
	job.Own(w.jobs, "lock", func(context.Context, job.Report) (struct{}, error) { w.shut.Wait(); return struct{}{}, nil },
		func(struct{}, error) { w.win.Close() })
}

// Enter shows an unlocked desk.
func (w *Window) Enter(d page.Desk, card page.VaultCard) {
	w.desk, w.card, w.stale, w.held = d, card, false, 0
	w.noticed()
	u := d.Unit()
	w.unit = u
	w.seat = page.Seat{Person: d.Me().Person}
	w.marked = string(u.Ceiling)
	if w.marked == "" {
		w.marked = card.Marking
	}
	if u.Name != "" {
		w.card.Unit, w.card.Marking = u.Name, w.marked
		w.unlock.Know(w.card)
	}
	for _, s := range u.Settings {
		if s.Key == "lock.idle" {
			if t, err := time.ParseDuration(s.Value); err == nil && t > 0 {
				w.idle = t
			}
		}
	}
	w.at = page.Route{Page: "triage"}
	w.watch = nil
	w.build()
	w.batchAgain()
	w.watchAgain()
	w.recheck()
	for _, warn := range d.Status().Warnings {
		w.asks.Warn(words.T("unlock.warning"), present.Sentence(warn))
	}
}

// build makes the frame and every page anew: after unlock, and after a change
// of theme.
func (w *Window) build() {
	w.pages = w.makePages()
	if w.batch != nil {
		w.batched(w.batch)
	}
	w.frame = newFrame(w)
	w.win.SetContent(w.frame.root)
	w.showWatched()
	w.refreshFrame()
	w.Go(w.at)
}

func (w *Window) makePages() map[string]page.Page {
	d := w.desk
	keys := page.NewKeys{Make: w.makeKeys, Replace: w.replaceKeys, Recovery: w.newRecovery, Rehearse: w.rehearse, Strength: w.doors.Strength}
	return map[string]page.Page{
		"triage":   page.NewTriage(w, d, w.receive, w.receiveFolder),
		"product":  page.NewProduct(w, d),
		"threat":   page.NewThreats(w, d),
		"signoff":  page.NewSignOff(w, d),
		"releases": page.NewReleases(w, d),
		"search":   page.NewSearch(w, d),
		"journal":  page.NewJournal(w, d),
		"unit":     page.NewUnit(w, d, keys),
	}
}

// Focus implements page.Host: it gives something the keyboard, if the window
// shows it. The canvas is asked directly, because what was just built belongs
// to no canvas in the driver's books before it is painted.
func (w *Window) Focus(f fyne.Focusable) {
	if o, ok := f.(fyne.CanvasObject); ok && part.Holds(w.win.Content(), o) {
		w.win.Canvas().Focus(f)
	}
}

// SetDark changes the theme and builds what is shown anew.
func (w *Window) SetDark(dark bool) {
	w.app.Preferences().SetBool(prefDark, dark)
	w.app.Settings().SetTheme(style.New(dark))
	if w.desk != nil {
		if p := w.pages[w.at.Page]; p != nil {
			p.Leave()
		}
		w.build()
		return
	}
	w.unlock = nil
	w.showLocked()
}

// dark reports which theme is in use.
func (w *Window) dark() bool { return w.app.Preferences().Bool(prefDark) }

// Keep implements page.Host.
func (w *Window) Keep(name string, write func(context.Context) error) { w.keep.Keep(name, write) }

// Kept implements page.Host.
func (w *Window) Kept() { w.keep.Flush() }

// Jobs implements page.Host.
func (w *Window) Jobs() *job.Runner { return w.jobs }

// Ask implements page.Host.
func (w *Window) Ask() *ask.Queue { return w.asks }

// Now implements page.Host.
func (w *Window) Now() time.Time { return w.opts.Now() }

// Files implements page.Host.
func (w *Window) Files() page.Files { return w.files }

// Heads implements page.Host.
func (w *Window) Heads() []app.Head { return w.heads }

// Unit implements page.Host.
func (w *Window) Unit() app.Unit { return w.unit }

// Pause implements page.Host.
func (w *Window) Pause() time.Duration {
	if w.opts.Inline {
		return 0
	}
	return 250 * time.Millisecond
}

// Go implements page.Host.
func (w *Window) Go(r page.Route) {
	if w.desk == nil {
		return
	}
	p := w.pages[r.Page]
	if p == nil {
		return
	}
	if o, ok := w.pages[w.at.Page].(interface{ Opened() string }); ok && r.Page == "product" && r.Item == "" {
		r.Item = page.ItemID(o.Opened())
	}
	if old := w.pages[w.at.Page]; old != nil && old != p {
		old.Leave()
	}
	w.at = r
	w.frame.show(r.Page, p.Object())
	p.Show(r)
	w.Relay()
	w.win.Canvas().Unfocus()
	if !w.asks.Open() {
		w.Focus(p.First())
	}
}

// At is the place shown.
func (w *Window) At() page.Route { return w.at }

// Changed implements page.Host.
func (w *Window) Changed() {
	if w.desk == nil {
		return
	}
	w.refreshFrame()
	if p := w.pages[w.at.Page]; p != nil {
		p.Refresh()
	}
}

// Fail implements page.Host.
func (w *Window) Fail(err error) {
	m := present.Explain(err)
	if m.Refusal || errors.Is(err, app.ErrInput) {
		w.asks.Tell(m.Title, m.Text)
		return
	}
	w.asks.Warn(m.Title, m.Text)
}

// unkept says that what is being typed would not outlive a lock. Where the disk
// takes nothing, a question at every word would stop the typing that saves a life.
func (w *Window) unkept(err error) {
	if errors.Is(err, app.ErrFull) || errors.Is(err, app.ErrReadOnly) {
		w.Say(words.T("form.notkept"))
		return
	}
	w.Fail(err)
}

// Relay implements page.Host.
func (w *Window) Relay() { part.Relay(w.win.Content()) }

// Say implements page.Host.
func (w *Window) Say(text string) {
	if w.frame != nil {
		w.frame.say(text)
	}
}

func (w *Window) progress(p job.Progress) {
	switch {
	case w.frame != nil:
		w.frame.progress(p)
	case w.wizard != nil && part.Holds(w.win.Content(), w.wizard.Object()):
		w.wizard.Progress(p)
	case w.unlock != nil:
		w.unlock.Progress(p)
	}
}

// railIcons are the icons of the rail.
func railIcons() map[string]fyne.Resource {
	return map[string]fyne.Resource{
		"triage": theme.ListIcon(), "product": theme.DocumentIcon(), "threat": theme.WarningIcon(), "signoff": theme.ConfirmIcon(),
		"releases": theme.MailSendIcon(), "search": theme.SearchIcon(), "journal": theme.HistoryIcon(), "unit": theme.AccountIcon(),
	}
}

// railPages are the pages of the rail, in their order.
func railPages() []string {
	return []string{"triage", "product", "threat", "signoff", "releases", "search", "journal", "unit"}
}
