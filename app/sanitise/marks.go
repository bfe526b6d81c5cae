package sanitise

// markWords are the words for a mark by which a person is known, by the mark; each
// line is one. A report that keeps one from its source points at that person,
// whichever word it takes.
var markWords = func() map[string]int {
	m := map[string]int{}
	for n, line := range [...]string{
		"limp limps limping limped lame hobble hobbles hobbling hobbled hobbler", "bald balding baldy hairless slaphead skinhead shavenheaded baldheaded",
		"stammer stammers stammering stutter stutters stuttering", "lisp lisps lisping", "tattoo tattoos tattooed inked", "scar scars scarred",
		"birthmark", "squint squints squinting crosseyed", "eyepatch oneeyed", "crutch crutches", "wheelchair", "dreadlocks dreads", "ponytail", "braces",
		"freckles freckled", "goatee", "amputee onearmed onelegged onehanded", "hunch hunchback hunchbacked", "hearingaid", "nosering pierced piercing piercings",
		"ginger redhead redheaded redhaired gingerhaired carrottop", "blond blonde blondhaired blondehaired fairhaired peroxide", "beard bearded", "moustache moustached tash",
		"albino", "dwarf", "mohican mohawk", "toothless gappy", "pockmarked", "cornrows", "mullet", "spectacled bespectacled",
	} {
		for w := range set(line) {
			m[w] = n + 1
		}
	}
	return m
}()

// bodyMarks are what a person may have that is odd, false or missing: "glass eye",
// "gold tooth"; the first word of such a pair, or of a mark written with a hyphen,
// is among oddWords.
var (
	bodyMarks = set("eye tooth teeth leg arm hand finger fingers thumb ear nose foot hip toe toes")
	oddWords  = set("glass false gold golden silver missing broken lazy bad gammy wooden prosthetic artificial one cauliflower chipped crooked withered cross shaven fair red baldheaded blond blonde hearing nose carrot bald")
)

// mark reads a mark at token i: its number, and the end; 0 where there is none.
func (v *view) mark(i int) (n, end int) {
	if v.toks[i].flags&isMark == 0 {
		return 0, 0
	}
	w := v.toks[i].w
	if n := markWords[w]; n > 0 {
		return n, i + 1
	}
	if m := v.at(i + 1); m.w == "-" && !m.gap { // one-eyed
		if n := markWords[w+v.word(i+2)]; n > 0 {
			return n, i + 3
		}
	}
	if bodyMarks[v.word(i+1)] && w != "one" {
		return -int(v.words[v.toks[i+1].rec].stem) - 1, i + 2
	}
	return 0, 0
}

// marks finds a person's mark that the draft keeps from the source, in the same
// word or another for it.
func (c *checker) marks() {
	v := c.dft
	var src map[int]int // marks of the source, from 1
	for i := range v.toks {
		n, e := v.mark(i)
		if n == 0 || v.hedge(v.toks[i].sent) >= 0 {
			continue
		}
		if src == nil {
			src = c.srcMarks()
		}
		at := src[n]
		if n < 0 { // the stems of the two texts have other places
			at = src[-int(c.src.id(v.toks[i+1].st))-1]
		}
		if at == 0 {
			continue
		}
		f := c.span(OverPrecision, i, e, "kept-trait", "A mark by which a person is known, from the source.").from(c.src, at-1, at)
		f.Acceptable, f.Proposal = true, ""
		c.add(f)
	}
}

func (c *checker) srcMarks() map[int]int {
	m := map[int]int{}
	c.src.work += len(c.src.toks)
	for i := range c.src.toks {
		if n, _ := c.src.mark(i); n != 0 && m[n] == 0 {
			m[n] = i + 1
		}
	}
	return m
}
