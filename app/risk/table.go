package risk

import "slices"

// wordTable numbers words, from 0, by open addressing. The words stand one after
// another in one run of bytes.
type wordTable struct {
	slots []wordSlot
	text  []byte
	ends  []uint32 // by number: where the word ends in text
}

type wordSlot struct {
	hash uint32
	next int32 // 1 + number; 0 is empty
}

func newWordTable(expected int) wordTable {
	size := 64
	for size < 2*expected {
		size *= 2
	}
	return wordTable{slots: make([]wordSlot, size), text: make([]byte, 0, 8*expected), ends: make([]uint32, 0, expected)}
}

func (t *wordTable) len() int { return len(t.ends) }

// at gives the word of a number.
func (t *wordTable) at(n int32) []byte {
	from := uint32(0)
	if n > 0 {
		from = t.ends[n-1]
	}
	return t.text[from:t.ends[n]]
}

func (t *wordTable) word(n int32) string { return string(t.at(n)) }

// add gives the number of a word, which it learns if it has to.
func (t *wordTable) add(s string) int32 {
	if 2*len(t.ends) >= len(t.slots) {
		t.grow()
	}
	h := hashWord(s)
	i := t.slot(h, []byte(s))
	if t.slots[i].next == 0 {
		t.text = append(t.text, s...)
		t.ends = append(t.ends, uint32(len(t.text)))
		t.slots[i] = wordSlot{h, int32(len(t.ends))}
	}
	return t.slots[i].next - 1
}

func (t *wordTable) clone() wordTable {
	return wordTable{slots: slices.Clone(t.slots), text: slices.Clone(t.text), ends: slices.Clone(t.ends)}
}

func (t *wordTable) grow() {
	t.slots = make([]wordSlot, max(64, 2*len(t.slots)))
	t.index()
}

// index files the words in slots that hold none yet. No word stands twice.
func (t *wordTable) index() {
	mask := len(t.slots) - 1
	for n := range t.ends {
		h := hashWord(t.at(int32(n)))
		i := int(h) & mask
		for t.slots[i].next != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = wordSlot{h, int32(n + 1)}
	}
}

func (t *wordTable) slot(h uint32, s []byte) int {
	mask := len(t.slots) - 1
	for i := int(h) & mask; ; i = (i + 1) & mask {
		if x := t.slots[i]; x.next == 0 || x.hash == h && string(t.at(x.next-1)) == string(s) {
			return i
		}
	}
}

// find gives the number of a word, or -1.
func (t *wordTable) find(b []byte) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return t.slots[t.slot(hashWord(b), b)].next - 1
}

func (t *wordTable) findString(s string) int32 { return t.find([]byte(s)) }

// hashWord is FNV-1a with a last stir.
func hashWord[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

type pair struct {
	key   uint64 // not 0
	value int32
}

// pairTable finds the value of a pair by open addressing. Most pairs that are asked
// for are not there, which a bit of filter tells without a look at the slots.
type pairTable struct {
	slots  []pair
	shift  uint
	filter []uint64
}

const (
	filterShare = 3 // the filter has two to the power of this bits for each slot
	stir        = 0x9e3779b97f4a7c15
)

func newPairTable(list []pair) pairTable {
	t := pairTable{shift: 63}
	size := 2
	for size < 2*len(list) {
		size *= 2
		t.shift--
	}
	t.slots, t.filter = make([]pair, size), make([]uint64, max(1, size<<filterShare/64))
	for _, p := range list {
		i := int(p.key * stir >> t.shift)
		for t.slots[i].key != 0 {
			i = (i + 1) & (size - 1)
		}
		t.slots[i] = p
		bit := t.bit(p.key * stir)
		t.filter[bit>>6] |= 1 << (bit & 63)
	}
	return t
}

// bit gives the place in the filter of a key that has been stirred.
func (t *pairTable) bit(h uint64) uint64 { return h >> (t.shift - filterShare) }

// find gives the value of a pair, or -1.
func (t *pairTable) find(key uint64) int32 {
	h := key * stir
	if bit := t.bit(h); t.filter[bit>>6]&(1<<(bit&63)) == 0 {
		return -1
	}
	for i := int(h >> t.shift); ; i = (i + 1) & (len(t.slots) - 1) {
		switch t.slots[i].key {
		case key:
			return t.slots[i].value
		case 0:
			return -1
		}
	}
}
