package syntax

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// A value is nil, a bool, an int, a float64, a []byte (a string of the file,
// its escapes undone), a Name, a Ref, a []any, a Dict or a Keyword.
type (
	// Name is kept without its slash, #xx undone.
	Name string
	// Ref points at an object by number and generation.
	Ref struct{ Num, Gen int }
	// Dict is a dictionary. Under Strays it keeps what no reader shows.
	Dict map[Name]any
	// Keyword is a bare word that is not a value: obj, endobj, an operator.
	Keyword string
)

// Strays is the key of a Dict under which values stand that have no key, and
// those whose key came again: a list in the order of the file.
const Strays Name = ""

// MaxNest bounds arrays and dictionaries inside each other. What lies deeper
// is taken as if it stood at that depth.
const MaxNest = 64

// Lexer takes values out of bytes. It never fails: what cannot be read is a
// keyword, and every call of Next moves on.
type Lexer struct {
	B   []byte
	Pos int
	// Refs says whether "1 0 R" is a reference, as it is outside content.
	Refs bool
	// Notes takes comments, and words that stand where only values may, where
	// somebody wants them. It stops at MaxNotes.
	Notes *bytes.Buffer
	// Broken is set when a string runs to the end of the bytes.
	Broken bool
}

// MaxNotes bounds what a Lexer notes, in bytes: a file with more has been
// through several readings of the same bytes.
const MaxNotes = 16 << 20

// Space says whether c is white space (7.2.2).
func Space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}

// Delimiter says whether c ends a name, a number or a word (7.2.2).
func Delimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// regular marks the bytes that names and words are made of.
var regular = func() (t [256]bool) {
	for c := range t {
		t[c] = !Space(byte(c)) && !Delimiter(byte(c))
	}
	return t
}()

// Skip passes over white space and comments.
func (l *Lexer) Skip() {
	for l.Pos < len(l.B) {
		switch c := l.B[l.Pos]; {
		case Space(c):
			l.Pos++
		case c == '%':
			from := l.Pos
			for l.Pos < len(l.B) && l.B[l.Pos] != '\n' && l.B[l.Pos] != '\r' {
				l.Pos++
			}
			l.note(l.B[from:l.Pos])
		default:
			return
		}
	}
}

func (l *Lexer) note(b []byte) {
	if l.Notes != nil && l.Notes.Len() < MaxNotes {
		l.Notes.Write(b)
		l.Notes.WriteByte('\n')
	}
}

// End says whether nothing but white space and comments is left.
func (l *Lexer) End() bool {
	l.Skip()
	return l.Pos >= len(l.B)
}

// Next reads one value. At the end of the bytes it is the empty Keyword.
func (l *Lexer) Next() any { return l.next(0) }

func (l *Lexer) next(depth int) any {
	l.Skip()
	if l.Pos >= len(l.B) {
		return Keyword("")
	}
	switch c := l.B[l.Pos]; c {
	case '/':
		return l.name()
	case '(':
		return l.literal()
	case '<':
		if l.Pos+1 < len(l.B) && l.B[l.Pos+1] == '<' {
			l.Pos += 2
			return l.dict(depth)
		}
		return l.hex()
	case '[':
		l.Pos++
		return l.array(depth)
	case '>':
		l.Pos++
		if l.Pos < len(l.B) && l.B[l.Pos] == '>' {
			l.Pos++
			return Keyword(">>")
		}
		return Keyword(">")
	case ']', ')', '{', '}':
		l.Pos++
		return Keyword(c)
	case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return l.number()
	}
	return l.word()
}

// run takes the bytes up to white space or a delimiter.
func (l *Lexer) run() []byte {
	from := l.Pos
	for l.Pos < len(l.B) && regular[l.B[l.Pos]] {
		l.Pos++
	}
	return l.B[from:l.Pos]
}

// words are those that every file is full of, made into values once.
var words = func() map[string]any {
	t := map[string]any{"true": true, "false": false, "null": nil}
	for _, w := range strings.Fields("obj endobj stream endstream xref trailer n f " +
		"b B b* B* BDC BI BMC BT c cm CS cs d d0 d1 Do DP EI EMC ET EX F f* G g gs h i ID j J K k l M m MP " +
		"q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"") {
		t[w] = Keyword(w)
	}
	return t
}()

func (l *Lexer) word() any {
	w := l.run()
	if v, ok := words[string(w)]; ok {
		return v
	}
	return Keyword(w)
}

func (l *Lexer) name() Name {
	l.Pos++
	raw := l.run()
	if bytes.IndexByte(raw, '#') < 0 {
		return Name(raw)
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) && nibble(raw[i+1]) >= 0 && nibble(raw[i+2]) >= 0 {
			out = append(out, byte(nibble(raw[i+1])<<4|nibble(raw[i+2])))
			i += 2
			continue
		}
		out = append(out, raw[i])
	}
	return Name(out)
}

func (l *Lexer) number() any {
	from, whole := l.Pos, true
	for ; l.Pos < len(l.B); l.Pos++ {
		switch c := l.B[l.Pos]; {
		case c >= '0' && c <= '9':
		case c == '.', c == '-', c == '+':
			whole = whole && c != '.' && l.Pos == from
		default:
			return l.numeral(l.B[from:l.Pos], whole)
		}
	}
	return l.numeral(l.B[from:l.Pos], whole)
}

func (l *Lexer) numeral(s []byte, whole bool) any {
	if !whole || len(s) > 18 {
		return real(s)
	}
	n, digits := 0, 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n, digits = n*10+int(c-'0'), digits+1
		}
	}
	switch {
	case digits == 0:
		return real(s)
	case s[0] == '-':
		return -n
	}
	if l.Refs {
		if r, ok := l.reference(n); ok {
			return r
		}
	}
	return n
}

// real reads a number with a point. "--5", "1.2.3" and "5-3" occur: the sense
// of the front is taken.
func real(s []byte) float64 {
	neg := false
	for len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		neg = neg || s[0] == '-'
		s = s[1:]
	}
	if i := bytes.IndexAny(s, "+-"); i >= 0 {
		s = s[:i]
	}
	if i := bytes.IndexByte(s, '.'); i >= 0 {
		if j := bytes.IndexByte(s[i+1:], '.'); j >= 0 {
			s = s[:i+1+j]
		}
	}
	f := decimal(s)
	if neg {
		return -f
	}
	return f
}

// decimal reads digits with at most one point among them.
func decimal(s []byte) float64 {
	if len(s) > 15 {
		f, _ := strconv.ParseFloat(string(s), 64)
		return f
	}
	n, below, point := 0.0, 1.0, false
	for _, c := range s {
		if c == '.' {
			point = true
			continue
		}
		n = n*10 + float64(c-'0')
		if point {
			below *= 10
		}
	}
	return n / below
}

// reference looks for "0 R" after a number.
func (l *Lexer) reference(n int) (Ref, bool) {
	at := l.Pos
	for at < len(l.B) && Space(l.B[at]) {
		at++
	}
	g, digits := 0, 0
	for at < len(l.B) && l.B[at] >= '0' && l.B[at] <= '9' && digits < 6 {
		g = g*10 + int(l.B[at]-'0')
		at++
		digits++
	}
	if digits == 0 {
		return Ref{}, false
	}
	gap := at
	for at < len(l.B) && Space(l.B[at]) {
		at++
	}
	if at == gap || at >= len(l.B) || l.B[at] != 'R' || at+1 < len(l.B) && regular[l.B[at+1]] {
		return Ref{}, false
	}
	l.Pos = at + 1
	return Ref{n, g}, true
}

// array ends at its bracket, and where the object around it must have ended.
func (l *Lexer) array(depth int) []any {
	out := []any{}
	for depth < MaxNest && !l.End() {
		v := l.next(depth + 1)
		k, ok := v.(Keyword)
		switch {
		case !ok:
			out = append(out, v)
		case k == "]":
			return out
		case k == "endobj" || k == "endstream" || k == ">>":
			l.Pos -= len(k)
			return out
		default:
			l.note([]byte(k))
		}
	}
	return out
}

// dict is array for a dictionary, whose opening brackets have been read.
func (l *Lexer) dict(depth int) Dict {
	out := Dict{}
	key, have := Name(""), false
	for depth < MaxNest && !l.End() {
		v := l.next(depth + 1)
		if k, ok := v.(Keyword); ok {
			switch k {
			case ">>":
				return out
			case "endobj", "stream":
				l.Pos -= len(k)
				return out
			}
			l.note([]byte(k))
			have = false
			continue
		}
		n, isName := v.(Name)
		switch {
		case have:
			out.put(key, v)
			have = false
		case isName:
			key, have = n, true
		default:
			out.stray(v)
		}
	}
	return out
}

func (d Dict) put(k Name, v any) {
	if k == Strays {
		d.stray(v)
		return
	}
	if old, twice := d[k]; twice {
		d.stray(old)
	}
	d[k] = v
}

func (d Dict) stray(v any) {
	list, _ := d[Strays].([]any)
	d[Strays] = append(list, v)
}

// Number is v as a number.
func Number(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// Int is v as a whole number between -2^30 and 2^30; 0 when it is not one.
func Int(v any) int {
	n, _ := Number(v)
	if math.IsNaN(n) || n > 1<<30 || n < -(1<<30) {
		return 0
	}
	return int(n)
}
