package risk

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// poolItems reads the pools: short texts of several authors, one a line, of four
// fields parted by tabs: labels joined by "+" (or none); T for a threat to life
// and I for immediate, or "-"; the tier; the text, in which "\n" is a new line.
// A fifth field may hold the day on which the text came in.
func poolItems(t testing.TB, pattern string) []item {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "training", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files fit %q: %v", pattern, err)
	}
	var out []item
	for _, name := range names {
		out = append(out, readPool(t, name)...)
	}
	return out
}

func readPool(t testing.TB, name string) []item {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []item
	for n, line := range strings.Split(string(b), "\n") {
		line = strings.TrimRight(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		it, err := poolItem(line)
		if err != nil {
			t.Errorf("%s:%d: %v", name, n+1, err)
			continue
		}
		it.ID = fmt.Sprintf("%s:%d", filepath.Base(name), n+1)
		out = append(out, it)
	}
	return out
}

func poolItem(line string) (item, error) {
	f := strings.Split(line, "\t")
	if len(f) < 4 {
		return item{}, fmt.Errorf("%d fields, four are wanted", len(f))
	}
	it := item{Tier: strings.TrimSpace(f[2]), Text: strings.ReplaceAll(f[3], `\n`, "\n"),
		TTL: strings.Contains(f[1], "T"), Immediate: strings.Contains(f[1], "I")}
	if len(f) > 4 && strings.TrimSpace(f[4]) != "" {
		day, err := time.Parse("2006-01-02", strings.TrimSpace(f[4])[:min(10, len(strings.TrimSpace(f[4])))])
		if err != nil {
			return it, fmt.Errorf("day: %w", err)
		}
		it.Received = day
	}
	for _, l := range strings.Split(f[0], "+") {
		l = strings.TrimSpace(l)
		if c, ok := shortNames()[l]; ok {
			l = string(c)
		}
		if l != "none" && !Category(l).known() {
			return it, fmt.Errorf("no label %q", l)
		}
		if !slices.Contains(it.Labels, l) {
			it.Labels = append(it.Labels, l)
		}
	}
	if len(it.Labels) > 1 && slices.Contains(it.Labels, "none") {
		return it, fmt.Errorf("none stands beside another label")
	}
	if strings.TrimSpace(it.Text) == "" {
		return it, fmt.Errorf("no text")
	}
	return it, nil
}

// TestPools measures the pools, file by file. The figures of a file are worth
// quoting only while the model has not been trained on it: first-contact.md keeps
// those.
func TestPools(t *testing.T) {
	pattern := os.Getenv("RISK_POOLS")
	if pattern == "" {
		t.Skip("RISK_POOLS is not set: the pools are not measured")
	}
	names, err := filepath.Glob(filepath.Join("testdata", "training", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no pools fit %q: %v", pattern, err)
	}
	e := newEngine(t)
	var all []item
	for _, name := range names {
		list := readPool(t, name)
		all = append(all, list...)
		line(t, filepath.Base(name), measure(t, e, list, ""), len(list))
	}
	r := measure(t, e, all, os.Getenv("RISK_DUMP"))
	line(t, "together", r, len(all))
	show(t, "together", r)
}

func line(t *testing.T, name string, r *report, n int) {
	t.Helper()
	t.Logf("| %s | %d | %.2f / %.2f | %.2f / %.2f | %.2f | %.3f | %d/%d | %d/%d |", name, n, r.any.precision(), r.any.recall(),
		r.ttl.precision(), r.ttl.recall(), r.imm.f1(), r.macro(), r.hardOff, r.hard, r.routeOff, r.routine)
}
