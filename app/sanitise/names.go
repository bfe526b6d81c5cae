package sanitise

import (
	"sort"
	"strings"
)

// proper is a name as it stands in a text.
type proper struct {
	s, e    int // token range
	words   []string
	initial bool // first in its sentence
	after   int  // what comes before: see lead
}

// What introduces a name.
const (
	leadNone = iota
	leadPerson
	leadPlace
	leadThe
	leadOfficer
)

var titles = set("mr mrs ms miss dr sir uncle aunt auntie big little lil young old fat father nana granny brother sister cousin lord mad skinny tall ginger")
var ranks = set("pc dc ds di dci wpc sgt sergeant inspector constable detective det supt superintendent acc cc csi")
var personLeads = set(`with by called named nicknamed alias aka told met asked paid gave ring rang rings phones phoned phone texted texts sold
sells supplies supplied owes owed help friend friends associate associates brother brothers sister cousin mate mates partner girlfriend boyfriend wife husband son daughter mother
father mum dad uncle aunt buyer buyers customer customers dealer supplier courier driver runner boss accomplice nephew niece ex fiancee contact tell tells asks ask to for from user known called subj sub male female voice line group via warns warned says between
neighbour landlord colleague him her between calls visits visited threatened threatens against named as knows knew employs pays lends lent sees sent contacts contacted meeting meets mentions mentioned blames blamed including`)
var placeLeads = set("in at near towards toward outside around via into through inside opposite behind beyond across off on")
var agency = set(`is was has had said says told will would keeps kept sells sold buys bought drives drove lives lived works worked runs ran wants
wanted owes got gets takes took gives gave goes went came comes carries carried holds held stores stored supplies supplied uses used meets met
knows knew and asked asks rang rings calls called brings brought moves moved owns owned collects collected plans planned likes intends pays paid may might
launders hides hid grows makes made does did visits visited`)
var placeSuffixes = [...]string{"ton", "ham", "bury", "ford", "shire", "mouth", "pool", "chester", "wick", "thorpe", "borough", "burgh", "minster", "stead", "hampton", "wood", "field", "gate", "dale", "combe", "worth", "holme", "bridge", "cester", "haven", "pton"}
var placeWords = set(`road street lane avenue drive close crescent mews court place terrace grove gardens square hill park row walk green estate
house farm bridge arms inn club hotel school station market centre center hospital prison docks dock marina airport port college university church
village town city county island quay wharf pier beach wood woods forest common moor pub bar cafe restaurant takeaway garage yard depot works
retail industrial shop stores store tavern lodge hall mill way head tower towers heights flats parade precinct lock canal river reservoir lake
motors cars cabs taxis autos tyres services salon barbers gym nails kebab kebabs pizza carpets ltd limited plc logistics haulage scaffolding
crab lion swan crown anchor plough head fox ship`)
var notNames = set(`i he she it they we you english british scottish welsh irish polish romanian albanian chinese vietnamese russian french german
spanish italian dutch turkish kurdish somali nigerian jamaican pakistani indian bangladeshi afghan iraqi iranian syrian eritrean sudanese lithuanian
latvian bulgarian ukrainian european asian african american caribbean christmas easter halloween ramadan
uk eu us usa england scotland wales britain ireland london europe france spain germany holland netherlands belgium poland romania albania turkey dubai
thailand china vietnam morocco colombia jamaica pakistan india
police officers officer subject suspect male female nominal intelligence hmrc nca dvla cps nhs dwp hmp anpr cctv vat atm sim gps dob hgv suv quad
ford transit vauxhall corsa astra vw volkswagen golf polo audi bmw mercedes toyota honda nissan renault peugeot citroen fiat skoda seat kia hyundai
mazda volvo jaguar rover range land landrover tesla sprinter vivaro caddy fiesta focus mini yamaha suzuki kawasaki ducati iveco daf scania luton
whatsapp snapchat telegram facebook instagram iphone samsung apple android google tiktok discord signal rolex nike paypal ebay gumtree vinted amazon
tesco asda aldi lidl sainsbury morrisons mcdonalds greggs ikea playstation xbox nintendo airbnb uber bitcoin monzo revolut barclays lloyds natwest hsbc
santander western union moneygram north south east west northern southern eastern western royal mail border force trading standards customs revenue class grade
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
class op sub subj male female voice crimestoppers interpol europol council home office fire service ambulance crown court magistrates probation chis nomis sar sars uco ocg rocu
cyprus ireland belfast dublin cardiff swansea edinburgh glasgow aberdeen dundee leeds manchester liverpool bristol birmingham sheffield bradford hull york
newcastle sunderland durham nottingham leicester derby coventry oxford cambridge norwich ipswich southampton portsmouth plymouth exeter brighton dover
kent essex sussex surrey hampshire devon cornwall dorset somerset norfolk suffolk yorkshire lancashire cumbria cheshire staffordshire derbyshire
lincolnshire northamptonshire hertfordshire bedfordshire berkshire wiltshire gloucestershire worcestershire shropshire merseyside teesside tyneside humberside
midlands wessex anglia highlands orkney shetland jersey guernsey belgium denmark sweden norway finland portugal greece italy switzerland austria hungary
czech slovakia slovenia croatia serbia kosovo bulgaria lithuania latvia estonia ukraine russia georgia armenia egypt tunisia algeria libya nigeria ghana
kenya uganda somalia sudan ethiopia eritrea congo brazil mexico peru bolivia ecuador venezuela argentina canada australia japan korea taiwan malaysia
singapore indonesia thai philippines iran iraq syria lebanon israel jordan qatar kuwait bahrain gibraltar malta calais dunkirk rotterdam amsterdam antwerp
brussels paris madrid barcelona lisbon rome milan berlin hamburg warsaw prague vienna bucharest sofia tirana istanbul athens moscow kiev kyiv
arabic turkish hindi urdu punjabi bengali welsh gaelic latin greek mon tue wed thu fri sat sun grade`)

// names gathers the capitalised names of a view. mid holds words seen
// capitalised inside a sentence in either text.
func (v *view) names(mid map[string]bool) []proper {
	var out []proper
	for i := 0; i < len(v.toks); {
		if !v.nameWord(i, mid) {
			i++
			continue
		}
		j := i + 1
		for j < len(v.toks) && j < i+5 {
			k := j
			if v.toks[k].w == "-" && !v.toks[k].gap || v.toks[k].w == "." && len(v.toks[k-1].w) == 1 {
				k++
			}
			if v.at(k).cap && v.at(k).kind == wordTok && v.at(k).sent == v.toks[i].sent && v.nameWord(k, mid) && !v.toks[j-1].poss {
				j = k + 1
				continue
			}
			break
		}
		p := proper{s: i, e: j, initial: v.opens(i), after: v.lead(i)}
		for k := i; k < j; k++ {
			if v.toks[k].kind == wordTok {
				p.words = append(p.words, v.toks[k].w)
			}
		}
		out = append(out, p)
		i = j
	}
	return out
}

// initialOf reports a single capital that stands before a family name.
func (v *view) initialOf(i int) bool {
	j := i + 1
	if v.word(j) == "." {
		j++
	}
	n := v.at(j)
	return n.kind == wordTok && n.cap && !n.caps && len(n.w) > 2 && !notNames[n.w] && !stopWords[n.w] && n.sent == v.toks[i].sent && !placeNouns[v.word(i-1)] && (family(n.w) || given(n.w) || !common(n.w) || v.word(i+1) == ".")
}

// opens reports the first word of a sentence, line, quotation or clause after a
// colon, where a capital means little.
func (v *view) opens(i int) bool {
	t := v.toks[i]
	if t.line || i == 0 || v.toks[i-1].sent != t.sent {
		return true
	}
	switch v.word(i - 1) {
	case "\"", ":", "'", "(", "-", "•", "*", "[":
		return true
	}
	return false
}

// nameWord reports a token that can be part of a person's or place's name.
func (v *view) nameWord(i int, mid map[string]bool) bool {
	t := v.at(i)
	if t.kind == wordTok && t.cap && len(t.w) == 1 && t.w != "i" && t.w != "a" {
		if p := v.at(i - 1); p.cap && (p.w == "dr" || p.w == "mr" || p.w == "mrs" || p.w == "ms" || p.w == "miss") {
			return true
		}
		return v.initialOf(i)
	}
	if v.word(i+1) == ":" && v.opens(i) || v.word(i+1) == "of" && v.opens(i) && v.word(i+3) == ":" {
		return false
	}
	if t.kind != wordTok || !t.cap || len(t.w) < 2 || notNames[t.w] || ranks[t.w] || stopWords[t.w] {
		return false
	}
	if t.caps && len(t.w) < 4 && !given(t.w) && !(len(t.w) == 3 && v.at(i-1).cap && given(v.word(i-1))) {
		return false
	}
	if !v.opens(i) {
		return true
	}
	if v.quoteName(i) {
		return true
	}
	if given(t.w) && (!common(t.w) || mid[t.w]) || titles[t.w] && v.at(i+1).cap {
		return true
	}
	if mid[t.w] {
		return true
	}
	return !common(t.w) || family(t.w) && v.at(i+1).cap && !common(v.word(i+1))
}

// quoteName reports a capitalised word that opens a short quotation in which
// every telling word has a capital: a name in quotation marks.
func (v *view) quoteName(i int) bool {
	if w := v.word(i - 1); w != "\"" && w != "'" && w != "(" {
		return false
	}
	for j := i; j < i+4; j++ {
		t := v.at(j)
		if t.kind == markTok {
			return t.w == "\"" || t.w == "'" || t.w == ")"
		}
		if !t.cap {
			return false
		}
	}
	return false
}

// lead reads what comes before a name.
func (v *view) lead(i int) int {
	p := v.at(i - 1)
	if p.w == "\"" || p.w == "(" || p.w == "'" {
		p = v.at(i - 2)
	}
	if p.sent != v.toks[i].sent {
		return leadNone
	}
	w := p.w
	switch {
	case ranks[w] && p.cap:
		return leadOfficer
	case titles[w] && p.cap:
		return leadPerson
	case w == "the" || w == "hmp":
		return leadThe
	case placeLeads[w]:
		return leadPlace
	case personLeads[w]:
		return leadPerson
	}
	return leadNone
}

// midWords lists the words written with a capital inside a sentence.
func midWords(vs ...*view) map[string]bool {
	m := map[string]bool{}
	for _, v := range vs {
		for i, t := range v.toks {
			if t.kind == wordTok && t.cap && (!v.opens(i) || v.quoteName(i)) {
				m[t.w] = true
			}
		}
	}
	return m
}

// person weighs the signs that a name is a person's. Over zero it is taken for
// one.
func (v *view) person(p proper) int {
	n := 0
	first, last := p.words[0], p.words[len(p.words)-1]
	if given(first) {
		n += 2
	}
	if len(p.words) >= 2 && family(last) {
		n++
	}
	if titles[first] && len(p.words) > 1 {
		n += 2
	}
	switch p.after {
	case leadPerson, leadOfficer:
		n += 2
	case leadPlace:
		n -= 2
	case leadThe:
		if !(len(p.words) == 1 && strings.HasSuffix(first, "s") && (family(first[:len(first)-1]) || !common(first[:len(first)-1])) && !placeWords[v.word(p.e)]) {
			n -= 3
		} else {
			n++ // "the Cullens"
		}
	}
	titled := titles[first] && len(p.words) > 1
	if !titled && len(p.words) > 1 && streetTypes[last] && !v.toks[p.e-1].caps {
		n -= 5
	}
	if !titled && !(given(first) && len(p.words) > 1) && (placeWords[last] || placeWords[v.word(p.e)] && v.at(p.e).gap && !v.toks[p.e-1].poss) {
		n -= 4
	}
	for _, s := range placeSuffixes {
		if strings.HasSuffix(last, s) && len(last) > len(s)+1 && !given(first) {
			n--
			break
		}
	}
	if nx := v.at(p.e); nx.sent == v.toks[p.s].sent && (agency[nx.w] || v.toks[p.e-1].poss) {
		n++
	}
	if v.inList(p) {
		n++
	}
	for _, w := range p.words {
		if v.word(p.s-1) == "area" || w == "area" || w == "estate" {
			n -= 3
		}
	}
	return n
}

// inList reports a name in a list of names.
func (v *view) inList(p proper) bool {
	b, a := v.word(p.s-1), v.word(p.e)
	return (b == "," || b == "and" || b == ":") && v.at(p.s-2).cap || (a == "," || a == "and" || a == "&") && v.at(p.e+1).cap
}

// namedTogether is what both texts say about one name.
type namedTogether struct {
	weight   int
	mentions int
	first    int // token of the first mention
	subject  bool
	third    bool // introduced as somebody's relation, or in a list
}

// names finds people of the source, other than the subject, whose names the
// draft repeats, and officers by rank.
func (c *checker) names() {
	mid := midWords(c.src, c.dft)
	src, dft := c.src.names(mid), c.dft.names(mid)
	known := map[string]*namedTogether{}
	where := map[string][2]int{}
	for _, p := range src {
		w := c.src.person(p)
		for _, x := range p.words {
			if titles[x] && len(p.words) > 1 {
				continue
			}
			k := known[x]
			if k == nil {
				k = &namedTogether{first: p.s}
				known[x] = k
				where[x] = [2]int{p.s, p.e}
			}
			k.mentions++
			k.weight += w
			k.third = k.third || p.after == leadPerson || c.src.inList(p)
			k.subject = k.subject || c.src.asSubject(p)
		}
	}
	for _, p := range dft {
		w := c.dft.person(p)
		for _, x := range p.words {
			if k := known[x]; k != nil {
				k.weight += w
				k.subject = k.subject || c.dft.asSubject(p)
			}
		}
	}
	subject := c.subject(src, dft, known)
	for _, p := range dft {
		c.name(p, known, where, subject)
	}
}

// asSubject reports a name marked as the subject's.
func (v *view) asSubject(p proper) bool {
	if v.capitals(p) {
		return true
	}
	b := v.word(p.s - 1)
	if b == ":" || b == "," || b == "(" || b == "is" {
		b = v.word(p.s - 2)
	}
	return b == "subject" || b == "nominal" || b == "target" || b == "customer" || b == "suspect" || v.word(p.e) == "(" && v.word(p.e+1) == "subject"
}

// capitals reports a name with its family name in capitals, as reports write
// the person they are about, in a text that is not all capitals.
func (v *view) capitals(p proper) bool {
	big := false
	for i := p.s; i < p.e; i++ {
		t := v.toks[i]
		big = big || t.caps && len(t.w) >= 3 && !ranks[t.w]
	}
	return big && v.mixedCase()
}

// mixedCase reports a text most of whose words are not in capitals.
func (v *view) mixedCase() bool {
	if v.mixed == 0 {
		v.mixed = 1
		if v.countCase() {
			v.mixed = 2
		}
	}
	return v.mixed == 2
}

func (v *view) countCase() bool {
	low, high := 0, 0
	for _, t := range v.toks {
		if t.kind == wordTok && len(t.w) > 1 {
			if t.caps {
				high++
			} else {
				low++
			}
		}
	}
	return low > 2*high
}

// subjectSpoken reports a text that calls its main actor the subject, and so has
// no need to name him.
func (v *view) subjectSpoken() bool {
	for i, t := range v.toks {
		switch t.w {
		case "subject", "subj", "sub", "suspect", "nominal", "target", "subject's":
			if n := v.at(i + 1); !n.cap || n.kind != wordTok || n.sent != t.sent || n.gap && v.opens(i+1) {
				return true
			}
		}
	}
	return false
}

// subject picks the names that are the subject's own and may stay: one marked
// so, or else the person both texts open with.
func (c *checker) subject(src, dft []proper, known map[string]*namedTogether) map[string]bool {
	own := map[string]bool{}
	take := func(p proper) {
		for _, x := range p.words {
			own[x] = true
		}
	}
	said := map[string]bool{}
	for _, p := range dft {
		for _, x := range p.words {
			said[x] = true
		}
	}
	for _, ps := range [][]proper{src, dft} {
		for _, p := range ps {
			for _, x := range p.words {
				if k := known[x]; k != nil && k.subject && said[x] {
					take(p)
					break
				}
			}
		}
	}
	if len(own) > 0 {
		return c.sameFamily(own, src, dft)
	}
	if p := c.opening(dft); p != nil {
		take(*p)
		return c.sameFamily(own, src, dft)
	}
	if c.src.subjectSpoken() {
		return own
	}
	first := c.protagonist(src, known)
	if first == nil {
		return own
	}
	for i := range dft {
		p := &dft[i]
		if !overlap(p.words, first.words) {
			continue
		}
		if c.dft.hedge(c.dft.toks[p.s].sent) >= 0 || p.initial && c.leads(p) && i == 0 && c.dft.toks[p.s].sent == 0 {
			take(*first)
			take(*p)
		}
		break
	}
	return c.sameFamily(own, src, dft)
}

// quotedTitle reports a name that is part of a quoted title of two words or
// more, such as a shop's, with nothing to say it is a person's.
func (c *checker) quotedTitle(p proper) bool {
	if given(p.words[0]) || titles[p.words[0]] {
		return false
	}
	qs := c.dft.quotations()
	i := sort.Search(len(qs), func(i int) bool { return qs[i].e >= p.e })
	return i < len(qs) && qs[i].s <= p.s && p.e <= qs[i].e && qs[i].e-qs[i].s >= 2 && c.dft.titled(qs[i])
}

// first is the first token of a view with this number, or -1.
func (v *view) first(wid int32) int {
	for i := range v.toks {
		if v.toks[i].wid == wid {
			return i
		}
	}
	return -1
}

// believed are the words that follow the name of the person a report is about.
var believed = set("may might could is are has appears seems continues should was trades deals sells supplies")

// opening is the person a draft is about: the first named, where a sentence
// starts with the name and says what that person may be doing.
func (c *checker) opening(dft []proper) *proper {
	for i := range dft {
		p := &dft[i]
		switch n := c.dft.word(p.e); {
		case c.dft.person(*p) < 0 || p.after == leadOfficer:
		case n == "may", n == "might", n == "could", n == "is" && believing[c.dft.word(p.e+1)], n == "appears", n == "continues":
			return p
		}
	}
	for i := range dft {
		p := &dft[i]
		if c.dft.person(*p) < 0 || p.after == leadOfficer {
			continue
		}
		n := c.dft.word(p.e)
		switch {
		case c.src.subjectSpoken():
			return nil
		case p.initial && c.dft.toks[p.s].sent == 0 && (believed[n] || c.dft.toks[p.e-1].poss) && !sayVerbs[c.dft.word(p.e+1)] && c.leads(p):
			return p
		case c.dft.word(p.s-1) == "of" && !c.dft.inList(*p) && c.dft.word(p.s-2) != "name" && !titles[p.words[0]]:
			return p
		case c.dft.word(p.s-1) == "that" && c.dft.hedge(c.dft.toks[p.s].sent) >= 0 && !sayVerbs[c.dft.word(p.s-2)]:
			return p
		case c.dft.word(p.s-1) == "between" && c.dft.hedge(c.dft.toks[p.s].sent) < 0 && c.dft.word(p.e) == "and" && !c.dft.at(p.e+1).cap:
			return p
		}
		return nil
	}
	return nil
}

// leads reports a name the source gives as the one who acts: not in a list, not
// after a word for what somebody is.
func (c *checker) leads(p *proper) bool {
	for i, t := range c.src.toks {
		if t.w != p.words[0] || !t.cap {
			continue
		}
		b := c.src.at(i - 1)
		if b.kind == wordTok && !b.cap && b.sent == t.sent && (loadLexicon().person[b.w] || personLeads[b.w] && b.w != "says") || b.w == "," || b.w == "=" || c.src.word(i+1) == "," && c.src.at(i+2).cap {
			return false
		}
	}
	return true
}

var believing = set("believed suspected thought likely assessed considered understood involved reported possibly")

// protagonist is the person the source is about: the first named who is not
// brought in as somebody's relation, in a list or as one who told, or failing
// that the one named most.
func (c *checker) protagonist(src []proper, known map[string]*namedTogether) *proper {
	var best *proper
	score := -1
	for i := range src {
		p := &src[i]
		k := known[p.words[len(p.words)-1]]
		if k == nil || p.after == leadOfficer || c.src.person(*p) < 0 || k.weight < 0 {
			continue
		}
		s := 0
		if !k.third {
			s += 4
		}
		if p.initial || agency[c.src.word(p.e)] || c.src.toks[p.e-1].poss {
			s += 3
		}
		if p.after == leadNone {
			s++
		}
		s += min(k.mentions, 3) - 1
		if c.src.word(p.e) == "told" || c.src.word(p.e) == "reports" || c.src.word(p.s-1) == "only" {
			s -= 3
		}
		if s > score {
			best, score = p, s
		}
	}
	if score < 4 {
		return nil
	}
	return best
}

// sameFamily adds to the subject's words the rest of a full name that holds the
// given name or the whole of what is known.
func (c *checker) sameFamily(own map[string]bool, src, dft []proper) map[string]bool {
	for _, ps := range [][]proper{src, dft} {
		for _, p := range ps {
			if len(p.words) > 1 && own[p.words[0]] {
				for _, x := range p.words {
					own[x] = true
				}
			}
		}
	}
	for _, v := range [...]*view{c.src, c.dft} { // "also known as Duchess", "'Big Shug' McCrae"
		ps := src
		if v == c.dft {
			ps = dft
		}
		for i := 1; i < len(ps); i++ {
			a, b := ps[i-1], ps[i]
			if b.s-a.e > 5 || v.toks[a.s].sent != v.toks[b.s].sent {
				continue
			}
			if v.word(a.e) == "and" && b.s == a.e+1 && v.capitals(b) && len(a.words) == 1 && overlapSet(b.words, own) { // "Adele and Paulette RUSKIN"
				own[a.words[0]] = true
			}
			if v.aliasBetween(a.e, b.s) && (overlapSet(a.words, own) || overlapSet(b.words, own)) {
				for _, x := range append(append([]string{}, a.words...), b.words...) {
					own[x] = true
				}
			}
		}
	}
	return own
}

// aliasBetween reports that only "aka", "also known as" or quotation marks stand
// between two names.
func (v *view) aliasBetween(s, e int) bool {
	for i := s; i < e; i++ {
		switch v.word(i) {
		case "aka", "alias", "also", "known", "as", "\"", "'", ",", "(", "nicknamed", "or":
		default:
			return false
		}
	}
	return e > s && !(e == s+1 && v.word(s) == ",")
}

func overlapSet(ws []string, own map[string]bool) bool {
	for _, w := range ws {
		if own[w] {
			return true
		}
	}
	return false
}

func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// name reports one name of the draft if it is a third party's.
func (c *checker) name(p proper, known map[string]*namedTogether, where map[string][2]int, own map[string]bool) {
	if p.after == leadOfficer {
		f := c.span(Identifier, p.s-1, p.e, "officer", "It names an officer.")
		f.Proposal = "an officer"
		c.add(f)
		return
	}
	mine := true
	if len(p.words) > 0 && known[p.words[0]] == nil {
		for _, f := range familiar(p.words[0]) {
			if known[f] != nil {
				known[p.words[0]], where[p.words[0]] = known[f], where[f]
				if own[f] {
					own[p.words[0]] = true
				}
				break
			}
		}
	}
	var k *namedTogether
	var at [2]int
	for _, x := range p.words {
		if !own[x] && !titles[x] {
			mine = false
			if n := known[x]; n != nil && (k == nil || n.weight > k.weight) {
				k, at = n, where[x]
			}
		}
	}
	if k == nil && !mine && len(p.words) > 1 && titles[p.words[0]] { // "mr reeve" of a chat
		for i := p.s + 1; i < p.e; i++ {
			if n := c.src.first(c.dft.toks[i].wid); n >= 0 {
				k, at = &namedTogether{weight: 1}, [2]int{n, n + 1}
			}
		}
	}
	if mine || k == nil || k.weight < 0 {
		return
	}
	if c.quotedTitle(p) {
		return
	}
	f := c.span(Identifier, p.s, p.e, "third-party", "A name from the source that is not the subject's.").from(c.src, at[0], at[1])
	f.Proposal = "an associate"
	f.Acceptable = true
	if k.weight == 0 {
		f.Why = "A name from the source that may be a person's."
	}
	c.add(f)
}
