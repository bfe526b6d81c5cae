package risk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A rule is written "> name | categories | flags | pattern | why | against".
// The pattern is one or more sequences joined by "&" (all must be found in the
// window) or "&!" (must not). A sequence is a row of elements; "..n" lets up to
// n words stand between two. An element is a word, a CLASS, or a choice of both
// (a|b_c|CLASS); "?" after it makes it optional.
//
// Flags: a digit 1 to 5 is the weight (how much contrary context it bears);
// ttl, imm; neg, past, dom (deaf to negation, history, other domains);
// s2, s3, doc (window of neighbouring sentences); mute (never shown: only feeds
// the scopes of others).

type element struct {
	class classID
	gap   uint8
	opt   bool
}

type sequence struct {
	elems []element
	need  []classID
	not   bool
}

type rule struct {
	number       int // its place in the engine
	name         string
	cats         []Category
	why, against string
	weight       int
	ttl, imm     bool
	deafNeg      bool
	deafPast     bool
	deafDom      bool
	window       int32 // sentences on either side
	seqs         []sequence
	anchor       classID
}

func (lx *lexicon) rule(at, line string) error {
	parts := strings.Split(line, " | ")
	if len(parts) < 4 {
		return fmt.Errorf("risk: lexicon %s: a rule needs name, categories, flags and pattern", at)
	}
	for len(parts) < 6 {
		parts = append(parts, "")
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	lx.rules = append(lx.rules, rawRule{parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], at})
	return nil
}

func shortNames() map[string]Category {
	return map[string]Category{
		"ttl": ThreatToLife, "self": SelfHarm, "kidnap": Kidnap, "bomb": Explosives, "harm": SeriousHarm,
		"sex": SexualHarm, "child": ChildAtRisk, "gun": Firearms, "officer": OfficerSafety, "arson": Arson,
		"acid": Corrosive, "da": DomesticAbuse, "slavery": ModernSlavery, "adult": VulnerableAdult,
		"prison": PrisonEscape, "corrupt": Corruption, "excul": Exculpatory, "legal": LegalPrivilege, "press": Journalistic,
	}
}

// compileRule turns one written rule into its runnable form.
func (b *builder) compileRule(raw rawRule) (*rule, error) {
	fail := func(err error) (*rule, error) {
		return nil, fmt.Errorf("risk: lexicon %s: rule %s: %w", raw.line, raw.name, err)
	}
	r := &rule{name: raw.name, why: raw.why, against: raw.against, weight: 2}
	for _, s := range strings.Split(raw.cats, ",") {
		c, ok := shortNames()[strings.TrimSpace(s)]
		if !ok {
			return fail(fmt.Errorf("no category %q", s))
		}
		r.cats = append(r.cats, c)
	}
	if err := r.readFlags(raw.flags); err != nil {
		return fail(err)
	}
	if r.cats[0] == ThreatToLife {
		r.ttl = true
	}
	for i, part := range splitSequences(raw.pattern) {
		seq, err := b.compileSequence(part)
		if err != nil {
			return fail(err)
		}
		if i == 0 && seq.not {
			return fail(fmt.Errorf("the first sequence cannot be a denial"))
		}
		r.seqs = append(r.seqs, seq)
	}
	return r, nil
}

func (r *rule) readFlags(flags string) error {
	for _, f := range strings.Fields(flags) {
		switch f {
		case "ttl":
			r.ttl = true
		case "imm":
			r.imm = true
		case "neg":
			r.deafNeg = true
		case "past":
			r.deafPast = true
		case "dom":
			r.deafDom = true
		case "s2":
			r.window = 1
		case "s3":
			r.window = 2
		case "doc":
			r.window = 8
		default:
			n, err := strconv.Atoi(f)
			if err != nil || n < 1 || n > 5 {
				return fmt.Errorf("flag %q", f)
			}
			r.weight = n
		}
	}
	return nil
}

func splitSequences(pattern string) []string {
	var out []string
	for _, part := range strings.Split(pattern, " & ") {
		for i, sub := range strings.Split(part, " &! ") {
			if i > 0 {
				sub = "!" + sub
			}
			out = append(out, strings.TrimSpace(sub))
		}
	}
	return out
}

func (b *builder) compileSequence(s string) (sequence, error) {
	seq := sequence{}
	if strings.HasPrefix(s, "!") {
		seq.not, s = true, s[1:]
	}
	gap := uint8(0)
	for _, f := range strings.Fields(s) {
		if strings.HasPrefix(f, "..") {
			n, err := strconv.Atoi(f[2:])
			if err != nil || n > 30 {
				return seq, fmt.Errorf("gap %q", f)
			}
			gap = uint8(n)
			continue
		}
		el := element{gap: gap}
		gap = 0
		if strings.HasSuffix(f, "?") {
			el.opt, f = true, f[:len(f)-1]
		}
		id, err := b.choice(strings.Trim(f, "()"))
		if err != nil {
			return seq, err
		}
		el.class = id
		seq.elems = append(seq.elems, el)
		if !el.opt && !slices.Contains(seq.need, id) {
			seq.need = append(seq.need, id)
		}
	}
	if len(seq.elems) == 0 || len(seq.need) == 0 {
		return seq, fmt.Errorf("empty sequence")
	}
	return seq, nil
}
