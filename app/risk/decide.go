package risk

import (
	"cmp"
	"slices"
)

// The first targets of the model are questions about the whole; the categories
// follow, in order of danger.
const (
	targetAny = iota
	targetTTL
	targetImmediate
	firstCategory
)

// decision is what the model makes of one window.
type decision struct {
	cats           []int // targets
	ttl, immediate bool
	mark           float64 // from which there is anything
}

// longLift is asked on top of the mark in each window of a long document, since
// many windows give many chances of a false alarm.
const longLift = 2.5

// mostLabels is how many categories the model may name for one window.
const mostLabels = 3

// labelGap is how far below the likeliest category another may lie that is named
// beside it.
const labelGap = 4

// How far below the mark a question may lie for a rule of middling weight to stand:
// whether there is anything, whether a life is at stake, and which category it is.
const graceAny, graceLife, graceCat = 0.7, 0.5, 0.5

// answers is what is said of one window: to every question, the logarithm of the
// odds, and the mark from which it is a yes.
type answers struct {
	z     []float64
	marks []float32
	words int       // that have a vector
	read  *encoding // nil where the encoder did not read
}

func (a *answers) yes(target int) bool { return a.above(target) >= 0 }

// above is how far the answer to a question lies above its mark.
func (a *answers) above(target int) float64 { return a.z[target] - float64(a.marks[target]) }

// target finds the question of a category, -1 where the model has none.
func (m *weighed) target(cat Category) int {
	if i := slices.Index(m.targets[min(firstCategory, len(m.targets)):], string(cat)); i >= 0 {
		return firstCategory + i
	}
	return -1
}

// decide turns answers into labels. Two questions come first: is there anything, and
// is a life at stake. Where there is something, the categories that pass their own
// mark are named, or the best one even if it is not sure of itself; a threat to life
// only where a life is at stake.
func (m *weighed) decide(a *answers, lift float64) decision {
	if len(a.z) == 0 {
		return decision{}
	}
	d := decision{mark: float64(a.marks[targetAny]) + lift}
	life := a.yes(targetTTL)
	if z := a.z[targetAny]; z < d.mark && (z < d.mark-lifeGrace || a.above(targetTTL) < lifeSure) {
		return d
	}
	threat, self := m.target(ThreatToLife), m.target(SelfHarm)
	top := -1
	for t := firstCategory; t < len(a.z); t++ {
		if t == threat && !life {
			continue
		}
		if top < 0 || a.z[t] > a.z[top] {
			top = t
		}
		if a.yes(t) {
			d.cats = append(d.cats, t)
		}
	}
	if len(d.cats) == 0 {
		d.cats = append(d.cats, top)
	}
	d.cats = slices.DeleteFunc(d.cats, func(t int) bool { return a.z[t] < a.z[top]-labelGap })
	if len(d.cats) > mostLabels {
		slices.SortFunc(d.cats, func(s, t int) int { return cmp.Compare(a.z[t], a.z[s]) })
		d.cats = d.cats[:mostLabels]
	}
	if life && !slices.Contains(d.cats, threat) && !slices.Contains(d.cats, self) {
		if a.z[self] > a.z[threat] {
			threat = self
		}
		d.cats = append(d.cats, threat)
	}
	slices.Sort(d.cats)
	d.ttl, d.immediate = life, a.yes(targetImmediate)
	return d
}

// A window may lie lifeGrace below the mark where the question of life lies lifeSure
// above its own: a miss there costs most.
const lifeGrace, lifeSure = 0.4, 0.3

// stands reports whether a match of middling weight holds for a category beside the
// answers to its window.
func (m *weighed) stands(a *answers, d *decision, cat Category) bool {
	switch {
	case a.z[targetAny] < d.mark-graceAny:
		return false
	case cat == ThreatToLife:
		return a.above(targetTTL) >= -graceLife
	case len(d.cats) == 0:
		return true
	}
	t := m.target(cat)
	return t >= 0 && a.above(t) >= -graceCat
}
