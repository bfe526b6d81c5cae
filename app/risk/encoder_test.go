package risk

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func shippedEncoder(t testing.TB) *encoder {
	t.Helper()
	enc, err := readEncoder(encoderBytes)
	if err != nil {
		t.Fatal(err)
	}
	return enc
}

// TestEncoderFits holds the encoder beside this package to the model beside it.
func TestEncoderFits(t *testing.T) {
	enc, e := shippedEncoder(t), newEngine(t)
	if enc.targets != len(e.model.targets) || len(enc.blend) != 3*enc.targets || len(enc.threshold) != enc.targets {
		t.Fatalf("the encoder answers %d questions, the model %d", enc.targets, len(e.model.targets))
	}
	for k := range enc.targets {
		if enc.blend[3*k] <= 0 || enc.blend[3*k+1] < 0 {
			t.Errorf("question %d: the answers are joined by %v", k, enc.blend[3*k:3*k+3])
		}
	}
}

// TestEncoderRefuses holds that bytes cut short or drawn out are refused.
func TestEncoderRefuses(t *testing.T) {
	for _, b := range []string{"", "corridor", encoderMark, encoderBytes[:40], encoderBytes[:len(encoderBytes)/2],
		encoderBytes[:len(encoderBytes)-1], encoderBytes + "x", strings.Repeat("\xff", 99), encoderMark + strings.Repeat("\xff", 99)} {
		if enc, err := readEncoder(b); err == nil || enc != nil {
			t.Errorf("%d bytes were taken for an encoder", len(b))
		}
	}
}

// TestProductIsExact compares the sums in lanes with sums of whole numbers, at their
// greatest too.
func TestProductIsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 20 {
		const in = 4 * laneBlock
		rows, bytes := make([]uint64, in), make([]byte, in*tile)
		var want [3 * tile]int32
		var w [3][in]int32
		for i := range in {
			for r := range w {
				w[r][i] = int32(rng.IntN(256))
				if round == 0 {
					w[r][i] = 255
				}
				rows[i] |= uint64(w[r][i]) << (r * laneBits)
			}
			for j := range tile {
				q := rng.IntN(128)
				if round == 0 {
					q = 127
				}
				bytes[i*tile+j] = byte(q)
				for r := range w {
					want[r*tile+j] += w[r][i] * int32(q)
				}
			}
		}
		var got [3 * tile]int32
		product(&got, rows, bytes)
		if got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

// TestTimesIsClose compares a product of rounded numbers with the true one.
func TestTimesIsClose(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 3, 4, 9} {
		const in, out = laneBlock * 2, 7
		var b strings.Builder
		m := matrix{in: in, out: out, scale: make([]float32, out), bias: make([]float32, out)}
		rows := make([]byte, in*out)
		for i := range rows {
			rows[i] = byte(1 + rng.IntN(255))
		}
		b.Write(rows)
		for o := range out {
			m.scale[o], m.bias[o] = rng.Float32()/100, rng.Float32()
		}
		m.pack(b.String())
		for _, positive := range []bool{false, true} {
			x := make([]float32, n*in)
			for i := range x {
				if x[i] = float32(rng.NormFloat64()); positive {
					x[i] = max(0, x[i])
				}
			}
			var w encoderWork
			w.quantise(x, n, in, positive)
			got := make([]float32, n*out)
			m.times(&w, got, n)
			for i := range n {
				for o := range out {
					want, size := float64(m.bias[o]), 0.0
					for d := range in {
						p := float64(x[i*in+d]) * float64(int(rows[o*in+d])-middle) * float64(m.scale[o])
						want, size = want+p, size+p*p
					}
					if diff := math.Abs(want - float64(got[i*out+o])); diff > 0.08*math.Sqrt(size) {
						t.Fatalf("row %d of %d, out %d: %v, want %v", i, n, o, got[i*out+o], want)
					}
				}
			}
		}
	}
}

func TestExpIsClose(t *testing.T) {
	for x := float32(0); x > -90; x -= 0.37 {
		if got, want := float64(exp(x)), math.Exp(float64(x)); math.Abs(got-want) > 1e-6*want+1e-30 {
			t.Errorf("exp(%v) = %v, want %v", x, got, want)
		}
	}
}

// TestPiecesSpellTheWord holds that the pieces of a word, put together, are the word.
func TestPiecesSpellTheWord(t *testing.T) {
	enc := shippedEncoder(t)
	spelt := make([]string, len(enc.pieces.worth))
	for s, id := range enc.pieces.index {
		spelt[id] = s
	}
	for _, word := range []string{"gun", "threatened", "him,", "I'm", "xqzzk", "a", strings.Repeat("kill", 9)} {
		var b strings.Builder
		for _, id := range enc.pieces.cut(nil, []byte(word)) {
			b.WriteString(spelt[id])
		}
		if b.String() != pieceMark+word {
			t.Errorf("%q is spelt %q", word, b.String())
		}
	}
	if ids := enc.pieces.cut(nil, []byte("\u0e01\u0e02")); ids[len(ids)-1] != 0 {
		t.Errorf("strange letters are the pieces %v", ids)
	}
	if n := len(enc.pieces.cut(nil, []byte(strings.Repeat("é", 1<<16)))); n > wordLimit+1 {
		t.Errorf("a word of 128 KB has %d pieces", n)
	}
}

// TestEncoderReadsOrder holds that the same words in another order are read as
// something else, and the same text always as the same.
func TestEncoderReadsOrder(t *testing.T) {
	enc, e := shippedEncoder(t), newEngine(t)
	read := func(text string) []float32 {
		p := e.read(text)
		m := &matcher{e: e, p: p}
		return enc.read(m.encoderPieces(enc, p.windows()[0])).z
	}
	one, other := read("the dog has bitten the man"), read("the man has bitten the dog")
	same := true
	for k, z := range read("the dog has bitten the man") {
		if z != one[k] {
			t.Fatalf("question %d: %v and %v of one text", k, z, one[k])
		}
		same = same && z == other[k]
	}
	if same {
		t.Error("the order of the words changes nothing")
	}
}

// TestEncoderIsBounded holds how many windows of a long text the encoder reads.
func TestEncoderIsBounded(t *testing.T) {
	e := newEngine(t)
	text := strings.Repeat("He is going to kill her tonight with the knife that he bought, and he has told his brother so. ", 400)
	p := e.read(text)
	live, aside := e.judge(p)
	m := &matcher{e: e, p: p}
	read := 0
	said := m.answer(p.windows(), live, aside, time.Time{}, mostRead)
	for i := range said {
		if said[i].read != nil {
			read++
		}
	}
	if read != mostRead {
		t.Errorf("%d of %d windows were read, want %d", read, len(said), mostRead)
	}
}
