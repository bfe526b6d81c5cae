package sanitise

import "testing"

// An opening that tells how a thing was learnt is offered other words as a whole,
// and the draft with those words in place is no longer stopped for it.
func TestOpeningProposals(t *testing.T) {
	for _, c := range [][2]string{
		{"Phone imaged: he deals.", "A phone download shows that he deals."},
		{"CHIS: he deals.", "A source reports that he deals."},
		{"Cell site: at the docks.", "Cell site data shows he goes to the docks."},
	} {
		in := Input{Source: c[0], Draft: c[1]}
		done := false
		for _, f := range Check(in).Findings {
			if f.Severity != Block || f.Proposal == "" || f.Start != 0 {
				continue
			}
			d := []rune(in.Draft)
			next := Check(Input{Source: in.Source, Draft: f.Proposal + string(d[f.End:])})
			for _, g := range next.Findings {
				if g.Severity == Block && (g.Kind == Technique || g.Kind == SourceReference) {
					t.Errorf("%q with %q in place is still stopped by %s %q", c[1], f.Proposal, g.Rule, g.Text)
				}
			}
			done = true
		}
		if !done {
			t.Errorf("no words offered for %q: %+v", c[1], Check(in).Findings)
		}
	}
}
