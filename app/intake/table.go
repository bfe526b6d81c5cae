package intake

import (
	"strings"
)

// readCSV reads a table: the text exactly as it came, its size, and a warning
// for cells that a spreadsheet would run.
func (r *reader) readCSV(in input) found {
	d := r.decode(in.b, in.charset)
	if d.NotText {
		return fail("csv", "unknown-charset", "the bytes are no text in any character set that could be told")
	}
	f := found{kind: "csv", charset: d.Charset}
	t := ParseTable(d.Text)
	f.rows = len(t.Rows)
	for _, row := range t.Rows {
		f.columns = max(f.columns, len(row))
		for _, cell := range row {
			if formulaCell(cell) {
				r.warn("formula-cell", "a cell begins with %q: a spreadsheet would calculate it; it is shown as text", shorten(cell, 40))
				break
			}
		}
	}
	if t.Cut {
		r.warn("damaged-part", "the table is longer than %d bytes or has more than %d cells: its rows were counted only so far", maxTable, maxCells)
	}
	if t.Ragged {
		r.warn("malformed", "not all rows of the table have the same number of cells, or a quote is not closed")
	}
	r.say(d.Text)
	return f
}

func formulaCell(cell string) bool {
	c := strings.TrimLeft(cell, " \t\r\n")
	if c == "" {
		return false
	}
	switch c[0] {
	case '=':
		return true
	case '@', '+', '-':
		return len(c) > 1 && strings.ContainsAny(c, "(!|") && !strings.ContainsAny(c[1:2], "0123456789 ") || strings.Contains(c, "cmd|")
	}
	return false
}

// Table is delimited text taken apart. Cells are as written, never numbers:
// an IMEI keeps its digits and a telephone number its plus sign.
type Table struct {
	Comma  rune
	Rows   [][]string
	Ragged bool // rows differ in length, or a quote was left open
	Cut    bool // the text was longer than maxTable, or had more than maxCells cells; the rest is not in Rows
}

// maxTable is how much text is taken apart into cells.
const maxTable = 16 << 20

// maxCells is how many cells are taken apart.
const maxCells = 2 << 20

// ParseTable splits delimited text. It never fails: a quote left open closes
// at the end of the text.
func ParseTable(text string) Table {
	t := Table{Comma: delimiter(text)}
	var row []string
	var cell strings.Builder
	quoted, started := false, false
	cells := 0
	endRow := func() {
		row = append(row, cell.String())
		cells++
		cell.Reset()
		if len(row) > 1 || row[0] != "" {
			t.Rows = append(t.Rows, row)
		}
		row, started = nil, false
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if len(text) > maxTable {
		text, t.Cut = text[:maxTable], true
	}
	comma := byte(t.Comma)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			cell.WriteByte('"')
			i++
		case quoted && c == '"':
			quoted = false
		case quoted:
			cell.WriteByte(c)
		case c == '"' && !started:
			quoted, started = true, true
		case c == comma:
			if cells++; cells > maxCells {
				t.Cut = true
				i = len(text)
			}
			row = append(row, cell.String())
			cell.Reset()
			started = false
		case c == '\n' || c == '\r':
			if c == '\r' && i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			endRow()
		default:
			started = started || c != ' '
			cell.WriteByte(c)
		}
	}
	if cell.Len() > 0 || len(row) > 0 {
		endRow()
	}
	t.Ragged = quoted
	for _, r := range t.Rows {
		t.Ragged = t.Ragged || len(r) != len(t.Rows[0])
	}
	return t
}

// delimiter is the sign that cuts the first lines most evenly.
func delimiter(text string) rune {
	best, top := ',', 0
	for _, c := range []rune{',', ';', '\t', '|'} {
		var counts []int
		n, quoted := 0, false
		for _, x := range text[:min(len(text), 8<<10)] {
			switch {
			case x == '"':
				quoted = !quoted
			case quoted:
			case x == c:
				n++
			case x == '\n':
				counts = append(counts, n)
				n = 0
			}
		}
		if n > 0 {
			counts = append(counts, n)
		}
		if len(counts) == 0 {
			continue
		}
		same := 0
		for _, k := range counts {
			if k == counts[0] && k > 0 {
				same++
			}
		}
		if score := same*100/len(counts)*10 + min(counts[0], 9); same > 0 && score > top {
			best, top = c, score
		}
	}
	return best
}
