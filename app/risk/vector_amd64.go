package risk

import "golang.org/x/sys/cpu"

// Which instructions this processor has. They change the time that the encoder
// takes, never what it says: vector.go does the same in plain Go.
var (
	hasAVX2 = cpu.X86.HasAVX2
	hasVNNI = hasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
)

// productVNNI multiplies one strip of a matrix (strip rows, laid out in quads) by
// four rows of bytes that follow each other: out, four rows of strip places that lie
// outStride apart, is (start + the sum of products) * scales (one for each of the
// four) * scale + bias. in is a multiple of four.
//
//go:noescape
func productVNNI(out *float32, outStride int, quads *uint32, bytes *byte, in int, start *int32, scale, bias, scales *float32)

// productAVX2 does the same on older processors. The bytes must be below 128.
//
//go:noescape
func productAVX2(out *float32, outStride int, quads *uint32, bytes *byte, in int, start *int32, scale, bias, scales *float32)

// combineAVX2 adds up count rows of width places, stride apart, each times its x.
// width is a multiple of eight, count at least one.
//
//go:noescape
func combineAVX2(out, x, rows *float32, stride, count, width int)

// topAVX2 gives the greatest size in x, whose length n is a multiple of sixteen.
//
//go:noescape
func topAVX2(x *float32, n int) float32

// roundAVX2 writes the whole part of x*up+half, plus zero, as bytes. n is a multiple
// of sixteen.
//
//go:noescape
func roundAVX2(out *byte, x *float32, n int, up, half float32, zero int32)

// sumRowsAVX2 adds up the even and the odd bytes of rows that start at the given
// places of data, in lanes of sixteen bits. length is a multiple of eight, rows at
// least one and at most 256.
//
//go:noescape
func sumRowsAVX2(even, odd *uint64, data *byte, at *uint32, rows, length int)

func sumRows(even, odd []uint64, data []byte, at []uint32) {
	if !hasAVX2 || len(at) == 0 {
		sumRowsGo(even, odd, data, at)
		return
	}
	for _, from := range at {
		_ = data[int(from)+8*len(even)-1]
	}
	sumRowsAVX2(&even[0], &odd[0], &data[0], &at[0], len(at), 8*len(even))
}

func productStrip(out []float32, outStride int, quads []uint32, bytes []byte, in int, start []int32, scale, bias, scales []float32) {
	_, _, _, _ = out[(tile-1)*outStride+strip-1], quads[strip*in/4-1], bytes[tile*in-1], scales[tile-1]
	start, scale, bias = start[:strip], scale[:strip], bias[:strip]
	if hasVNNI {
		productVNNI(&out[0], outStride, &quads[0], &bytes[0], in, &start[0], &scale[0], &bias[0], &scales[0])
		return
	}
	productAVX2(&out[0], outStride, &quads[0], &bytes[0], in, &start[0], &scale[0], &bias[0], &scales[0])
}

func combine(out, x, rows []float32, stride int) {
	width := len(out)
	if !hasAVX2 || width%8 != 0 || len(x) == 0 {
		combineGo(out, x, rows, stride)
		return
	}
	_ = rows[(len(x)-1)*stride+width-1]
	combineAVX2(&out[0], &x[0], &rows[0], stride, len(x), width)
}

func greatest(x []float32) float32 {
	if !hasAVX2 || len(x) == 0 || len(x)%16 != 0 {
		return greatestGo(x)
	}
	return topAVX2(&x[0], len(x))
}

func roundTo(out []byte, x []float32, up float32, zero int32) {
	if !hasAVX2 || len(x) == 0 || len(x)%16 != 0 {
		roundGo(out, x, up, zero)
		return
	}
	_ = out[len(x)-1]
	roundAVX2(&out[0], &x[0], len(x), up, middle+0.5, zero-middle)
}
