package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is what something in a folder is.
type Kind string

// The kinds.
const (
	Ordinary Kind = "file"
	Folder   Kind = "folder"
	Link     Kind = "link"
	Device   Kind = "device"
)

// Lying is something that lies in a watched folder at one look.
type Lying struct {
	Name    string
	Size    int64
	Changed time.Time
	Kind    Kind
}

// mark names a file as it lies, without its name: twenty hex digits.
func (l Lying) mark() string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d", l.Name, l.Size, l.Changed.UnixNano()))
	return hex.EncodeToString(h[:10])
}

// Bounds of a watch.
const (
	maxReady = 200    // files at one look
	maxDealt = 10_000 // files that are remembered as dealt with; the oldest goes first
	maxTries = 3      // at a file that cannot be read
)

// Watch decides what of a watched folder is ready to be taken in. It takes a
// file once it has lain unchanged from one look to the next. The zero Watch has
// seen nothing.
type Watch struct {
	seen  map[string]lain // at the last look
	dealt []string        // marks, oldest first
	known map[string]bool // the same
	tries map[string]int  // by mark
}

// lain is a file as it lay at the last look, with its mark.
type lain struct {
	Lying
	mark string
}

// Resume gives a watch that has dealt with what another one dealt with.
func Resume(dealt []string) *Watch {
	w := &Watch{}
	for _, m := range dealt {
		w.deal(m)
	}
	return w
}

// Dealt is what Resume needs, oldest first; it tells no names.
func (w *Watch) Dealt() []string { return slices.Clone(w.dealt) }

// Look gives what is ready now, by name, and what is left alone and why. Files
// that were dealt with and have not changed since are in neither list.
func (w *Watch) Look(now []Lying) (ready []Lying, left []Left) {
	seen, tries := make(map[string]lain, len(now)), map[string]int{}
	for _, l := range now {
		before, there := w.seen[l.Name]
		there = there && before.Lying == l
		mark := before.mark
		if !there {
			mark = l.mark()
		}
		seen[l.Name] = lain{l, mark}
		if n := w.tries[mark]; n > 0 {
			tries[mark] = n
		}
		why := unfit(l)
		switch {
		case w.known[mark]:
			continue
		case why != "":
		case !there:
			why = whyMoving
		case w.tries[mark] >= maxTries:
			why = whyGivenUp
		case w.tries[mark] > 0:
			why = whyFailed
			ready = append(ready, l)
		default:
			ready = append(ready, l)
		}
		if why != "" {
			left = append(left, Left{l.Name, why})
		}
	}
	w.seen, w.tries = seen, tries
	slices.SortFunc(ready, func(a, b Lying) int { return strings.Compare(a.Name, b.Name) })
	if len(ready) > maxReady {
		for _, l := range ready[maxReady:] {
			left = append(left, Left{l.Name, whyNextTurn})
		}
		ready = ready[:maxReady]
	}
	slices.SortFunc(left, func(a, b Left) int { return strings.Compare(a.Name, b.Name) })
	return ready, left
}

// Waits reports whether something is left alone only for now.
func (l Left) Waits() bool { return l.Why == whyMoving || l.Why == whyFailed || l.Why == whyNextTurn }

// Done says that a file was dealt with as it lay at the last look: taken in,
// held already or refused. It is ready again only when it changes.
func (w *Watch) Done(name string) {
	if l, ok := w.seen[name]; ok {
		w.deal(l.mark)
	}
}

// Failed says that a file could not be read as it lay at the last look.
func (w *Watch) Failed(name string) {
	l, ok := w.seen[name]
	if ok {
		w.tries[l.mark]++
	}
}

func (w *Watch) deal(mark string) {
	if w.known == nil {
		w.known = map[string]bool{}
	}
	if w.known[mark] {
		return
	}
	w.dealt, w.known[mark] = append(w.dealt, mark), true
	if len(w.dealt) > maxDealt {
		delete(w.known, w.dealt[0])
		w.dealt = w.dealt[1:]
	}
}

// unfit says why something is never taken in as it lies; "" when it may be.
func unfit(l Lying) string {
	low := strings.ToLower(l.Name)
	switch {
	case l.Kind == Folder:
		return whyFolder
	case l.Kind == Link:
		return whyLink
	case l.Kind != Ordinary:
		return whyDevice
	case l.Size == 0:
		return whyEmpty
	case l.Size > MaxFile:
		return whyBig
	case strings.HasPrefix(low, "~$"), strings.HasPrefix(low, ".~lock"), strings.HasSuffix(low, ".part"), strings.HasSuffix(low, ".partial"), strings.HasSuffix(low, ".crdownload"), strings.HasSuffix(low, ".tmp"):
		return whyOpen
	case low == "desktop.ini", low == "thumbs.db", low == ".ds_store":
		return whySystem
	case strings.HasPrefix(low, "."):
		return whyHidden
	}
	return ""
}
