package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sample is how many bytes the guess looks at: enough for letters to show
// their frequencies, little enough to cost nothing.
const sample = 16 << 10

// Detect names the character set b looks like, or "" when b is not text in
// any set we can tell. Pure ASCII is "us-ascii".
func Detect(b []byte) string {
	if name, _ := bom(b); name != "" {
		return name
	}
	if wide := detectWide(b); wide != "" {
		return wide
	}
	ascii, nul := true, 0
	for _, c := range b {
		if c >= 0x80 {
			ascii = false
		}
		if c == 0 {
			nul++
		}
	}
	if ascii {
		return detectSevenBit(b)
	}
	if utf8.Valid(b) {
		return "utf-8"
	}
	if nul > 0 && nul*100 > len(b) {
		return ""
	}
	b = cut(b)
	if looksUTF8(b) {
		return "utf-8"
	}
	if isEBCDIC(b) {
		return "cp500"
	}
	if binary(b) {
		return ""
	}
	single, score := bestSingle(b)
	if multi, mscore := bestMulti(b); multi != "" && mscore > score {
		return multi
	}
	return single
}

func cut(b []byte) []byte {
	if len(b) <= sample {
		return b
	}
	b = b[:sample]
	if i := bytes.LastIndexByte(b, '\n'); i > sample/2 {
		b = b[:i]
	}
	return b
}

func detectSevenBit(b []byte) string {
	head := cut(b)
	switch {
	case bytes.Contains(head, []byte("\x1b$B")), bytes.Contains(head, []byte("\x1b$@")), bytes.Contains(head, []byte("\x1b(J")):
		return "iso-2022-jp"
	case bytes.Contains(head, []byte("\x1b$)C")):
		return "iso-2022-kr"
	case bytes.Contains(head, []byte("~{")) && bytes.Contains(head, []byte("~}")):
		return "hz-gb-2312"
	}
	if binary(head) || bytes.Count(b, []byte{0})*50 > len(b) {
		return ""
	}
	return "us-ascii"
}

// binary says whether the share of control bytes is more than text has.
func binary(b []byte) bool {
	odd := 0
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b && c != 0x1a || c == 0x7f {
			odd++
		}
	}
	return odd*20 > len(b)
}

// detectWide finds UTF-16 and UTF-32 without a mark by where the nulls are.
func detectWide(b []byte) string {
	if len(b) < 4 {
		return ""
	}
	h := b[:min(len(b), 4096)&^3]
	var nul [4]int
	for i, c := range h {
		if c == 0 {
			nul[i&3]++
		}
	}
	n := len(h) / 4
	switch {
	case nul[3] == n && nul[2]*10 > n*9 && nul[0]*10 < n:
		return "utf-32le"
	case nul[0] == n && nul[1]*10 > n*9 && nul[3]*10 < n:
		return "utf-32be"
	}
	even, odd := nul[0]+nul[2], nul[1]+nul[3]
	switch {
	case odd*10 >= 2*n*3 && even*20 < 2*n && sane16(h, false):
		return "utf-16le"
	case even*10 >= 2*n*3 && odd*20 < 2*n && sane16(h, true):
		return "utf-16be"
	}
	return detectWideScript(h)
}

// detectWideScript finds UTF-16 in scripts other than Latin: bytes that look
// binary alone, and as pairs are ordinary letters of one script with spaces.
func detectWideScript(h []byte) string {
	odd := 0
	for _, c := range h {
		if c < 9 || c > 13 && c < 0x20 {
			odd++
		}
	}
	if len(h) < 16 || odd*50 < len(h) {
		return ""
	}
	for _, name := range []string{"utf-16le", "utf-16be"} {
		dec, _ := decoderOf(name)
		text, bad := dec(h)
		if bad == 0 && oneScript(text) {
			return name
		}
	}
	return ""
}

func oneScript(text string) bool {
	var cyr, gr, he, ar, cjk, usual, common, other int
	for _, r := range text {
		switch {
		case strings.ContainsRune(" \r\n\t.,!?-:;()0123456789\u3000\u3001\u3002\uff0c\uff01", r):
			common++
		case unicode.Is(unicode.Cyrillic, r):
			cyr++
		case unicode.Is(unicode.Greek, r):
			gr++
		case unicode.Is(unicode.Hebrew, r):
			he++
		case unicode.Is(unicode.Arabic, r):
			ar++
		case strings.ContainsRune(commonSimplified, r), strings.ContainsRune(commonTraditional, r), unicode.In(r, unicode.Hiragana, unicode.Katakana):
			cjk++
			usual++
		case unicode.Is(unicode.Han, r), unicode.Is(unicode.Hangul, r):
			cjk++
		case r < 0x250 && unicode.IsLetter(r):
			common++
		default:
			other++
		}
	}
	n := cyr + gr + he + ar + cjk + common + other
	most := max(cyr, gr, he, ar)
	if usual*4 > cjk {
		most = max(most, cjk)
	}
	return other*50 < n && most*2 > n && common > 0
}

func sane16(b []byte, big bool) bool {
	bad := 0
	for i := 0; i+1 < len(b); i += 2 {
		u := uint16(b[i]) | uint16(b[i+1])<<8
		if big {
			u = uint16(b[i+1]) | uint16(b[i])<<8
		}
		if u < 0x20 && u != '\n' && u != '\r' && u != '\t' || u == 0xffff || u == 0xfffe {
			bad++
		}
	}
	return bad*50 < len(b)
}

// looksUTF8 accepts text that is UTF-8 but for a few damaged places.
func looksUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else if n > 1 {
			good++
		}
		i += n
	}
	return good > 0 && good > bad*10
}

func isEBCDIC(b []byte) bool {
	letters, blanks, ascii := 0, 0, 0
	for _, c := range b {
		switch {
		case c >= 0x81 && c <= 0x89, c >= 0x91 && c <= 0x99, c >= 0xa2 && c <= 0xa9, c >= 0xc1 && c <= 0xc9, c >= 0xd1 && c <= 0xd9, c >= 0xe2 && c <= 0xe9, c >= 0xf0:
			letters++
		case c == 0x40:
			blanks++
		case c == 0x20, c >= 'a' && c <= 'z':
			ascii++
		}
	}
	return letters*10 > (len(b)-blanks)*6 && blanks*20 > len(b) && ascii*20 < len(b)
}

type candidate struct {
	name   string
	script *unicode.RangeTable // nil: Latin
	orders []string
}

func candidates() []candidate {
	ru := "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
	uk := "оаинітевсрклудмпязьбгчйхжшїюєцщфґ"
	cyr := []string{ru, uk, "аоиетнрсвлкдпмзъугяцчбйжшщхфюь", "аоиенрстјувдкмлпзгбчцжшњхљћџђф"}
	gr := []string{"αοιετσνηυρπκμλςωόίάήδέγύώχθφβξζψϊϋΐΰ"}
	he := []string{"יוהלאמרתבשנםדקחעפטסכגןצזףךץ"}
	ar := []string{"الينمرتبوةعدسفهكقأحجشطىصخإذضزثءغئظؤآًَُِّْٰـ", "اینرمدهتوبسشکزلخفقگعجحطپصچذغثضظژآ"}
	we := []string{"éèàêçùôîûâëïœæ", "äüößÄÖÜ", "óíáéñúü¿¡", "ãçéáíóêõúàâô", "åäöæøé", "èàòùìé", "ðþáíóúæöýé"}
	ce := []string{"łąęóżśćńź", "íáéěýřčžšůúťóďň", "éáőöóüíúű", "ăîâşţ", "áíéčýžšúľťôďňĺŕä", "čšžćđ"}
	tr := []string{"ıüşğçöİâî"}
	ba := []string{"ėšįųžūčęą", "āīēšūļņčžķģ", "äõüöšž"}
	th := []string{"านรอกเงมยลวดทสตะบคปแจพหขใชไผธซณฐภศษฉฝฟถึืีิ่้็์ุูำโ"}
	return []candidate{
		{"windows-1252", nil, we}, {"windows-1251", unicode.Cyrillic, cyr}, {"koi8-r", unicode.Cyrillic, cyr[:1]}, {"koi8-u", unicode.Cyrillic, cyr[1:2]},
		{"iso-8859-5", unicode.Cyrillic, cyr}, {"mac-cyrillic", unicode.Cyrillic, cyr}, {"cp866", unicode.Cyrillic, cyr[:2]}, {"cp855", unicode.Cyrillic, cyr},
		{"windows-1253", unicode.Greek, gr}, {"iso-8859-7", unicode.Greek, gr}, {"windows-1255", unicode.Hebrew, he}, {"cp862", unicode.Hebrew, he},
		{"windows-1256", unicode.Arabic, ar}, {"iso-8859-6", unicode.Arabic, ar[:1]},
		{"windows-1254", nil, tr}, {"windows-1250", nil, ce}, {"iso-8859-2", nil, ce}, {"windows-1257", nil, ba}, {"windows-874", unicode.Thai, th},
		{"mac-roman", nil, we}, {"cp850", nil, we}, {"cp437", nil, we}, {"cp852", nil, ce},
	}
}

// bestSingle scores each single-byte page by how ordinary the letters are
// that it makes of the high bytes. The score is per high byte, about 0 to 10.
func bestSingle(b []byte) (string, float64) {
	best, top := "windows-1252", -1e9
	for _, c := range candidates() {
		dec, ok := decoderOf(c.name)
		if !ok {
			continue
		}
		text, bad := dec(b)
		for _, order := range c.orders {
			if s := scoreSingle(text, order, c.script) - 30*float64(bad)/float64(len(b)+1); s > top+0.01 {
				best, top = c.name, s
			}
		}
	}
	return best, top
}

func scoreSingle(text, order string, script *unicode.RangeTable) float64 {
	weight := map[rune]float64{}
	n := float64(utf8.RuneCountInString(order))
	i := 0.0
	for _, r := range order {
		weight[r] = 10 - 8*i/n
		i++
	}
	var sum, count float64
	prev := ' '
	for _, r := range text {
		if r >= 0x80 {
			count++
			sum += scoreRune(r, prev, weight, script)
		} else if prev >= 0x80 && isLetter(r) && script != nil && unicode.Is(script, prev) {
			sum -= 6
		}
		prev = r
	}
	if count == 0 {
		return 0
	}
	return sum / count
}

func scoreRune(r, prev rune, weight map[rune]float64, script *unicode.RangeTable) float64 {
	switch {
	case r == utf8.RuneError, r < 0xa0 && r != 0x85, unicode.Is(unicode.Co, r):
		return -40
	case strings.ContainsRune("“”‘’„«»–—…•·№€£§°©®™´\u00a0", r):
		return 3
	case !unicode.IsLetter(r) && !unicode.Is(unicode.M, r):
		return -10
	}
	low := unicode.ToLower(r)
	if r == 'İ' {
		low = 'İ'
	}
	w, common := weight[low]
	if !common {
		w = -4
		if script != nil && !unicode.Is(script, r) {
			w = -15
		}
	}
	if unicode.IsUpper(r) {
		w--
		if unicode.IsLower(prev) {
			w -= 12
		}
	}
	if script != nil && prev < 0x80 && isLetter(prev) {
		w -= 8
	}
	if script == nil && unicode.IsLetter(prev) && prev >= 0x80 {
		w -= 4
	}
	if script == nil && !unicode.IsLetter(prev) && unicode.IsLower(r) && !strings.ContainsRune("éàâêîôáíóúäöüåæøçşıöüścčšžłżąėįāīēþðâășț", r) {
		w -= 2
	}
	return w
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

const (
	commonTraditional = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運史典維曰於其文"
	commonSimplified  = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)

const commonHangul = "이다는을가의에를한하고지로사기도은있리자니대서인과나정시들어라그부일스제해아수만여보원전상조장주구성안모공경면신오연동비우것무말없때년되게면으까지않합습된할했였었던"

func bestMulti(b []byte) (string, float64) {
	best, top := "", -1e9
	for _, c := range []struct {
		name   string
		common string
	}{{"shift_jis", "日本人大年中国会事一上出学生時行分月者見物文章書類報告資料名前東京社部長表回計画新"}, {"euc-jp", "日本人大年中国会事一上出学生時行分月者見物文章書類報告資料名前東京社部長表回計画新"}, {"gb18030", commonSimplified}, {"big5", commonTraditional}, {"euc-kr", ""}} {
		dec, _ := decoderOf(c.name)
		if c.name == "euc-kr" {
			dec, _ = decoderOf("cp949")
		}
		text, bad := dec(b)
		var sum, count float64
		for _, r := range text {
			if r < 0x80 {
				continue
			}
			count++
			switch {
			case r == utf8.RuneError:
				sum -= 20
			case c.common != "" && strings.ContainsRune(c.common, r):
				sum += 12
			case unicode.Is(unicode.Hangul, r):
				if c.name == "euc-kr" && strings.ContainsRune(commonHangul, r) {
					sum += 12
				} else if c.name == "euc-kr" {
					sum += 4
				} else {
					sum -= 5
				}
			case unicode.Is(unicode.Hiragana, r):
				if c.name == "shift_jis" || c.name == "euc-jp" {
					sum += 12
				} else {
					sum -= 3
				}
			case unicode.Is(unicode.Katakana, r):
				if r >= 0xff61 {
					sum -= 4
				} else if c.name == "shift_jis" || c.name == "euc-jp" {
					sum += 9
				}
			case unicode.Is(unicode.Han, r):
				if c.name == "euc-kr" {
					sum -= 2
				} else {
					sum += 5
				}
			case r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff5e || strings.ContainsRune("“”‘’…—·", r):
				sum += 7
			default:
				sum -= 8
			}
		}
		if count == 0 || float64(bad) > count/20+2 {
			continue
		}
		if s := sum / count; s > top {
			best, top = c.name, s
		}
	}
	return best, top
}
