package risk

import (
	"cmp"
	"slices"
	"time"
)

// The encoder takes far longer over a window than the rest does, so it reads only
// where its answer could change the outcome: a short text whose first answer lies no
// further than shortDoubt below the mark, and the windows of a long one that lie no
// further than longDoubt below theirs, the most suspicious first and no more than
// mostRead; in every piece of a text that is read in pieces, at least one.
const (
	shortDoubt = 3.0
	longDoubt  = 1.5
	mostRead   = 6
)

// answer says of every window what the model makes of it, and of those in doubt
// what the model and the encoder make of it together, for at most so many windows.
func (m *matcher) answer(ws []window, live, aside []hit, received time.Time, windows int) []answers {
	model := m.e.model
	out := make([]answers, len(ws))
	if len(model.targets) == 0 {
		return out
	}
	var list []int
	for i, w := range ws {
		a := &out[i]
		a.marks = model.threshold
		a.z, a.words = m.scores(w, live, aside, received)
		least := longLift - longDoubt
		if len(ws) == 1 {
			least = -shortDoubt
		}
		if a.z[targetAny] >= float64(a.marks[targetAny])+least {
			list = append(list, i)
		}
	}
	enc := m.e.encoder.get()
	if enc == nil {
		return out
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(out[b].z[targetAny], out[a].z[targetAny]) })
	for _, i := range list[:min(len(list), windows)] {
		m.reread(enc, ws[i], &out[i])
	}
	return out
}

// reread asks the encoder about a window and joins its answers with the model's.
func (m *matcher) reread(enc *encoder, w window, a *answers) {
	a.read = enc.read(m.encoderPieces(enc, w))
	if a.read == nil {
		return
	}
	a.marks = enc.threshold
	alone := a.z
	a.z = make([]float64, len(alone))
	for k, z := range alone {
		by := enc.blend[3*k:][:3]
		a.z[k] = float64(float64(by[0])*z) + float64(float64(by[1])*float64(a.read.z[k])) + float64(by[2])
	}
	enc.joint.correct(a.z, alone, a.read.z)
}

// wordWeights gives what part of an answer is the model's, and what each of the
// tokens from first to last gave to the encoder's part.
func (a *answers) wordWeights(target int, first, last int32) (share float32, more []float32) {
	if a.read == nil {
		return 1, nil
	}
	by := a.read.e.blend[3*target:][:3]
	more = make([]float32, last-first)
	a.read.weights(target, func(token int32, z float32) { more[token-first] += by[1] * z })
	return by[0], more
}
