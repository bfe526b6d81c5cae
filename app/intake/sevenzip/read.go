package sevenzip

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// What may be wrong with an archive. Unsupported says what is not read.
var (
	ErrDamaged       = errors.New("sevenzip: damaged")
	ErrTruncated     = errors.New("sevenzip: cut off")
	ErrNeedsPassword = errors.New("sevenzip: encrypted")
	ErrWrongPassword = errors.New("sevenzip: wrong passphrase")
)

// Unsupported names a method that is not read.
type Unsupported struct{ Method string }

func (u *Unsupported) Error() string { return "sevenzip: " + u.Method + " is not supported" }

// MaxDictionary is the most memory in bytes that a stream may ask for.
const MaxDictionary = 256 << 20

// maxDirectory is the most bytes that a directory unpacks to.
const maxDirectory = 32 << 20

// Entry is one file of the archive. Size is in bytes, unpacked.
type Entry struct {
	Name      string
	Size      int64
	Dir, Link bool

	stream bool
	folder int
	crc    uint32
	hasCRC bool
}

// Archive is a 7z archive opened for reading from its first entry to its last.
type Archive struct {
	b       []byte
	pass    string
	packed  []packStream
	folders []folder
	subs    []sub
	files   []Entry

	at     int       // of files
	open   int       // folder that src reads, -1 for none
	src    io.Reader // what is left of it
	broken error     // why it cannot be read further
	last   *entryReader
}

type packStream struct{ at, size int64 }

type coder struct {
	id    uint64
	props []byte
}

type folder struct {
	coders []coder // from the packed stream to the files
	bonds  [][2]uint64
	sizes  []uint64 // of what each coder gives
	last   int      // the coder that gives the files
	packed int      // place of its stream in Archive.packed
	bad    error
	sealed bool
	crc    uint32
	hasCRC bool
	subs   int // files in it
}

// sub is one stream of a folder: the content of one file.
type sub struct {
	folder int
	size   uint64
	crc    uint32
	hasCRC bool
}

// Is tells a 7z archive by its first bytes.
func Is(b []byte) bool { return bytes.HasPrefix(b, []byte("7z\xbc\xaf\x27\x1c")) }

// Open reads the directory of the archive in b.
func Open(b []byte, pass string) (*Archive, error) {
	if !Is(b) || len(b) < 32 {
		return nil, ErrDamaged
	}
	off, size, crc := binary.LittleEndian.Uint64(b[12:]), binary.LittleEndian.Uint64(b[20:]), binary.LittleEndian.Uint32(b[28:])
	if crc32.ChecksumIEEE(b[12:32]) != binary.LittleEndian.Uint32(b[8:]) {
		return nil, ErrDamaged
	}
	rest := uint64(len(b) - 32)
	if off > rest || size > rest-off {
		return nil, ErrTruncated
	}
	a := &Archive{b: b, pass: pass, open: -1}
	if size == 0 {
		return a, nil
	}
	head := b[32+off : 32+off+size]
	if crc32.ChecksumIEEE(head) != crc {
		return nil, ErrDamaged
	}
	for range 4 { // a directory may be packed, and so may that one
		d := &directory{b: head}
		switch d.number() {
		case idHeader:
			if err := a.header(d); err != nil {
				return nil, err
			}
			return a, nil
		case idEncodedHeader:
			if err := a.streams(d); err != nil {
				return nil, err
			}
			if len(a.folders) != 1 || len(a.folders[0].sizes) == 0 || a.folders[0].size() > maxDirectory {
				return nil, ErrDamaged
			}
			f := &a.folders[0]
			src, err := a.unpack(f)
			if err != nil {
				return nil, err
			}
			head = make([]byte, f.size())
			_, err = io.ReadFull(src, head)
			if err != nil || f.hasCRC && crc32.ChecksumIEEE(head) != f.crc {
				if f.sealed {
					return nil, ErrWrongPassword
				}
				return nil, ErrDamaged
			}
		default:
			return nil, ErrDamaged
		}
	}
	return nil, ErrDamaged
}

func (f *folder) size() uint64 { return f.sizes[f.last] }

// Next gives the next entry and what it holds, which can be read until Next is
// called again. Reading may fail; the entries after it can still be asked for.
// It gives io.EOF after the last.
func (a *Archive) Next() (Entry, io.Reader, error) {
	if a.at >= len(a.files) {
		return Entry{}, nil, io.EOF
	}
	if a.last != nil { // files of a folder lie one behind the other
		_, _ = io.Copy(io.Discard, a.last) // what breaks it is kept in broken
		a.last = nil
	}
	e := a.files[a.at]
	a.at++
	if !e.stream {
		return e, bytes.NewReader(nil), nil
	}
	if a.open != e.folder {
		a.open, a.broken = e.folder, nil
		f := &a.folders[e.folder]
		if a.src, a.broken = a.unpack(f); a.broken == ErrDamaged && f.sealed {
			a.broken = ErrWrongPassword
		}
	}
	a.last = &entryReader{a: a, e: e, left: e.Size, sealed: a.folders[e.folder].sealed}
	return e, a.last, nil
}

// entryReader gives the bytes of one entry and checks their sum at the end.
type entryReader struct {
	a      *Archive
	e      Entry
	left   int64
	crc    uint32
	sealed bool
}

func (r *entryReader) Read(p []byte) (int, error) {
	if r.a.broken != nil {
		return 0, r.a.broken
	}
	if r.left == 0 {
		if r.e.hasCRC && r.crc != r.e.crc {
			return 0, r.wrong()
		}
		return 0, io.EOF
	}
	n, err := r.a.src.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	r.crc = crc32.Update(r.crc, crc32.IEEETable, p[:n])
	if err != nil && r.left > 0 {
		r.a.broken = r.wrong()
		return n, r.a.broken
	}
	return n, nil
}

func (r *entryReader) wrong() error {
	if r.sealed {
		return ErrWrongPassword
	}
	return ErrDamaged
}
