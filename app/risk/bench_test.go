package risk

import (
	"strings"
	"testing"
	"time"
)

// eachTime runs f and reports, beside the clock, what the processors spent on it and
// how many bytes of text that is for each second of one processor.
func eachTime(b *testing.B, bytes int, f func()) {
	b.Helper()
	f()
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	before := processorTime()
	for b.Loop() {
		f()
	}
	if spent := processorTime() - before; spent > 0 {
		b.ReportMetric(float64(spent.Microseconds())/float64(b.N), "cpu-µs/op")
		if bytes > 0 {
			b.ReportMetric(float64(bytes)*float64(b.N)/spent.Seconds()/1e6, "cpu-MB/s")
		}
	}
}

func BenchmarkNew(b *testing.B) {
	eachTime(b, 0, func() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkBuild measures what the compiled lexicon saves.
func BenchmarkBuild(b *testing.B) {
	eachTime(b, 0, func() {
		if _, err := build(); err != nil {
			b.Fatal(err)
		}
	})
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
	eachTime(b, len(text), func() { e.Scan(text, time.Time{}) })
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
	eachTime(b, size, func() {
		for _, text := range list {
			e.Scan(text, time.Time{})
		}
	})
}

// BenchmarkReport measures one report of 10 KB in which there is nothing.
func BenchmarkReport(b *testing.B) {
	e := newEngine(b)
	text := routineText(b, 10<<10)[:10<<10]
	eachTime(b, len(text), func() { e.Scan(text, time.Time{}) })
}

// BenchmarkShort measures one short text that the encoder reads.
func BenchmarkShort(b *testing.B) {
	e := newEngine(b)
	eachTime(b, 0, func() {
		e.Scan("Source says that Dean has bought a knife and is going round to his ex tonight to finish her. He has told his brother where he will leave the car.", time.Time{})
	})
}
