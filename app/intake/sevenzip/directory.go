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

func (a *Archive) streams(d *directory) error {
	a.packed, a.folders, a.subs = nil, nil, nil
	counted := false
	for !d.bad {
		switch d.number() {
		case idEnd:
			if !counted {
				for i, f := range a.folders {
					a.subs = append(a.subs, sub{i, f.size(), f.crc, f.hasCRC})
				}
			}
			return d.done()
		case idPack:
			a.packInfo(d)
		case idUnpack:
			a.unpackInfo(d)
		case idSubStreams:
			counted = true
			a.subInfo(d)
		default:
			return ErrDamaged
		}
	}
	return ErrDamaged
}

func (a *Archive) packInfo(d *directory) {
	at, n := d.number(), d.count()
	room := uint64(len(a.b) - 32)
	if at > room {
		d.fail()
	}
	for !d.bad {
		switch d.number() {
		case idEnd:
			return
		case idSize:
			for range n {
				size := d.number()
				if d.bad || size > room-at {
					d.fail()
					return
				}
				a.packed = append(a.packed, packStream{int64(32 + at), int64(size)})
				at += size
			}
		case idCRC:
			for _, have := range d.defined(n) {
				if have {
					d.uint32()
				}
			}
		default:
			d.fail()
		}
	}
}

func (a *Archive) unpackInfo(d *directory) {
	if d.number() != idFolder {
		d.fail()
		return
	}
	n, packed := d.count(), 0
	if d.byte() != 0 { // the folders are told elsewhere
		d.fail()
	}
	for range n {
		if d.bad {
			return
		}
		f := folder{packed: packed, subs: 1}
		packed += f.read(d)
		a.folders = append(a.folders, f)
	}
	if packed > len(a.packed) {
		d.fail()
	}
	for !d.bad {
		switch d.number() {
		case idEnd:
			return
		case idUnpackSize:
			for i := range a.folders {
				f := &a.folders[i]
				for j := range f.sizes {
					f.sizes[j] = d.number()
					if f.sizes[j] > 1<<62 {
						d.fail()
					}
				}
				f.arrange()
			}
		case idCRC:
			for i, have := range d.defined(len(a.folders)) {
				if have {
					a.folders[i].crc, a.folders[i].hasCRC = d.uint32(), true
				}
			}
		default:
			d.fail()
		}
	}
}

// maxCoders is the most methods that one stream goes through.
const maxCoders = 8

// read reads what a folder is packed by and gives how many packed streams it
// takes. A folder that is no plain chain is marked as not read.
func (f *folder) read(d *directory) (packed int) {
	n := d.count()
	if n == 0 || n > maxCoders {
		d.fail()
		return 0
	}
	ins, outs := 0, 0
	for range n {
		flags := d.byte()
		var c coder
		for _, b := range d.bytes(uint64(flags & 0xf)) {
			c.id = c.id<<8 | uint64(b)
		}
		in, out := 1, 1
		if flags&0x10 != 0 {
			in, out = d.count(), d.count()
		}
		if flags&0x20 != 0 {
			c.props = d.bytes(d.number())
		}
		if in != 1 || out != 1 {
			f.bad = &Unsupported{methodName(c.id)}
		}
		if ins, outs = ins+in, outs+out; ins > 32 || outs > 32 || outs < 1 {
			d.fail()
			return 0
		}
		f.sealed = f.sealed || c.id == methodAES
		f.coders = append(f.coders, c)
	}
	f.sizes = make([]uint64, outs)
	bound := make([]bool, outs)
	for range outs - 1 {
		in, out := d.number(), d.number()
		if out >= uint64(outs) {
			d.fail()
			return 0
		}
		bound[out] = true
		f.bonds = append(f.bonds, [2]uint64{in, out})
	}
	for bound[f.last] && f.last < outs-1 {
		f.last++
	}
	packed = ins - (outs - 1)
	if packed < 1 {
		d.fail()
		return 0
	}
	if packed > 1 {
		for range packed {
			d.number()
		}
		if f.bad == nil {
			f.bad = &Unsupported{"a chain of several streams"}
		}
	}
	return packed
}

// arrange puts the coders of a chain in the order in which bytes go through
// them, from the packed stream on.
func (f *folder) arrange() {
	if f.bad != nil {
		return
	}
	n := len(f.coders)
	next := make([]int, n) // the coder that reads what this one gives
	from := make([]bool, n)
	for i := range next {
		next[i] = -1
	}
	for _, b := range f.bonds {
		if b[0] >= uint64(n) || b[1] >= uint64(n) {
			f.bad = ErrDamaged
			return
		}
		next[b[1]], from[b[0]] = int(b[0]), true
	}
	at := 0
	for at < n && from[at] {
		at++
	}
	var coders []coder
	var sizes []uint64
	for at >= 0 && at < n && len(coders) < n {
		coders, sizes = append(coders, f.coders[at]), append(sizes, f.sizes[at])
		at = next[at]
	}
	if len(coders) != n || at != -1 {
		f.bad = ErrDamaged
		return
	}
	f.coders, f.sizes, f.last = coders, sizes, n-1
}

func (a *Archive) subInfo(d *directory) {
	id := d.number()
	total := 0
	if id == idNumUnpack {
		for i := range a.folders {
			a.folders[i].subs = d.count()
		}
		id = d.number()
	}
	for i, f := range a.folders {
		if total += f.subs; total > maxFiles {
			d.fail()
			return
		}
		left := f.size()
		for j := range f.subs {
			s := sub{folder: i, size: left}
			if j < f.subs-1 {
				if id != idSize {
					d.fail()
					return
				}
				s.size = d.number()
			}
			if d.bad || s.size > left {
				d.fail()
				return
			}
			left -= s.size
			if f.subs == 1 {
				s.crc, s.hasCRC = f.crc, f.hasCRC
			}
			a.subs = append(a.subs, s)
		}
	}
	if id == idSize {
		id = d.number()
	}
	for ; id != idEnd && !d.bad; id = d.number() {
		if id != idCRC {
			d.fail()
			return
		}
		var bare []int
		for i, s := range a.subs {
			if !s.hasCRC {
				bare = append(bare, i)
			}
		}
		for i, have := range d.defined(len(bare)) {
			if have {
				a.subs[bare[i]].crc, a.subs[bare[i]].hasCRC = d.uint32(), true
			}
		}
	}
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
