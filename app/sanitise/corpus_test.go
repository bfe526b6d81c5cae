package sanitise

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// pair is one labelled source and draft.
type pair struct {
	ID, Source, Draft string
	Leaks             []struct{ Kind, Text string }
	Clean             bool
	Note              string
	file              string
}

func readPairs(t testing.TB, files []string) []pair {
	t.Helper()
	var out []pair
	for _, f := range files {
		h, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(h)
		s.Buffer(nil, 1<<22)
		for n := 1; s.Scan(); n++ {
			if strings.TrimSpace(s.Text()) == "" {
				continue
			}
			var p pair
			if err := json.Unmarshal(s.Bytes(), &p); err != nil {
				t.Errorf("%s line %d: %v", filepath.Base(f), n, err)
				continue
			}
			p.file = filepath.Base(f)
			out = append(out, p)
		}
		h.Close()
	}
	return out
}

// tally counts how often something that should happen did.
type tally struct{ got, of int }

// wilson is the 95 % interval of a proportion.
func (t tally) wilson() (lo, hi float64) {
	if t.of == 0 {
		return 0, 1
	}
	const z = 1.96
	n, p := float64(t.of), float64(t.got)/float64(t.of)
	c := p + z*z/(2*n)
	w := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return (c - w) / (1 + z*z/n), (c + w) / (1 + z*z/n)
}

func (t tally) rate() float64 {
	if t.of == 0 {
		return 0
	}
	return float64(t.got) / float64(t.of)
}

func (t tally) String() string {
	lo, hi := t.wilson()
	return fmt.Sprintf("%4d/%-4d %.3f [%.3f, %.3f]", t.got, t.of, t.rate(), lo, hi)
}

// score is what a set of pairs shows.
type score struct {
	leaks, cleanBlocked, pairsBlocked tally
	kind                              map[string]*tally // overlapped by any finding
	same                              map[string]*tally // by a finding of the same kind
	stop                              map[string]*tally // by a blocking finding
	blocking                          tally             // leaks overlapped by a blocking finding
}

func runeIndex(s, sub string) int {
	i := strings.Index(s, sub)
	if i < 0 {
		return -1
	}
	return len([]rune(s[:i]))
}

func measure(t testing.TB, ps []pair, show bool) score {
	t.Helper()
	return measureWith(t, ps, show, func(pair) *reading { return loadReading() })
}

// measureWith measures with the reading chosen for each pair.
func measureWith(t testing.TB, ps []pair, show bool, which func(pair) *reading) score {
	t.Helper()
	sc := score{kind: map[string]*tally{}, same: map[string]*tally{}, stop: map[string]*tally{}}
	for _, p := range ps {
		r := check(Input{Source: p.Source, Draft: p.Draft}, which(p))
		if p.Clean {
			sc.cleanBlocked.of++
			if n := r.Blocking(); n > 0 {
				sc.cleanBlocked.got++
				if show {
					t.Logf("CLEAN BLOCKED %s: %q / %q (%s)", p.ID, p.Source, p.Draft, p.Note)
					for _, f := range r.Findings {
						if f.Severity == Block {
							t.Logf("      %s/%s %q", f.Kind, f.Rule, f.Text)
						}
					}
				}
			}
			continue
		}
		sc.pairsBlocked.of++
		if r.Blocking() > 0 {
			sc.pairsBlocked.got++
		} else if show {
			t.Logf("PAIR NOT BLOCKED %s", p.ID)
		}
		for _, l := range p.Leaks {
			s := runeIndex(p.Draft, l.Text)
			if s < 0 {
				t.Errorf("%s: leak %q is not a piece of the draft", p.ID, l.Text)
				continue
			}
			e := s + len([]rune(l.Text))
			any, same, blk := false, false, false
			for _, f := range r.Findings {
				if f.Start < e && s < f.End {
					any = true
					same = same || string(f.Kind) == l.Kind
					blk = blk || f.Severity == Block
				}
			}
			if sc.kind[l.Kind] == nil {
				sc.kind[l.Kind], sc.same[l.Kind], sc.stop[l.Kind] = &tally{}, &tally{}, &tally{}
			}
			add := func(t *tally, ok bool) {
				t.of++
				if ok {
					t.got++
				}
			}
			add(&sc.leaks, any)
			add(sc.kind[l.Kind], any)
			add(sc.same[l.Kind], same)
			add(sc.stop[l.Kind], blk)
			add(&sc.blocking, blk)
			if show && (!any || !blk || os.Getenv("SAME") != "" && !same) {
				how := "MISSED"
				if any {
					how = "weak"
				}
				t.Logf("%s %s %s %q: %q / %q (%s)", how, p.ID, l.Kind, l.Text, p.Source, p.Draft, p.Note)
			}
		}
	}
	return sc
}

func (sc score) log(t testing.TB, name string) {
	t.Logf("%s: all leaks       %s", name, sc.leaks)
	t.Logf("%s: leaks blocked   %s", name, sc.blocking)
	var ks []string
	for k := range sc.kind {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	for _, k := range ks {
		t.Logf("%s: %-16s %s   same kind %.3f   blocked %d/%d %.3f", name, k, *sc.kind[k], sc.same[k].rate(), sc.stop[k].got, sc.stop[k].of, sc.stop[k].rate())
	}
	t.Logf("%s: clean blocked   %s", name, sc.cleanBlocked)
	t.Logf("%s: pairs blocked   %s", name, sc.pairsBlocked)
}

// floors are what a set must reach; they are set from what was measured.
type floors struct {
	leaks, pairs, clean float64
}

func (sc score) hold(t *testing.T, f floors) {
	t.Helper()
	if sc.leaks.rate() < f.leaks {
		t.Errorf("leak recall %.3f is under %.3f", sc.leaks.rate(), f.leaks)
	}
	if sc.pairsBlocked.rate() < f.pairs {
		t.Errorf("pairs blocked %.3f is under %.3f", sc.pairsBlocked.rate(), f.pairs)
	}
	if sc.cleanBlocked.rate() > f.clean {
		t.Errorf("clean drafts blocked %.3f is over %.3f", sc.cleanBlocked.rate(), f.clean)
	}
}

// holdStops holds, by kind, the share of leaks that a blocking finding touches.
func (sc score) holdStops(t *testing.T, floors map[string]float64) {
	t.Helper()
	for k, least := range floors {
		if got := sc.stop[k]; got == nil || got.rate() < least {
			t.Errorf("%s: leaks blocked %v, under %.2f", k, got, least)
		}
	}
}

func show() bool { return os.Getenv("SHOW") != "" }

func TestSamplePairs(t *testing.T) {
	f := filepath.Join("..", "..", "..", "shared", "samples", "sanitise-dev.jsonl")
	if _, err := os.Stat(f); err != nil {
		t.Skipf("SKIPPED: the thirty sample pairs are not beside this tree (%v)", err)
	}
	ps := readPairs(t, []string{f})
	if len(ps) != 30 {
		t.Fatalf("%d pairs, want 30", len(ps))
	}
	sc := measure(t, ps, true)
	sc.log(t, "sample")
	sc.hold(t, floors{leaks: 1, pairs: 1, clean: 0})
}

func corpusFiles(t testing.TB, glob string) []string {
	t.Helper()
	fs, err := filepath.Glob(filepath.Join("testdata", "corpus", glob))
	if err != nil {
		t.Fatal(err)
	}
	if len(fs) == 0 {
		t.Fatalf("no corpus files match %s", glob)
	}
	return fs
}

func TestCorpusDev(t *testing.T) {
	sc := measure(t, readPairs(t, corpusFiles(t, "dev-*.jsonl")), show())
	sc.log(t, "dev")
	sc.hold(t, floors{leaks: 0.97, pairs: 0.975, clean: 0.03})
	sc.holdStops(t, map[string]float64{"identifier": 0.98, "technique": 0.97, "source_reference": 0.97, "verbatim": 0.96, "over_precision": 0.94, "quote": 0.98, "metadata": 0.95})
}

// The frozen part is measured and never tuned on: misses are not shown.
func TestCorpusFrozen(t *testing.T) {
	sc := measure(t, readPairs(t, corpusFiles(t, "frozen-*.jsonl")), false)
	sc.log(t, "frozen")
	sc.hold(t, floors{leaks: 0.96, pairs: 0.965, clean: 0.05})
	sc.holdStops(t, map[string]float64{"identifier": 0.98, "technique": 0.92, "source_reference": 0.95, "verbatim": 0.95, "over_precision": 0.93, "quote": 0.97, "metadata": 0.94})
}
