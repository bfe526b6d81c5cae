package risk

// joining corrects the answer to each question by the answers to all the others: a
// text that reads even more like a beating than like a killing is the former. It is
// learnt, by encoder.py, from what the model and the encoder said of texts by authors
// whom neither had met.
type joining struct {
	hidden int
	in     []float32 // by hidden unit: for the model's answers, then the encoder's
	inBias []float32
	out    []float32 // by target: for the model's answers, the encoder's, then the hidden units
	bias   []float32
}

func (r *encoderReader) joining(targets int) joining {
	j := joining{hidden: r.number()}
	if r.err != nil || j.hidden > 1<<12 {
		j.hidden = 0
	}
	j.in, j.inBias = r.floats(2*targets*j.hidden), r.floats(j.hidden)
	j.out, j.bias = r.floats(targets*(2*targets+j.hidden)), r.floats(targets)
	return j
}

// correct adds to what has been made of every question alone what the answers of the
// model and those of the encoder say together.
func (j *joining) correct(z []float64, model []float64, encoder []float32) {
	n := len(z)
	x := make([]float64, 2*n+j.hidden)
	for k := range n {
		x[k], x[n+k] = model[k], float64(encoder[k])
	}
	for h := range j.hidden {
		x[2*n+h] = max(0, float64(j.inBias[h])+inner(j.in[h*2*n:][:2*n], x))
	}
	for k := range n {
		z[k] += float64(j.bias[k]) + inner(j.out[k*len(x):][:len(x)], x)
	}
}

// inner is the sum of products, each rounded by itself, so that every machine gives
// the same.
func inner(w []float32, x []float64) float64 {
	sum := 0.0
	for i, v := range w {
		sum += float64(float64(v) * x[i])
	}
	return sum
}
