package risk

import (
	"os"
	"slices"
	"sort"
	"testing"
)

// TestRuleWorth lists, for each rule, how often the development texts bear it
// out; it only reports.
func TestRuleWorth(t *testing.T) {
	if os.Getenv("RISK_WORTH") == "" {
		t.Skip("RISK_WORTH is not set: the worth of rules is not listed")
	}
	e := newEngine(t)
	type worth struct{ right, kin, wrong int }
	by := map[string]*worth{}
	for _, it := range corpus(t, "dev-*.jsonl") {
		p := e.read(it.Text)
		live, _ := e.judge(p)
		seen := map[string]bool{}
		for _, h := range live {
			for _, c := range h.rule.cats {
				key := h.rule.name + " " + string(c)
				if seen[key] {
					continue
				}
				seen[key] = true
				if by[key] == nil {
					by[key] = &worth{}
				}
				switch {
				case slices.Contains(it.Labels, string(c)):
					by[key].right++
				case it.clean():
					by[key].wrong++
				default:
					by[key].kin++
				}
			}
		}
	}
	var keys []string
	for k := range by {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		w := by[k]
		t.Logf("%-50s right %3d, other category %3d, nothing %3d", k, w.right, w.kin, w.wrong)
	}
}
