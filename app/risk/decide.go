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
	near           bool // within ruleGrace of the mark, or above it
	lifeNear       bool // a threat to life is at most lifeDoubt below its mark
}

// lifeDoubt is how far below its mark the question of life may lie for a rule of
// middling weight to stand beside other categories.
const lifeDoubt = 1

// longLift is asked on top of the mark in each window of a long document, since
// many windows give many chances of a false alarm.
const longLift = 2

// mostLabels is how many categories the model may name for one window.
const mostLabels = 3

// labelGap is how far below the likeliest category another may lie that is named
// beside it.
const labelGap = 2

// ruleGrace is how far below the mark a rule of middling weight still stands.
const ruleGrace = 1.5

// answers is what is said of one window: to every question, the logarithm of the
// odds, and the mark from which it is a yes.
type answers struct {
	z     []float64
	marks []float32
	words int       // that have a vector
	read  *encoding // nil where the encoder did not read
}

// near reports a category that the answers do not speak clearly against.
func (a *answers) near(cat Category, m *weighed) bool {
	t := firstCategory + slices.Index(m.targets[firstCategory:], string(cat))
	return t >= firstCategory && a.z[t] >= float64(a.marks[t])-ruleGrace
}

func (a *answers) yes(target int) bool { return a.z[target] >= float64(a.marks[target]) }

// decide turns answers into labels. The question "is there anything" comes first;
// when it is answered yes, the best category is named even if it is not sure of
// itself, and others that pass their own mark with it.
func (m *weighed) decide(a *answers, lift float64) decision {
	z := a.z
	d := decision{}
	if len(z) == 0 {
		return d
	}
	mark := float64(a.marks[targetAny]) + lift
	d.near = z[targetAny] >= mark-ruleGrace
	if z[targetAny] < mark {
		d.life(m, a, mark)
		return d
	}
	top, topAt := -1, 0.0
	for t := firstCategory; t < len(z); t++ {
		if Category(m.targets[t]) == ThreatToLife {
			d.lifeNear = z[t] >= float64(a.marks[t])-lifeDoubt
		}
		if a.yes(t) {
			d.cats = append(d.cats, t)
		}
		if top < 0 || z[t] > topAt {
			top, topAt = t, z[t]
		}
	}
	if len(d.cats) == 0 {
		d.cats = append(d.cats, top)
	}
	d.cats = slices.DeleteFunc(d.cats, func(t int) bool { return z[t] < topAt-labelGap })
	if len(d.cats) > mostLabels {
		slices.SortFunc(d.cats, func(a, b int) int { return cmp.Compare(z[b], z[a]) })
		d.cats = d.cats[:mostLabels]
		slices.Sort(d.cats)
	}
	d.immediate = a.yes(targetImmediate)
	for _, t := range d.cats {
		switch Category(m.targets[t]) {
		case ThreatToLife:
			d.ttl = true
		case SelfHarm:
			d.ttl = d.ttl || a.yes(targetTTL)
		}
	}
	return d
}

// lifeGrace is how far below the mark a window may lie when the question of life
// itself is answered yes: a miss there costs most.
const lifeGrace = 0.7

func (d *decision) life(m *weighed, a *answers, mark float64) {
	z := a.z
	if z[targetAny] < mark-lifeGrace {
		return
	}
	for t := firstCategory; t < len(z); t++ {
		if Category(m.targets[t]).Life() && z[t] >= max(0, float64(a.marks[t])) && a.yes(targetTTL) {
			d.cats = append(d.cats, t)
			d.ttl = true
			d.immediate = a.yes(targetImmediate)
		}
	}
}
