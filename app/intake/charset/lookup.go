package charset

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Clean is the label as it is shown: lower case, without quotes, comments or
// surrounding space. A charset label is a header value and may hold anything.
func Clean(label string) string {
	label = strings.ToLower(strings.TrimSpace(label))
	if i := strings.IndexAny(label, ";,("); i >= 0 {
		label = label[:i]
	}
	label = strings.Trim(strings.TrimSpace(label), "\"'<> \t")
	// RFC 2231 allows "charset*language" and "charset'language'".
	if i := strings.IndexAny(label, "*'"); i > 0 {
		label = label[:i]
	}
	if len(label) > 60 {
		label = label[:60]
	}
	return label
}

// Known says whether the label names a character set that Decode can read.
func Known(label string) bool {
	_, ok := decoderOf(Clean(label))
	return ok
}

type decoder func(b []byte) (text string, bad int)

func decoderOf(label string) (decoder, bool) {
	switch label {
	case "utf-8", "utf8", "unicode-1-1-utf-8", "utf_8", "utf-8-sig", "utf8mb4", "cp65001":
		return decodeUTF8, true
	case "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "us", "646", "ansi_x3.4-1986", "iso_646.irv:1991", "cp367", "ibm367":
		return decodeASCII, true
	case "utf-7", "utf7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7":
		return decodeUTF7, true
	case "iso-2022-kr", "csiso2022kr":
		return decodeISO2022KR, true
	case "cp500", "ibm500", "ibm-500", "ebcdic-cp-be", "ebcdic-cp-ch":
		return decodeEBCDIC500, true
	case "cp037", "ibm037", "ibm-037", "cp1047", "ibm1047":
		e := encoding.Encoding(charmap.CodePage037)
		if strings.HasSuffix(label, "1047") {
			e = charmap.CodePage1047
		}
		return fromEncoding(e), true
	}
	if e := encodingOf(label); e != nil {
		return fromEncoding(e), true
	}
	return nil, false
}

func encodingOf(label string) encoding.Encoding {
	switch label {
	case "cp949", "ms949", "uhc", "ks_c_5601-1987", "ks_c_5601-1989", "ks_c_5601", "ksc5601", "ksc_5601", "korean", "x-windows-949", "windows-949", "euc_kr", "euckr":
		return korean.EUCKR
	case "mac-cyrillic", "mac_cyrillic", "maccyrillic", "x-mac-cyrillic", "x-mac-ukrainian", "cp10007":
		return charmap.MacintoshCyrillic
	case "mac-roman", "macroman", "mac_roman", "x-mac-roman", "cp10000", "applemac":
		return charmap.Macintosh
	case "gb2312", "gb_2312-80", "euc-cn", "euccn", "x-euc-cn", "gb18030-2000", "cp936", "ms936", "windows-936", "x-gbk":
		return simplifiedchinese.GB18030
	case "utf-16", "utf16", "ucs-2", "iso-10646-ucs-2", "unicode":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "utf-16le", "utf-16-le", "utf16le", "unicodelittle":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case "utf-16be", "utf-16-be", "utf16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case "utf-32", "utf32", "ucs-4":
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case "utf-32be":
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case "iso-8859-8-e", "iso-8859-8-i", "logical", "visual":
		return charmap.ISO8859_8
	case "tis620", "tis-620", "cp874", "windows-874", "iso-8859-11":
		return charmap.Windows874
	case "cp932", "ms932", "windows-932", "sjis", "x-sjis", "shift-jis", "shiftjis":
		label = "shift_jis"
	case "big5-hkscs", "big5hkscs", "cp950", "x-x-big5":
		label = "big5"
	}
	for _, try := range variants(label) {
		if e, err := htmlindex.Get(try); err == nil && e != encoding.Replacement {
			return e
		}
		if e, err := ianaindex.MIME.Encoding(try); err == nil && e != nil {
			return e
		}
		if e, err := ianaindex.IANA.Encoding(try); err == nil && e != nil {
			return e
		}
	}
	return nil
}

func variants(label string) []string {
	v := []string{label, strings.ReplaceAll(label, "_", "-")}
	for _, prefix := range []string{"cp-", "cp", "win-", "windows", "ansi-", "ms-ansi-"} {
		if rest, ok := strings.CutPrefix(label, prefix); ok {
			rest = strings.TrimLeft(rest, "-_")
			v = append(v, "windows-"+rest, "ibm"+rest, "cp"+rest)
		}
	}
	if rest, ok := strings.CutPrefix(label, "iso8859"); ok {
		v = append(v, "iso-8859-"+strings.TrimLeft(rest, "-_"))
	}
	if rest, ok := strings.CutPrefix(label, "8859"); ok {
		v = append(v, "iso-8859-"+strings.TrimLeft(rest, "-_"))
	}
	if rest, ok := strings.CutPrefix(label, "iso-8859"); ok {
		v = append(v, "iso-8859-"+strings.TrimLeft(rest, "-_"))
	}
	if rest, ok := strings.CutPrefix(label, "latin"); ok {
		v = append(v, "latin"+strings.TrimLeft(rest, "-_"))
	}
	if rest, ok := strings.CutPrefix(label, "x-"); ok {
		v = append(v, rest)
	}
	return v
}
