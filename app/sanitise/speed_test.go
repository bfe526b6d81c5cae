package sanitise

import (
	"fmt"
	"strings"
	"testing"
	"time"
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

// Work grows with the text, not faster, whatever the text is.
func TestWorstCasesLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("timing")
	}
	for name, unit := range map[string]string{
		"one letter": "a", "one word": "source ", "one digit": "1 ", "digits": "1", "names": "Ned ", "quotes": "\"a ", "single quotes": " 'a", "brackets": "[a ",
		"times": "at 1911 ", "months": "June 2 ", "said": "he said ", "a man who": "a man who told us ", "dots": ".", "colons": "a: ", "spelled": "double oh ",
		"endings": "ending 121 ", "mail": "a@b.c ", "commas": "A, ", "sums": "£1 ", "invisible": "\u200b", "cyrillic": "ж", "only": "only two people know ", "at": "@", "repeat run": "the van was parked ",
	} {
		run := func(n int) time.Duration {
			text := strings.Repeat(unit, n/len(unit)+1)
			best := time.Hour
			for range 2 {
				s := time.Now()
				Check(Input{Source: text, Draft: text, Deny: []Term{{Text: "Ned Marsh"}, {Text: "121121"}}})
				best = min(best, time.Since(s))
			}
			return best
		}
		small, large := run(8_000), run(32_000)
		if large > 12*small+150*time.Millisecond {
			t.Errorf("%s: %v for 8 KB, %v for 32 KB", name, small, large)
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
