package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/tune"
)

// RulesView is what the unit's scans look for, and what officers made of it.
// Nothing in it changes by itself: counts are for people to judge by.
type RulesView struct {
	Version  string // of the rules in force
	Senses   []risk.Sense
	Terms    []TermView
	Rules    []RuleView
	ToRescan int // products that the rules in force have not read
}

// TermView is a word or phrase that the unit added.
type TermView struct {
	ID      entry.ID
	Words   string
	Sense   risk.Sense
	By      string
	At      time.Time
	Waiting entry.ID // the proposal to take it off that waits for a second officer, or ""
	Unread  bool     // this version of the program cannot use it
}

// RuleView is one rule with its worth: how officers answered what it raised, by
// the answer that stands, in the compartments that are open.
type RuleView struct {
	risk.About
	Yes, No, CannotTell int
	Off                 bool
	OffBy               string // who confirmed it
	OffAt               time.Time
	Waiting             entry.ID // the proposal to switch it off that waits for a second officer, or ""
	Fixed               bool     // cannot be switched off: several signs together, or a rule that this version does not have
}

// Answered is how often officers answered what the rule raised.
func (v RuleView) Answered() int { return v.Yes + v.No + v.CannotTell }

// tuned is the risk engine with what the unit changed.
type tuned struct {
	key    string // of what it was made for
	engine *risk.Engine
	unread []entry.ID // terms that this version cannot use
}

// engine is the risk engine as the unit has tuned it. What this version of the
// program does not know is left out and shown as such: no scan is lost by it.
func (d *Desk) engine(ctx context.Context) *risk.Engine {
	if key := d.st.Tune.Key(); d.tuned.engine == nil || d.tuned.key != key {
		t, unread := d.tuning(ctx)
		e, refused := t.engine(d.Risk)
		d.tuned = tuned{key: key, engine: e, unread: append(unread, refused...)}
	}
	return d.tuned.engine
}

// tuning is what an engine is told: terms, each with its entry's id, and the
// rules to do without.
type tuning struct {
	terms []risk.Term
	ids   []entry.ID
	off   []string
}

// tuning is what stands, and the terms that cannot be opened.
func (d *Desk) tuning(ctx context.Context) (t tuning, unread []entry.ID) {
	for _, x := range d.st.Tune.Terms() {
		words, err := d.exact(ctx, x.Entry, intel.RoleWords)
		if err != nil {
			unread = append(unread, x.Entry.ID)
			continue
		}
		t.terms, t.ids = append(t.terms, risk.Term{Words: words, Sense: x.Sense}), append(t.ids, x.Entry.ID)
	}
	t.off = d.st.Tune.Off()
	return t, unread
}

// with is a tuning after a change.
func (t tuning) with(c RuleChange) tuning {
	drop := func(id entry.ID) bool { return id == c.Drop }
	switch {
	case c.Drop != "":
		if i := slices.IndexFunc(t.ids, drop); i >= 0 {
			t.terms, t.ids = slices.Delete(slices.Clone(t.terms), i, i+1), slices.DeleteFunc(slices.Clone(t.ids), drop)
		}
	case c.Off != "":
		t.off = append(slices.Clone(t.off), c.Off)
	case c.On != "":
		t.off = slices.DeleteFunc(slices.Clone(t.off), func(r string) bool { return r == c.On })
	default:
		t.terms, t.ids = append(slices.Clone(t.terms), c.Add), append(slices.Clone(t.ids), "")
	}
	return t
}

// engine tunes a base engine, without the rules that it does not have and the
// terms that it refuses, which are named.
func (t tuning) engine(base *risk.Engine) (e *risk.Engine, refused []entry.ID) {
	known := base.Rules()
	off := slices.DeleteFunc(slices.Clone(t.off), func(r string) bool { return !slices.Contains(known, r) })
	if len(t.terms)+len(off) == 0 {
		return base, nil
	}
	if e, err := base.With(t.terms, off); err == nil {
		return e, nil
	}
	var usable []risk.Term
	for i, x := range t.terms {
		if _, err := base.With([]risk.Term{x}, nil); err != nil {
			refused = append(refused, t.ids[i])
			continue
		}
		usable = append(usable, x)
	}
	if e, err := base.With(usable, off); err == nil {
		return e, refused
	}
	return base, t.ids
}

// Rules lists terms and rules as they stand, with the worth of each rule.
func (d *Desk) Rules(ctx context.Context) (RulesView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return RulesView{}, err
	}
	v := RulesView{Version: d.engine(ctx).Version(), Senses: risk.Senses(), ToRescan: d.toRescan(ctx)}
	waiting := d.lessWaiting()
	for _, t := range d.st.Tune.Terms() {
		words, _ := d.exact(ctx, t.Entry, intel.RoleWords)
		v.Terms = append(v.Terms, TermView{ID: t.Entry.ID, Words: words, Sense: senseOf(t.Sense), By: d.name(t.Entry.Author), At: t.Entry.Done,
			Waiting: waiting[string(t.Entry.ID)], Unread: slices.Contains(d.tuned.unread, t.Entry.ID)})
	}
	for _, a := range d.Risk.About() {
		r := RuleView{About: a, Waiting: waiting[a.Rule]}
		if e, off := d.st.Tune.SwitchedOff(a.Rule); off {
			r.Off, r.OffBy, r.OffAt = true, d.name(e.Author), e.Done
		}
		v.Rules = append(v.Rules, r)
	}
	v.Rules = d.worth(v.Rules)
	return v, nil
}

// worth adds what officers answered. A rule that raised something once and is
// none of this version's is listed too.
func (d *Desk) worth(rules []RuleView) []RuleView {
	known := len(rules)
	at := map[string]int{}
	for i, r := range rules {
		at[r.Rule] = i
	}
	for k, a := range d.st.Tallies.Rules {
		i, ok := at[k.Rule]
		if !ok {
			i = len(rules)
			at[k.Rule] = i
			rules = append(rules, RuleView{About: risk.About{Rule: k.Rule, Why: whyFixed(k.Rule)}, Fixed: true})
		}
		r := &rules[i]
		r.Yes, r.No, r.CannotTell = r.Yes+a.Yes, r.No+a.No, r.CannotTell+a.CannotTell
		if c := risk.Category(k.Category); i >= known && !slices.Contains(r.Categories, c) {
			r.Categories = append(r.Categories, c)
		}
	}
	order := risk.Categories()
	for i := known; i < len(rules); i++ {
		slices.SortFunc(rules[i].Categories, func(a, b risk.Category) int { return slices.Index(order, a) - slices.Index(order, b) })
	}
	slices.SortFunc(rules[known:], func(a, b RuleView) int { return cmp.Compare(a.Rule, b.Rule) })
	return rules
}

// whyFixed says what raised a prompt that no rule of this version did.
func whyFixed(rule string) string {
	if rule == risk.Together {
		return "No single rule fits; several signs together raise a question."
	}
	return "A rule of another version of the program."
}

func senseOf(name string) risk.Sense {
	for _, s := range risk.Senses() {
		if s.Name == name {
			return s
		}
	}
	return risk.Sense{Name: name, Title: name}
}

// lessWaiting finds the proposals to look for less, by term or by rule.
func (d *Desk) lessWaiting() map[string]entry.ID {
	out := map[string]entry.ID{}
	for _, p := range d.st.Roster.Proposals() {
		e := entry.Entry{Kind: p.Kind, Facts: p.Facts}
		switch p.Kind {
		case entry.TermDropped:
			if f, err := entry.FactsOf[tune.Dropped](e); err == nil {
				out[string(f.Term)] = p.ID
			}
		case entry.RuleOff:
			if f, err := entry.FactsOf[tune.Switched](e); err == nil {
				out[f.Rule] = p.ID
			}
		}
	}
	return out
}

// RuleChange is one change of what scans look for: exactly one field is filled.
type RuleChange struct {
	Add  risk.Term // a term to add
	Drop entry.ID  // a term to take off, by its TermView.ID
	Off  string    // a rule to switch off
	On   string    // a rule to switch on again
}

// Change makes a change of the unit's rules. Looking for more is done at once,
// by a supervisor; looking for less is proposed here, by a supervisor, and
// another officer confirms it by Second. Every scan after it goes by it;
// products that are here already are read again by Rescan.
func (d *Desk) Change(ctx context.Context, c RuleChange, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return err
	}
	c.Add.Words = oneSpaced(c.Add.Words)
	e, err := d.changing(ctx, c)
	if err != nil {
		return err
	}
	if !filled(reason) {
		return refuse("reason", "Say why, in words that a colleague can judge later.", "unit")
	}
	if e.Kind == entry.TermDropped || e.Kind == entry.RuleOff {
		if d.lessWaiting()[cmp.Or(string(c.Drop), c.Off)] != "" {
			return refuse("waiting", "That is proposed already, and waits for a second officer.", "unit")
		}
		_, err := d.propose(ctx, e.Kind, "", d.Vault.Common(), e.Facts, reason)
		return err
	}
	e.Pieces = append(e.Pieces, words(intel.RoleReason, reason)...)
	return d.append(ctx, e)
}

// changing is the entry of a change, or why there can be none.
func (d *Desk) changing(ctx context.Context, c RuleChange) (entry.Draft, error) {
	switch {
	case c == RuleChange{}:
		return entry.Draft{}, ErrInput
	case c == RuleChange{Add: c.Add}:
		return d.adding(ctx, c.Add)
	case c == RuleChange{Drop: c.Drop}:
		if _, ok := d.st.Tune.Term(c.Drop); !ok {
			return entry.Draft{}, ErrNoItem
		}
		return entry.Draft{Kind: entry.TermDropped, Facts: tune.Dropped{Term: c.Drop}}, nil
	case c == RuleChange{Off: c.Off}:
		return d.switching(entry.RuleOff, c.Off)
	case c == RuleChange{On: c.On}:
		return d.switching(entry.RuleOn, c.On)
	}
	return entry.Draft{}, ErrInput
}

func (d *Desk) adding(ctx context.Context, t risk.Term) (entry.Draft, error) {
	if !slices.ContainsFunc(risk.Senses(), func(s risk.Sense) bool { return s.Name == t.Sense }) {
		return entry.Draft{}, refuse("sense", "Choose what the term means.", "unit")
	}
	if _, err := d.Risk.With([]risk.Term{t}, nil); err != nil {
		return entry.Draft{}, refuse("term", "A term is one to five words of letters, figures, hyphens and apostrophes.", "unit")
	}
	for _, have := range d.st.Tune.Terms() {
		if words, err := d.exact(ctx, have.Entry, intel.RoleWords); err == nil && strings.EqualFold(words, t.Words) && have.Sense == t.Sense {
			return entry.Draft{}, refuse("term", "The term is there already, with that meaning.", "unit")
		}
	}
	return entry.Draft{Kind: entry.TermAdded, Facts: tune.Added{Sense: t.Sense}, Pieces: words(intel.RoleWords, t.Words)}, nil
}

func (d *Desk) switching(k entry.Kind, rule string) (entry.Draft, error) {
	_, off := d.st.Tune.SwitchedOff(rule)
	switch {
	case !slices.Contains(d.Risk.Rules(), rule):
		return entry.Draft{}, refuse("rule", "There is no rule of that name.", "unit")
	case off == (k == entry.RuleOff):
		return entry.Draft{}, refuse("rule", "The rule stands so already.", "unit")
	}
	return entry.Draft{Kind: k, Facts: tune.Switched{Rule: rule}}, nil
}

// oneSpaced is a text with single spaces.
func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// inWords says a change for the journal.
func (d *Desk) inWords(ctx context.Context, c RuleChange) string {
	switch {
	case c.Drop != "":
		t, _ := d.st.Tune.Term(c.Drop)
		words, _ := d.exact(ctx, t.Entry, intel.RoleWords)
		return "take off the term: " + words
	case c.Off != "":
		return "switch off the rule: " + c.Off
	case c.On != "":
		return "switch on the rule: " + c.On
	}
	return "add the term: " + c.Add.Words + " (" + senseOf(c.Add.Sense).Title + ")"
}
