package sanitise

import (
	"fmt"
	"os"
	"sort"
	"testing"
)

// TestPatternTally lists how each wording pattern did on the development pairs,
// for whoever edits the lexicon. It runs when asked for.
func TestPatternTally(t *testing.T) {
	if os.Getenv("TALLY") == "" {
		t.Skip("set TALLY=1 to list how each wording pattern did")
	}
	type n struct{ hit, clean, beside int }
	m := map[string]*n{}
	ex := map[string]string{}
	for _, p := range readPairs(t, corpusFiles(t, "dev-*.jsonl")) {
		v := newView(p.Draft)
		cl := loadLexicon().classes(newView(p.Source))
		loadLexicon().scan(v, &loadLexicon().drafts, nil, func(h hit) {
			if h.sec.level != strong && (!cl[h.sec.class] || v.advice(v.toks[h.s].sent)) {
				return
			}
			k := fmt.Sprintf("%s/%d %s", h.sec.rule, h.sec.level, h.pat.text)
			if m[k] == nil {
				m[k] = &n{}
			}
			s, e := v.toks[h.s].s, v.toks[h.e-1].e
			in := false
			for _, l := range p.Leaks {
				a := runeIndex(p.Draft, l.Text)
				in = in || a < e && s < a+len([]rune(l.Text))
			}
			switch {
			case p.Clean:
				m[k].clean++
				ex[k] += " | " + p.ID + " " + v.cut(s, e)
			case in:
				m[k].hit++
			default:
				m[k].beside++
			}
		})
	}
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	sort.Slice(ks, func(i, j int) bool {
		return m[ks[i]].clean > m[ks[j]].clean || m[ks[i]].clean == m[ks[j]].clean && ks[i] < ks[j]
	})
	for _, k := range ks {
		if m[k].clean > 0 {
			t.Logf("clean %d hit %d beside %d  %.150s  EX%s", m[k].clean, m[k].hit, m[k].beside, k, ex[k])
		}
	}
}
