package sanitise

import (
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
)

// maxMosaic bounds how many earlier releases are read.
const maxMosaic = 5000

// Told is what earlier releases gave away, read once so that a draft can be
// checked again and again while it is written. It is never changed, and any
// number of checks may use it at once. The nil Told holds nothing.
type Told struct {
	facts []Fact
	seen  map[told]bool
}

// told is a fact without the release that told it.
type told struct{ kind, value string }

// ReadEarlier reads releases in order of time and keeps of each the facts that
// none before it gave. Of more than five thousand the latest count.
func ReadEarlier(earlier []Earlier) *Told {
	if len(earlier) == 0 {
		return nil
	}
	earlier = append([]Earlier(nil), earlier...)
	sort.SliceStable(earlier, func(i, j int) bool { return earlier[i].When.Before(earlier[j].When) })
	if len(earlier) > maxMosaic {
		earlier = earlier[len(earlier)-maxMosaic:]
	}
	t := &Told{seen: map[told]bool{}}
	for i, fs := range particularsOf(earlier) {
		for _, f := range fs {
			if k := (told{f.Kind, f.Value}); !t.seen[k] {
				t.seen[k] = true
				f.Release = earlier[i].Release
				t.facts = append(t.facts, f)
			}
		}
	}
	return t
}

// particularsOf reads releases side by side, on as many cores as there are, and
// gives the particulars of each in their order.
func particularsOf(earlier []Earlier) [][]Fact {
	out := make([][]Fact, len(earlier))
	readers := min(runtime.GOMAXPROCS(0), len(earlier))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			var v view
			for i := next.Add(1) - 1; i < int64(len(earlier)); i = next.Add(1) - 1 {
				v.read(earlier[i].Text)
				out[i] = particulars(&v, nil)
			}
		})
	}
	wg.Wait()
	return out
}

// mosaic lists the facts the releases so far give away, in order of release,
// and those this draft adds.
func (c *checker) mosaic() []Fact {
	t := c.in.Told
	if t == nil {
		t = ReadEarlier(c.in.Earlier)
	}
	if t == nil {
		return nil
	}
	out := append([]Fact(nil), t.facts...)
	mine := map[told]bool{}
	for _, f := range particulars(c.dft, nil) {
		if k := (told{f.Kind, f.Value}); !t.seen[k] && !mine[k] {
			mine[k] = true
			f.New = true
			out = append(out, f)
		}
	}
	c.narrowed(out)
	return out
}

// particulars lists what a text says exactly: names, places, times, amounts and
// numbers. It adds them to out.
func particulars(v *view, out []Fact) []Fact {
	for _, d := range readFacts(v) {
		if d.kind == dCount && d.a < 3000 || d.kind == dOrdinal {
			continue
		}
		out = append(out, Fact{Kind: d.kind.name(), Value: v.plainText(d.s, d.e)})
	}
	for _, p := range v.names(midWords(v)) {
		kind := "name"
		if p.human < 0 {
			kind = "place"
		}
		out = append(out, Fact{Kind: kind, Value: v.plainText(p.s, p.e)})
	}
	for _, g := range groupsOf(v) {
		if n := identify(g.c); n != "" {
			out = append(out, Fact{Kind: plain(n), Value: v.plainText(g.s, g.e)})
		}
	}
	return out
}

// plainText is the tokens [s,e) as they stand in the text.
func (v *view) plainText(s, e int) string {
	return v.cut(v.toks[s].s, v.toks[e-1].e)
}

// narrowed warns when the draft adds to releases that already fix other
// particulars of the source: each may be harmless and the sum not.
func (c *checker) narrowed(all []Fact) {
	if len(c.dft.toks) == 0 {
		return
	}
	inSource := map[Fact]bool{}
	for _, f := range particulars(c.src, nil) {
		inSource[Fact{Kind: f.Kind, Value: f.Value}] = true
	}
	kinds := map[string]bool{}
	fresh := 0
	for _, f := range all {
		if inSource[Fact{Kind: f.Kind, Value: f.Value}] {
			kinds[f.Kind] = true
			if f.New {
				fresh++
			}
		}
	}
	if len(kinds) < 3 || fresh == 0 {
		return
	}
	f := c.span(SmallCircle, 0, len(c.dft.toks), "mosaic", "With what this reader already has, the releases together fix three or more particulars of the source.")
	f.Severity, f.Acceptable = Advise, true
	c.add(f)
}
