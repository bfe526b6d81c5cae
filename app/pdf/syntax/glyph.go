package syntax

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Glyph is the text of a glyph by its name, as the Adobe glyph naming rule
// has it: known names, uniXXXX, uXXXXX, parts joined by "_", a suffix after a
// dot left off. "" when the name says nothing.
func Glyph(n string) string {
	switch n {
	case "fi", "fl", "ff", "ffi", "ffl":
		return n
	}
	if n == ".notdef" {
		return ""
	}
	if i := strings.IndexByte(n, '.'); i > 0 {
		n = n[:i]
	}
	if strings.Contains(n, "_") && len(n) < 100 {
		var out string
		for _, p := range strings.Split(n, "_") {
			out += Glyph(p)
		}
		return out
	}
	if r := plainGlyph(n); r != 0 {
		return string(r)
	}
	if h, ok := strings.CutPrefix(n, "uni"); ok && len(h) >= 4 && len(h)%4 == 0 && len(h) < 64 {
		var out strings.Builder
		for i := 0; i < len(h); i += 4 {
			v, err := strconv.ParseUint(h[i:i+4], 16, 16)
			if err != nil {
				return ""
			}
			out.WriteRune(rune(v))
		}
		return out.String()
	}
	if h, ok := strings.CutPrefix(n, "u"); ok && len(h) >= 4 && len(h) <= 6 {
		if v, err := strconv.ParseUint(h, 16, 32); err == nil && v <= utf8.MaxRune {
			return string(rune(v))
		}
	}
	return afii(n)
}

func plainGlyph(n string) rune {
	if len(n) == 1 {
		return rune(n[0])
	}
	if r := namedGlyph(n); r != 0 {
		return r
	}
	// A letter with an accent in its name: compose it.
	for i := 1; i <= 2 && i < len(n); i++ {
		base := rune(n[0])
		if i == 2 {
			switch n[:2] {
			case "ae", "AE":
				base = map[string]rune{"ae": 'æ', "AE": 'Æ'}[n[:2]]
			default:
				continue
			}
		}
		if accent := accentOf(n[i:]); accent != 0 {
			if c := []rune(norm.NFC.String(string(base) + string(accent))); len(c) == 1 {
				return c[0]
			}
		}
	}
	return greekGlyph(n)
}

func accentOf(s string) rune {
	switch s {
	case "acute":
		return 0x301
	case "grave":
		return 0x300
	case "circumflex":
		return 0x302
	case "tilde":
		return 0x303
	case "dieresis":
		return 0x308
	case "caron":
		return 0x30c
	case "breve":
		return 0x306
	case "ogonek":
		return 0x328
	case "cedilla", "commaaccent":
		return 0x327
	case "macron":
		return 0x304
	case "dotaccent", "dot":
		return 0x307
	case "ring":
		return 0x30a
	case "hungarumlaut":
		return 0x30b
	case "dotbelow":
		return 0x323
	case "hookabove":
		return 0x309
	case "horn":
		return 0x31b
	}
	return 0
}

// glyphList pairs names and signs; it is searched, not indexed, and results
// are kept per font.
const glyphList = " space:\u0020 exclam:! quotedbl:\" numbersign:# dollar:$ percent:% ampersand:& quotesingle:' parenleft:( parenright:) asterisk:* plus:+ comma:, hyphen:- period:. slash:/ " +
	"zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 colon:: semicolon:; less:< equal:= greater:> question:? at:@ " +
	"bracketleft:[ backslash:\\ bracketright:] asciicircum:^ underscore:_ grave:` braceleft:{ bar:| braceright:} asciitilde:~ " +
	"exclamdown:¡ cent:¢ sterling:£ currency:¤ yen:¥ brokenbar:¦ section:§ dieresis:¨ copyright:© ordfeminine:ª guillemotleft:« logicalnot:¬ sfthyphen:- softhyphen:- registered:® macron:¯ degree:° " +
	"plusminus:± twosuperior:² threesuperior:³ acute:´ mu:µ mu1:µ paragraph:¶ periodcentered:· middot:· cedilla:¸ onesuperior:¹ ordmasculine:º guillemotright:» onequarter:¼ onehalf:½ threequarters:¾ questiondown:¿ " +
	"AE:Æ Eth:Ð multiply:× Oslash:Ø Thorn:Þ germandbls:ß ae:æ eth:ð divide:÷ oslash:ø thorn:þ dcroat:đ Dcroat:Đ dmacron:đ Lslash:Ł lslash:ł OE:Œ oe:œ dotlessi:ı dotlessj:ȷ Tbar:Ŧ tbar:ŧ Hbar:Ħ hbar:ħ Eng:Ŋ eng:ŋ kgreenlandic:ĸ ij:ĳ IJ:Ĳ ldot:ŀ Ldot:Ŀ napostrophe:ŉ longs:ſ florin:ƒ " +
	"circumflex:ˆ caron:ˇ breve:˘ dotaccent:˙ ring:˚ ogonek:˛ tilde:˜ hungarumlaut:˝ endash:– emdash:— horizontalbar:― quoteleft:‘ quoteright:’ quotesinglbase:‚ quotereversed:‛ quotedblleft:“ quotedblright:” quotedblbase:„ dagger:† daggerdbl:‡ bullet:• ellipsis:… perthousand:‰ guilsinglleft:‹ guilsinglright:› fraction:⁄ Euro:€ euro:€ trademark:™ minus:− " +
	"fi:fi fl:fl ff:ff ffi:ffi ffl:ffl nbspace:\u00a0 nonbreakingspace:\u00a0 partialdiff:∂ Delta:Δ product:∏ summation:∑ radical:√ infinity:∞ integral:∫ approxequal:≈ notequal:≠ lessequal:≤ greaterequal:≥ lozenge:◊ Omega:Ω arrowright:→ arrowleft:← arrowup:↑ arrowdown:↓ checkbox:☐ checkmark:✓ afii61352:№ numero:№ franc:₣ lira:₤ peseta:₧ estimated:℮ apple:\uf8ff visiblespace:\u0020 " +
	"space_uni00A0:\u0020 figuredash:‒ asteriskmath:∗ element:∈ universal:∀ existential:∃ similar:∼ congruent:≅ therefore:∴ perpendicular:⊥ angle:∠ intersection:∩ union:∪ logicaland:∧ logicalor:∨ "

func namedGlyph(n string) rune {
	i := strings.Index(glyphList, " "+n+":")
	if i < 0 || strings.ContainsAny(n, " :") {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(glyphList[i+len(n)+2:])
	return r
}

const greekNames = " alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma1 sigma tau upsilon phi chi psi omega "

func greekGlyph(n string) rune {
	low := strings.ToLower(n)
	tonos := ""
	for _, t := range []string{"dieresistonos", "tonos", "dieresis"} {
		if strings.HasSuffix(low, t) {
			low, tonos = strings.TrimSuffix(low, t), t
			break
		}
	}
	at := -1
	for i, g := range strings.Fields(greekNames) {
		if g == low {
			at = i
		}
	}
	if at < 0 {
		return 0
	}
	r := rune(0x3b1 + at)
	if unicode.IsUpper(rune(n[0])) {
		r -= 0x20
	}
	mark := map[string]string{"tonos": "\u0301", "dieresis": "\u0308", "dieresistonos": "\u0308\u0301"}[tonos]
	c := []rune(norm.NFC.String(string(r) + mark))
	return c[0]
}

// afii reads the numbered names of Cyrillic, Hebrew and Arabic letters.
func afii(n string) string {
	h, ok := strings.CutPrefix(n, "afii")
	if !ok {
		return ""
	}
	v, err := strconv.Atoi(h)
	if err != nil {
		return ""
	}
	r := rune(0)
	switch {
	case v >= 10017 && v <= 10022:
		r = rune(0x410 + v - 10017)
	case v == 10023:
		r = 'Ё'
	case v >= 10024 && v <= 10049:
		r = rune(0x416 + v - 10024)
	case v >= 10065 && v <= 10070:
		r = rune(0x430 + v - 10065)
	case v == 10071:
		r = 'ё'
	case v >= 10072 && v <= 10097:
		r = rune(0x436 + v - 10072)
	case v >= 10050 && v <= 10062:
		r = []rune("ҐЂЃЄЅІЇЈЉЊЋЌЎ")[v-10050]
	case v >= 10098 && v <= 10110:
		r = []rune("ґђѓєѕіїјљњћќў")[v-10098]
	case v == 10145:
		return "Џ"
	case v == 10193:
		return "џ"
	case v >= 57664 && v <= 57690:
		r = rune(0x5d0 + v - 57664)
	case v >= 57409 && v <= 57434:
		r = rune(0x621 + v - 57409)
	case v >= 57440 && v <= 57458:
		r = rune(0x640 + v - 57440)
	case v == 57388:
		return "،"
	case v == 57403:
		return "؛"
	case v == 57407:
		return "؟"
	}
	if r == 0 {
		return ""
	}
	return string(r)
}

// symbolSigns are the signs of the font Symbol from code 32 and from code 161
// (PDF 32000-1, annex D.5).
const (
	symbolLow  = " !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
	symbolHigh = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\x00〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)

func symbolEncoding() (t [256]string) {
	at := 32
	for _, r := range symbolLow {
		t[at] = string(r)
		at++
	}
	t[160], at = "€", 161
	for _, r := range symbolHigh {
		if r != 0 {
			t[at] = string(r)
		}
		at++
	}
	return t
}

// BaseEncoding is the letter of each code in one of the named encodings of
// simple fonts (annex D); what is not named so is read as WinAnsiEncoding.
func BaseEncoding(n Name) [256]string {
	if n == "Symbol" {
		return symbolEncoding()
	}
	var t [256]string
	page := charmap.Windows1252
	if n == "MacRomanEncoding" {
		page = charmap.Macintosh
	}
	for i := 32; i < 256; i++ {
		if r := page.DecodeByte(byte(i)); r != utf8.RuneError && !(r >= 0x7f && r < 0xa0) {
			t[i] = string(r)
		}
	}
	if n == "StandardEncoding" {
		for i := 127; i < 256; i++ {
			t[i] = ""
		}
		t['\''], t['`'] = "’", "‘"
		for at, s := range map[int]string{
			161: "¡¢£⁄¥ƒ§¤'“«‹›", 177: "–†‡·", 182: "¶•‚„”»…‰", 191: "¿", 193: "`´ˆ˜¯˘˙¨", 202: "˚¸", 205: "˝˛ˇ—", 225: "Æ", 227: "ª", 232: "ŁØŒº", 241: "æ", 245: "ı", 248: "łøœß",
		} {
			i := at
			for _, r := range s {
				t[i] = string(r)
				i++
			}
		}
		t[174], t[175] = "fi", "fl"
	}
	return t
}
