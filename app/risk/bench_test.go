package risk

import (
	"strings"
	"testing"
	"time"
)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScan measures realistic text: the routine documents and the prompts
// of the corpus, end to end.
func BenchmarkScan(b *testing.B) {
	e := newEngine(b)
	var sb strings.Builder
	for _, it := range corpus(b, "dev-*.jsonl") {
		sb.WriteString(it.Text)
		sb.WriteString("\n\n")
	}
	text := sb.String()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		e.Scan(text, time.Time{})
	}
}

// routineText joins documents in which there is nothing.
func routineText(b *testing.B, size int) string {
	var sb strings.Builder
	for _, it := range append(corpus(b, "dev-*.jsonl"), poolItems(b, "pool-*.tsv")...) {
		if it.clean() && it.Tier == "routine" && sb.Len() < size {
			sb.WriteString(it.Text)
			sb.WriteString("\n\n")
		}
	}
	return sb.String()
}

// BenchmarkRoutine measures routine documents, one after another.
func BenchmarkRoutine(b *testing.B) {
	e := newEngine(b)
	var list []string
	size := 0
	for _, it := range append(corpus(b, "dev-*.jsonl"), poolItems(b, "pool-*.tsv")...) {
		if it.clean() && it.Tier == "routine" && len(list) < 200 {
			list = append(list, it.Text)
			size += len(it.Text)
		}
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, text := range list {
			e.Scan(text, time.Time{})
		}
	}
}

// BenchmarkReport measures one report of 10 KB in which there is nothing.
func BenchmarkReport(b *testing.B) {
	e := newEngine(b)
	text := routineText(b, 10<<10)[:10<<10]
	for b.Loop() {
		e.Scan(text, time.Time{})
	}
}

// BenchmarkShort measures one short text that the encoder reads.
func BenchmarkShort(b *testing.B) {
	e := newEngine(b)
	for b.Loop() {
		e.Scan("Source says that Dean has bought a knife and is going round to his ex tonight to finish her. He has told his brother where he will leave the car.", time.Time{})
	}
}
