package pdf

import (
	"encoding/binary"
	"strings"

	"corridor/app/pdf/syntax"
)

// cffNames are the glyph names that every CFF font shares, by number.
const cffNames = ".notdef space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright asterisk plus comma hyphen period slash " +
	"zero one two three four five six seven eight nine colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V " +
	"W X Y Z bracketleft backslash bracketright asciicircum underscore quoteleft a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft " +
	"bar braceright asciitilde exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft " +
	"guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase quotedblright guillemotright " +
	"ellipsis perthousand questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut ogonek caron emdash " +
	"AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls onesuperior logicalnot mu trademark Eth onehalf " +
	"plusminus Thorn onequarter divide brokenbar degree thorn threequarters twosuperior registered minus eth multiply threesuperior copyright " +
	"Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde " +
	"Oacute Ocircumflex Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis " +
	"agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde oacute ocircumflex odieresis " +
	"ograve otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron exclamsmall Hungarumlautsmall dollaroldstyle dollarsuperior " +
	"ampersandsmall Acutesmall parenleftsuperior parenrightsuperior twodotenleader onedotenleader zerooldstyle oneoldstyle twooldstyle " +
	"threeoldstyle fouroldstyle fiveoldstyle sixoldstyle sevenoldstyle eightoldstyle nineoldstyle commasuperior threequartersemdash " +
	"periodsuperior questionsmall asuperior bsuperior centsuperior dsuperior esuperior isuperior lsuperior msuperior nsuperior osuperior " +
	"rsuperior ssuperior tsuperior ff ffi ffl parenleftinferior parenrightinferior Circumflexsmall hyphensuperior Gravesmall Asmall Bsmall Csmall " +
	"Dsmall Esmall Fsmall Gsmall Hsmall Ismall Jsmall Ksmall Lsmall Msmall Nsmall Osmall Psmall Qsmall Rsmall Ssmall Tsmall Usmall Vsmall Wsmall " +
	"Xsmall Ysmall Zsmall colonmonetary onefitted rupiah Tildesmall exclamdownsmall centoldstyle Lslashsmall Scaronsmall Zcaronsmall " +
	"Dieresissmall Brevesmall Caronsmall Dotaccentsmall Macronsmall figuredash hypheninferior Ogoneksmall Ringsmall Cedillasmall " +
	"questiondownsmall oneeighth threeeighths fiveeighths seveneighths onethird twothirds zerosuperior foursuperior fivesuperior sixsuperior " +
	"sevensuperior eightsuperior ninesuperior zeroinferior oneinferior twoinferior threeinferior fourinferior fiveinferior sixinferior " +
	"seveninferior eightinferior nineinferior centinferior dollarinferior periodinferior commainferior Agravesmall Aacutesmall Acircumflexsmall " +
	"Atildesmall Adieresissmall Aringsmall AEsmall Ccedillasmall Egravesmall Eacutesmall Ecircumflexsmall Edieresissmall Igravesmall Iacutesmall " +
	"Icircumflexsmall Idieresissmall Ethsmall Ntildesmall Ogravesmall Oacutesmall Ocircumflexsmall Otildesmall Odieresissmall OEsmall Oslashsmall " +
	"Ugravesmall Uacutesmall Ucircumflexsmall Udieresissmall Yacutesmall Thornsmall Ydieresissmall 001.000 001.001 001.002 001.003 Black Bold " +
	"Book Light Medium Regular Roman Semibold "

// cffEncoding reads the encoding inside an embedded CFF program: the text of
// each code. nil when it cannot be followed or is a standard one.
func cffEncoding(b []byte) []string {
	if len(b) < 4 {
		return nil
	}
	_, at := cffIndex(b, int(b[2]))
	tops, at := cffIndex(b, at)
	own, _ := cffIndex(b, at)
	if len(tops) == 0 {
		return nil
	}
	charset, enc, chars, cid := cffTop(tops[0])
	if cid || enc < 2 || enc >= len(b) || charset < 3 || charset >= len(b) || chars <= 0 {
		return nil
	}
	glyphs, _ := cffIndex(b, chars)
	names := cffCharset(b[charset:], len(glyphs), own)
	out := make([]string, 256)
	set := func(code, gid int) {
		if code < 256 && gid < len(names) {
			out[code] = syntax.Glyph(names[gid])
		}
	}
	e := b[enc:]
	if len(e) < 2 {
		return nil
	}
	n, end := int(e[1]), 0
	switch e[0] & 0x7f {
	case 0:
		end = 2 + n
		for i := 0; i < n && 2+i < len(e); i++ {
			set(int(e[2+i]), i+1)
		}
	case 1:
		gid := 1
		end = 2 + 2*n
		for i := 0; i < n && 3+2*i < len(e); i++ {
			for k := 0; k <= int(e[3+2*i]); k++ {
				set(int(e[2+2*i])+k, gid)
				gid++
			}
		}
	}
	if e[0]&0x80 != 0 && end < len(e) { // further codes of glyphs that have one
		sup := e[end+1:]
		for range e[end] {
			if len(sup) < 3 {
				break
			}
			if n := cffName(int(binary.BigEndian.Uint16(sup[1:])), strings.Fields(cffNames), own); n != "" {
				out[sup[0]] = syntax.Glyph(n)
			}
			sup = sup[3:]
		}
	}
	return out
}

// cffIndex reads an INDEX at a place; next is where it ends, past the end of
// the program when it is broken.
func cffIndex(b []byte, at int) (items [][]byte, next int) {
	lost := len(b) + 1
	if at < 0 || at+2 > len(b) {
		return nil, lost
	}
	n := int(binary.BigEndian.Uint16(b[at:]))
	if n == 0 {
		return nil, at + 2
	}
	if at+3 > len(b) {
		return nil, lost
	}
	size := int(b[at+2])
	base := at + 3 + (n+1)*size - 1
	if size < 1 || size > 4 || base > len(b) {
		return nil, lost
	}
	offset := func(i int) int {
		v := 0
		for _, c := range b[at+3+i*size : at+3+(i+1)*size] {
			v = v<<8 | int(c)
		}
		return base + v
	}
	for i := range n {
		from, to := offset(i), offset(i+1)
		if from < 0 || to < from || to > len(b) {
			return items, lost
		}
		items = append(items, b[from:to])
	}
	return items, offset(n)
}

// cffTop reads what is needed of a top dictionary.
func cffTop(d []byte) (charset, enc, chars int, cid bool) {
	var args []int
	last := func() int {
		if len(args) == 0 {
			return 0
		}
		return args[len(args)-1]
	}
	for i := 0; i < len(d); {
		c := d[i]
		i++
		switch {
		case c == 28 && i+2 <= len(d):
			args = append(args, int(int16(binary.BigEndian.Uint16(d[i:]))))
			i += 2
		case c == 29 && i+4 <= len(d):
			args = append(args, int(int32(binary.BigEndian.Uint32(d[i:]))))
			i += 4
		case c == 30:
			for i < len(d) && d[i]&15 != 15 && d[i]>>4 != 15 {
				i++
			}
			i++
		case c >= 32 && c <= 246:
			args = append(args, int(c)-139)
		case c >= 247 && c <= 250 && i < len(d):
			args = append(args, (int(c)-247)*256+int(d[i])+108)
			i++
		case c >= 251 && c <= 254 && i < len(d):
			args = append(args, -(int(c)-251)*256-int(d[i])-108)
			i++
		case c <= 21:
			switch c {
			case 12:
				cid = cid || i < len(d) && d[i] == 30
				i++
			case 15:
				charset = last()
			case 16:
				enc = last()
			case 17:
				chars = last()
			}
			args = args[:0]
		}
	}
	return charset, enc, chars, cid
}

// cffName is a glyph's name by its number: of those every font shares, or of
// the font's own.
func cffName(sid int, std []string, own [][]byte) string {
	switch {
	case sid < len(std):
		return std[sid]
	case sid-len(std) < len(own):
		return string(own[sid-len(std)])
	}
	return ""
}

// cffCharset gives the name of each glyph.
func cffCharset(b []byte, glyphs int, own [][]byte) []string {
	std := strings.Fields(cffNames)
	name := func(sid int) string { return cffName(sid, std, own) }
	out := []string{".notdef"}
	if len(b) == 0 {
		return out
	}
	format, b := b[0], b[1:]
	for len(out) < glyphs {
		step := map[byte]int{0: 2, 1: 3, 2: 4}[format]
		if step == 0 || len(b) < step {
			return out
		}
		sid, left := int(binary.BigEndian.Uint16(b)), 0
		switch format {
		case 1:
			left = int(b[2])
		case 2:
			left = int(binary.BigEndian.Uint16(b[2:]))
		}
		b = b[step:]
		for k := 0; k <= left && len(out) < glyphs; k++ {
			out = append(out, name(sid+k))
		}
	}
	return out
}
