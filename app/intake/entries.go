package intake

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// unzip reads one entry under the limits. It reads each entry once.
func (r *reader) unzip(e *zipEntry) ([]byte, *Failure) {
	if e.done {
		return e.body, e.err
	}
	e.done = true
	room := min(r.lim.PartBytes, r.lim.Expanded-r.expanded)
	if room <= 0 {
		e.err = &Failure{"bomb", "not read: the archive expands past the limit"}
		return nil, e.err
	}
	var src io.ReadCloser
	var err error
	if e.sealed {
		src, e.err = openSealed(e.file, r.pass)
		if e.err != nil {
			return nil, e.err
		}
	} else if src, err = openEntry(e.file); err != nil {
		class, what := "damaged", "not read: the entry is damaged"
		if errors.Is(err, zip.ErrAlgorithm) {
			class, what = "unsupported", fmt.Sprintf("not read: compression method %d is not supported", e.file.Method)
		}
		e.err = &Failure{class, what}
		return nil, e.err
	}
	defer src.Close()
	b, err := io.ReadAll(io.LimitReader(src, room+1))
	switch {
	case int64(len(b)) > room:
		r.expanded += int64(len(b))
		e.err = &Failure{"bomb", fmt.Sprintf("not read: %s expands past the limit of %d bytes", path.Base(e.name), room)}
		return nil, e.err
	case err != nil && e.sealed:
		e.err = &Failure{"wrong-passphrase", "not read: the passphrase does not open it"}
	case err != nil && len(b) == 0:
		e.err = &Failure{"damaged", "not read: the entry is damaged"}
	case err != nil:
		e.err = &Failure{"damaged", "the entry is damaged: only what came before the damage was read"}
	}
	r.expanded += int64(len(b))
	e.body = b
	return b, e.err
}

func openEntry(f *zip.File) (io.ReadCloser, error) {
	if f.Method == zip.Store || f.Method == zip.Deflate {
		return f.Open()
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	if out, ok := openZipped(f.Method, raw, f.UncompressedSize64, f.CRC32); ok {
		return out, nil
	}
	return nil, zip.ErrAlgorithm
}

// listEntry lists an archive entry without reading it further. Its path stays
// readable; one that leaves its folder is warned of.
func (r *reader) listEntry(name string, b []byte) (int, bool) {
	shown, ok := entryName(name)
	if !ok {
		r.warn("unsafe-name", "an entry calls itself %q; it is listed as %q", shorten(name, 300), shown)
	}
	r.expanded -= int64(len(b)) // counted when it was unpacked
	p, listed := r.list("", "", b)
	if listed {
		r.res.Parts[p].Name = shown
	}
	return p, listed
}

// readEntries reads each entry of a plain archive in turn.
func (r *reader) readEntries(in input, a *archive) found {
	f := found{kind: "zip"}
	locked, lost := 0, 0
	for _, e := range a.entries {
		if strings.HasSuffix(e.name, "/") && e.file.UncompressedSize64 == 0 {
			continue
		}
		if len(r.res.Parts) >= r.lim.Parts {
			r.warn("bomb", "the archive has more than %d entries: the rest are not listed", r.lim.Parts)
			break
		}
		if t := e.file.Mode().Type(); t != 0 && t != fs.ModeDir {
			r.warn("unsafe-name", "%s is a link or a device in the archive, not a file; it is listed and not followed", shorten(e.name, 100))
		}
		b, bad := r.unzip(e)
		if bad != nil && len(b) == 0 {
			r.lostEntry(e.name, e.file.UncompressedSize64, bad)
			switch bad.Class {
			case "password-required", "wrong-passphrase":
				locked++
			case "damaged":
				lost++
			}
			continue
		}
		r.attachEntry(in, e.name, b, bad)
	}
	if lost > 0 && lost == len(a.entries) {
		return r.salvageZip(in, &Failure{"damaged", "not read: the archive is damaged; its directory leads to no entry"})
	}
	if locked > 0 && locked == len(a.entries) {
		f.fail = &Failure{"password-required", "not read: every entry of the archive is encrypted"}
		if r.pass != "" {
			f.fail = &Failure{"wrong-passphrase", "not read: the passphrase opens no entry of the archive"}
		}
	}
	return f
}

// lostEntry lists an archive entry that was not read; size is what the archive
// says of it, in bytes.
func (r *reader) lostEntry(name string, size uint64, bad *Failure) {
	shown, ok := entryName(name)
	if !ok {
		r.warn("unsafe-name", "an entry calls itself %q; it is listed as %q", shorten(name, 300), shown)
	}
	r.res.Parts = append(r.res.Parts, Part{Name: shorten(shown, 300), Type: "", Bytes: int64(min(size, 1<<62)), Read: "no", Why: bad.Class + ": " + bad.What})
	r.warn(bad.Class, "%s: %s", shorten(shown, 200), bad.What)
}

// attachEntry reads an archive entry, of which bad says what is wrong, or nil.
func (r *reader) attachEntry(in input, name string, b []byte, bad *Failure) {
	shown, ok := entryName(name)
	if !ok {
		r.warn("unsafe-name", "an entry calls itself %q; it is listed as %q", shorten(name, 300), shown)
	}
	before := len(r.res.Parts)
	r.expanded -= int64(len(b))
	r.attach(input{name: path.Base(shown), b: b, depth: in.depth + 1})
	if before < len(r.res.Parts) {
		r.res.Parts[before].Name = shorten(shown, 300)
		if bad != nil {
			r.settle(before, "partly", bad.What)
			r.warn("damaged-part", "%s: %s", shorten(shown, 200), bad.What)
		}
	}
}
