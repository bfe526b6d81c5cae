package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app/clock"
	"corridor/ui/ask"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/style"
	"corridor/ui/words"
)

// finder asks for a file or a folder, by keyboard or by mouse: a field to type
// a name or a path into, and below it what the folder holds.
type finder struct {
	jobs    *job.Runner
	asks    *ask.Queue
	folders bool // a folder is wanted: files are left out
	done    func(path string)
	gone    func(dir string) // hears of each folder that was looked into

	dir   string
	all   []place
	shown []place
	field *part.Field
	where *part.Cut
	rows  *part.Rows
}

// place is a file or a folder in the list.
type place struct {
	name string
	dir  bool
	size int64
	mod  time.Time
}

// find opens the question; dir is where it begins.
func find(jobs *job.Runner, asks *ask.Queue, title, dir string, folders bool, gone, done func(path string)) {
	f := &finder{jobs: jobs, asks: asks, folders: folders, done: done, gone: gone}
	f.field = part.NewField(words.T("finder.hint"))
	f.where = part.NewCut("", theme.SizeNameCaptionText, style.Muted, false)
	f.rows = part.NewRows(nil, f.open)
	f.field.OnChanged = func(string) { f.narrow() }
	f.field.OnSubmitted = func(string) { f.enter() }
	f.field.OnKey = f.key
	f.rows.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyBackspace {
			f.look(filepath.Dir(f.dir))
			return true
		}
		return false
	}
	top := part.Stack(4, f.field, f.where)
	verb := words.T("finder.open")
	if folders {
		verb = words.T("finder.here")
	}
	asks.Ask(ask.Form{Title: title, Verb: verb, Body: container.NewBorder(part.Inset(top, 0, 4), nil, nil, nil, part.MinHeight(f.rows, 330)), First: f.field,
		Size: fyne.NewSize(680, 560), Ready: f.ready, Do: f.act})
	f.look(dir)
}

// look shows what a folder holds; reading it may take time.
func (f *finder) look(dir string) {
	type seen struct {
		all []place
		err error
	}
	job.Run(f.jobs, "finder", "list", func(context.Context, job.Report) (seen, error) {
		all, err := places(dir, f.folders)
		return seen{all, err}, nil
	}, func(s seen, _ error) {
		if s.err != nil {
			f.where.SetText(words.T("finder.unreadable", dir))
			return
		}
		f.dir, f.all = dir, s.all
		f.gone(dir)
		f.field.SetText("")
		f.narrow()
	})
}

// places lists a folder: folders first, then files, each by name.
func places(dir string, folders bool) ([]place, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []place
	for _, e := range entries {
		i, err := os.Stat(filepath.Join(dir, e.Name())) // follows links
		if err != nil || (folders && !i.IsDir()) || (!i.IsDir() && !i.Mode().IsRegular()) {
			continue
		}
		out = append(out, place{e.Name(), i.IsDir(), i.Size(), i.ModTime()})
	}
	slices.SortStableFunc(out, func(a, b place) int {
		if a.dir != b.dir {
			return map[bool]int{true: -1, false: 1}[a.dir]
		}
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	return out, nil
}

// narrow shows what fits what was typed. Hidden names show when they are typed.
func (f *finder) narrow() {
	text := strings.ToLower(f.field.Value())
	f.where.SetText(f.dir)
	f.shown = f.shown[:0]
	if up := filepath.Dir(f.dir); text == "" && up != f.dir {
		f.shown = append(f.shown, place{name: "..", dir: true})
	}
	for _, p := range f.all {
		name := strings.ToLower(p.name)
		if strings.Contains(name, text) && (!strings.HasPrefix(name, ".") || strings.HasPrefix(text, ".")) {
			f.shown = append(f.shown, p)
		}
	}
	if _, path := f.typed(); len(f.shown) == 0 && !path {
		f.where.SetText(words.T("finder.nothing", f.dir))
	}
	shown := slices.Clone(f.shown)
	chosen := 0
	if len(shown) > 1 && shown[0].name == ".." {
		chosen = 1
	}
	f.rows.Source(len(shown), func(i int) part.Row { return placeRow(shown[i]) }, min(chosen, len(shown)-1))
	f.rows.ScrollTo(0)
}

func placeRow(p place) part.Row {
	switch {
	case p.name == "..":
		return part.Row{Title: "..", Sub: words.T("finder.up"), Tone: part.Neutral}
	case p.dir:
		return part.Row{Title: p.name + string(filepath.Separator), Sub: words.T("finder.folder"), Tone: part.Accent}
	}
	return part.Row{Title: p.name, Sub: words.T("finder.size", (p.size+1023)/1024), Right: clock.Day(p.mod), Tone: part.Neutral}
}

func (f *finder) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyDown:
		f.rows.Step(1)
	case fyne.KeyUp:
		f.rows.Step(-1)
	case fyne.KeyPageDown:
		f.rows.Step(6)
	case fyne.KeyPageUp:
		f.rows.Step(-6)
	case fyne.KeyBackspace:
		if f.field.Text != "" {
			return false
		}
		f.look(filepath.Dir(f.dir))
	default:
		return false
	}
	return true
}

// typed is what was typed, if it is a path.
func (f *finder) typed() (path string, ok bool) {
	text := f.field.Value()
	if rest, home := strings.CutPrefix(text, "~"); home && (rest == "" || rest[0] == filepath.Separator) {
		if h, err := os.UserHomeDir(); err == nil {
			text = h + rest
		}
	}
	if !strings.ContainsRune(text, filepath.Separator) {
		return "", false
	}
	if !filepath.IsAbs(text) {
		text = filepath.Join(f.dir, text)
	}
	return filepath.Clean(text), true
}

// enter takes the path typed, or opens the row chosen.
func (f *finder) enter() {
	path, ok := f.typed()
	if !ok {
		f.rows.Open()
		return
	}
	f.take(path)
}

// take goes into a folder, or ends with a file.
func (f *finder) take(path string) {
	type seen struct {
		dir bool
		err error
	}
	job.Run(f.jobs, "finder", "list", func(context.Context, job.Report) (seen, error) {
		i, err := os.Stat(path)
		return seen{err == nil && i.IsDir(), err}, nil
	}, func(s seen, _ error) {
		switch {
		case s.dir:
			f.look(path)
		case f.folders && errors.Is(s.err, fs.ErrNotExist): // it will be made
			f.end(path)
		case s.err != nil || f.folders:
			f.where.SetText(words.T("finder.unreadable", path))
		default:
			f.end(path)
		}
	})
}

func (f *finder) open(i int) {
	if i < 0 || i >= len(f.shown) {
		return
	}
	p := f.shown[i]
	path := filepath.Join(f.dir, p.name)
	if p.dir {
		f.look(path)
		return
	}
	f.end(path)
}

func (f *finder) end(path string) {
	f.asks.Close()
	f.done(path)
}

// ready says why the verb of the question cannot be done yet.
func (f *finder) ready() string {
	if _, ok := f.typed(); ok || f.folders {
		return ""
	}
	if i := f.rows.Chosen(); i < 0 || i >= len(f.shown) || f.shown[i].dir {
		return words.T("finder.choose")
	}
	return ""
}

// act is the verb: this folder, or the file chosen. The question is closed.
func (f *finder) act() {
	path, ok := f.typed()
	switch {
	case ok:
		f.done(path)
	case f.folders:
		f.done(f.dir)
	default:
		f.done(filepath.Join(f.dir, f.shown[f.rows.Chosen()].name))
	}
}
