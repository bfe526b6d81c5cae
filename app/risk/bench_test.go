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
