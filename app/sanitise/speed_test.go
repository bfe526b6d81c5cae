package sanitise

import (
	"fmt"
	"strings"
	"testing"
)

// prose makes about n bytes of varied report text.
func prose(n int, salt string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "On %d June at %02d:%02d the driver%s of the van AB%02d CDE met a man called Ned near 14 Acacia Road and gave him £%d,350 in cash for %d boxes. ",
			i%28+1, i%24, i*7%60, salt, i%40+10, i%9+1, i%50+4)
		fmt.Fprintf(&b, "He said \"keep the %s one back until the weekend\" and rang 07700 900%03d from the yard. ", [...]string{"blue", "red", "old"}[i%3], i%1000)
	}
	return b.String()[:n]
}

func BenchmarkCheck(b *testing.B) {
	in := Input{Source: prose(20_000, ""), Draft: prose(5_000, "s")}
	b.SetBytes(25_000)
	for b.Loop() {
		Check(in)
	}
}

// an everyday pair: a long source and a draft that shares little with it
func BenchmarkCheckClean(b *testing.B) {
	in := Input{Source: prose(20_000, ""), Draft: strings.Repeat("The subject may be storing stolen goods in the area and is believed to have help. ", 60)}
	b.SetBytes(25_000)
	for b.Loop() {
		Check(in)
	}
}

func BenchmarkMosaic(b *testing.B) {
	in := Input{Source: "x", Draft: prose(1000, "")}
	for i := range 1000 {
		in.Earlier = append(in.Earlier, Earlier{Release: fmt.Sprint(i), Text: prose(600, fmt.Sprint(i))})
	}
	for b.Loop() {
		Check(in)
	}
}

// worst are texts made to be as dear as they can: each gives the piece of number
// i, repeated to the length wanted.
func worst() map[string]func(i int) string {
	same := func(s string) func(int) string { return func(int) string { return s } }
	m := map[string]func(int) string{
		"distinct names": func(i int) string { return "Zq" + letters(i) + " " },
		"distinct words": func(i int) string { return "zq" + letters(i) + " " },
		"titled names":   func(i int) string { return "Mr Zq" + letters(i) + ", " },
		"struck names":   func(i int) string { return "Zq" + letters(i) + "bourne Zq----bourne " },
		"vessels":        func(i int) string { return "the boat Zq" + letters(i) + " " },
		"quoted names":   func(i int) string { return "\"Zq" + letters(i) + "\" " },
		"quotations":     func(i int) string { return "\"bring zq" + letters(i) + " blue boxes round\" " },
		"numbers":        func(i int) string { return fmt.Sprintf("%d ", 100000+i*7919%900000) },
		"pieces":         func(i int) string { return fmt.Sprintf("ending %02d, ends AB, %d ", i%100, 100000+i*7919%900000) },
		"lines":          func(i int) string { return fmt.Sprintf("Ref %d\n", i) },
		"neutral lines":  func(i int) string { return "Prepared from information held by the police. At 1911. " },
	}
	for name, unit := range map[string]string{
		"one letter": "a", "one word": "source ", "one digit": "1 ", "digits": "1", "names": "Ned ", "quotes": "\"a ", "single quotes": " 'a", "brackets": "[a ",
		"times": "at 1911 ", "clocks": "at 19:11 ", "months": "June 2 ", "said": "he said ", "a man who": "a man who told us ", "dots": ".", "colons": "a: ", "spelled": "double oh ",
		"endings": "ending 121 ", "mail": "a@b.c ", "commas": "A, ", "sums": "£1 ", "invisible": "\u200b", "cyrillic": "ж", "only": "only two people know ", "at": "@",
		"repeat run": "the van was parked ", "sentences": "He was seen. ", "paths": "C:\\a ", "operations": "Op Lavender ", "initials": "A.B. ", "boats": "the boat Ned ",
	} {
		m[name] = same(unit)
	}
	return m
}

func letters(i int) string {
	b := []byte("aaaa")
	for k := range b {
		b[k] = byte('a' + i%26)
		i /= 26
	}
	return string(b)
}

func grown(piece func(int) string, n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(piece(i))
	}
	return b.String()
}

// Work, counted in tokens looked at, grows with the text and not faster,
// whatever the text is.
func TestWorkGrowsWithTheText(t *testing.T) {
	for name, piece := range worst() {
		work := func(n int) int {
			text := grown(piece, n)
			c := run(Input{Source: text, Draft: text, Deny: []Term{{Text: "Ned Marsh"}, {Text: "121121"}}}, loadReading())
			c.strictly(settle(c.found, c.dft))
			return c.src.work + c.dft.work
		}
		small, large := work(8_000), work(32_000)
		if large > 5*small+20_000 {
			t.Errorf("%s: %d tokens looked at in 8 KB, %d in 32 KB", name, small, large)
		}
		if testing.Verbose() {
			t.Logf("%-16s %9d %9d  %.1f a byte", name, small, large, float64(large)/32_000)
		}
	}
}

// the same draft checked again while it is written
func BenchmarkMosaicAgain(b *testing.B) {
	in := Input{Source: "x", Draft: prose(1000, "")}
	var earlier []Earlier
	for i := range 1000 {
		earlier = append(earlier, Earlier{Release: fmt.Sprint(i), Text: prose(600, fmt.Sprint(i))})
	}
	in.Told = ReadEarlier(earlier)
	for b.Loop() {
		Check(in)
	}
}

// the same draft checked again while it is written, its source read before
func BenchmarkCheckAgain(b *testing.B) {
	in := Input{Draft: prose(5_000, "s"), Read: ReadSource(prose(20_000, ""))}
	b.SetBytes(5_000)
	for b.Loop() {
		Check(in)
	}
}
