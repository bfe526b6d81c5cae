package sevenzip

// streams reads where packed bytes stand, how they were packed and what they
// hold.
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
