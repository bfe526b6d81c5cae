package sevenzip

import (
	"encoding/binary"
	"unicode/utf16"
)

// Ids of the directory.
const (
	idEnd               = 0x00
	idHeader            = 0x01
	idArchiveProperties = 0x02
	idAdditionalStreams = 0x03
	idMainStreams       = 0x04
	idFiles             = 0x05
	idPack              = 0x06
	idUnpack            = 0x07
	idSubStreams        = 0x08
	idSize              = 0x09
	idCRC               = 0x0a
	idFolder            = 0x0b
	idUnpackSize        = 0x0c
	idNumUnpack         = 0x0d
	idEmptyStream       = 0x0e
	idEmptyFile         = 0x0f
	idNames             = 0x11
	idAttributes        = 0x15
	idEncodedHeader     = 0x17
)

// directory reads the numbers of a directory. After the first that is not
// there, bad is set and all is 0.
type directory struct {
	b   []byte
	bad bool
}

func (d *directory) fail() { d.bad, d.b = true, nil }

func (d *directory) bytes(n uint64) []byte {
	if d.bad || n > uint64(len(d.b)) {
		d.fail()
		return nil
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

func (d *directory) byte() byte {
	if b := d.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

// number is an integer of one to nine bytes: the leading ones of the first
// say how many follow.
func (d *directory) number() uint64 {
	first, v := d.byte(), uint64(0)
	for i := range 8 {
		mask := byte(0x80) >> i
		if first&mask == 0 {
			return v | uint64(first&(mask-1))<<(8*i)
		}
		v |= uint64(d.byte()) << (8 * i)
	}
	return v
}

// count is a number of things that take at least a bit each.
func (d *directory) count() int {
	n := d.number()
	if n > uint64(len(d.b))*8 {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *directory) bits(n int) []bool {
	out := make([]bool, n)
	var c byte
	for i := range out {
		if i%8 == 0 {
			c = d.byte()
		}
		out[i] = c&(0x80>>(i%8)) != 0
	}
	return out
}

// defined says which of n things are given: all, or those of a bit field.
func (d *directory) defined(n int) []bool {
	if d.byte() == 0 {
		return d.bits(n)
	}
	have := make([]bool, n)
	for i := range have {
		have[i] = true
	}
	return have
}

func (d *directory) uint32() uint32 {
	if b := d.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *directory) done() error {
	if d.bad {
		return ErrDamaged
	}
	return nil
}

func (a *Archive) header(d *directory) error {
	a.packed, a.folders, a.subs = nil, nil, nil
	for !d.bad {
		var err error
		switch d.number() {
		case idEnd:
			return d.done()
		case idArchiveProperties:
			for d.number() != idEnd && !d.bad {
				d.bytes(d.number())
			}
		case idAdditionalStreams:
			err = (&Archive{b: a.b}).streams(d)
		case idMainStreams:
			if a.files != nil { // they lie in folders told of before them
				return ErrDamaged
			}
			err = a.streams(d)
		case idFiles:
			err = a.entries(d)
		default:
			err = ErrDamaged
		}
		if err != nil {
			return err
		}
	}
	return ErrDamaged
}

// maxFiles bounds the files of one archive.
const maxFiles = 1 << 20

func (a *Archive) entries(d *directory) error {
	n := d.count()
	if d.bad || n > maxFiles {
		return ErrDamaged
	}
	files := make([]Entry, n)
	empty, emptyFile := make([]bool, n), []bool(nil)
	for !d.bad {
		id := d.number()
		if id == idEnd {
			break
		}
		p := &directory{b: d.bytes(d.number())}
		switch id {
		case idEmptyStream:
			empty = p.bits(n)
		case idEmptyFile:
			k := 0
			for _, e := range empty {
				if e {
					k++
				}
			}
			emptyFile = p.bits(k)
		case idNames:
			if p.byte() == 0 {
				names(p.b, files)
			}
		case idAttributes:
			have := p.defined(n)
			if p.byte() != 0 {
				break
			}
			for i := range files {
				if have[i] {
					attr := p.uint32()
					files[i].Dir = attr&0x10 != 0
					files[i].Link = attr&0x400 != 0 || attr&0x8000 != 0 && attr>>16&0xf000 == 0xa000
				}
			}
		}
	}
	at, hollow := 0, 0
	for i := range files {
		f := &files[i]
		if empty[i] {
			f.Dir = hollow >= len(emptyFile) || !emptyFile[hollow]
			hollow++
			continue
		}
		if at >= len(a.subs) {
			return ErrDamaged
		}
		s := a.subs[at]
		at++
		f.Dir, f.stream, f.folder, f.Size, f.crc, f.hasCRC = false, true, s.folder, int64(s.size), s.crc, s.hasCRC
	}
	a.files = files
	return d.done()
}

// names are UTF-16 little-endian, each ended by a zero.
func names(b []byte, files []Entry) {
	var name []uint16
	for i := 0; len(b) >= 2 && i < len(files); b = b[2:] {
		u := binary.LittleEndian.Uint16(b)
		if u != 0 {
			name = append(name, u)
			continue
		}
		files[i].Name = string(utf16.Decode(name))
		name = name[:0]
		i++
	}
}
