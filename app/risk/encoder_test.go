package risk

import (
	"math"
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
