package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"
)

// row is one line of the table: what we measured, what the peer measured in the
// same run, their ratio, and whether the goal was reached.
type row struct {
	what, ours, peer, ratio, goal, reached string
}

// table is what the run found.
type table struct {
	rows  []row
	notes []string
}

// add puts a row down. Without a peer, ratio is 0.
func (t *table) add(what, ours, peer string, ratio float64, goal string, reached bool) {
	r := row{what: what, ours: ours, peer: peer, goal: goal, reached: "no"}
	if reached {
		r.reached = "yes"
	}
	if ratio > 0 {
		r.ratio = fmt.Sprintf("%.2f×", ratio)
	}
	t.rows = append(t.rows, r)
	fmt.Fprintf(os.Stderr, "%-62s %-16s %-34s %-9s %-14s %s\n", r.what, r.ours, r.peer, r.ratio, r.goal, r.reached)
}

// note stands below the table.
func (t *table) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

// skip says loudly what was not measured.
func (t *table) skip(what, why string) {
	why, _, _ = strings.Cut(why, "\n")
	t.rows = append(t.rows, row{what: what, ours: "SKIPPED", peer: why})
	fmt.Fprintf(os.Stderr, "SKIPPED: %s: %s\n", what, why)
}

func (t *table) print() error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "what\there\tpeer, same run\tratio\tgoal\treached")
	for _, r := range t.rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.ours, r.peer, r.ratio, r.goal, r.reached)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, n := range t.notes {
		fmt.Println(n)
	}
	return nil
}

func ms(x float64) string   { return fmt.Sprintf("%.3g ms", x) }
func mib(x float64) string  { return fmt.Sprintf("%.0f MiB", x) }
func rate(x float64) string { return fmt.Sprintf("%.0f /s", x) }

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}

func there(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
