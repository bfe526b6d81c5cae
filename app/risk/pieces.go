package risk

import "unicode/utf8"

// pieces cuts words into the pieces that the encoder knows, the likeliest way.
type pieces struct {
	index map[string]int32
	worth []float32 // by piece: the logarithm of how common it is
	most  int       // bytes of the longest
}

const (
	pieceMark    = "\u2581" // stands before the first piece of a word
	unknownWorth = -20
	wordLimit    = 48 // bytes of a word that are read
)

func (p *pieces) read(r *encoderReader, count int) {
	p.worth = r.floats(count)
	p.index = make(map[string]int32, count)
	for i := range count {
		l := r.take(1)
		if l == "" {
			return
		}
		s := r.take(int(l[0]))
		if s != "" {
			p.index[s] = int32(i)
			p.most = max(p.most, len(s))
		}
	}
}

// cut appends the pieces of one word. Strange letters are piece 0.
func (p *pieces) cut(ids []int32, word []byte) []int32 {
	if len(word) > wordLimit {
		word = word[:wordLimit]
		for len(word) > 0 && !utf8.RuneStart(word[len(word)-1]) {
			word = word[:len(word)-1]
		}
	}
	var room [len(pieceMark) + wordLimit]byte
	s := append(append(room[:0], pieceMark...), word...)
	var best [len(room) + 1]float64
	var from, piece [len(room) + 1]int32
	for i := 1; i <= len(s); i++ {
		from[i] = -1
	}
	for i := range s {
		if from[i] < 0 || i > 0 && !utf8.RuneStart(s[i]) {
			continue
		}
		_, n := utf8.DecodeRune(s[i:])
		for j := i + 1; j <= min(len(s), i+p.most); j++ {
			if j < len(s) && !utf8.RuneStart(s[j]) {
				continue
			}
			id, ok := p.index[string(s[i:j])]
			worth := float64(unknownWorth)
			switch {
			case ok:
				worth = float64(p.worth[id])
			case j != i+n:
				continue
			default:
				id = 0
			}
			if worth += best[i]; from[j] < 0 || worth > best[j] {
				best[j], from[j], piece[j] = worth, int32(i), id
			}
		}
	}
	start := len(ids)
	for j := int32(len(s)); j > 0 && from[j] >= 0; j = from[j] {
		ids = append(ids, piece[j])
	}
	for a, b := start, len(ids)-1; a < b; a, b = a+1, b-1 {
		ids[a], ids[b] = ids[b], ids[a]
	}
	return ids
}
