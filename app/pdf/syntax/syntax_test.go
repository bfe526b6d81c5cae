package syntax

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestValues(t *testing.T) {
	for _, c := range []struct {
		in   string
		want any
	}{
		{"", Keyword("")}, {"% only a note", Keyword("")},
		{"true", true}, {"null", nil}, {"obj", Keyword("obj")}, {"Tj%x", Keyword("Tj")},
		{"12", 12}, {"-7", -7}, {"+7", 7}, {"007", 7}, {"1.5", 1.5}, {"-.5", -.5}, {"4.", 4.0}, {"--5", -5.0}, {"1.2.3", 1.2}, {"5-3", 5.0}, {"-", 0.0}, {"12abc", 12},
		{"99999999999999999999", 1e20}, {"0.1", 0.1}, {"3.14159", 3.14159},
		{"/A#42#zz", Name("AB#zz")}, {"/", Name("")}, {"/A/B", Name("A")}, {"/A#4", Name("A#4")},
		{`(a\(b\)\101\
c(d)\53\q)`, []byte("a(b)Ac(d)+q")}, {"(a\r\nb\rc)", []byte("a\nb\nc")}, {`(\n\r\t\b\f\\)`, []byte("\n\r\t\b\f\\")},
		{"<48 69>", []byte("Hi")}, {"<4>", []byte("@")}, {"<>", []byte{}},
		{"1 0 R", Ref{1, 0}}, {"1 0 RG", 1}, {"1 0R", 1}, {"12 65535 R]", Ref{12, 65535}}, {"-1 0 R", -1},
		{"[1 2 R (x) foo]", []any{Ref{1, 2}, []byte("x")}},
		{"<</A 1/B[2 0 R]>>", Dict{"A": 1, "B": []any{Ref{2, 0}}}},
		{"<</A<</B 1>>/C/D>>", Dict{"A": Dict{"B": 1}, "C": Name("D")}},
		{"<</A 1", Dict{"A": 1}}, {"<</A [1 2 endobj", Dict{"A": []any{1, 2}}}, {"<</A 1 stream", Dict{"A": 1}},
		{"<</A 1 /A 2 (x) /B foo 3>>", Dict{"A": 2, Strays: []any{1, []byte("x"), 3}}},
		{">", Keyword(">")}, {">>", Keyword(">>")}, {"}", Keyword("}")},
	} {
		l := Lexer{B: []byte(c.in), Refs: true}
		got := l.Next()
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %#v, want %#v", c.in, got, c.want)
		}
	}
	l := Lexer{B: []byte("1 0 R")}
	if l.Next() != 1 || l.Next() != 0 || l.Next() != Keyword("R") || !l.End() {
		t.Error("in content there are no references")
	}
}

func TestWhatStandsBesideValuesIsNoted(t *testing.T) {
	var notes bytes.Buffer
	l := Lexer{B: []byte("% first\n<</A 1 junk [2 more] % last\r>>"), Notes: &notes}
	l.Next()
	if got := notes.String(); got != "% first\njunk\nmore\n% last\n" {
		t.Errorf("%q", got)
	}
}

func TestUnendedStringsAreBroken(t *testing.T) {
	for in, want := range map[string]bool{"(a)": false, "(a": true, "<41>": false, "<41": true, `(a\`: true, "[(a) (b": true} {
		l := Lexer{B: []byte(in)}
		l.Next()
		if l.Broken != want || !l.End() {
			t.Errorf("%q: broken %v at %d", in, l.Broken, l.Pos)
		}
	}
}

func TestDeepNestingKeepsItsStrings(t *testing.T) {
	for _, open := range []string{"[", "<</K "} {
		l := Lexer{B: []byte(strings.Repeat(open, 5000) + "(kept)")}
		if s := fmt.Sprintf("%s", l.Next()); !strings.Contains(s, "kept") {
			t.Errorf("%s: lost", open)
		}
	}
}

func TestObjectsAndStreams(t *testing.T) {
	b := []byte("12 3 obj\n<<>>\nstream\r\nabc\r\nendstream\nendobj")
	own, start, ok := Head(b, 5)
	if !ok || own != (Ref{12, 3}) || start != 0 {
		t.Errorf("head %v %d %v", own, start, ok)
	}
	if _, _, ok := Head(b, bytes.LastIndex(b, []byte("obj"))); ok {
		t.Error("endobj is no head")
	}
	if _, _, ok := Head([]byte("x obj"), 2); ok {
		t.Error("a head without numbers")
	}
	at, ok := StreamAt(b, 13)
	if !ok || !bytes.HasPrefix(b[at:], []byte("abc")) {
		t.Fatalf("stream at %d %v", at, ok)
	}
	if _, ok := StreamAt(b, at); ok {
		t.Error("a stream where none begins")
	}
	for _, c := range []struct {
		length int
		rest   string
		want   string
		how    int
	}{
		{3, "abc\nendstream", "abc", Stated}, {9, "abc\nendstream", "abc", Sought}, {-1, "abc\r\nendstream", "abc", Sought},
		{2, "abc\nendobj", "abc", Sought}, {99, "abc", "abc", Endless}, {0, "endstream", "", Stated},
	} {
		body, how := Stream([]byte(c.rest), 0, c.length)
		if string(body) != c.want || how != c.how {
			t.Errorf("%d %q: %q %d", c.length, c.rest, body, how)
		}
	}
	l := Lexer{B: []byte("\x00EIx EI Q")}
	if l.SkipPicture(); l.Next() != Keyword("Q") {
		t.Error("content after a picture")
	}
}

func TestFiltersUndo(t *testing.T) {
	if got := Un85([]byte("87cURD]i,\"Ebo80~>")); string(got) != "Hello World!" {
		t.Errorf("85: %q", got)
	}
	if got := UnRun([]byte{2, 'a', 'b', 'c', 254, 'x', 128}, 1<<20); string(got) != "abcxxx" {
		t.Errorf("run: %q", got)
	}
	if got := UnLZW([]byte{0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01}, 1, 1<<20); string(got) != "-----A---B" {
		t.Errorf("lzw: %q", got)
	}
	if got := UnLZW([]byte{0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01}, 1, 4); len(got) > 4 {
		t.Errorf("lzw past its room: %q", got)
	}
	if got := (Predictor{Kind: 12, Columns: 2}).Undo([]byte{2, 1, 2, 2, 1, 1, 2, 5}); !bytes.Equal(got[:5], []byte{1, 2, 2, 3, 7}) {
		t.Errorf("png: %v", got)
	}
	if got := (Predictor{Kind: 2, Columns: 3}).Undo([]byte{1, 1, 1}); !bytes.Equal(got, []byte{1, 2, 3}) {
		t.Errorf("tiff: %v", got)
	}
	for _, p := range []Predictor{{}, {Kind: 1}, {Kind: 15, Colours: 99}, {Kind: 15, Columns: -4}, {Kind: 15, Bits: 77}} {
		if got := p.Undo([]byte("abc")); string(got) != "abc" {
			t.Errorf("%+v: %q", p, got)
		}
	}
}

func TestMaps(t *testing.T) {
	m := ReadCMap([]byte(`1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0001> <0041> <0002> /eacute endbfchar
2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <D83DDE00>] endbfrange
1 begincidchar <05> 9 endcidchar 1 begincidrange <10> <12> 100 endcidrange
1 beginbfrange <00> <FFFFFFFF> <0041> endbfrange`))
	if len(m.Spaces) != 1 || m.Spaces[0] != (Codes{2, 0, 0xffff}) {
		t.Errorf("spaces %v", m.Spaces)
	}
	for c, want := range map[uint32]string{1: "A", 2: "é", 0x10: "a", 0x12: "c", 0x20: "x", 0x21: "😀", 0x99: ""} {
		if m.Text[c] != want {
			t.Errorf("%x: %q", c, m.Text[c])
		}
	}
	if m.CID[5] != 9 || m.CID[0x12] != 102 || len(m.CID) != 4 {
		t.Errorf("glyph numbers %v", m.CID)
	}
}

func TestGlyphNames(t *testing.T) {
	for n, want := range map[string]string{"A": "A", "eacute": "é", "Scaron": "Š", "afii10017": "А", "afii10071": "ё", "uni20AC": "€", "u1F600": "😀", "f_i": "fi", "a.sc": "a", "fi": "fi", "ffi": "ffi", "alphatonos": "ά", "Omega": "Ω", "nosuchglyph": "", ".notdef": ""} {
		if got := Glyph(n); got != want {
			t.Errorf("%s: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[Name]string{"WinAnsiEncoding": "“", "MacRomanEncoding": "ì", "StandardEncoding": "", "Symbol": ""} {
		if got := BaseEncoding(n)[0x93]; got != want {
			t.Errorf("%s: %q", n, got)
		}
	}
}

// FuzzNext holds that every call moves on and that nesting stays bounded.
func FuzzNext(f *testing.F) {
	for _, s := range []string{"<</A[1 0 R(x)<41>]/B#20 true>>stream", "[[[[<<<<", "BT /F 1 Tf [(a) -4.5] TJ BI ID x EI Q", "1 beginbfrange <00> <FF> [<41>] endbfrange", "--1.5.+ 0 R"} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, refs bool) {
		l := Lexer{B: b, Refs: refs, Notes: &bytes.Buffer{}}
		for !l.End() {
			at := l.Pos
			v := l.Next()
			if l.Pos <= at || l.Pos > len(b) {
				t.Fatalf("at %d after %d of %d", l.Pos, at, len(b))
			}
			if d := depth(v); d > MaxNest+1 {
				t.Fatalf("%d deep", d)
			}
		}
		ReadCMap(b)
		Un85(b)
		if n := len(UnRun(b, 1<<16)); n > 1<<16+256 {
			t.Fatalf("%d bytes of runs", n)
		}
		if n := len(UnLZW(b, 1, 1<<16)); n > 1<<16+1 {
			t.Fatalf("%d bytes of LZW", n)
		}
		for i := range b {
			if _, start, ok := Head(b, i); ok && start > i {
				t.Fatalf("a head that begins at %d, after %d", start, i)
			}
		}
		if len(b) > 4 {
			Stream(b, int(b[0]), int(b[1]))
			(Predictor{Kind: int(b[0]), Colours: int(b[1]), Bits: int(b[2]), Columns: int(b[3])}).Undo(b)
		}
	})
}

func depth(v any) int {
	most := 0
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			most = max(most, depth(e))
		}
	case Dict:
		for k, e := range v {
			d := depth(e)
			if k == Strays {
				d-- // a list of the reader's own, no nesting of the file
			}
			most = max(most, d)
		}
	default:
		return 0
	}
	return most + 1
}

func BenchmarkNext(b *testing.B) {
	c := []byte(strings.Repeat("BT /F1 11 Tf 50 700.5 Td [(The van stood near) -250.3 (Poplar Mews.)] TJ ET\n", 10000))
	b.SetBytes(int64(len(c)))
	for b.Loop() {
		for l := (Lexer{B: c}); !l.End(); {
			l.Next()
		}
	}
}
