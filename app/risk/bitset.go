package risk

import "math/bits"

type bitset []uint64

func newBitset(stride int) bitset { return make(bitset, stride) }

func (s bitset) set(c classID)      { s[c>>6] |= 1 << (c & 63) }
func (s bitset) has(c classID) bool { return s != nil && s[c>>6]&(1<<(c&63)) != 0 }

func (s bitset) or(o bitset) {
	for i, w := range o {
		s[i] |= w
	}
}

// sparse is a set held as its non-empty blocks; most sets here have one or two.
type sparse []block

type block struct {
	at   int32
	bits uint64
}

func (s bitset) sparse() sparse {
	var out sparse
	for i, w := range s {
		if w != 0 {
			out = append(out, block{int32(i), w})
		}
	}
	return out
}

func (s sparse) has(c classID) bool {
	for i := range s {
		if s[i].at == int32(c>>6) {
			return s[i].bits&(1<<(c&63)) != 0
		}
	}
	return false
}

func (s bitset) add(o sparse) {
	for _, b := range o {
		s[b.at] |= b.bits
	}
}

// each calls f for every bit that both sets hold.
func (s bitset) each(o bitset, f func(classID)) {
	for i, w := range s {
		for w &= o[i]; w != 0; w &= w - 1 {
			f(classID(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}
