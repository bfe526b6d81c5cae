package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"corridor/app/entry"
)

// MaxFile is the largest file that is read in one piece, in bytes.
const MaxFile = 256 << 20

// MaxLook is how many entries of a watched folder are looked at.
const MaxLook = 20_000

// File waits to be taken in. Open reads it whole, up to one byte more than
// MaxFile; it is called once, perhaps from another goroutine.
type File struct {
	Name string // as shown: below the folder that was chosen
	Path string // where it lies, "" for what is on no disk
	Size int64  // bytes, as far as known before it is opened
	Open func() ([]byte, error)
}

// Left is something that lay there and was left alone, and why in plain words.
type Left struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// Why something is left alone.
const (
	whyFolder   = "it is a folder: what lies in it is not watched"
	whyLink     = "it is a link: links are not followed"
	whyDevice   = "it is a device, not a file"
	whyHidden   = "its name begins with a dot: it is hidden"
	whyUnread   = "it could not be looked into"
	whyEmpty    = "it is empty: 0 bytes"
	whyBig      = "it is too large to be taken in whole"
	whyOpen     = "another program is at work on it"
	whySystem   = "the file manager keeps it for itself"
	whyMoving   = "it may still be being written: it is looked at again"
	whyFailed   = "it could not be read: it is tried again"
	whyGivenUp  = "it could not be read three times: it is left alone until it changes"
	whyNextTurn = "it waits for its turn"
)

// Gather lists the files at several paths: those that are named, and those in
// the folders that are, folders inside them too. Links below them are never
// followed. The error is that of a path where nothing is.
func Gather(paths []string) (list []File, left []Left, err error) {
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, nil, fmt.Errorf("folder: look at what was chosen: %w", errors.Unwrap(err))
		}
		if !st.IsDir() {
			list = append(list, At(p, filepath.Base(p), st.Size()))
			continue
		}
		under, alone := walk(p)
		list, left = append(list, under...), append(left, alone...)
	}
	return list, left, nil
}

func walk(dir string) (list []File, left []Left) {
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error { // every error is on the list
		name, relErr := filepath.Rel(dir, path)
		if err != nil || relErr != nil {
			left = append(left, Left{name, whyUnread})
			return nil
		}
		kind := kindOf(e.Type())
		switch {
		case kind == Folder:
			return nil
		case kind != Ordinary:
			left = append(left, Left{name, unfit(Lying{Name: e.Name(), Kind: kind})})
		case strings.HasPrefix(e.Name(), "."):
			left = append(left, Left{name, whyHidden})
		default:
			size := int64(0)
			if i, err := e.Info(); err == nil {
				size = i.Size()
			}
			list = append(list, At(path, name, size))
		}
		return nil
	})
	return list, left
}

// At is the file at a path.
func At(path, name string, size int64) File {
	return File{Name: name, Path: path, Size: size, Open: func() ([]byte, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, MaxFile+1))
	}}
}

// Again is the file at a path that was listed before and may be gone by now.
func Again(path, name string) File {
	size := int64(0)
	if st, err := os.Lstat(path); err == nil {
		size = st.Size()
	}
	return At(path, name, size)
}

// errMoved is returned for a file that was not the same before and after it was
// read, or not the one that was looked at.
var errMoved = errors.New("folder: the file changed while it was read")

// Look lists what lies in a folder now, not what lies in folders inside it. It
// looks at no more than MaxLook entries; more says that there are others.
func Look(dir string) (lying []Lying, more bool, err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, false, fmt.Errorf("folder: look: %w", errors.Unwrap(err))
	}
	defer d.Close()
	entries, err := d.ReadDir(MaxLook + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, fmt.Errorf("folder: look: %w", errors.Unwrap(err))
	}
	if more = len(entries) > MaxLook; more {
		entries = entries[:MaxLook]
	}
	for _, e := range entries {
		l := Lying{Name: e.Name(), Kind: kindOf(e.Type())}
		if info, err := e.Info(); err == nil {
			l.Size, l.Changed = info.Size(), info.ModTime()
		}
		lying = append(lying, l)
	}
	return lying, more, nil
}

// In is a file of a watched folder as it lay at a look. Reading it fails unless
// it is still that file, no link has taken its place, and it does not change
// meanwhile.
func In(dir string, l Lying) File {
	return File{Name: l.Name, Path: filepath.Join(dir, l.Name), Size: l.Size, Open: func() ([]byte, error) { return readIn(dir, l) }}
}

func readIn(dir string, l Lying) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	before, err := root.Lstat(l.Name)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, errMoved
	}
	f, err := root.Open(l.Name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return nil, err
	}
	after, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !os.SameFile(before, after) || after.Size() != l.Size || int64(len(b)) != l.Size || !after.ModTime().Equal(l.Changed) {
		return nil, errMoved
	}
	return b, nil
}

func kindOf(m fs.FileMode) Kind {
	switch {
	case m.IsRegular():
		return Ordinary
	case m.IsDir():
		return Folder
	case m&fs.ModeSymlink != 0:
		return Link
	}
	return Device
}

// Source is the same file for what is too large to be read in one piece.
func (f File) Source() *entry.Source {
	return &entry.Source{Size: f.Size, Open: func() (io.ReadCloser, error) { return os.Open(f.Path) }}
}
