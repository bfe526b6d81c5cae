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

// each calls f for every bit that both sets hold.
func (s bitset) each(o bitset, f func(classID)) {
	for i, w := range s {
		for w &= o[i]; w != 0; w &= w - 1 {
			f(classID(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}
