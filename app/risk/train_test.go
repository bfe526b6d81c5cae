package risk

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// example is one window of a development text, ready for training.
type example struct {
	id     string
	f      *features
	x      []int // indexes of its signs
	labels map[string]bool
	weight float64
}

func examples(t *testing.T, e *Engine, items []item) []example {
	t.Helper()
	var out []example
	for _, it := range items {
		p := e.read(it.Text)
		live, aside := e.judge(p)
		m := &matcher{e: e, p: p}
		ws := p.windows()
		if len(ws) > 1 && !it.clean() {
			continue // nobody says which part of it matters
		}
		labels := map[string]bool{"any": !it.clean(), "ttl": it.TTL, "immediate": it.Immediate}
		for _, l := range it.Labels {
			labels[l] = true
		}
		for _, w := range ws {
			out = append(out, example{id: it.ID, f: m.features(w, live, aside, it.Received), labels: labels, weight: 1})
		}
	}
	return out
}

func targets() []string {
	out := []string{"any", "ttl", "immediate"}
	for _, c := range Categories() {
		out = append(out, string(c))
	}
	return out
}

// signsOf keeps the signs that several examples share.
func signsOf(ex []example) []string {
	df := map[string]int{}
	for i := range ex {
		for _, s := range ex[i].f.signs {
			df[s]++
		}
	}
	var out []string
	for s, n := range df {
		if n >= 3 && (s[0] != 'w' || !dull(s[2:])) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func train(ex []example, signs []string) *linear {
	m := &linear{Signs: signs, Targets: targets(), index: map[string]int{}}
	for i, s := range signs {
		m.index[s] = i
	}
	for i := range ex {
		ex[i].x = ex[i].x[:0]
		for _, s := range ex[i].f.signs {
			if j, ok := m.index[s]; ok {
				ex[i].x = append(ex[i].x, j)
			}
		}
	}
	for _, target := range m.Targets {
		b, dense, sparse := bagged(ex, target, signs)
		m.Bias, m.Dense, m.Sparse = append(m.Bias, b), append(m.Dense, dense), append(m.Sparse, sparse)
	}
	return m
}

// rate says how fast a sign learns and how hard it is held back.
func penalty(sign string) (rate, l2 float64) {
	switch sign[0] {
	case 'r', 'a':
		return 0.15, 2e-4
	case 'c', 'K', 't':
		return 0.05, 1e-3
	case 'b':
		return 0.03, 2e-3
	case 'k':
		return 0.04, 2e-3
	}
	return 0.04, 2e-3
}

const bags = 4

// bagged averages the weights of several fits, each of which leaves out another
// part of the texts.
func bagged(ex []example, target string, signs []string) (bias float64, dense, sparse []float64) {
	dense, sparse = make([]float64, vectorSize), make([]float64, len(signs))
	for seed := uint64(1); seed <= bags; seed++ {
		b, d, s := fit(ex, target, signs, seed)
		bias += b / bags
		for i := range d {
			dense[i] += d[i] / bags
		}
		for i := range s {
			sparse[i] += s[i] / bags
		}
	}
	return bias, dense, sparse
}

func skip(id string, seed uint64) bool { return fold(id+"/", bags) == uint32(seed-1) }

// fit is logistic regression by AdaGrad with L2 decay; positives weigh more.
func fit(ex []example, target string, signs []string, seed uint64) (float64, []float64, []float64) {
	pos := 0
	for i := range ex {
		if ex[i].labels[target] {
			pos++
		}
	}
	up := math.Sqrt(float64(len(ex)-pos) / float64(max(pos, 1)))
	dense, gd := make([]float64, vectorSize), make([]float64, vectorSize)
	sparse, gs := make([]float64, len(signs)), make([]float64, len(signs))
	rates, decays := make([]float64, len(signs)), make([]float64, len(signs))
	for i, s := range signs {
		rates[i], decays[i] = penalty(s)
	}
	category := Category(target).known()
	if category {
		up = math.Sqrt(up)
	}
	bias, gb := -1.0, 1e-6
	rng := rand.New(rand.NewPCG(seed, 2))
	order := rng.Perm(len(ex))
	for epoch := 0; epoch < 20; epoch++ {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			e := &ex[k]
			if skip(e.id, seed) {
				continue
			}
			z := bias
			for d, x := range e.f.dense {
				z += dense[d] * x
			}
			for _, j := range e.x {
				z += sparse[j]
			}
			y, c := 0.0, 1.0
			if category && !e.labels["any"] {
				c = 0.3 // which kind it is matters where there is something
			}
			if e.labels[target] {
				y, c = 1, up
			}
			g := c * (1/(1+math.Exp(-z)) - y)
			gb += g * g
			bias -= 0.2 * g / math.Sqrt(gb)
			for d, x := range e.f.dense {
				gg := g*x + 1e-3*dense[d]
				gd[d] += gg * gg
				dense[d] -= 0.08 * gg / math.Sqrt(gd[d]+1e-6)
			}
			for _, j := range e.x {
				gg := g + decays[j]*sparse[j]*30
				gs[j] += gg * gg
				sparse[j] -= rates[j] * gg / math.Sqrt(gs[j]+1e-6)
			}
		}
	}
	return bias, dense, sparse
}

func fold(id string, n uint32) uint32 {
	h := fnv.New32a()
	h.Write([]byte(id))
	return h.Sum32() % n
}

type judged struct {
	p    float64
	want bool
	id   string
}

// best finds the threshold of the best F-measure; beta above one favours recall.
func best(list []judged, beta float64) (float64, float64) {
	slices.SortFunc(list, func(a, b judged) int {
		if a.p > b.p {
			return -1
		}
		return 1
	})
	total := 0
	for _, j := range list {
		if j.want {
			total++
		}
	}
	tp, top, at := 0, 0.0, 0.0
	for i, j := range list {
		if j.want {
			tp++
		}
		f := (1 + beta*beta) * float64(tp) / (beta*beta*float64(total) + float64(i+1))
		if f > top {
			top, at = f, j.p
		}
	}
	return top, at
}

// TestTrain fits the model on the development corpus and writes it; it runs only
// when asked. Thresholds come from five-fold cross-validation, so that no text
// is judged by weights that saw it.
func TestTrain(t *testing.T) {
	out := os.Getenv("RISK_TRAIN")
	if out == "" {
		t.Skip("RISK_TRAIN is not set: the model is not retrained")
	}
	e := newEngine(t)
	ex := examples(t, e, corpus(t, "dev-*.jsonl"))
	short := examples(t, e, shortItems(t))
	signs := signsOf(append(slices.Clone(ex), short...))
	t.Logf("%d windows, %d signs", len(ex), len(signs))
	const folds = 5
	cv := make([][]judged, len(targets()))
	for k := uint32(0); k < folds; k++ {
		var in, held []example
		for _, x := range append(slices.Clone(ex), short...) {
			if fold(x.id, folds) == k {
				held = append(held, x)
			} else {
				in = append(in, x)
			}
		}
		m := train(in, signs)
		for ti, target := range m.Targets {
			for i := range held {
				cv[ti] = append(cv[ti], judged{m.weigh(ti, held[i].f), held[i].labels[target], held[i].id})
			}
		}
	}
	m := train(append(slices.Clone(ex), short...), signs)
	joinLife(m, cv)
	for ti, target := range m.Targets {
		held := cv[ti][:0:0]
		for _, j := range cv[ti] {
			if !strings.HasPrefix(j.id, "testdata") {
				held = append(held, j) // the short texts are no measure of how rare a threat is
			}
		}
		if ti >= firstCategory {
			held = held[:0]
			for i, j := range cv[ti] {
				if cv[targetAny][i].p >= m.Threshold[targetAny] {
					held = append(held, j)
				}
			}
		}
		a, b := calibrate(held)
		rescale(m, ti, a, b, cv[ti])
		for i := range held {
			held[i].p = a*held[i].p + b
		}
		beta := 1.0
		if Category(target).Life() || target == "ttl" {
			beta = 1.1
		}
		f1, at := best(held, beta)
		if ti == targetAny {
			at = 0 // even odds: about as many missed as falsely raised
		}
		m.Threshold = append(m.Threshold, at)
		t.Logf("%-22s cross-validated F1 %.3f at %.2f", target, f1, at)
	}
	crossValidated(t, m, cv)
	round(m)
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(out, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func round(m *linear) {
	cut := func(list []float64) {
		for i := range list {
			list[i] = math.Round(list[i]*1000) / 1000
		}
	}
	for i := range m.Targets {
		cut(m.Dense[i])
		cut(m.Sparse[i])
	}
	cut(m.Bias)
	cut(m.Threshold)
}

// crossValidated reports what the decision makes of the held-out scores.
func crossValidated(t *testing.T, m *linear, cv [][]judged) {
	t.Helper()
	var any, ttl, imm score
	by := make([]score, len(m.Targets))
	for i := range cv[0] {
		z := make([]float64, len(m.Targets))
		for ti := range z {
			z[ti] = cv[ti][i].p
		}
		d := m.decide(z, 0)
		any.add(cv[0][i].want, len(d.cats) > 0)
		ttl.add(cv[1][i].want, d.ttl)
		imm.add(cv[2][i].want, d.immediate)
		for ti := firstCategory; ti < len(by); ti++ {
			by[ti].add(cv[ti][i].want, slices.Contains(d.cats, ti))
		}
	}
	longDocuments(t, m, cv[targetAny])
	sum := 0.0
	for _, s := range by[firstCategory:] {
		sum += s.f1()
	}
	t.Logf("held out: any %s", any)
	t.Logf("held out: ttl %s", ttl)
	t.Logf("held out: immediate %s", imm)
	t.Logf("held out: macro-F1 %.3f", sum/float64(len(by)-firstCategory))
}

// calibrate finds the line that turns scores into log-odds, as the held-out
// texts bear them out.
func calibrate(list []judged) (a, b float64) {
	a = 1
	for step := 0; step < 4000; step++ {
		var ga, gb float64
		for _, j := range list {
			y := 0.0
			if j.want {
				y = 1
			}
			g := 1/(1+math.Exp(-(a*j.p+b))) - y
			ga += g * j.p
			gb += g
		}
		n := float64(len(list))
		a -= 0.3 * ga / n
		b -= 0.6 * gb / n
	}
	return a, b
}

func rescale(m *linear, target int, a, b float64, list []judged) {
	for i := range list {
		list[i].p = a*list[i].p + b
	}
	m.Bias[target] = a*m.Bias[target] + b
	for i := range m.Dense[target] {
		m.Dense[target][i] *= a
	}
	for i := range m.Sparse[target] {
		m.Sparse[target][i] *= a
	}
}

// shortItems reads the short texts that serve for training only.
func shortItems(t *testing.T) []item {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "training", "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no short texts for training: %v", err)
	}
	var out []item
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(b), "\n") {
			labels, text, ok := strings.Cut(line, " | ")
			if !ok || line[0] == '#' {
				continue
			}
			it := item{ID: fmt.Sprintf("%s:%d", name, n+1), Text: text, TTL: strings.Contains(labels, "!"), Immediate: strings.Contains(labels, "*")}
			for _, l := range strings.Fields(labels) {
				l = strings.TrimRight(l, "!*")
				if c, ok := shortNames()[l]; ok {
					it.Labels = append(it.Labels, string(c))
				} else if l != "none" {
					t.Fatalf("%s:%d: no label %q", name, n+1, l)
				}
			}
			if it.TTL && slices.Contains(it.Labels, string(Explosives)) && !slices.Contains(it.Labels, string(ThreatToLife)) {
				it.Labels = append(it.Labels, string(ThreatToLife))
			}
			if len(it.Labels) == 0 {
				it.Labels = []string{"none"}
			}
			out = append(out, it)
		}
	}
	return out
}

// longDocuments reports how many documents of several windows raise an alarm, by
// what is asked on top of the mark.
func longDocuments(t *testing.T, m *linear, list []judged) {
	t.Helper()
	windows, top := map[string]int{}, map[string]float64{}
	for _, j := range list {
		if windows[j.id] == 0 || j.p > top[j.id] {
			top[j.id] = j.p
		}
		windows[j.id]++
	}
	for _, lift := range []float64{0, 0.5, 1, 1.5, 2, 2.5, 3} {
		n, off := 0, 0
		for id, w := range windows {
			if w > 1 {
				n++
				if top[id] >= m.Threshold[targetAny]+lift {
					off++
				}
			}
		}
		t.Logf("held out: lift %.1f: %d of %d long documents raise an alarm", lift, off, n)
	}
	for _, mark := range []float64{-1, -0.5, 0, 0.5, 1, 1.5} {
		var s score
		for _, j := range list {
			if windows[j.id] == 1 {
				s.add(j.want, j.p >= mark)
			}
		}
		t.Logf("held out: any at %.1f: %s", mark, s)
	}
}

// joinLife averages the two fits that ask whether somebody could be killed into
// the one of the category: two opinions are steadier than one.
func joinLife(m *linear, cv [][]judged) {
	mean := func(a, b []float64) {
		for i := range a {
			a[i] = (a[i] + b[i]) / 2
		}
	}
	mean(m.Dense[firstCategory], m.Dense[targetTTL])
	mean(m.Sparse[firstCategory], m.Sparse[targetTTL])
	m.Bias[firstCategory] = (m.Bias[firstCategory] + m.Bias[targetTTL]) / 2
	for i := range cv[firstCategory] {
		cv[firstCategory][i].p = (cv[firstCategory][i].p + cv[targetTTL][i].p) / 2
	}
}

func (c Category) known() bool { return slices.Contains(Categories(), c) }
