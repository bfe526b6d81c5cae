package sanitise

import (
	"os"
	"sort"
	"testing"
)

// TestPromoteTally lists what stopping on each advisory rule would gain and cost
// on the development pairs. It runs when asked for.
func TestPromoteTally(t *testing.T) {
	if os.Getenv("TALLY") == "" {
		t.Skip("set TALLY=1 to list what stopping on each advisory rule would gain and cost")
	}
	type n struct{ gain, clean, cleanHedge, gainPlain int }
	m := map[string]*n{}
	ex := map[string][]string{}
	for _, p := range readPairs(t, corpusFiles(t, "dev-*.jsonl")) {
		r := Check(Input{Source: p.Source, Draft: p.Draft})
		v := newView(p.Draft)
		hedged := func(f Finding) bool {
			for i := range v.toks {
				if v.toks[i].s >= f.Start {
					return v.hedge(v.toks[i].sent) >= 0
				}
			}
			return false
		}
		get := func(f Finding) *n {
			k := string(f.Kind) + "/" + f.Rule
			if f.SourceStart >= 0 {
				k += "+"
			}
			if m[k] == nil {
				m[k] = &n{}
			}
			return m[k]
		}
		if p.Clean {
			if r.Blocking() == 0 {
				for _, f := range r.Findings {
					if hedged(f) {
						get(f).cleanHedge++
					} else {
						get(f).clean++
						ex[string(f.Kind)+"/"+f.Rule] = append(ex[string(f.Kind)+"/"+f.Rule], f.Text)
					}
				}
			}
			continue
		}
		for _, l := range p.Leaks {
			s := runeIndex(p.Draft, l.Text)
			e := s + len([]rune(l.Text))
			blk := false
			var over []Finding
			for _, f := range r.Findings {
				if f.Start < e && s < f.End {
					blk = blk || f.Severity == Block
					over = append(over, f)
				}
			}
			if blk || l.Kind == "over_precision" {
				continue
			}
			for _, f := range over {
				get(f).gain++
				if !hedged(f) {
					get(f).gainPlain++
				}
			}
		}
	}
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	sort.Slice(ks, func(i, j int) bool { return m[ks[i]].gain > m[ks[j]].gain })
	for _, k := range ks {
		t.Logf("gain %d (plain %d) clean plain %d hedged %d  %s %.0q", m[k].gain, m[k].gainPlain, m[k].clean, m[k].cleanHedge, k, ex[k])
	}
}
