package index

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"corridor/app/entry"
)

// corpus makes n texts of about 2 KiB from a vocabulary with a long tail.
func corpus(n int) func() string {
	rnd := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rnd, 1.1, 5, 50_000)
	return func() string {
		var b strings.Builder
		for range 330 {
			b.WriteString(spelt(zipf.Uint64()))
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "call 07700 900%03d vehicle AB%02d CDE", rnd.IntN(1000), rnd.IntN(100))
		return b.String()
	}
}

// spelt spells a number as a word.
func spelt(n uint64) string {
	b := []byte{'w'}
	for ; n > 0; n /= 20 {
		b = append(b, "abcdefghijklmnoprstu"[n%20])
	}
	return string(b)
}

func BenchmarkAdd(b *testing.B) {
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	text := corpus(1)
	i := 0
	for b.Loop() {
		i++
		if err := x.Add(entry.ID(fmt.Sprint(i)), map[string]string{"text": text(), "ref": fmt.Sprintf("SIU-2026-%06d", i)}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	const n = 20_000
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	text := corpus(n)
	for i := range n {
		if err := x.Add(entry.ID(fmt.Sprint(i)), map[string]string{"text": text(), "ref": fmt.Sprintf("SIU-2026-%06d", i)}); err != nil {
			b.Fatal(err)
		}
	}
	for name, q := range map[string]string{
		"common": spelt(20), "rare": spelt(30011), "and": spelt(20) + " " + spelt(900), "prefix": "wa*", "phrase": `"` + spelt(3) + " " + spelt(1) + `"`, "number": "+44 7700 900123", "vehicle": "AB12 CDE", "reference": "ref:SIU-2026-000123",
	} {
		b.Run(name, func(b *testing.B) {
			hits := 0
			for b.Loop() {
				h, err := x.Search(q, 20)
				if err != nil {
					b.Fatal(err)
				}
				hits = len(h)
			}
			b.ReportMetric(float64(hits), "hits")
		})
	}
}
