package risk

import "slices"

// Together names the prompts that several signs raise where no single rule fits.
const Together = togetherRule

// About is what a rule is for, in words for officers.
type About struct {
	Rule       string
	Categories []Category // of its questions, gravest first
	Why        string     // what it looks for, a sentence
	Against    string     // what speaks against it, a sentence; may be empty
}

// About describes every rule once, in the order of Rules.
func (e *Engine) About() []About {
	by := map[string]*About{}
	for _, r := range e.rules {
		a := by[r.name]
		if a == nil {
			a = &About{Rule: r.name}
			by[r.name] = a
		}
		for _, c := range r.cats {
			if !slices.Contains(a.Categories, c) {
				a.Categories = append(a.Categories, c)
			}
		}
		if a.Why == "" {
			a.Why, a.Against = r.why, r.against
		}
	}
	order := Categories()
	var out []About
	for _, name := range e.Rules() {
		a := by[name]
		slices.SortFunc(a.Categories, func(x, y Category) int { return slices.Index(order, x) - slices.Index(order, y) })
		if a.Why == "" {
			a.Why = "It reads as if " + a.Categories[0].fear() + "."
		}
		out = append(out, *a)
	}
	return out
}
