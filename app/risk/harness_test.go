package risk

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// item is one labelled text of a corpus.
type item struct {
	ID        string    `json:"id"`
	Text      string    `json:"text"`
	Received  time.Time `json:"received"`
	Labels    []string  `json:"labels"`
	TTL       bool      `json:"ttl"`
	Immediate bool      `json:"immediate"`
	Tier      string    `json:"tier"`
	Note      string    `json:"note"`
}

func (it *item) clean() bool { return len(it.Labels) == 1 && it.Labels[0] == "none" }

func readItems(t testing.TB, path string) []item {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []item
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 0, 1<<16), 1<<22)
	for sc.Scan() {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var it item
		if err := json.Unmarshal(sc.Bytes(), &it); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, it)
	}
	return out
}

func corpus(t testing.TB, pattern string) []item {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "corpus", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files fit %q: %v", pattern, err)
	}
	var out []item
	for _, n := range names {
		out = append(out, readItems(t, n)...)
	}
	return out
}

func newEngine(t testing.TB) *Engine {
	t.Helper()
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// score counts the outcomes of one yes-or-no question.
type score struct{ tp, fp, fn int }

func (s *score) add(want, got bool) {
	switch {
	case want && got:
		s.tp++
	case want:
		s.fn++
	case got:
		s.fp++
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func (s *score) join(o *score) { s.tp, s.fp, s.fn = s.tp+o.tp, s.fp+o.fp, s.fn+o.fn }

func (s score) precision() float64 { return ratio(s.tp, s.tp+s.fp) }
func (s score) recall() float64    { return ratio(s.tp, s.tp+s.fn) }
func (s score) f1() float64        { return ratio(2*s.tp, 2*s.tp+s.fp+s.fn) }

// wilson gives the 95% interval of k in n.
func wilson(k, n int) string {
	if n == 0 {
		return "-"
	}
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return fmt.Sprintf("%.2f–%.2f", mid-half, mid+half)
}

func (s score) String() string {
	return fmt.Sprintf("P %.2f [%s] R %.2f [%s] F1 %.2f (tp %d fp %d fn %d)", s.precision(), wilson(s.tp, s.tp+s.fp),
		s.recall(), wilson(s.tp, s.tp+s.fn), s.f1(), s.tp, s.fp, s.fn)
}

type report struct {
	any, ttl, imm     score
	by                map[string]*score
	tiers             map[string]*score
	hard, routine     int
	hardOff, routeOff int
}

func (r *report) macro() float64 {
	sum, n := 0.0, 0
	for _, s := range r.by {
		if s.tp+s.fn > 0 {
			sum += s.f1()
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// join adds the counts of another report.
func (r *report) join(o *report) {
	for _, x := range [][2]*score{{&r.any, &o.any}, {&r.ttl, &o.ttl}, {&r.imm, &o.imm}} {
		x[0].join(x[1])
	}
	for name, s := range o.by {
		r.by[name].join(s)
	}
	for name, s := range o.tiers {
		if r.tiers[name] == nil {
			r.tiers[name] = &score{}
		}
		r.tiers[name].join(s)
	}
	r.hard, r.routine, r.hardOff, r.routeOff = r.hard+o.hard, r.routine+o.routine, r.hardOff+o.hardOff, r.routeOff+o.routeOff
}

func (r *report) clear() float64 { return ratio(r.hardOff, r.hard) }

func measure(t testing.TB, e *Engine, items []item, dump string) *report {
	t.Helper()
	r := newReport()
	log := measureInto(t, e, items, r)
	if dump != "" {
		if err := os.WriteFile(dump, []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func newReport() *report {
	r := &report{by: map[string]*score{}, tiers: map[string]*score{}}
	for _, c := range Categories() {
		r.by[string(c)] = &score{}
	}
	return r
}

// scanAll scans texts beside one another, as many at a time as there are processors.
func scanAll(e *Engine, items []item) []Result {
	out := make([]Result, len(items))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(items); i = next.Add(1) - 1 {
				out[i] = e.Scan(items[i].Text, items[i].Received)
			}
		})
	}
	wg.Wait()
	return out
}

// measureInto adds what is made of texts to a report, and describes the ones that
// came out wrong.
func measureInto(t testing.TB, e *Engine, items []item, r *report) string {
	t.Helper()
	var log strings.Builder
	results := scanAll(e, items)
	for i := range items {
		it, res := &items[i], results[i]
		checkResult(t, it.Text, &res)
		flagged := len(res.Labels) > 0
		r.any.add(!it.clean(), flagged)
		r.ttl.add(it.TTL, res.TTL)
		r.imm.add(it.Immediate, res.Immediate)
		wrong := it.TTL != res.TTL || it.Immediate != res.Immediate
		for _, c := range Categories() {
			want, got := slices.Contains(it.Labels, string(c)), slices.Contains(res.Labels, c)
			r.by[string(c)].add(want, got)
			wrong = wrong || want != got
		}
		if it.TTL {
			if r.tiers[it.Tier] == nil {
				r.tiers[it.Tier] = &score{}
			}
			r.tiers[it.Tier].add(true, res.TTL)
		}
		if it.clean() {
			if it.Tier == "routine" {
				r.routine++
				if flagged {
					r.routeOff++
				}
			} else {
				r.hard++
				if flagged {
					r.hardOff++
				}
			}
		}
		if wrong {
			describe(&log, it, &res)
		}
	}
	return log.String()
}

func describe(log *strings.Builder, it *item, res *Result) {
	var got []string
	rules := ""
	for _, p := range res.Prompts {
		got = append(got, string(p.Category))
		for _, s := range p.Spans {
			rules += fmt.Sprintf(" %s=%q", s.Rule, string([]rune(it.Text)[s.Start:s.End]))
		}
	}
	for _, p := range res.SetAside {
		rules += fmt.Sprintf(" ASIDE:%s:%s(%s)", p.Category, p.Rule, p.Cue)
	}
	fmt.Fprintf(log, "%s want %v ttl=%v imm=%v\n   got %v ttl=%v imm=%v\n   %s\n  %s\n", it.ID, it.Labels, it.TTL, it.Immediate,
		got, res.TTL, res.Immediate, strings.ReplaceAll(it.Text, "\n", "⏎"), rules)
}

// checkResult holds the promises that every result must keep.
func checkResult(t testing.TB, text string, res *Result) {
	t.Helper()
	n := len([]rune(text))
	if len(res.Labels) != len(res.Prompts) || res.Version == "" {
		t.Fatalf("labels and prompts differ, or no version: %v", res.Labels)
	}
	for _, p := range append(slices.Clone(res.Prompts), res.SetAside...) {
		if p.Rule == "" || p.Why == "" || p.Against == "" || len(p.Spans) == 0 || p.SetAside && p.Cue == "" {
			t.Fatalf("a prompt without rule, reason, objection, words or cue: %+v", p)
		}
		for _, s := range p.Spans {
			if s.Start < 0 || s.Start >= s.End || s.End > n || s.Rule == "" || s.Category != p.Category {
				t.Fatalf("span %+v is not inside %d runes of %q", s, n, text)
			}
		}
	}
}

func show(t *testing.T, name string, r *report) {
	t.Helper()
	t.Logf("== %s", name)
	t.Logf("threat to life  %s", r.ttl)
	for _, tier := range []string{"plain", "slang", "obfuscated", "narrative", ""} {
		if s := r.tiers[tier]; s != nil {
			t.Logf("   %-11s recall %.2f [%s] of %d", tier, s.recall(), wilson(s.tp, s.tp+s.fn), s.tp+s.fn)
		}
	}
	t.Logf("any flag        %s", r.any)
	t.Logf("immediate       %s", r.imm)
	t.Logf("alarms: hard %d of %d [%s], routine %d of %d [%s]", r.hardOff, r.hard, wilson(r.hardOff, r.hard),
		r.routeOff, r.routine, wilson(r.routeOff, r.routine))
	t.Logf("macro-F1 %.3f", r.macro())
	for _, c := range Categories() {
		t.Logf("   %-22s %s", c, r.by[string(c)])
	}
}

// TestCorpus measures the engine. The frozen files are reported apart: nobody
// tunes on them, so theirs are the figures to quote.
func TestCorpus(t *testing.T) {
	e := newEngine(t)
	dump := os.Getenv("RISK_DUMP")
	dev := corpus(t, "dev-*.jsonl")
	if len(dev) == 0 {
		t.Fatal("no development corpus under testdata/corpus: nothing was measured")
	}
	r := measure(t, e, dev, dump)
	show(t, fmt.Sprintf("development corpus, %d items", len(dev)), r)
	frozen := corpus(t, "frozen-*.jsonl")
	if len(frozen) == 0 {
		t.Fatal("no frozen corpus under testdata/corpus: the figures to quote were not measured")
	}
	f := measure(t, e, frozen, "")
	show(t, fmt.Sprintf("FROZEN corpus, %d items", len(frozen)), f)
	floors(t, f)
}

// floors holds what has been reached, a little below it. They are no goals.
func floors(t *testing.T, f *report) {
	t.Helper()
	for _, x := range []struct {
		name       string
		got, floor float64
	}{
		{"any flag, precision", f.any.precision(), 0.92},
		{"any flag, recall", f.any.recall(), 0.87},
		{"threat to life, precision", f.ttl.precision(), 0.72},
		{"threat to life, recall", f.ttl.recall(), 0.77},
		{"immediate, F1", f.imm.f1(), 0.70},
		{"macro-F1", f.macro(), 0.73},
		{"hard negatives left alone", 1 - f.clear(), 0.94},
		{"routine documents left alone", 1 - ratio(f.routeOff, f.routine), 0.80},
	} {
		if x.got < x.floor {
			t.Errorf("%s fell to %.3f, below %.3f", x.name, x.got, x.floor)
		}
	}
}

// TestSharedSample measures a small labelled sample that lies outside this
// repository, where there is one. It is never trained on.
func TestSharedSample(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "samples", "triage-dev.jsonl")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, nothing measured: the sample is not here: %v", err)
	}
	dump := os.Getenv("RISK_DUMP")
	r := measure(t, newEngine(t), readItems(t, path), dump+sampleSuffix(dump))
	show(t, "shared sample", r)
	if r.any.f1() < 0.9 || r.ttl.recall() < 0.8 {
		t.Errorf("the sample fell: any F1 %.2f, threat to life recall %.2f", r.any.f1(), r.ttl.recall())
	}
}

func sampleSuffix(dump string) string {
	if dump == "" {
		return ""
	}
	return ".sample"
}
