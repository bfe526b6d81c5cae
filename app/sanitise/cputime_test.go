//go:build unix

package sanitise

import (
	"slices"
	"strings"
	"syscall"
	"testing"
)

// cpu is the processor time this process has had, in milliseconds, the garbage
// collector's included.
func cpu(b *testing.B) float64 {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	ms := func(t syscall.Timeval) float64 { return float64(t.Sec)*1e3 + float64(t.Usec)/1e3 }
	return ms(r.Utime) + ms(r.Stime)
}

// BenchmarkCPU gives processor time instead of the clock's, which other
// programs on the same machine lengthen.
func BenchmarkCPU(b *testing.B) {
	source, draft := longPair(b, 20_000, 5_000)
	for _, x := range [...]struct {
		name string
		in   Input
	}{
		{"shared", Input{Source: prose(20_000, ""), Draft: prose(5_000, "s")}},
		{"everyday", Input{Source: source, Draft: draft}},
		{"again", Input{Read: ReadSource(source), Draft: draft}},
	} {
		b.Run(x.name, func(b *testing.B) {
			Check(x.in)
			b.ResetTimer()
			var took []float64
			for range b.N {
				from := cpu(b)
				Check(x.in)
				took = append(took, cpu(b)-from)
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/10], "cpu-ms/tenth")
			b.ReportMetric(took[len(took)/2], "cpu-ms/middle")
		})
	}
}

// longPair joins sources of the development pairs to one of about n bytes, and as
// many of their drafts to one of about m.
func longPair(t testing.TB, n, m int) (source, draft string) {
	var s, d strings.Builder
	last := ""
	for _, p := range readPairs(t, corpusFiles(t, "dev-*.jsonl")) {
		if p.Source != last && s.Len() < n {
			s.WriteString(p.Source + "\n")
		}
		if last = p.Source; d.Len() < m {
			d.WriteString(p.Draft + "\n")
		}
	}
	return s.String()[:n], d.String()[:m]
}
