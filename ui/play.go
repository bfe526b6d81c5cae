package ui

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"corridor/app"
	"corridor/app/roster"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/words"
)

// scene is one step of the demonstration: what is done in the window, how long
// it may take, and the name of the picture.
type scene struct {
	name string
	do   func(w *Window) error
	hold bool // the next scene goes on with the question that this one leaves open
	warn bool // it ends with a warning, as it should
}

// Play plays the demonstration through the real window, step by step: each
// waits until the work of the one before is done, and leaves a picture below
// dir. It ends with done, on the window's goroutine.
func (w *Window) Play(dir string, done func(error)) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		done(err)
		return
	}
	w.win.Resize(fyne.NewSize(1440, 900))
	w.files = folder{filepath.Join(dir, "release")}
	p := &player{w: w, dir: dir, scenes: scenes()}
	p.stop = w.jobs.Every(300*time.Millisecond, func() { p.beat(done) })
}

// folder stands in for the dialogs while the demonstration plays: it keeps what
// is written below one folder, and has no file to open.
type folder struct{ place string }

// Open implements page.Files.
func (folder) Open(string, func(page.File, error)) {}

// Find implements page.Files.
func (folder) Find(string, func(string)) {}

// Folder implements page.Files.
func (folder) Folder(string, func(string)) {}

// Save implements page.Files.
func (f folder) Save(_ string, files map[string][]byte, done func(string, error)) {
	done(f.place, writeAll(f.place, files))
}

// Write implements page.Files.
func (f folder) Write(place, name string, b []byte) error {
	return writeAll(place, map[string][]byte{name: b})
}

type player struct {
	w      *Window
	dir    string
	scenes []scene
	at     int
	acted  bool
	waited int
	over   bool
	stop   func()
}

// maxBeats is how long one scene may take: the demonstration's keys are made
// in one of them.
const maxBeats = 600

func (p *player) beat(done func(error)) {
	if p.over {
		return
	}
	end := func(err error) {
		p.over = true
		p.stop()
		done(err)
	}
	if p.waited++; p.waited > maxBeats {
		end(fmt.Errorf("ui: the demonstration stopped at %q", p.scenes[p.at].name))
		return
	}
	if !p.w.jobs.Idle() {
		return
	}
	s := p.scenes[p.at]
	if !p.acted {
		if err := s.do(p.w); err != nil {
			end(fmt.Errorf("ui: %s: %w", s.name, err))
			return
		}
		p.w.Relay()
		p.acted = true
		return
	}
	if err := p.keep(s.name); err != nil {
		end(err)
		return
	}
	if p.w.asks.Alarm() && !s.warn {
		end(fmt.Errorf("ui: %s: the desk warns: %s", s.name, p.w.asks.Title()))
		return
	}
	if !s.hold {
		p.w.asks.Clear()
	}
	p.at, p.acted, p.waited = p.at+1, false, 0
	if p.at == len(p.scenes) {
		end(nil)
	}
}

func (p *player) keep(name string) error {
	f, err := os.Create(filepath.Join(p.dir, fmt.Sprintf("%02d-%s.png", p.at+1, name)))
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, p.w.picture()), f.Close())
}

// picture paints what the window shows in software: the screen's driver reads
// its own picture back empty where it draws without a graphics card.
func (w *Window) picture() image.Image {
	c := w.win.Canvas()
	all := container.NewWithoutLayout(c.Content())
	for _, o := range c.Overlays().List() {
		all.Add(o)
	}
	soft := software.NewCanvas()
	soft.SetPadded(false)
	soft.SetContent(all)
	soft.Resize(c.Size())
	return soft.Capture()
}

// errScene is a scene whose stage is not set: the one before did not end as it
// should.
var errScene = errors.New("the desk is not where this scene begins")

func scenes() []scene {
	visit := func(name string, r page.Route) scene {
		return scene{name: name, do: func(w *Window) error {
			if w.desk == nil {
				return errScene
			}
			w.Go(r)
			return nil
		}}
	}
	sit := func(name string, role roster.Role) scene {
		return scene{name: name, do: func(w *Window) error {
			if w.desk != nil || !w.unlock.SitDown(role) {
				return errScene
			}
			return nil
		}}
	}
	step := func(name, id string) scene {
		return scene{name: name, do: func(w *Window) error {
			if w.desk == nil || w.at.Page != "product" {
				return errScene
			}
			w.Go(page.Route{Page: "product", Item: w.at.Item, Step: id})
			return nil
		}}
	}
	lock := scene{name: "locked", do: func(w *Window) error {
		if w.desk == nil {
			return errScene
		}
		w.Lock()
		return nil
	}}
	return []scene{
		{name: "first-start", do: func(*Window) error { return nil }},
		{name: "found-a-unit", do: func(w *Window) error { w.showWizard(); return nil }},
		{name: "demonstration-unit", do: func(w *Window) error { w.showLocked(); w.unlock.Explore(); return nil }},
		sit("triage", roster.Handler),
		{name: "first-read", do: func(w *Window) error {
			if w.desk == nil || len(w.desk.Inbox()) == 0 {
				return errScene
			}
			for _, h := range w.desk.Inbox() {
				if h.Stage == app.StageNew {
					w.Go(page.Route{Page: "triage", Item: h.Item})
					break
				}
			}
			w.typedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			return nil
		}},
		{name: "answer-a-question", hold: true, do: func(w *Window) error { w.typedRune('1'); w.typedRune('y'); return nil }},
		{name: "answer-recorded", warn: true, do: func(w *Window) error { return w.write("A named person and a stated intention.") }},
		{name: "product-source", do: func(w *Window) error {
			h := drafted(w)
			if h == "" {
				return errScene
			}
			w.Go(page.Route{Page: "product", Item: h, Step: "source"})
			return nil
		}},
		step("product-threat", "threat"), step("product-grade", "grade"), step("product-draft", "draft"), step("product-release", "release"),
		visit("threat-board", page.Route{Page: "threat"}), visit("releases", page.Route{Page: "releases"}),
		visit("search", page.Route{Page: "search"}), visit("journal", page.Route{Page: "journal"}), visit("unit", page.Route{Page: "unit"}),
		{name: "palette", do: func(w *Window) error { w.palette(); return nil }},
		{name: "life-at-risk", do: func(w *Window) error { w.emergency(); return nil }},
		{name: "dark", do: func(w *Window) error { w.SetDark(!w.dark()); w.Go(page.Route{Page: "triage"}); return nil }},
		{name: "light", do: func(w *Window) error { w.SetDark(!w.dark()); return nil }},
		lock, sit("supervisor", roster.Supervisor),
		{name: "sign-off", do: func(w *Window) error {
			if w.desk == nil {
				return errScene
			}
			r := page.Route{Page: "signoff"}
			for _, v := range w.desk.Waiting() {
				if !v.Emergency {
					r.Release = v.Release
					break
				}
			}
			w.Go(r)
			return nil
		}},
		{name: "everything-looked-at", do: lookAtAll},
		{name: "approve-and-sign", hold: true, do: func(w *Window) error { return w.tap(words.T("signoff.approve")) }},
		{name: "approved", do: func(w *Window) error { return w.write(w.unlock.Shown()) }},
		{name: "approved-report", do: func(w *Window) error {
			for _, v := range w.desk.Waiting() {
				if v.Status == "approved" {
					w.Go(page.Route{Page: "signoff", Release: v.Release})
					return nil
				}
			}
			return errScene
		}},
		{name: "release-to-recipients", hold: true, do: func(w *Window) error { return w.tap(words.T("release.dispatch")) }},
		{name: "released", do: func(w *Window) error {
			if !w.asks.Enter() {
				return errScene
			}
			return nil
		}},
		visit("releases-and-copies", page.Route{Page: "releases"}),
		lock,
	}
}

// write types into the question that is open, and sends it.
func (w *Window) write(text string) error {
	f := w.win.Canvas().Focused()
	if !w.asks.Open() || f == nil {
		return errScene
	}
	for _, r := range text {
		f.TypedRune(r)
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	return nil
}

// tap presses the button that says so.
func (w *Window) tap(label string) error {
	found := part.Each(w.win.Content(), func(o fyne.CanvasObject) bool {
		b, ok := o.(*part.Button)
		if !ok || b.Text != label || b.Disabled() {
			return false
		}
		b.Tapped(nil)
		return true
	})
	if !found {
		return errScene
	}
	return nil
}

// lookAtAll reads the report to its end and looks at each line to attend to.
func lookAtAll(w *Window) error {
	for range 8 {
		w.pages["signoff"].Key(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	}
	lines := w.named()
	for _, name := range lines {
		part.Each(w.win.Content(), func(o fyne.CanvasObject) bool {
			s, ok := o.(*part.Sheet)
			if ok = ok && s.Name == name; ok {
				s.Tapped(nil)
			}
			return ok
		})
		w.asks.Clear()
	}
	if len(lines) == 0 {
		return errScene
	}
	return nil
}

// named lists the names of the sheets on the screen that have one.
func (w *Window) named() []string {
	var out []string
	part.Each(w.win.Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*part.Sheet); ok && s.Name != "" {
			out = append(out, s.Name)
		}
		return false
	})
	return out
}

// drafted finds an item that has a draft to show, or a grade, or any.
func drafted(w *Window) page.ID {
	if w.desk == nil {
		return ""
	}
	var graded, last page.ID
	for _, h := range w.desk.Inbox() {
		if h.Stage == app.StageReturned {
			return h.Item
		}
		if last = h.Item; h.Grade != "" {
			graded = h.Item
		}
	}
	return cmp.Or(graded, last)
}
