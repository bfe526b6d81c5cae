package sanitise

import "strings"

// things end like words for people and are not people.
var things = set(`trailer container computer paper water number corner summer winter tracker locker drawer shower counter cover copper silver rubber
timber river order border letter power tower flower quarter chapter freezer cooker boiler burner charger printer scanner scooter cylinder excavator
generator door floor motor tractor other matter manner weather dinner lighter hammer chamber centre cover anger danger further rather another together
after under over never ever either neither whether former latter longer shorter later earlier larger smaller older younger newer higher lower better
vapour odour colour labour behaviour harbour favour mirror terror error sector factor vector visitor's buyer's order register master plaster poster
paper toaster trainer trainers cooler filter meter metre litre calibre sister's tyre fire wire hire spire mist list fist twist evidence-plant plant
restaurant grant pant elephant warrant covenant committee coffee toffee tree fee referee's median man-made woman's roman human german`)

// people are words for people and bodies that the endings below miss.
var people = set(`staff crew team unit office agency department council company firm bank school hospital charity church police force service section
colleagues partners officials nurse clerk guard cook chef guide medic mate lad lass girl boy bloke chap lady gentleman stranger witness boss host hostess
fellow couple pair twins family household parents next-door society club branch institution body authority operator provider network priest monk nun judge
sergeant constable captain major colonel groom bride spy aide coach pilot au-pair nanny`)

// role reports a word for somebody, or a body of people, by a list or its ending.
func role(w string) bool {
	if loadLexicon().person[w] || people[w] {
		return true
	}
	if things[w] || len(w) < 5 {
		return false
	}
	w = strings.TrimSuffix(w, "s")
	if things[w] {
		return false
	}
	for _, end := range [...]string{"er", "or", "ist", "man", "men", "woman", "women", "ant", "ee", "ian", "wife", "mate"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// openers advises on plain sentences that open with somebody other than the
// subject, with the circumstances of an event, or with the information itself:
// each says where a thing comes from as often as not.
func (c *checker) openers() {
	v := c.dft
	for n, s := range v.sents {
		if s[1]-s[0] < 4 || v.hedge(n) >= 0 {
			continue
		}
		i := s[0]
		for i < s[1] && v.toks[i].kind == markTok {
			i++
		}
		if i+3 > s[1] {
			continue
		}
		w := v.toks[i].w
		switch {
		case circumstance[w]:
			c.opener(i, v.clause(i, s[1], 10), "circumstance", "It gives the circumstances: how many were there, and who?")
		case w == "this" || w == "that" || w == "these" || w == "nobody" || w == "no" || w == "none" || w == "neither":
			c.opener(i, v.clause(i, s[1], 12), "about-the-information", "It speaks of the information and not of the subject.")
		case openingWord[w] || v.toks[i].cap && role(w):
			if e := v.roleNear(i, min(s[1], i+7)); e > 0 {
				c.opener(i, min(e+2, s[1]), "somebody-else", "Somebody other than the subject acts here; is that who told?")
			}
		}
		for j := i + 1; j+1 < s[1]; j++ { // "..., as seen by", "..., which was heard"
			if t := v.word(j); (t == "as" || t == "which" && v.word(j+1) != "may") && v.word(j-1) == "," {
				c.opener(j, v.clause(j, s[1], 10), "aside", "An aside of this sort often says how the thing was learnt.")
				break
			}
		}
	}
}

var circumstance = set("in at during while whilst over from following with when after since before between on by through via as without for")

var openingWord = set("a an one two three four several some someone somebody another the his her its their our both many most few fellow any local school prison")

// roleNear finds a word for somebody between i and e, with a verb's place after
// it, unless the phrase is the subject's.
func (v *view) roleNear(i, e int) int {
	for j := i; j < e; j++ {
		w := v.toks[j].w
		if w == "subject" || w == "," || w == "group" || w == "he" || w == "she" || v.toks[j].cap && j > i {
			return 0
		}
		if role(w) {
			return j + 1
		}
		switch w {
		case "is", "are", "was", "were", "has", "have", "will":
			return 0
		}
	}
	return 0
}

// clause is the end of the clause at i: a comma, or so many words.
func (v *view) clause(i, e, most int) int {
	for j := i + 1; j < e && j < i+most; j++ {
		if w := v.toks[j].w; w == "," || w == ";" || w == "." {
			return j
		}
	}
	return min(e, i+most)
}

func (c *checker) opener(s, e int, rule, why string) {
	if e <= s {
		return
	}
	f := c.span(SourceReference, s, e, rule, why)
	f.Severity, f.Acceptable = Advise, true
	c.add(f)
}
