package sanitise

import "strings"

// proper is a name as it stands in a text.
type proper struct {
	s, e    int // token range
	words   []string
	initial bool // first in its sentence
	after   int  // what comes before: see lead
	human   int  // see person
}

// What introduces a name.
const (
	leadNone = iota
	leadPerson
	leadEither
	leadPlace
	leadThe
	leadOfficer
)

var titles = set("mr mrs ms miss dr sir uncle aunt auntie big little lil young old fat father nana granny brother sister cousin lord mad skinny tall ginger")
var ranks = set("pc dc ds di dci wpc sgt sergeant inspector constable detective det officer ofc insp supt superintendent acc cc csi")
var personLeads = set(`with by called named nicknamed alias aka told met asked paid gave ring rang rings phones phoned phone texted texts sold
sells supplies supplied owes owed help friend friends associate associates brother brothers sister cousin mate mates partner girlfriend boyfriend wife husband son daughter mother
father mum dad uncle aunt buyer buyers customer customers dealer supplier courier driver runner boss accomplice nephew niece ex fiancee contact tell tells asks ask user known called subj sub male female voice line group warns warned says between
neighbour landlord colleague him her calls visits visited threatened threatens against named as knows knew employs pays lends lent sees sent contacts contacted meeting meets mentions mentioned blames blamed including`)
var placeLeads = set("in at near towards toward outside around via into through inside opposite behind beyond across off on")
var agency = set(`is was has had said says told will would keeps kept sells sold buys bought drives drove lives lived works worked runs ran wants
wanted owes got gets takes took gives gave goes went came comes carries carried holds held stores stored supplies supplied uses used meets met
knows knew and asked asks rang rings calls called brings brought moves moved owns owned collects collected plans planned likes intends pays paid may might
launders hides hid grows makes made does did visits visited`)
var placeSuffixes = [...]string{"ton", "ham", "bury", "ford", "shire", "mouth", "pool", "chester", "wick", "thorpe", "borough", "burgh", "minster", "stead", "hampton", "wood", "field", "gate", "dale", "combe", "worth", "holme", "bridge", "cester", "haven", "pton", "by", "ley", "mere", "cliffe", "sea", "port", "vale", "thwaite", "side", "wich", "ness", "low"}
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
mac imei imsi iccid nino pnc cro iban urn msisdn vin lan wlan
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
humber mersey severn solent medway tamar thames tyne
arabic turkish hindi urdu punjabi bengali welsh gaelic latin greek mon tue wed thu fri sat sun grade`)

// names gathers the capitalised names of a view. mid holds words seen
// capitalised inside a sentence in either text.
func (v *view) names(mid map[string]bool) []proper {
	var out []proper
	for i := 0; i < len(v.toks); {
		if !v.toks[i].cap || !v.nameWord(i, mid) {
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
		p.human = v.person(p)
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
	t := &v.toks[i]
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
	if t.kind != wordTok || !t.cap || len(t.w) < 2 || t.flags&(isNotName|isRank|isStop) != 0 && !(t.w == "mac" && !t.caps) || t.flags&isTown != 0 && !t.caps {
		return false
	}
	if t.caps && len(t.w) < 4 && t.flags&isGiven == 0 && !(len(t.w) == 3 && v.at(i-1).cap && given(v.word(i-1))) {
		return false
	}
	if !v.opens(i) {
		return true
	}
	if v.quoteName(i) {
		return true
	}
	if t.flags&isGiven != 0 && (!v.common(i) || mid[t.w]) || t.flags&isTitle != 0 && v.at(i+1).cap {
		return true
	}
	if mid[t.w] {
		return true
	}
	return !v.common(i) || t.flags&isFamily != 0 && v.at(i+1).cap && !v.common(i+1)
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
	case w == "to" || w == "from" || w == "for" || w == "between":
		return leadEither
	}
	return leadNone
}

// midWords lists the words written with a capital inside a sentence.
func midWords(vs ...*view) map[string]bool {
	m := map[string]bool{}
	for _, v := range vs {
		for i := range v.toks {
			t := &v.toks[i]
			if t.cap && t.kind == wordTok && (!v.opens(i) || v.quoteName(i)) {
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
	if len(first) == 1 && len(p.words) == 2 && v.word(p.s+1) == "." { // "J. Sallow"
		n += 2
	}
	switch p.after {
	case leadPerson, leadOfficer:
		n += 2
	case leadEither: // people and towns both
		if given(first) || family(first) && v.at(p.s-1).w != "from" {
			n++
		}
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
	if !titled && len(p.words) > 1 && streetTypes[last] && !v.toks[p.e-1].caps && !(given(first) && family(last) && agency[v.word(p.e)]) {
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
