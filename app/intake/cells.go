package intake

import (
	"encoding/xml"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// errLong says that text was cut at its limit: a few bytes of a workbook can
// stand for very much text.
var errLong = errors.New("the text is over the limit")

// sheetText gives the cells row by row, a tab between cells, up to room bytes.
func sheetText(b []byte, w *workbook, room int) (text string, hidden bool, err error) {
	var out, cell, formula strings.Builder
	var typ, style string
	inValue, inFormula, phonetic := false, false, 0
	col, rowStart := 0, true
	d := newXML(b)
	for {
		if out.Len() > room {
			return out.String(), hidden, errLong
		}
		tok, err := d.Token()
		if err != nil {
			if err.Error() == "EOF" {
				err = nil
			}
			return out.String(), hidden, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				rowStart, col = true, 0
				hidden = hidden || attr(t, "hidden") == "1" || attr(t, "hidden") == "true"
			case "col":
				hidden = hidden || attr(t, "hidden") == "1" || attr(t, "hidden") == "true"
			case "c":
				typ, style = attr(t, "t"), attr(t, "s")
				cell.Reset()
				formula.Reset()
				at := column(attr(t, "r"))
				if at < 0 {
					at = col
				}
				if !rowStart || at > 0 {
					out.WriteString(strings.Repeat("\t", max(1, min(at-col, 50))))
				}
				col, rowStart = at, false
			case "v":
				inValue = true
			case "t":
				inValue = typ == "inlineStr" && phonetic == 0
			case "f":
				inFormula = true
				w.formulas++
			case "rPh":
				phonetic++
			case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
				cell.Reset()
				inValue = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "c":
				out.WriteString(w.value(cell.String(), typ, style))
				if cell.Len() == 0 && formula.Len() > 0 {
					out.WriteString("=" + formula.String())
				}
			case "row":
				out.WriteString("\n")
			case "v", "t":
				inValue = false
			case "f":
				inFormula = false
			case "rPh":
				phonetic--
			case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
				inValue = false
				out.WriteString("\n" + headWords(cell.String()) + "\n")
			}
		case xml.CharData:
			if inValue {
				cell.Write(t)
			} else if inFormula {
				formula.Write(t)
			}
		}
	}
}

var headCode = regexp.MustCompile(`&(?:[LCR]|"[^"]*"|\d{1,3}|K[0-9A-Fa-f]{6}|K\d\d[+\-]\d{3}|[BIUESXYGOH])`)

// headWords takes the codes for place and type out of a sheet's header or
// footer; those for page, date and name stay as they are.
func headWords(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(headCode.ReplaceAllString(s, " "), "&&", "&"))
}

// column is the index of a cell address such as "AB12", from 0; -1 when there
// is none.
func column(ref string) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 20000 {
			return -1
		}
	}
	return n - 1
}

func (w *workbook) value(raw, typ, style string) string {
	switch typ {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(raw)); err == nil && i >= 0 && i < len(w.shared) {
			return w.string(i)
		}
		return raw
	case "b":
		if raw == "1" {
			return "TRUE"
		}
		return "FALSE"
	case "str", "inlineStr", "e", "d":
		return raw
	}
	if s, err := strconv.Atoi(style); err == nil && s >= 0 && s < len(w.dates) && w.dates[s] {
		if v, err := strconv.ParseFloat(strings.TrimSpace(raw), 64); err == nil && v >= 0 && v < 3e6 {
			return w.date(v)
		}
	}
	if strings.ContainsAny(raw, "eE") {
		if v, err := strconv.ParseFloat(raw, 64); err == nil && v == float64(int64(v)) && v > -1e18 && v < 1e18 {
			return strconv.FormatInt(int64(v), 10)
		}
	}
	return raw
}

func (w *workbook) date(v float64) string {
	day := int(v)
	secs := int((v-float64(day))*86400 + 0.5)
	t := w.epoch.AddDate(0, 0, day).Add(time.Duration(secs) * time.Second)
	switch {
	case day == 0:
		return t.Format("15:04:05")
	case secs == 0:
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04:05")
}

func sharedStrings(b []byte) []string {
	var out []string
	var s strings.Builder
	inText, phonetic := false, 0
	d := newXML(b)
	for {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				s.Reset()
			case "t":
				inText = phonetic == 0
			case "rPh":
				phonetic++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				if len(out) < 4<<20 {
					out = append(out, s.String())
				}
			case "t":
				inText = false
			case "rPh":
				phonetic--
			}
		case xml.CharData:
			if inText {
				s.Write(t)
			}
		}
	}
}

// dateStyles says for each cell style whether its number is a date or time.
func dateStyles(b []byte) []bool {
	custom := map[string]bool{}
	var out []bool
	inCells := false
	d := newXML(b)
	for {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				custom[attr(t, "numFmtId")] = dateFormat(attr(t, "formatCode"))
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					id := attr(t, "numFmtId")
					n, _ := strconv.Atoi(id)
					out = append(out, custom[id] || n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58)
				}
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inCells = false
			}
		}
	}
}

func dateFormat(code string) bool {
	quoted, bracket := false, false
	for _, c := range strings.ToLower(code) {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case quoted || bracket:
		case c == 'y' || c == 'd' || c == 'h' || c == 'm' || c == 's':
			return true
		}
	}
	return false
}

// excelEpoch is day 0 of dates in workbooks.
func excelEpoch() time.Time { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }
