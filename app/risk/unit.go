package risk

import (
	"fmt"
	"hash/crc32"
	"slices"
	"sort"
	"strings"
)

// Sense is a meaning to which a unit may add its own words.
type Sense struct {
	Name    string // stable, for keeping
	Title   string // for officers
	classes string // of the lexicon, with spaces between
	like    string // the plain word that the model reads in its place
}

// Senses lists the meanings that take words of a unit's own.
func Senses() []Sense {
	return []Sense{
		{"kill", "Killing", "KILL_PHRASE", "kill"},
		{"hurt", "Hurting gravely", "HURT_SURE", "batter"},
		{"gun", "A gun or ammunition", "GUN GUN_SURE GUN_PLAIN", "gun"},
		{"blade", "A blade", "BLADE_SURE", "knife"},
		{"person", "A person or a group", "PERSON_SLANG", "enemy"},
		{"police", "Police", "POLICE", "police"},
		{"prison-staff", "Prison staff", "PRISON_STAFF", "warden"},
		{"burn", "Setting fire", "BURN_ACT", "burn"},
	}
}

// Term is a word or phrase that a unit has added, and what it means there.
type Term struct {
	Words string // one to five plain words
	Sense string // Sense.Name
}

// Rules lists the names of the rules, in order; each may be switched off.
func (e *Engine) Rules() []string {
	var out []string
	for _, r := range e.rules {
		if !slices.Contains(out, r.name) {
			out = append(out, r.name)
		}
	}
	sort.Strings(out)
	return out
}

const longestTerm = 5 // words

// With gives an engine that also knows terms and does without the rules named in
// off. The receiver is not changed; the same arguments give an engine of the same
// version. It fails on a term that is empty, too long or of an unknown sense, and
// on a rule that there is none of.
func (e *Engine) With(terms []Term, off []string) (*Engine, error) {
	lx, err := readLexicon(lexiconFiles)
	if err != nil {
		return nil, err
	}
	lx.version, lx.sum = changedVersion(lx, terms, off)
	for i, t := range terms {
		if err := lx.add(t); err != nil {
			return nil, fmt.Errorf("risk: unit term %d: %w", i+1, err)
		}
	}
	for _, name := range off {
		n := len(lx.rules)
		lx.rules = slices.DeleteFunc(lx.rules, func(r rawRule) bool { return r.name == name })
		if len(lx.rules) == n {
			return nil, fmt.Errorf("risk: switch off a rule: there is none named %q", name)
		}
	}
	with, err := compile(lx, e.model)
	if err != nil {
		return nil, err
	}
	with.own = map[string]bool{}
	for _, t := range terms {
		for _, w := range strings.FieldsFunc(strings.ToLower(t.Words), func(r rune) bool { return r == ' ' || r == '-' }) {
			with.own[w] = true
		}
	}
	return with, nil
}

// changedVersion marks a lexicon as changed, by what was changed.
func changedVersion(lx *lexicon, terms []Term, off []string) (string, uint32) {
	var keys []string
	for _, t := range terms {
		keys = append(keys, "+"+t.Sense+" "+strings.ToLower(t.Words))
	}
	for _, name := range off {
		keys = append(keys, "-"+name)
	}
	if len(keys) == 0 {
		return lx.version, lx.sum
	}
	slices.Sort(keys)
	return lx.version + "+unit", crc32.Update(lx.sum, crc32.IEEETable, []byte(strings.Join(slices.Compact(keys), "\n")))
}

// add files one term of a unit. It may hold letters, figures, hyphens, apostrophes
// and spaces, so that it cannot be read as notation.
func (lx *lexicon) add(t Term) error {
	i := slices.IndexFunc(Senses(), func(s Sense) bool { return s.Name == t.Sense })
	if i < 0 {
		return fmt.Errorf("there is no sense %q", t.Sense)
	}
	words := strings.Fields(strings.ToLower(t.Words))
	if len(words) == 0 || len(words) > longestTerm {
		return fmt.Errorf("it has %d words, 1 to %d are wanted", len(words), longestTerm)
	}
	for _, r := range strings.Join(words, "") {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\'' || r == '-') {
			return fmt.Errorf("it may hold letters, figures, hyphens and apostrophes only")
		}
	}
	if len(words) == 1 {
		lx.like[words[0]] = Senses()[i].like
	}
	for name := range strings.FieldsSeq(Senses()[i].classes) {
		c := lx.class(name)
		c.entries = append(c.entries, strings.ReplaceAll(strings.Join(words, " "), "-", " "))
	}
	return nil
}

// Difference is what changes for one text from one scan to another.
type Difference struct {
	Raised, Dropped []Category // prompts that are new, and that are gone
	SetAside        []Category // of those gone, the ones still shown as set aside
	TTL, Immediate  int        // +1 newly so, -1 no longer, 0 unchanged
}

// None reports that nothing changes.
func (d Difference) None() bool {
	return len(d.Raised) == 0 && len(d.Dropped) == 0 && d.TTL == 0 && d.Immediate == 0
}

// Compare says what changes from before to after, in order of danger; it serves
// the preview of a change over a vault, and the list of what a rescan found.
func Compare(before, after Result) Difference {
	var d Difference
	for _, c := range Categories() {
		was, is := slices.Contains(before.Labels, c), slices.Contains(after.Labels, c)
		switch {
		case is && !was:
			d.Raised = append(d.Raised, c)
		case was && !is:
			d.Dropped = append(d.Dropped, c)
			if slices.ContainsFunc(after.SetAside, func(p Prompt) bool { return p.Category == c }) {
				d.SetAside = append(d.SetAside, c)
			}
		}
	}
	step := func(was, is bool) int {
		switch {
		case is && !was:
			return 1
		case was && !is:
			return -1
		}
		return 0
	}
	d.TTL, d.Immediate = step(before.TTL, after.TTL), step(before.Immediate, after.Immediate)
	return d
}

// Answered is one prompt that an officer has answered.
type Answered struct {
	Rule   string
	Upheld bool // the officer found that there was something in it
}

// Worth is what officers have made of one rule: "dismissed 38 of 40".
type Worth struct {
	Rule              string
	Upheld, Dismissed int
}

// String says it as an officer would.
func (w Worth) String() string {
	return fmt.Sprintf("%s: dismissed %d of %d", w.Rule, w.Dismissed, w.Upheld+w.Dismissed)
}

// Worths counts answers by rule, the most often dismissed first. Nothing is learnt
// from it: people decide whether to switch a rule off.
func Worths(list []Answered) []Worth {
	by := map[string]*Worth{}
	for _, a := range list {
		w := by[a.Rule]
		if w == nil {
			w = &Worth{Rule: a.Rule}
			by[a.Rule] = w
		}
		if a.Upheld {
			w.Upheld++
		} else {
			w.Dismissed++
		}
	}
	out := make([]Worth, 0, len(by))
	for _, w := range by {
		out = append(out, *w)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Dismissed != out[j].Dismissed {
			return out[i].Dismissed > out[j].Dismissed
		}
		return out[i].Rule < out[j].Rule
	})
	return out
}
