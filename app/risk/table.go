package risk

import "slices"

// wordTable numbers words, from 0, by open addressing.
type wordTable struct {
	slots []int32 // 1 + number; 0 is empty
	words []string
}

func newWordTable(expected int) wordTable {
	size := 64
	for size < 2*expected {
		size *= 2
	}
	return wordTable{slots: make([]int32, size), words: make([]string, 0, expected)}
}

// add gives the number of a word, which it learns if it has to.
func (t *wordTable) add(s string) int32 {
	if 2*len(t.words) >= len(t.slots) {
		t.grow()
	}
	i := t.slot(hashWord(s), s)
	if t.slots[i] == 0 {
		t.words = append(t.words, s)
		t.slots[i] = int32(len(t.words))
	}
	return t.slots[i] - 1
}

func (t *wordTable) clone() wordTable {
	return wordTable{slots: slices.Clone(t.slots), words: slices.Clone(t.words)}
}

func (t *wordTable) grow() {
	t.slots = make([]int32, max(64, 2*len(t.slots)))
	for n, w := range t.words {
		t.slots[t.slot(hashWord(w), w)] = int32(n + 1)
	}
}

func (t *wordTable) slot(h uint32, s string) int {
	mask := len(t.slots) - 1
	for i := int(h) & mask; ; i = (i + 1) & mask {
		if n := t.slots[i]; n == 0 || t.words[n-1] == s {
			return i
		}
	}
}

// find gives the number of a word, or -1.
func (t *wordTable) find(b []byte) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	mask := len(t.slots) - 1
	for i := int(hashBytes(b)) & mask; ; i = (i + 1) & mask {
		if n := t.slots[i]; n == 0 || t.words[n-1] == string(b) {
			return n - 1
		}
	}
}

func (t *wordTable) findString(s string) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return t.slots[t.slot(hashWord(s), s)] - 1
}

// hashWord is FNV-1a with a last stir.
func hashWord(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

func hashBytes(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}
