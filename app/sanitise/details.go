package sanitise

import "strings"

// Prepositions that fix a place closely, and those that may.
var closePlace = set("under underneath beneath behind inside beside above below opposite off beyond atop bearing wearing")
var loosePlace = set("in at on near by from outside into within past around")

// premises are words that make a capitalised name that of one particular
// business or site, rather than a town, an estate or a road.
var premises = set(`tyres news services shop farm kennels marina cafe café bar pub inn arms motors garage cars taxis salon barbers nails gym club
hotel motel hostel school college nursery surgery clinic pharmacy hospital church chapel mosque temple depot yard works mill barn stables
lodge cottage villa supermarket stores butchers bakery bakers kebab pizza grill takeaway restaurant casino bookmakers bank post
library museum studios studio theatre cinema arcade bowl lanes gallery foods poultry scrap metals recycling storage logistics haulage
caravans marine boatyard quay wharf dock pier lighthouse golf racecourse stadium bingo laundrette dentist vets opticians jewellers pawnbrokers
lidl aldi tesco asda sainsbury's morrisons greggs mcdonalds starbucks costa wetherspoons argos halfords meeting mast silo sluice bridge weir kiosk
services station terminal airport park`)

// details reports particulars the draft keeps from the source that no number
// gives away: the thing, the hiding place, the named premises.
func (c *checker) details() {
	pairs, single := c.srcPairs()
	for _, sent := range c.dft.sents {
		c.sentenceDetails(sent, pairs, single)
	}
	c.namedPlaces()
}

// srcPairs indexes those of the source's telling words the draft also holds,
// alone and with the next.
func (c *checker) srcPairs() (map[uint64]int, []int32) {
	pairs, single := map[uint64]int{}, make([]int32, len(c.dft.words)+1) // tokens from 1
	st := c.src.telling()
	for i, p := range st {
		t := &c.src.toks[p]
		if t.sid == 0 {
			continue
		}
		if single[t.sid] == 0 {
			single[t.sid] = int32(p + 1)
		}
		if i+1 < len(st) && st[i+1]-p <= 4 {
			n := c.src.toks[st[i+1]].sid
			if n == 0 {
				continue
			}
			for _, k := range [...]uint64{pairKey(t.sid, n), pairKey(n, t.sid)} {
				if _, ok := pairs[k]; !ok {
					pairs[k] = p
				}
			}
		}
	}
	return pairs, single
}

func (c *checker) sentenceDetails(sent [2]int, pairs map[uint64]int, single []int32) {
	v := c.dft
	skip := v.stock()
	plainWord := func(i int) bool {
		t := v.at(i)
		return t.kind == wordTok && content(t) && !skip[i] && t.flags&isEveryday == 0 && !(t.cap && !v.opens(i)) && i < sent[1]
	}
	for i := sent[0]; i < sent[1]; i++ {
		if !plainWord(i) {
			continue
		}
		j := i + 1
		if t := v.at(j); t.w == "-" || t.w == "of" || t.w == "the" || t.w == "a" || t.w == "'" {
			j++
		}
		prep, start := v.placed(i)
		if at, ok := pairs[pairKey(v.toks[i].sid, v.at(j).sid)]; ok && plainWord(j) {
			f := c.span(OverPrecision, start, j+1, "kept-detail", "The draft keeps this detail of the source as it stands.").from(c.src, at, at+1)
			f.Acceptable = true
			if w := v.word(i - 1); prep == 1 && (w == "a" || w == "an" || !determined(w) && generic(v.toks[j].w) || v.hedge(v.toks[i].sent) >= 0 && !determined(w)) {
				f.Severity = Advise // one of many such
			}
			if prep == 0 {
				f.Start = v.toks[i].s
				f.Text = v.cut(f.Start, f.End)
				f.Kind, f.Severity = Verbatim, Advise
			}
			c.add(f)
			i = j
			continue
		}
		at := int(single[v.toks[i].sid]) - 1
		if at < 0 || prep == 0 {
			continue
		}
		f := c.span(OverPrecision, start, i+1, "kept-place", "The draft keeps the place or thing the source gives.").from(c.src, at, at+1)
		f.Acceptable = true
		if w := v.word(i - 1); prep == 1 || indefinite[w] || !determined(w) && generic(v.toks[i].w) {
			f.Severity = Advise
		}
		c.add(f)
	}
}

// indefinite words before a noun say that it is one of many.
var indefinite = set("a an another any some other one")

func determined(w string) bool {
	return w == "the" || w == "his" || w == "her" || w == "their" || w == "its"
}

// generic reports a plural, or an act rather than a thing.
func generic(w string) bool {
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "ing")
}

// everyday words shared by almost every report tell nothing.
var everyday = set(`subject area night home house vehicle vehicles van car phone phones contact contacts group associate associates premises
property police officer officers intelligence information morning evening day week weeks month months year years time times people person
drugs cash money stolen goods supply risk early late hours street road town city early work friends family member members number business
access use used using means way part place public force source sale others night daytime weekend weekends afternoon report permission authority`)

// placed says how closely the words before token i fix a place: 2 closely, 1
// perhaps, 0 not at all; and where the phrase starts.
func (v *view) placed(i int) (int, int) {
	j := i - 1
	for k := 0; k < 2 && j >= 0; k++ {
		switch v.word(j) {
		case "the", "a", "an", "his", "her", "their", "its", "this", "that", "one", "another":
			j--
		}
	}
	if t := v.at(j); t.kind == wordTok && content(t) && t.sent == v.at(i).sent { // one adjective
		switch v.word(j - 1) {
		case "the", "a", "an", "his", "her", "their":
			if p := v.word(j - 2); closePlace[p] {
				return 2, j - 2
			}
		}
	}
	switch w := v.word(j); {
	case v.at(j).sent != v.at(i).sent:
		return 0, i
	case closePlace[w]:
		return 2, j
	case loosePlace[w]:
		return 1, j
	}
	return 0, i
}

// namedPlaces reports named premises the draft takes from the source, and notes
// other place names. A town, an estate or a road without number may stay.
func (c *checker) namedPlaces() {
	v := c.dft
	for i := 0; i < len(v.toks); i++ {
		if !v.placeWord(i) || v.opens(i) {
			continue
		}
		j := i + 1
		for v.placeWord(j) && v.at(j).sent == v.toks[i].sent && j < i+5 {
			j++
		}
		at := c.capitalOf(v.toks[i].w)
		if at < 0 {
			i = j - 1
			continue
		}
		prep, start := v.placed(i)
		if prep == 0 && !(v.toks[j-1].poss && premises[v.word(j)]) {
			if n := v.at(j); n.sent == v.toks[i].sent && n.kind == wordTok && !n.cap && !v.toks[j-1].poss && v.toks[i].flags&(isTown|isNotName|isGiven) == 0 && c.src.toks[at].flags&isTown == 0 && role(n.w) {
				f := c.span(OverPrecision, i, j+1, "where-from", "It says where somebody works or belongs, as the source does.").from(c.src, at, at+1)
				f.Severity, f.Acceptable = Advise, true
				c.add(f)
			}
			i = j - 1
			continue
		}
		last := v.toks[j-1].w
		next := v.at(j)
		if streetTypes[last] && next.w == "area" { // the coarser form that the check itself proposes
			i = j
			continue
		}
		end := j
		site := premises[last] || v.toks[j-1].poss && premises[next.w]
		if !site && premises[next.w] && next.sent == v.toks[i].sent && c.src.near(at, next.w) {
			site, end = true, j+1
		}
		f := c.span(OverPrecision, start, end, "named-premises", "It names the premises the source names.").from(c.src, at, at+1)
		f.Acceptable, f.Proposal = true, ""
		if !site || streetTypes[last] && last != "farm" && last != "yard" {
			f.Severity, f.Rule = Advise, "named-place"
		}
		c.add(f)
		i = j - 1
	}
}

// near reports a word within four tokens after token i.
func (v *view) near(i int, w string) bool {
	for j := i + 1; j <= i+4; j++ {
		if v.word(j) == w {
			return true
		}
	}
	return false
}

func (v *view) placeWord(i int) bool {
	t := v.at(i)
	return t.kind == wordTok && t.cap && len(t.w) > 2 && !stopWords[t.w] && months[t.w] == 0 && weekdays[t.w] == 0 && !ranks[t.w]
}
