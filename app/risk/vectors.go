package risk

import (
	_ "embed"
	"encoding/binary"
	"fmt"
)

//go:embed lexicon/vectors.bin
var vectorBytes []byte

const vectorSize = 100

// vectors holds the vectors of the commoner words, weighed by how rare the word
// is, as bytes above 128; the cluster of like words that each belongs to; and how
// common it is.
type vectors struct {
	words wordTable // may hold further words after those that have a vector
	data  []byte
	at    []uint32 // by number: where its row starts in data
}

const (
	groupSize  = 4
	vectorRow  = vectorSize + groupSize // the vector, then its cluster and its rank
	rankStep   = 4
	commonRank = 22_000 // a word before it is taken for what it says
)

// readVectors reads the words: a byte of length, the word, its vector, its cluster
// and its rank.
func readVectors(b []byte) (*vectors, error) {
	v, err := placeVectors(b)
	if err != nil {
		return nil, err
	}
	v.words = newWordTable(len(v.at) + len(v.at)/4)
	for i, at := range v.at {
		from := 4
		if i > 0 {
			from = int(v.at[i-1]) + vectorRow
		}
		v.words.add(string(b[from+1 : at]))
	}
	if v.words.len() != len(v.at) {
		return nil, fmt.Errorf("risk: read vectors: a word stands twice")
	}
	return v, nil
}

// placeVectors finds where the rows lie, and leaves the words unread.
func placeVectors(b []byte) (*vectors, error) {
	if len(b) < 4 {
		return nil, fmt.Errorf("risk: read vectors: too short")
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n > len(b)/vectorRow {
		return nil, fmt.Errorf("risk: read vectors: %d words in %d bytes", n, len(b))
	}
	v := &vectors{data: b, at: make([]uint32, n)}
	at := 4
	for i := range n {
		if len(b) < at+1 || len(b) < at+1+int(b[at])+vectorRow {
			return nil, fmt.Errorf("risk: read vectors: cut short at word %d", i)
		}
		at += 1 + int(b[at])
		v.at[i] = uint32(at)
		at += vectorRow
	}
	return v, nil
}

// find gives the number of a word that has a vector, or -1.
func (v *vectors) find(s []byte) int32 {
	if n := v.words.find(s); int(n) < len(v.at) {
		return n
	}
	return -1
}

// row gives the vector of a word, followed by its cluster and its rank.
func (v *vectors) row(n int32) []byte { return v.data[v.at[n]:][:vectorRow] }

// group gives the cluster of a word.
func (v *vectors) group(n int32) int {
	return int(binary.LittleEndian.Uint16(v.row(n)[vectorSize:]))
}

// rank gives the place of a word in the order of how common words are, and whether
// it is a common one.
func (v *vectors) rank(s []byte) (int, bool) {
	n := v.find(s)
	if n < 0 {
		return 0, false
	}
	r := int(binary.LittleEndian.Uint16(v.row(n)[vectorSize+2:])) * rankStep
	return r, r < commonRank
}
