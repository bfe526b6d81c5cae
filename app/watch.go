package app

import (
	"slices"
	"strings"
	"time"
)

// Lying is something that lies in a watched folder at one look.
type Lying struct {
	Name    string
	Size    int64
	Changed time.Time
	Regular bool // an ordinary file: no folder, link or device
}

// Untouched is something in a watched folder that was not taken in, and why.
type Untouched struct{ Name, Why string }

// Watch decides what of a watched folder is ready to be taken in. It takes a
// file once it has lain unchanged from one look to the next, and never removes,
// moves or changes anything. The zero Watch has seen nothing.
type Watch struct {
	seen map[string]Lying // at the last look
	done map[string]Lying // taken in, as it lay then
}

// Look gives what is ready now, by name, and what is left alone and why. Files
// that were taken in and have not changed since are in neither list.
func (w *Watch) Look(now []Lying) (ready []string, left []Untouched) {
	seen := map[string]Lying{}
	for _, l := range now {
		seen[l.Name] = l
		before, known := w.seen[l.Name]
		taken, done := w.done[l.Name]
		switch why := unfit(l); {
		case done && taken == l:
		case why != "":
			left = append(left, Untouched{l.Name, why})
		case !known || before != l:
			left = append(left, Untouched{l.Name, "it may still be being written: it is looked at again"})
		default:
			ready = append(ready, l.Name)
		}
	}
	w.seen = seen
	for name := range w.done {
		if _, there := seen[name]; !there {
			delete(w.done, name)
		}
	}
	slices.Sort(ready)
	slices.SortFunc(left, func(a, b Untouched) int { return strings.Compare(a.Name, b.Name) })
	return ready, left
}

// Done says that a file was dealt with as it lay at the last look: taken in,
// held already or refused. It is ready again only when it changes.
func (w *Watch) Done(name string) {
	if w.done == nil {
		w.done = map[string]Lying{}
	}
	if l, ok := w.seen[name]; ok {
		w.done[name] = l
	}
}

// unfit says why something is never taken in as it lies; "" when it may be.
func unfit(l Lying) string {
	low := strings.ToLower(l.Name)
	switch {
	case !l.Regular:
		return "it is a folder, a link or a device"
	case l.Size == 0:
		return "it is empty: 0 bytes"
	case l.Size > MaxOriginal:
		return "it is too large to be taken in whole"
	case strings.HasPrefix(low, "~$"), strings.HasPrefix(low, ".~lock"), strings.HasSuffix(low, ".part"), strings.HasSuffix(low, ".partial"), strings.HasSuffix(low, ".crdownload"), strings.HasSuffix(low, ".tmp"):
		return "another program is at work on it"
	case low == "desktop.ini", low == "thumbs.db", low == ".ds_store":
		return "the file manager keeps it for itself"
	}
	return ""
}
