package risk

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// joint is the model while it learns: every question at once, by AdaGrad, with
// some signs and some hidden units left out at each step.
type joint struct {
	targets, hidden int
	wide, deep      []float32 // by sign, then question or hidden unit
	wideD, deepD    []float32 // by dimension, likewise
	deepB           []float32
	head            []float32 // by hidden unit, then question
	bias            []float32
	past            [7][]float32 // sums of squared slopes, in the order of parts
	h, gh, z, gz    []float32
	keep            []float32
	rng             *rand.Rand
}

func newJoint(signs, hidden, targets int, seed uint64) *joint {
	j := &joint{hidden: hidden, targets: targets, rng: rand.New(rand.NewPCG(seed, 7))}
	j.wide, j.wideD = make([]float32, signs*targets), make([]float32, vectorSize*targets)
	j.deep, j.deepD, j.deepB = make([]float32, signs*hidden), make([]float32, vectorSize*hidden), make([]float32, hidden)
	j.head, j.bias = make([]float32, hidden*targets), make([]float32, targets)
	j.scatter(j.deep, 0.05)
	j.scatter(j.deepD, 0.1)
	j.scatter(j.head, 0.1)
	for i := range j.bias {
		j.bias[i] = -2
	}
	for i, p := range j.parts() {
		j.past[i] = make([]float32, len(p))
	}
	j.h, j.gh, j.keep = make([]float32, hidden), make([]float32, hidden), make([]float32, hidden)
	j.z, j.gz = make([]float32, targets), make([]float32, targets)
	return j
}

func (j *joint) scatter(list []float32, sd float64) {
	for i := range list {
		list[i] = float32(j.rng.NormFloat64() * sd)
	}
}

func (j *joint) parts() [7][]float32 {
	return [7][]float32{j.wide, j.wideD, j.deep, j.deepD, j.deepB, j.head, j.bias}
}

// input is what one window offers: its signs and how much each counts.
type input struct {
	at    []int32
	val   []float32
	dense [vectorSize]float32
}

// signValue is how much a sign counts beside a rule.
func signValue(sign string) float32 {
	switch sign[0] {
	case 'r', 'a', 'q', 'c', 't':
		return 1
	}
	return 0.5
}

func (j *joint) forward(x *input, val, keep []float32) []float32 {
	n, h := j.targets, j.hidden
	copy(j.z, j.bias)
	copy(j.h, j.deepB)
	for i, s := range x.at {
		if v := val[i]; v != 0 {
			axpy(j.z, j.wide[int(s)*n:int(s+1)*n], v)
			axpy(j.h, j.deep[int(s)*h:int(s+1)*h], v)
		}
	}
	for d, v := range x.dense {
		axpy(j.z, j.wideD[d*n:(d+1)*n], v)
		axpy(j.h, j.deepD[d*h:(d+1)*h], v)
	}
	for i := range j.h {
		j.h[i] = max(0, j.h[i])
		if keep != nil {
			j.h[i] *= keep[i]
		}
		if j.h[i] != 0 {
			axpy(j.z, j.head[i*n:(i+1)*n], j.h[i])
		}
	}
	return j.z
}

// How fast and how freely the parts learn; found by leaving out one author at a
// time.
const (
	rateWide, rateDense, rateDeep, rateHead, rateBias = 0.05, 0.03, 0.02, 0.02, 0.02
	holdWide, holdDense, holdDeep, holdHead           = 2e-2, 1e-4, 1e-4, 1e-4
	dropHidden, dropSigns                             = 0.5, 0.3
	epochs                                            = 25
	hiddenUnits                                       = 24 // of each fit
	foldFits, fullFits                                = 2, 3
)

// learn moves the weights for one window. want and care are by question.
func (j *joint) learn(x *input, want, care []float32) {
	n, h := j.targets, j.hidden
	for i := range j.keep {
		j.keep[i] = 0
		if j.rng.Float64() >= dropHidden {
			j.keep[i] = 1 / (1 - dropHidden)
		}
	}
	val := make([]float32, len(x.val))
	for i, v := range x.val {
		if j.rng.Float64() >= dropSigns {
			val[i] = v / (1 - dropSigns)
		}
	}
	for k, z := range j.forward(x, val, j.keep) {
		j.gz[k] = care[k] * (float32(1/(1+math.Exp(-float64(z)))) - want[k])
	}
	for i, on := range j.h {
		g := float32(0)
		if on > 0 {
			row := j.head[i*n : (i+1)*n]
			for k, gz := range j.gz {
				g += gz * row[k]
			}
			move(row, j.past[5][i*n:(i+1)*n], j.gz, on, rateHead, holdHead)
		}
		j.gh[i] = g * j.keep[i]
	}
	move(j.bias, j.past[6], j.gz, 1, rateBias, 0)
	move(j.deepB, j.past[4], j.gh, 1, rateDeep, 0)
	for i, s := range x.at {
		if v := val[i]; v != 0 {
			move(j.wide[int(s)*n:int(s+1)*n], j.past[0][int(s)*n:], j.gz, v, rateWide, holdWide)
			move(j.deep[int(s)*h:int(s+1)*h], j.past[2][int(s)*h:], j.gh, v, rateDeep, holdDeep)
		}
	}
	for d, v := range x.dense {
		move(j.wideD[d*n:(d+1)*n], j.past[1][d*n:], j.gz, v, rateDense, holdDense)
		move(j.deepD[d*h:(d+1)*h], j.past[3][d*h:], j.gh, v, rateDeep, holdDeep)
	}
}

// move takes one step of AdaGrad on a row of weights.
func move(w, past, g []float32, v, rate, hold float32) {
	past, g = past[:len(w)], g[:len(w)]
	for i := range w {
		slope := g[i]*v + hold*w[i]
		if slope == 0 {
			continue
		}
		past[i] += slope * slope
		w[i] -= rate * slope / float32(math.Sqrt(float64(past[i]+1e-4)))
	}
}

func axpy(y, x []float32, a float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += a * x[i]
	}
}

// lesson is one window as the model learns it.
type lesson struct {
	x          input
	want, care []float32
}

// fitJoint fits several models, each from another start, and joins them into one
// that answers with their mean.
func fitJoint(list []lesson, signs, names []string, fits int) *weighed {
	parts := make([]*joint, fits)
	var wg sync.WaitGroup
	free := make(chan bool, 2)
	for i := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			free <- true
			defer func() { <-free }()
			j := newJoint(len(signs), hiddenUnits, len(names), uint64(i+1))
			order := j.rng.Perm(len(list))
			for range epochs {
				j.rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
				for _, k := range order {
					j.learn(&list[k].x, list[k].want, list[k].care)
				}
			}
			parts[i] = j
		}()
	}
	wg.Wait()
	return joined(parts, signs, names)
}

// joined lays several fits side by side; its rows are not rounded yet.
func joined(parts []*joint, signs, names []string) *weighed {
	n, h := len(names), hiddenUnits*len(parts)
	width := n + h
	m := &weighed{targets: names, hidden: h, names: strings.Join(signs, "\n"), count: len(signs), bias: make([]float32, width), head: make([]float32, h*n),
		dense: make([]float32, vectorSize*width), threshold: make([]float32, n)}
	m.float = make([]float32, len(signs)*width)
	mean := 1 / float32(len(parts))
	for p, j := range parts {
		at := n + p*hiddenUnits
		axpy(m.bias[:n], j.bias, mean)
		copy(m.bias[at:], j.deepB)
		for i, x := range j.head {
			m.head[p*hiddenUnits*n+i] = x * mean
		}
		for d := range vectorSize {
			axpy(m.dense[d*width:d*width+n], j.wideD[d*n:(d+1)*n], mean)
			copy(m.dense[d*width+at:], j.deepD[d*hiddenUnits:(d+1)*hiddenUnits])
		}
		for s, name := range signs {
			v := signValue(name)
			axpy(m.float[s*width:s*width+n], j.wide[s*n:(s+1)*n], v*mean)
			axpy(m.float[s*width+at:s*width+at+hiddenUnits], j.deep[s*hiddenUnits:(s+1)*hiddenUnits], v)
		}
	}
	return m
}

// round turns the rows into bytes above 128: those of heavy signs each with a scale
// of its own, the others with one scale, which cuts the few largest weights short.
func (m *weighed) round() {
	width, length := m.width(), m.stride()
	m.rows, m.scale = make([]byte, m.count*length), make([]float32, m.count)
	var sizes []float32
	for s, name := range m.signs() {
		if !heavy(name) {
			for _, x := range m.float[s*width : (s+1)*width] {
				sizes = append(sizes, max(x, -x))
			}
		}
	}
	slices.Sort(sizes)
	m.step = sizes[len(sizes)-1-len(sizes)/5000] / 127
	for s, name := range m.signs() {
		row := m.float[s*width : (s+1)*width]
		m.scale[s] = m.step
		if heavy(name) {
			top := float32(1e-9)
			for _, x := range row {
				top = max(top, max(x, -x))
			}
			m.scale[s] = top / 127
		}
		for i := range length {
			m.rows[s*length+i] = middle
			if i < width {
				m.rows[s*length+i] = byte(middle + max(-127, min(127, math.Round(float64(row[i]/m.scale[s])))))
			}
		}
	}
	m.float = nil
}

// scaleTarget replaces the answer z to a question by a*z + b.
func (m *weighed) scaleTarget(t int, a, b float32) {
	m.columns(func(list []float32) { list[t] *= a })
	m.bias[t] += b
}

// columns calls f for everything that is added up by question.
func (m *weighed) columns(f func([]float32)) {
	width, n := m.width(), len(m.targets)
	f(m.bias[:n])
	for h := range m.hidden {
		f(m.head[h*n : (h+1)*n])
	}
	for d := range vectorSize {
		f(m.dense[d*width : d*width+n])
	}
	for s := range m.count {
		f(m.float[s*width : s*width+n])
	}
}

// answer is what the model says of features, by way of their names.
func (m *weighed) answer(f *features, index map[string]int) []float64 {
	width := m.width()
	sum := make([]float32, width)
	copy(sum, m.bias)
	for _, s := range f.signs {
		i, ok := index[s]
		if !ok {
			continue
		}
		if m.float != nil {
			axpy(sum, m.float[i*width:(i+1)*width], 1)
			continue
		}
		for k, x := range m.rows[i*m.stride():][:width] {
			sum[k] += m.scale[i] * (float32(x) - middle)
		}
	}
	if f.words > 0 {
		for d, v := range f.dense {
			axpy(sum, m.dense[d*width:(d+1)*width], v)
		}
	}
	return m.finish(sum)
}
