package sanitise

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Verbs of telling and seeing. In a sanitised report nobody speaks: whoever does
// is the source, or was heard.
var sayVerbs = set(`says said say states told tells saw heard hears sees admits admitted alleges alleged recalls recalled insists insisted
complains complained mentions mentioned remarked remarks whispered whispers shouted boasted boasts bragged brags confided confides confessed
confesses witnessed overheard overhears volunteered explained explains describes described claims claimed joked jokes warned warns noticed notices thinks
alerted alerts tipped`)

// sayNouns are verbs of telling that are as often nouns or plain verbs; they
// count only before "that" or a statement.
var sayNouns = set("reports reported states claims claim report advise advises advised believes suspects noted notes knows knew stated confirmed confirms")

var statement = set("that he she they it his her their the a an seeing hearing being him how where when who why there two three")

// speaking reports sentences in which somebody tells, sees or hears.
func (c *checker) speaking() {
	heard := false
	for _, k := range [...]string{"intercept", "probe", "prison"} {
		heard = heard || c.class[k]
	}
	for i := range c.dft.toks {
		t := &c.dft.toks[i]
		if t.flags&isSpeech == 0 || t.kind != wordTok || t.cap && !c.dft.opens(i) {
			continue
		}
		if !sayVerbs[t.w] && !(sayNouns[t.w] && c.tells(i)) || c.notTelling(i) {
			continue
		}
		s := c.speaker(i)
		e := i + 1
		if c.dft.word(e) == "that" && c.dft.at(e).sent == t.sent {
			e++
		}
		f := c.span(SourceReference, s, e, "somebody-tells", "Somebody tells, sees or hears here; that is the source, or somebody who was heard.")
		if w := c.dft.word(i - 1); heard && (w == "he" || w == "she" || w == "they" || w == "subject") {
			f.Kind = Technique
			f.Rule = "somebody-heard"
		}
		if s == c.dft.sents[t.sent][0] && (e > i+1 || statement[c.dft.word(e)]) {
			f.Proposal = "Intelligence suggests that"
		}
		c.add(f)
	}
}

// tells reports a doubtful verb used as one: a person or body before it and a
// statement after.
func (c *checker) tells(i int) bool {
	p, n := c.dft.at(i-1), c.dft.at(i+1)
	if p.sent != c.dft.toks[i].sent || n.sent != p.sent || p.kind != wordTok {
		return false
	}
	switch p.w {
	case "intelligence", "information", "the", "a", "an", "any", "of", "all", "these", "those", "his", "her", "their", "further", "other",
		"recent", "crime", "media", "press", "police", "bank", "is", "was", "be", "been", "are", "were", "to", "and", "no", "false", "baltic", "united", "gulf", "member", "subject":
		return false
	}
	return statement[n.w] || n.cap || loadLexicon().person[p.w] || p.w == "staff" || p.w == "colleagues" || p.w == "section" || p.w == "team"
}

// notTelling reports uses of a telling verb that say nothing of a source: orders,
// the future, and "is said to".
func (c *checker) notTelling(i int) bool {
	v := c.dft
	w := v.word(i)
	switch v.word(i - 1) {
	case "be", "been", "being", "to", "should", "must", "may", "can", "could", "will", "would", "not", "is", "are", "please", "if":
		if w != "heard" && w != "overheard" {
			return true
		}
		p := v.word(i - 1)
		return p != "is" && p != "been" && p != "being"
	case "baltic", "united", "gulf", "arab", "member":
		return true
	case "they":
		if v.word(i-2) == "what" {
			return true
		}
	case "possibly", "false", "benefit", "insurance", "compensation", "making", "fraudulent", "of", "small":
		return true
	}
	switch v.word(i + 1) {
	case "customers", "buyers", "clients", "victims", "callers", "shoppers", "residents", "householders", "punters":
		return w == "tells" || w == "assures" // what the subject does to everybody
	case "to":
		if w == "said" || w == "claimed" || w == "alleged" {
			return true
		}
	case "management", "handler":
		return true
	}
	if w == "saw" && (v.word(i-1) == "a" || v.word(i-1) == "the" || v.word(i-1) == "chain") {
		return true
	}
	if (w == "claims" || w == "claimed") && !statement[v.word(i+1)] {
		return true
	}
	if w == "alleged" && !statement[v.word(i+1)] || w == "described" && v.word(i+1) == "as" {
		return true
	}
	return false
}

// speaker walks back from a verb to the start of its clause, at most nine words.
func (c *checker) speaker(i int) int {
	v := c.dft
	s := i
	for k := 0; k < 9 && s > 0; k++ {
		p := v.toks[s-1]
		if p.sent != v.toks[i].sent || p.w == "," || p.w == ";" || p.w == ":" || p.w == "\"" || p.w == "." {
			break
		}
		s--
	}
	return s
}

// tellers lists what the source calls the person who told: "her ex-husband told
// us", "our contact".
func (c *checker) tellers() map[string]int {
	m := map[string]int{}
	v := c.src
	for i := range v.toks {
		t := &v.toks[i]
		if t.kind != wordTok || t.flags&isTelling == 0 && t.w != "saw" && t.w != "heard" {
			continue
		}
		for j := i - 1; j >= 0 && j >= i-6 && v.toks[j].sent == t.sent; j-- {
			if v.toks[j].flags&isPerson != 0 {
				m[v.toks[j].w] = j
			}
		}
	}
	for i := range v.toks { // "Source is his cousin", "Source (neighbour)"
		t := &v.toks[i]
		switch t.w {
		case "source", "reporter", "informant", "caller", "complainant", "contact", "chis":
			for j := i + 1; j < i+8 && v.at(j).sent == t.sent; j++ {
				if v.toks[j].flags&isPerson != 0 && (v.word(i+1) == "is" || v.word(i+1) == "(" || v.word(i+1) == "," || v.word(i+1) == "was" || v.word(i+1) == ":" || v.word(i+1) == "works") {
					m[v.toks[j].w] = j
				}
			}
		}
	}
	return m
}

// kin lists the words for the same tie, by each of them.
var kin = func() map[string][][]string {
	m := map[string][][]string{}
	for _, line := range [...]string{
		"wife husband spouse partner ex girlfriend boyfriend fiancee fiance lover mistress exwife exhusband estranged",
		"neighbour neighbours resident residents",
		"colleague colleagues workmate coworker employee employees worker workers staff",
		"brother sister sibling relative relatives relation cousin mother father mum dad parent parents son daughter uncle aunt auntie nephew niece family stepson stepdaughter",
		"cellmate padmate inmate prisoner prisoners", "landlord landlady", "tenant lodger flatmate housemate roommate",
		"nurse doctor gp carer", "customer client buyer user addict punter", "friend friends associate associates acquaintance mate",
		"accountant bookkeeper adviser", "barmaid barman bartender publican", "courier driver runner",
	} {
		ws := strings.Fields(line)
		for _, w := range ws {
			m[w] = append(m[w], ws)
		}
	}
	return m
}()

// relations reports the teller's tie to the subject, in any word for it.
func (c *checker) relations() {
	told := c.tellers()
	if len(told) == 0 {
		return
	}
	same := map[string]int{}
	tied := slices.SortedFunc(maps.Keys(told), func(a, b string) int { return cmp.Or(told[a]-told[b], cmp.Compare(a, b)) })
	for _, w := range tied {
		at := told[w]
		same[w] = at
		for _, ws := range kin[w] {
			for _, x := range ws {
				if _, ok := same[x]; !ok {
					same[x] = at
				}
			}
		}
	}
	for i, t := range c.dft.toks {
		at, ok := same[t.w]
		if !ok || c.dft.advice(t.sent) {
			continue
		}
		f := c.span(SourceReference, i, i+1, "teller-relation", "The source says that somebody with this tie told us.").from(c.src, at, at+1)
		f.Severity, f.Acceptable = Advise, true
		switch c.dft.word(i - 1) {
		case "a", "his", "her", "their", "former", "an", "one", "the", "another":
			if _, direct := told[t.w]; direct && c.dft.word(i-1) != "the" {
				f.Severity = Block
			}
		}
		c.add(f)
	}
}
