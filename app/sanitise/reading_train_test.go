package sanitise

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// lesson is one sentence of a labelled draft.
type lesson struct {
	signs             []string
	x                 []int
	technique, source bool // a leak of the kind lies in it
	clean             bool // the whole draft is clean
}

func lessons(t testing.TB, ps []pair) []lesson {
	t.Helper()
	var out []lesson
	for _, p := range ps {
		c := &checker{in: Input{Source: p.Source, Draft: p.Draft}, src: newView(p.Source), dft: newView(p.Draft)}
		numberWords(c.dft, c.src)
		for n, s := range c.dft.sents {
			x := lesson{clean: p.Clean}
			seen := map[string]bool{}
			c.signs(n, func(s sign) {
				if k := s.String(); !seen[k] {
					seen[k] = true
					x.signs = append(x.signs, k)
				}
			})
			sort.Strings(x.signs)
			for _, l := range p.Leaks {
				a := runeIndex(p.Draft, l.Text)
				b := a + len([]rune(l.Text))
				if a < c.dft.toks[s[1]-1].e && c.dft.toks[s[0]].s < b {
					x.technique = x.technique || l.Kind == "technique"
					x.source = x.source || l.Kind == "source_reference"
				}
			}
			out = append(out, x)
		}
	}
	return out
}

// fit is logistic regression by AdaGrad with L2 decay over the signs that two
// lessons share. It gives the weights of the telling question and of the lean.
func fit(ls []lesson) (names []string, bias [2]float64, w [2][]float64) {
	df := map[string]int{}
	for i := range ls {
		for _, s := range ls[i].signs {
			df[s]++
		}
	}
	for s, n := range df {
		if n >= 2 {
			names = append(names, s)
		}
	}
	sort.Strings(names)
	ix := map[string]int{}
	for i, s := range names {
		ix[s] = i
	}
	for i := range ls {
		ls[i].x = ls[i].x[:0]
		for _, s := range ls[i].signs {
			if j, ok := ix[s]; ok {
				ls[i].x = append(ls[i].x, j)
			}
		}
	}
	bias[0], w[0] = descend(ls, len(names), func(l *lesson) (y, weight float64) {
		switch {
		case l.technique || l.source:
			return 1, 1.3
		case l.clean:
			return 0, 1
		}
		return 0, 0.05 // another kind of leak may lie in it
	})
	bias[1], w[1] = descend(ls, len(names), func(l *lesson) (y, weight float64) {
		switch {
		case l.technique == l.source:
			return 0, 0
		case l.technique:
			return 1, 1
		}
		return 0, 1
	})
	return names, bias, w
}

const bags = 4

// descend averages several fits, each of which leaves out another part of the
// lessons.
func descend(ls []lesson, n int, want func(*lesson) (y, weight float64)) (bias float64, w []float64) {
	w = make([]float64, n)
	for bag := range bags {
		var in []lesson
		for i := range ls {
			if i/8%bags != bag { // neighbours share a source
				in = append(in, ls[i])
			}
		}
		b, x := descendOnce(in, n, uint64(bag), want)
		bias += b / bags
		for i := range x {
			w[i] += x[i] / bags
		}
	}
	return bias, w
}

func descendOnce(ls []lesson, n int, seed uint64, want func(*lesson) (y, weight float64)) (float64, []float64) {
	const decay, rate = 0.1, 0.05
	w, g2 := make([]float64, n), make([]float64, n)
	bias, gb := -1.0, 1e-6
	rng := rand.New(rand.NewPCG(seed, 2))
	order := rng.Perm(len(ls))
	for range 12 {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			l := &ls[k]
			y, c := want(l)
			if c == 0 {
				continue
			}
			z := bias
			for _, j := range l.x {
				z += w[j]
			}
			g := c * (1/(1+math.Exp(-z)) - y)
			gb += g * g
			bias -= 0.1 * g / math.Sqrt(gb)
			for _, j := range l.x {
				gg := g + decay*w[j]
				g2[j] += gg * gg
				w[j] -= rate * gg / math.Sqrt(g2[j]+1e-6)
			}
		}
	}
	return bias, w
}

// table writes a fit as the embedded file holds it; weights that hardly weigh
// are left out.
func table(names []string, bias [2]float64, w [2][]float64) string {
	var b strings.Builder
	b.WriteString("# sign, weight, lean to technique; written by TestFitReading\n")
	fmt.Fprintf(&b, "bias\t%.3f\t%.3f\n", bias[0], bias[1])
	for i, s := range names {
		if math.Abs(w[0][i]) >= 0.02 || math.Abs(w[1][i]) >= 0.05 {
			fmt.Fprintf(&b, "%s\t%.3f\t%.3f\n", s, w[0][i], w[1][i])
		}
	}
	return b.String()
}

const readingFolds = 6

// foldOf keeps the pairs that share a source together.
func foldOf(p pair) int {
	h := fnv.New32a()
	h.Write([]byte(p.Source))
	return int(h.Sum32() % readingFolds)
}

// heldOut gives, for each fold, the reading fitted to all the others.
func heldOut(t testing.TB, ps []pair) []*reading {
	t.Helper()
	var out []*reading
	for k := range readingFolds {
		var in []pair
		for _, p := range ps {
			if foldOf(p) != k {
				in = append(in, p)
			}
		}
		r, err := parseReading(table(fit(lessons(t, in))))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// TestReadingHeldOut measures the whole check with each pair read by weights
// that were fitted without it or any pair of the same source. It runs when asked
// for.
func TestReadingHeldOut(t *testing.T) {
	if os.Getenv("HELDOUT") == "" {
		t.Skip("set HELDOUT=1 to measure with readings fitted without the pair")
	}
	all := readPairs(t, corpusFiles(t, "dev-*.jsonl"))
	rs := heldOut(t, all)
	var early, late []pair
	for _, p := range all {
		if p.file < "dev-25" {
			early = append(early, p)
		} else {
			late = append(late, p)
		}
	}
	which := func(p pair) *reading { return rs[foldOf(p)] }
	measureWith(t, early, os.Getenv("SHOW") == "2", which).log(t, "held out, rules tuned on")
	measureWith(t, late, show(), which).log(t, "held out, later")
}

// TestFitReading fits the reading to the development pairs and writes it. It
// runs when asked for.
func TestFitReading(t *testing.T) {
	if os.Getenv("FIT") == "" {
		t.Skip("set FIT=1 to fit the reading again")
	}
	text := table(fit(lessons(t, readPairs(t, corpusFiles(t, "dev-*.jsonl")))))
	if err := os.WriteFile(filepath.Join("words", "reading.tsv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", len(text))
}
