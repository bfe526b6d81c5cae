package risk

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestVectorsSayTheSame holds what the processor's own instructions give equal, bit
// for bit, to what plain Go gives.
func TestVectorsSayTheSame(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no vector instructions that are used here: nothing to compare")
	}
	rng := rand.New(rand.NewPCG(5, 6))
	some := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return x
	}
	for _, width := range []int{8, 16, 32, 40, 64, 112, 192} {
		for _, count := range []int{1, 2, 7, 64, 191} {
			x, rows := some(count), some(count*(width+5))
			got, want := make([]float32, width), make([]float32, width)
			combine(got, x, rows, width+5)
			combineGo(want, x, rows, width+5)
			if !slices.Equal(got, want) {
				t.Fatalf("%d rows of %d: %v, want %v", count, width, got, want)
			}
		}
	}
	for _, n := range []int{16, 32, 256, 1024} {
		x := some(n)
		x[rng.IntN(n)] = -9
		if got, want := greatest(x), greatestGo(x); got != want || got != 9 {
			t.Fatalf("the greatest of %d is %v, want %v", n, got, want)
		}
		for _, zero := range []int32{zeroSigned, zeroPositive} {
			if zero == zeroPositive {
				for i, v := range x {
					x[i] = max(v, -v)
				}
			}
			up := float32(127-zero) / 9
			got, want := make([]byte, n), make([]byte, n)
			roundTo(got, x, up, zero)
			roundGo(want, x, up, zero)
			if !slices.Equal(got, want) {
				t.Fatalf("rounded to %v, want %v", got, want)
			}
		}
	}
}

// TestRowsAddUp holds sums of rows equal to plain ones, up to the greatest.
func TestRowsAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	data := make([]byte, 5000)
	for i := range data {
		data[i] = byte(rng.Uint32() | uint32(i/4000*255))
	}
	for _, length := range []int{8, 24, 32, 96, 104} {
		for _, rows := range []int{1, 2, 255, lanesFull} {
			at := make([]uint32, rows)
			for i := range at {
				at[i] = uint32(4000*(rows/lanesFull) + rng.IntN(1000-length))
			}
			n := length / 8
			even, odd, wantEven, wantOdd := make([]uint64, n), make([]uint64, n), make([]uint64, n), make([]uint64, n)
			sumRows(even, odd, data, at)
			sumRowsGo(wantEven, wantOdd, data, at)
			if !slices.Equal(even, wantEven) || !slices.Equal(odd, wantOdd) {
				t.Fatalf("%d rows of %d differ", rows, length)
			}
		}
	}
}

// someMatrix makes a matrix of random bytes, or of the greatest ones, in both layouts.
func someMatrix(rng *rand.Rand, in, out int, zero int32, greatest bool) (rows []byte, quads, lanes matrix) {
	rows = make([]byte, in*out)
	for i := range rows {
		if rows[i] = byte(rng.IntN(256)); greatest {
			rows[i] = []byte{0, 255}[i/in%2]
		}
	}
	m := matrix{in: in, out: out, scale: make([]float32, out), bias: make([]float32, out)}
	for o := range out {
		m.scale[o], m.bias[o] = rng.Float32()/100, rng.Float32()
	}
	quads, lanes = m, m
	quads.pack(string(rows), zero, true)
	lanes.pack(string(rows), zero, false)
	return rows, quads, lanes
}

// TestProductsSayTheSame holds the two layouts of a matrix equal bit for bit, with
// every kind of instruction, and both close to the true product.
func TestProductsSayTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for round, n := range []int{4, 1, 3, 9, 30} {
		for _, zero := range []int32{zeroSigned, zeroPositive} {
			const in, out = 4 * laneBlock, 2 * strip
			rows, quads, lanes := someMatrix(rng, in, out, zero, round == 0)
			x := make([]float32, n*in)
			for i := range x {
				switch x[i] = float32(rng.NormFloat64()); {
				case round == 0:
					x[i] = 1
				case zero == zeroPositive:
					x[i] = max(0, x[i])
				}
			}
			var q quantised
			q.set(x, n, in, zero)
			room := (n + tile - 1) / tile * tile * out
			got := make([]float32, room)
			lanes.times(&q, got, n)
			closeTo(t, &lanes, rows, x, got[:n*out])
			eachProduct(t, func() {
				other := make([]float32, room)
				quads.times(&q, other, n)
				if !slices.Equal(other[:n*out], got[:n*out]) {
					t.Errorf("%d rows: the layouts differ", n)
				}
			})
		}
	}
}

func closeTo(t *testing.T, m *matrix, rows []byte, x, got []float32) {
	t.Helper()
	for i := range got {
		row, o := x[i/m.out*m.in:], i%m.out
		want, size := float64(m.bias[o]), 0.0
		for d := range m.in {
			p := float64(row[d]) * float64(int(rows[o*m.in+d])-middle) * float64(m.scale[o])
			want, size = want+p, size+p*p
		}
		if diff := math.Abs(want - float64(got[i])); diff > 0.08*math.Sqrt(size) {
			t.Fatalf("place %d: %v, want %v", i, got[i], want)
		}
	}
}
