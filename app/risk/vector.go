package risk

// The encoder's arithmetic in plain Go. Where the processor has the instructions,
// vector_amd64.s does the same many places at a time; every sum is added up in the
// same order there, and nothing is fused, so that all machines say the same.

// combineGo adds up the rows, stride apart and as long as out, each times its x.
func combineGo(out, x, rows []float32, stride int) {
	clear(out)
	for i, k := range x {
		row := rows[i*stride:][:len(out)]
		for d, v := range row {
			out[d] += float32(k * v)
		}
	}
}

// greatestGo gives the greatest size in x.
func greatestGo(x []float32) float32 {
	top := float32(0)
	for _, v := range x {
		top = max(top, v, -v)
	}
	return top
}

// roundGo writes x times up, rounded, as bytes in which zero stands for nought. What
// comes out must lie between 0 and 127.
func roundGo(out []byte, x []float32, up float32, zero int32) {
	for d, v := range x {
		out[d] = byte(int32(float32(v*up)+middle+0.5) - middle + zero)
	}
}

// productGo multiplies three rows of a matrix, packed in lanes, by four rows of bytes.
func productGo(sums *[3 * tile]int32, rows []uint64, bytes []byte, in int) {
	clear(sums[:])
	for at := 0; at < in; at += laneBlock {
		w := rows[at:][:laneBlock]
		a0, a1 := bytes[at:][:laneBlock], bytes[in+at:][:laneBlock]
		a2, a3 := bytes[2*in+at:][:laneBlock], bytes[3*in+at:][:laneBlock]
		var s0, s1, s2, s3 uint64
		for i, x := range w {
			s0 += x * uint64(a0[i])
			s1 += x * uint64(a1[i])
			s2 += x * uint64(a2[i])
			s3 += x * uint64(a3[i])
		}
		for j, s := range [tile]uint64{s0, s1, s2, s3} {
			sums[j] += int32(s & laneMask)
			sums[tile+j] += int32(s >> laneBits & laneMask)
			sums[2*tile+j] += int32(s >> (2 * laneBits))
		}
	}
}
